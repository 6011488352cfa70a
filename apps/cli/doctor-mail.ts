import { isIP } from 'node:net';
import type { RecordType } from '#platform/egress/dns.ts';
import { judgeDkim, judgeDmarc, judgeSpf } from '#platform/mail/domain-records.ts';

export interface Finding {
  readonly check: 'mx' | 'spf' | 'dkim' | 'dmarc' | 'ptr' | 'relay' | 'mailbox' | 'listener';
  readonly verdict: 'ok' | 'wrong' | 'unchecked';
  /** one sentence */
  readonly what: string;
  /** what to do; only when something is wrong */
  readonly remedy?: string;
}

/** What is looked at. Null: this installation does not use it, and that is said. */
export interface MailFacts {
  /** domain in From of the mail that goes out */
  readonly domain: string;
  /** domain whose mail comes to our listener; null without one */
  readonly receivesFor: string | null;
  /** DKIM selector with which the relay signs; null when nobody told */
  readonly selector: string | null;
  /** the machine that the outside sees sending: an address, or a name */
  readonly sendsFrom: string | null;
  readonly relay: (() => Promise<string>) | null;
  readonly mailbox: (() => Promise<string>) | null;
  readonly listener: (() => Promise<string>) | null;
}

/** Answers and errors as node:dns gives them. */
export type AskNames = (name: string, type: RecordType) => Promise<string[] | string[][] | object[]>;

/** @returns the records; `none` when the name server says there are none; `silent` when nobody answered */
async function look(ask: AskNames, name: string, type: RecordType): Promise<string[] | 'none' | 'silent'> {
  try {
    const found = await ask(name, type);
    return found.map((one) =>
      Array.isArray(one)
        ? one.join('')
        : typeof one === 'string'
          ? one
          : (one as { exchange: string }).exchange,
    );
  } catch (error) {
    return /^E?(NOTFOUND|NODATA)$/.test((error as { code?: string }).code ?? '') ? 'none' : 'silent';
  }
}

/**
 * Looks at what mail needs outside of the product. What cannot be looked at is *unchecked*, never ok: a name server that
 * does not answer has said nothing.
 */
export async function checkMail(facts: MailFacts, ask: AskNames): Promise<Finding[]> {
  return [
    await checkMx(facts, ask),
    await checkSpf(facts, ask),
    await checkDkim(facts, ask),
    await checkDmarc(facts, ask),
    await checkPtr(facts, ask),
    await tryOut(
      'relay',
      facts.relay,
      'TENON_SMTP_URL is not set; mail waits and is not sent.',
      RELAY_REMEDY,
    ),
    await tryOut('mailbox', facts.mailbox, 'TENON_IMAP_URL is not set; no mailbox is read.', MAILBOX_REMEDY),
    await tryOut(
      'listener',
      facts.listener,
      'TENON_MAIL_IN_PORT is not set; no mail is taken here.',
      LISTENER_REMEDY,
    ),
  ];
}

const RELAY_REMEDY =
  'Check host, port, user and password in TENON_SMTP_URL, and that this machine may reach them.';
const MAILBOX_REMEDY = 'Check host, user, password and folder in TENON_IMAP_URL.';
const LISTENER_REMEDY =
  'Start the product; if it runs, see that nothing else holds the port of TENON_MAIL_IN_PORT.';

async function checkMx({ receivesFor }: MailFacts, ask: AskNames): Promise<Finding> {
  if (!receivesFor)
    return {
      check: 'mx',
      verdict: 'unchecked',
      what: 'TENON_MAIL_IN_DOMAIN is not set; no MX record is needed.',
    };
  const found = await look(ask, receivesFor, 'MX');
  if (found === 'silent') return silent('mx', `the MX record of ${receivesFor}`);
  if (found === 'none')
    return {
      check: 'mx',
      verdict: 'wrong',
      what: `${receivesFor} has no MX record; nobody can deliver mail to it.`,
      remedy: `Publish "${receivesFor} MX 10 <name of this machine>".`,
    };
  return { check: 'mx', verdict: 'ok', what: `Mail for ${receivesFor} goes to ${found.join(', ')}.` };
}

async function checkSpf({ domain }: MailFacts, ask: AskNames): Promise<Finding> {
  const found = judgeSpf(await look(ask, domain, 'TXT'));
  if (found.verdict === 'unchecked') return silent('spf', `the SPF record of ${domain}`);
  if (found.verdict === 'ok') return { check: 'spf', verdict: 'ok', what: `SPF of ${domain}: ${found.text}` };
  const what = {
    missing: `${domain} has no SPF record.`,
    several: `${domain} has more than one SPF record; none of them counts.`,
    everybody: `The SPF record of ${domain} lets everybody send.`,
  };
  return {
    check: 'spf',
    verdict: 'wrong',
    what: what[found.why as keyof typeof what],
    remedy: `Publish one TXT record at ${domain}: "v=spf1 include:<your relay> -all".`,
  };
}

async function checkDkim({ domain, selector }: MailFacts, ask: AskNames): Promise<Finding> {
  if (!selector)
    return {
      check: 'dkim',
      verdict: 'unchecked',
      what: 'The selector with which the relay signs is not known; name it with --selector.',
    };
  const name = `${selector}._domainkey.${domain}`;
  const found = judgeDkim(await look(ask, name, 'TXT'));
  if (found.verdict === 'unchecked') return silent('dkim', name);
  if (found.verdict === 'ok') return { check: 'dkim', verdict: 'ok', what: `A key is published at ${name}.` };
  return found.why === 'withdrawn'
    ? {
        check: 'dkim',
        verdict: 'wrong',
        what: `The key at ${name} was withdrawn (p= is empty).`,
        remedy: 'Publish the key that the relay signs with now.',
      }
    : {
        check: 'dkim',
        verdict: 'wrong',
        what: `${name} holds no key.`,
        remedy: `Publish there the TXT record that your relay shows you.`,
      };
}

async function checkDmarc({ domain }: MailFacts, ask: AskNames): Promise<Finding> {
  const found = judgeDmarc(await look(ask, `_dmarc.${domain}`, 'TXT'));
  if (found.verdict === 'unchecked') return silent('dmarc', `_dmarc.${domain}`);
  if (found.verdict === 'ok')
    return { check: 'dmarc', verdict: 'ok', what: `DMARC of ${domain}: ${found.text}` };
  return {
    check: 'dmarc',
    verdict: 'wrong',
    what: `${domain} has ${found.why === 'missing' ? 'no' : 'more than one'} DMARC record.`,
    remedy: `Publish one TXT record at _dmarc.${domain}: "v=DMARC1; p=quarantine".`,
  };
}

/** Forward and back: the address has a name, and that name has the address. */
async function checkPtr({ sendsFrom }: MailFacts, ask: AskNames): Promise<Finding> {
  if (!sendsFrom)
    return {
      check: 'ptr',
      verdict: 'unchecked',
      what: 'The machine that sends to the outside is not known; name it with --host.',
    };
  let address = sendsFrom;
  if (isIP(sendsFrom) === 0) {
    const found = await look(ask, sendsFrom, 'A');
    if (found === 'silent') return silent('ptr', sendsFrom);
    if (found === 'none')
      return {
        check: 'ptr',
        verdict: 'wrong',
        what: `${sendsFrom} has no address.`,
        remedy: `Publish an A record for ${sendsFrom}.`,
      };
    address = found[0]!;
  }
  const names = await look(ask, reverseName(address), 'PTR');
  if (names === 'silent') return silent('ptr', `the name of ${address}`);
  const remedy = `Have the owner of ${address} (your provider) give it a name that leads back to it.`;
  if (names === 'none')
    return { check: 'ptr', verdict: 'wrong', what: `${address} has no name (PTR).`, remedy };
  for (const name of names) {
    const back = await look(ask, name, isIP(address) === 6 ? 'AAAA' : 'A');
    if (back === 'silent') return silent('ptr', name);
    if (back !== 'none' && back.includes(address))
      return { check: 'ptr', verdict: 'ok', what: `${address} is ${name}, and ${name} is ${address}.` };
  }
  return {
    check: 'ptr',
    verdict: 'wrong',
    what: `${address} is called ${names.join(', ')}, which does not lead back to it.`,
    remedy,
  };
}

async function tryOut(
  check: Finding['check'],
  attempt: (() => Promise<string>) | null,
  absent: string,
  remedy: string,
): Promise<Finding> {
  if (!attempt) return { check, verdict: 'unchecked', what: absent };
  try {
    return { check, verdict: 'ok', what: await attempt() };
  } catch (error) {
    return { check, verdict: 'wrong', what: (error as Error).message, remedy };
  }
}

function silent(check: Finding['check'], what: string): Finding {
  return { check, verdict: 'unchecked', what: `No name server answered about ${what}.` };
}

/** `192.0.2.1` → `1.2.0.192.in-addr.arpa`; IPv6 by its 32 nibbles (RFC 3596). */
export function reverseName(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const nibbles = [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join('');
  return `${[...nibbles].reverse().join('.')}.ip6.arpa`;
}
