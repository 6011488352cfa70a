import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createNames, nameServers } from '#platform/egress/dns.ts';
import { createEgress, type Egress } from '#platform/egress/egress.ts';
import { registeredOnly, type Destination } from '#platform/egress/guards.ts';
import { tryMailbox } from '#platform/mail/intake/imap.ts';
import { tryRelay } from '#platform/mail/send.ts';
import type { Config } from '#platform/config/config.ts';
import { mailboxAt } from '#apps/server/mail-in.ts';
import { relayOf } from '#apps/server/relay.ts';
import { checkMail, type AskNames, type Finding } from './doctor-mail.ts';
import type { Io } from './main.ts';
import { configOf } from './operate/installation.ts';

const USAGE =
  'usage: npm run tenon -- doctor mail [--data DIR] [--selector DKIM-SELECTOR] [--host SENDING-HOST] [--json]\n';
const WORDS: Readonly<Record<Finding['verdict'], string>> = {
  ok: 'ok',
  wrong: 'WRONG',
  unchecked: 'unchecked',
};

/**
 * `tenon doctor mail`: what mail needs outside of the product, line by line. Everything it asks goes through the one door
 * out, to the places that the configuration names.
 * @returns 1 when something is wrong; what could not be looked at is told and is no error
 */
export async function doctor(argv: string[], io: Io): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        selector: { type: 'string' },
        host: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch {
    io.err(USAGE);
    return 2;
  }
  const { positionals, values } = parsed;
  if (positionals.length !== 1 || positionals[0] !== 'mail') {
    io.err(USAGE);
    return 2;
  }
  const config = configOf(values.data, (sentence) => io.err(`${sentence}\n`));
  const findings = await lookAround(config, values.selector ?? null, values.host ?? null);
  if (values.json) io.out(`${JSON.stringify({ findings }, null, 2)}\n`);
  else
    for (const { check, verdict, what, remedy } of findings) {
      io.out(`${check.padEnd(9)}${WORDS[verdict].padEnd(11)}${what}\n`);
      if (remedy) io.out(`${' '.repeat(20)}${remedy}\n`);
    }
  return findings.some(({ verdict }) => verdict === 'wrong') ? 1 : 0;
}

async function lookAround(config: Config, selector: string | null, host: string | null): Promise<Finding[]> {
  const relay = relayOf(config.smtpUrl);
  const mailbox = mailboxAt(config.imapUrl);
  const listens =
    config.mailInPort === undefined
      ? null
      : { host: config.mailInHost ?? '127.0.0.1', port: config.mailInPort };
  const named: readonly (Pick<Destination, 'purpose' | 'host'> & { port: number })[] = [
    ...(relay ? [{ purpose: 'mail.send', host: relay.host, port: relay.port }] : []),
    ...(mailbox ? [{ purpose: 'mail.read', host: mailbox.host, port: mailbox.port }] : []),
    ...(listens ? [{ purpose: 'mail.listener', ...listens }] : []),
    ...nameServers().map((server) => ({ purpose: 'dns.lookup', ...server })),
  ];
  const guard = registeredOnly(() => named.flatMap((place) => [place, { ...place, inside: true }]));
  const egress = createEgress({ guard });
  const names = createNames({ guard });
  const mailFrom = config.mailFrom ?? '';
  const ask: AskNames = (name, type) => names.resolve(name, type);
  return checkMail(
    {
      domain: /@([^\s@>]+)/.exec(mailFrom)?.[1] ?? 'localhost',
      receivesFor: config.mailInDomain ?? null,
      selector,
      sendsFrom: host ?? (relay && relay.security !== 'none' ? relay.host : null),
      relay:
        relay &&
        (async () => (await tryRelay(egress, relay), `The relay ${relay.host}:${relay.port} lets us in.`)),
      mailbox:
        mailbox &&
        (async () => {
          await tryMailbox(egress, { ...mailbox, recipient: '', tenantId: '' });
          return `The mailbox ${mailbox.login.user}@${mailbox.host}/${mailbox.folder} opens.`;
        }),
      listener: listens && (() => greeting(egress, listens)),
    },
    ask,
  );
}

/** Our own listener greets whoever comes. */
async function greeting(egress: Egress, place: { host: string; port: number }): Promise<string> {
  const socket = await egress.connectTcp({
    purpose: 'mail.listener',
    recipient: { kind: 'nobody' },
    categories: [],
    ...place,
  });
  try {
    const [hello] = (await once(socket, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
    if (!hello.toString().startsWith('220'))
      throw new Error(`port ${place.port} answers, and it is no mail listener`);
    return `The listener on ${place.host}:${place.port} greets.`;
  } finally {
    socket.destroy();
  }
}
