import { readFile } from 'node:fs/promises';
import { loadInstallation } from '#modules/policy/module.ts';
import type { Config } from '#platform/config/config.ts';
import { readMailbox, type Mailbox } from '#platform/mail/intake/imap.ts';
import type { IntakeContext } from '#platform/mail/intake/take-mail.ts';
import { giveMailAddress, tenantOfAddress } from '#platform/mail/sender.ts';
import type { AppContext } from '#platform/module/context.ts';

/** Between two looks into the mailbox. */
const LOOK_MS = 60_000;

/** The intake of mail, as it stands on this server. */
export function intakeOf(context: AppContext): IntakeContext {
  return { ...context, resolve: (name, type) => context.names.resolve(name, type) };
}

type MailboxPlace = Pick<Mailbox, 'host' | 'port' | 'security' | 'login' | 'folder'>;

/**
 * The mailbox as a URL says it: `imaps://user:password@host/INBOX`, or `imap://127.0.0.1:143/INBOX` on this machine.
 * @returns null without a URL, or when it names nobody to sign in as
 */
export function mailboxAt(url: string | undefined): MailboxPlace | null {
  if (!url) return null;
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  if (!username) return null;
  const security = protocol === 'imaps:' ? 'tls' : 'none';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (security === 'tls' ? 993 : 143),
    security,
    login: { user: decodeURIComponent(username), password: decodeURIComponent(password) },
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
  };
}

/**
 * Opens the ways in that the configuration names. The operator's support address is its own from the start; other
 * addresses are given to tenants by the operator.
 * @returns closes them
 */
export async function startMailIn(context: AppContext, config: Config): Promise<() => Promise<void>> {
  const installation = await loadInstallation(context.db, context.clock.now());
  if (!installation) return async () => undefined;
  const { operatorTenantId, settings } = installation;
  const recipient = settings['operator.supportAddress'].toLowerCase();
  if ((await tenantOfAddress(context.db, recipient)) === undefined)
    await giveMailAddress(context.db, {
      address: recipient,
      tenantId: operatorTenantId,
      sends: false,
      at: context.clock.now(),
    });
  const stops: (() => Promise<void>)[] = [];
  if (config.mailInPort !== undefined) {
    const { mailInCert, mailInKey } = config;
    // Read when mail is listened for: no other start has to wait for it.
    const { startMailListener } = await import('#platform/mail/intake/listener.ts');
    const listener = await startMailListener(intakeOf(context), {
      host: config.mailInHost ?? '127.0.0.1',
      port: config.mailInPort,
      bounces: context.bounces,
      log: context.log,
      ...(mailInCert && mailInKey
        ? { tls: { cert: await readFile(mailInCert, 'utf8'), key: await readFile(mailInKey, 'utf8') } }
        : {}),
    });
    stops.push(() => listener.stop());
  }
  const place = mailboxAt(config.imapUrl);
  if (place) stops.push(lookInto(context, { ...place, recipient, tenantId: operatorTenantId }));
  return async () => {
    for (const stop of stops) await stop();
  };
}

/** Looks into the mailbox at once and every minute; what goes wrong is told and tried again. */
function lookInto(context: AppContext, mailbox: Mailbox): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking = Promise.resolve();
  const look = (): void => {
    looking = readMailbox({ ...intakeOf(context), egress: context.egress }, mailbox)
      .then(
        (news) => {
          if (news.taken > 0) context.log.info(news, 'mail read from the mailbox');
        },
        (error: unknown) =>
          context.log.warn({ err: error }, 'the mailbox could not be read; it is tried again'),
      )
      .finally(() => {
        if (!stopped) timer = setTimeout(look, LOOK_MS);
      });
  };
  look();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await looking;
  };
}
