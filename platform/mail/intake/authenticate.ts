import { createHash } from 'node:crypto';
import type { DNSResolver } from 'mailauth';

/** Looks up a name; answers and errors as node:dns gives them. */
export type MailResolver = DNSResolver;

/** Why a mail counts as its sender's, or does not. */
export type VerdictReason =
  | 'dmarc_pass'
  | 'aligned_signature'
  | 'from_ambiguous'
  | 'dmarc_fail'
  | 'no_aligned_signature'
  | 'partly_signed'
  | 'replay'
  | 'not_checkable';

export interface MailVerdict {
  /** the mail is from the address in its From header, as far as the sender's domain lets anybody know */
  readonly verified: boolean;
  readonly because: VerdictReason;
  /** as RFC 8601 calls results: pass, fail, none, temperror … */
  readonly dkim: readonly { readonly domain: string; readonly result: string }[];
  readonly spf: string;
  readonly dmarc: string;
}

/** Where a mail came from, as far as our own intake saw it. Absent parts are not guessed from headers, which anybody writes. */
export interface MailPeer {
  readonly ip?: string;
  readonly helo?: string;
  /** MAIL FROM, '' for the null sender */
  readonly envelopeFrom: string;
}

/**
 * Judges whether a mail is from whom it says, by DKIM, SPF and DMARC.
 *
 * Verified is a DMARC pass; or, where the domain has no DMARC record, a valid DKIM signature aligned with the domain in
 * From. SPF alone never: senders share hosts. Two From headers, or two authors, are a fail whatever else passes. A
 * signature that leaves part of the text unsigned (`l=`) does not count: anybody may have written the rest.
 * @param resolve how names are looked up; a resolver that does not answer makes a mail unverified, never verified
 * @returns the verdict without regard to replays, and marks of its valid signatures by which a replay is known
 * @see clause C-1 (who may cancel)
 */
export async function authenticateMail(
  raw: Buffer,
  peer: MailPeer,
  resolve: MailResolver,
): Promise<{ verdict: MailVerdict; signatures: string[] }> {
  let unanswered = false;
  let policyUnanswered = false;
  const watched: MailResolver = async (name, type) => {
    try {
      return await resolve(name, type);
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      if (!/^E?(NOTFOUND|NODATA)$/.test(code)) {
        unanswered = true;
        policyUnanswered ||= name.startsWith('_dmarc.');
      }
      throw error;
    }
  };
  // Read with the first mail: no start has to wait for it.
  const { authenticate } = await import('mailauth');
  const found = await authenticate(raw, {
    resolver: watched,
    sender: peer.envelopeFrom,
    ...(peer.ip === undefined ? {} : { ip: peer.ip }),
    ...(peer.helo === undefined ? {} : { helo: peer.helo }),
    mta: 'tenon.invalid',
    disableArc: true,
    disableBimi: true,
    rejectRsaSha1: true,
    minBitLength: 1024,
  });
  const results = found.dkim.results;
  const valid = results.filter(({ status }) => status.result === 'pass');
  const spf = (found.spf && found.spf.status.result) || 'none';
  const dmarc = (found.dmarc && found.dmarc.status.result) || 'undefined';
  const judged = judge();
  return {
    verdict: {
      verified: judged === 'dmarc_pass' || judged === 'aligned_signature',
      because: judged,
      dkim: results
        .filter((one) => one.signingDomain)
        .slice(0, 10)
        .map(({ signingDomain, status }) => ({
          domain: (signingDomain ?? '').slice(0, 253),
          result: status.result,
        })),
      spf,
      dmarc,
    },
    signatures: valid.flatMap(({ signature }) =>
      signature ? [createHash('sha256').update(`signature ${signature}`).digest('hex')] : [],
    ),
  };

  function judge(): VerdictReason {
    if (found.dkim.fromFields !== 1 || found.dkim.headerFrom.length !== 1) return 'from_ambiguous';
    const aligned = valid.filter(({ status }) => status.aligned);
    const whole = aligned.some(({ status }) => !status.underSized);
    if (found.dmarc && dmarc === 'pass')
      return whole || found.dmarc.alignment.spf.result ? 'dmarc_pass' : 'partly_signed';
    // No answer is not "no record": a domain that wants DMARC would lose it whenever its name server is slow.
    if (policyUnanswered) return 'not_checkable';
    if (dmarc === 'none') {
      if (whole) return 'aligned_signature';
      if (aligned.length > 0) return 'partly_signed';
      return unanswered ? 'not_checkable' : 'no_aligned_signature';
    }
    if (dmarc === 'temperror' || (unanswered && dmarc === 'fail')) return 'not_checkable';
    return dmarc === 'fail' ? 'dmarc_fail' : 'from_ambiguous';
  }
}
