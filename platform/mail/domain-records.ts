import { domainToASCII } from 'node:url';

/** What the domain of an address in From has to publish, and what is wrong with what it does publish. Asks by itself nothing. */

/** The domain of an address as name servers know it. */
export function domainOf(address: string): string {
  return domainToASCII(address.split('@').at(-1)!);
}

/** What the name servers answered: texts; `none` when they say there are none; `silent` when nobody answered. */
export type Published = readonly string[] | 'none' | 'silent';

export type RecordVerdict =
  | { readonly verdict: 'ok'; readonly text: string }
  | {
      readonly verdict: 'wrong';
      readonly why: 'missing' | 'several' | 'everybody' | 'not_included' | 'withdrawn';
    }
  | { readonly verdict: 'unchecked'; readonly why: 'silent' | 'selector' };

const wrong = (why: Extract<RecordVerdict, { verdict: 'wrong' }>['why']): RecordVerdict => ({
  verdict: 'wrong',
  why,
});
const SILENT: RecordVerdict = { verdict: 'unchecked', why: 'silent' };

/**
 * SPF (RFC 7208): exactly one record, which does not let everybody send.
 * @param include domain whose senders it must let in; absent where nobody here knows the relay's
 */
export function judgeSpf(found: Published, include?: string): RecordVerdict {
  if (found === 'silent') return SILENT;
  const records = found === 'none' ? [] : found.filter((text) => /^v=spf1(\s|$)/i.test(text));
  if (records.length === 0) return wrong('missing');
  if (records.length > 1) return wrong('several');
  const terms = records[0]!.toLowerCase().split(/\s+/).slice(1);
  if (terms.some((term) => term === 'all' || term === '+all')) return wrong('everybody');
  if (include !== undefined) {
    const wanted = include.toLowerCase();
    const lets = [`include:${wanted}`, `+include:${wanted}`, `redirect=${wanted}`];
    if (!terms.some((term) => lets.includes(term))) return wrong('not_included');
  }
  return { verdict: 'ok', text: records[0]! };
}

/** A DKIM key (RFC 6376 §3.6.1). */
export function judgeDkim(found: Published): RecordVerdict {
  if (found === 'silent') return SILENT;
  const text = found === 'none' ? '' : found.join('');
  const key = /(?:^|;)\s*p=([^;]*)/i.exec(text)?.[1];
  if (key === undefined) return wrong('missing');
  return key.trim() === '' ? wrong('withdrawn') : { verdict: 'ok', text };
}

/** DMARC (RFC 7489 §6.1): one record at `_dmarc.<domain>`. */
export function judgeDmarc(found: Published): RecordVerdict {
  if (found === 'silent') return SILENT;
  const records = found === 'none' ? [] : found.filter((text) => /^v=DMARC1(;|\s|$)/i.test(text));
  if (records.length !== 1) return wrong(records.length === 0 ? 'missing' : 'several');
  return { verdict: 'ok', text: records[0]! };
}

/** Whether the domain names the token, as only its owner can make it do. */
export function judgeOwner(found: Published, token: string): RecordVerdict {
  if (found === 'silent') return SILENT;
  const right = ownerText(token);
  return found !== 'none' && found.some((text) => text.trim() === right)
    ? { verdict: 'ok', text: right }
    : wrong('missing');
}

const ownerText = (token: string): string => `tenon-sender=${token}`;

/** One record that the domain needs, what it should say, and what was found. */
export interface RecordFinding {
  readonly record: 'owner' | 'spf' | 'dkim' | 'dmarc';
  /** where it stands */
  readonly name: string;
  /** what to publish there as TXT; '' where only the relay's provider knows it */
  readonly value: string;
  readonly found: RecordVerdict;
}

export interface SendingDomain {
  readonly domain: string;
  readonly token: string;
  /** '' where nobody told */
  readonly selector: string;
  /** the installation's own domain, whose SPF record names its relays; null where the tenant's own relay sends alone */
  readonly through: string | null;
}

/**
 * Looks at the records of a domain. What cannot be looked at is *unchecked*, never ok.
 * @param ask answers of the name servers for TXT records, one name at a time
 */
export async function findRecords(
  { domain, token, selector, through }: SendingDomain,
  ask: (name: string) => Promise<Published>,
): Promise<RecordFinding[]> {
  const owner = `_tenon.${domain}`;
  const dkim = selector === '' ? '' : `${selector}._domainkey.${domain}`;
  const dmarc = `_dmarc.${domain}`;
  return [
    { record: 'owner', name: owner, value: ownerText(token), found: judgeOwner(await ask(owner), token) },
    {
      record: 'spf',
      name: domain,
      value: through === null ? '' : `v=spf1 include:${through} -all`,
      found: judgeSpf(await ask(domain), through ?? undefined),
    },
    {
      record: 'dkim',
      name: dkim,
      value: '',
      found: dkim === '' ? { verdict: 'unchecked', why: 'selector' } : judgeDkim(await ask(dkim)),
    },
    {
      record: 'dmarc',
      name: dmarc,
      value: 'v=DMARC1; p=quarantine',
      found: judgeDmarc(await ask(dmarc)),
    },
  ];
}

/** Whether the installation's relays may send under the domain: its owner said so, and receivers will believe it. */
export function isProven(findings: readonly RecordFinding[]): boolean {
  return ['owner', 'spf'].every((one) =>
    findings.some(({ record, found }) => record === one && found.verdict === 'ok'),
  );
}
