import { randomBytes } from 'node:crypto';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { addressFor, loadOwnServers } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { askTxt } from '#platform/mail/ask-txt.ts';
import { domainOf, findRecords, isProven, type RecordFinding } from '#platform/mail/domain-records.ts';
import { queueMail, requeueWaitingMail } from '#platform/mail/outbox.ts';
import {
  dropOwnFrom,
  dropOwnRelay,
  loadOwnFrom,
  loadOwnRelay,
  noteTest,
  saveFindings,
  saveOwnFrom,
  saveOwnRelay,
} from '#platform/mail/own-relay.ts';
import { isMailAddress } from '#platform/mail/send.ts';
import { tenantOfAddress } from '#platform/mail/sender.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { relayMailWords } from './relay-mail-words.ts';

type Done = Result<null, Refusal>;

/**
 * Sends the company's mail by a machine of its own that is registered as a mail relay. Plain text only to a machine inside;
 * a password stays where it was given for, so that nobody sends it to another machine by naming one.
 */
export async function setRelay(
  tx: Tx,
  caller: Caller,
  given: {
    readonly ownServerId: Id;
    readonly security: 'tls' | 'starttls' | 'none';
    readonly user: string;
    readonly password?: string | undefined;
  },
): Promise<Done> {
  const server = (await loadOwnServers(tx)).find(({ id }) => id === given.ownServerId);
  if (!server || server.kind !== 'relay')
    return refuse({ code: 'mail_relay_not_registered', field: 'ownServerId' });
  const { host, port, inside } = server;
  if (server.state !== 'active')
    return refuse({ code: 'mail_relay_not_admitted', field: 'ownServerId', value: `${host}:${port}` });
  const { security, user } = given;
  if (security === 'none' && !inside) return refuse({ code: 'mail_relay_plain', field: 'security' });
  const password = given.password === '' ? undefined : given.password;
  if (user === '' && password !== undefined) return refuse({ code: 'mail_relay_user', field: 'user' });
  const before = await loadOwnRelay(tx);
  const same = before?.host === host && before.port === port && before.user === user;
  if (user !== '' && password === undefined && !same)
    return refuse({ code: 'mail_relay_password', field: 'password' });
  await saveOwnRelay(tx, { host, port, inside, security, user, password }, caller.now);
  // Where the installation has no relay, mail has waited for one.
  await requeueWaitingMail(tx);
  await appendAudit(tx, {
    actor: caller,
    action: 'mail-relay.set',
    subject: `mail-relay:${host}:${port}`,
    facts: { security, login: user !== '' },
  });
  return ok(null);
}

export async function dropRelay(tx: Tx, caller: Caller): Promise<Done> {
  const relay = await loadOwnRelay(tx);
  if (!relay) return refuse({ code: 'mail_relay_none' });
  await dropOwnRelay(tx);
  await appendAudit(tx, {
    actor: caller,
    action: 'mail-relay.removed',
    subject: `mail-relay:${relay.host}:${relay.port}`,
  });
  return ok(null);
}

/** Queues a mail that goes by the own relay alone, so that what becomes of it says how that one does. */
export async function sendTestMail(tx: Tx, caller: Caller, address: string): Promise<Done> {
  const relay = await loadOwnRelay(tx);
  if (!relay) return refuse({ code: 'mail_relay_none' });
  const kind = 'support.relay-test' as const;
  const locale = asLocale(caller.locale);
  const values = { company: caller.tenantName, place: `${relay.host}:${relay.port}` };
  const testId = idAt(caller.now);
  await queueMail(tx, caller, {
    kind,
    subjectId: testId,
    recipient: await addressFor(tx, kind, () => address),
    locale,
    subject: say(relayMailWords, locale, 'mail.test.subject', values),
    headline: say(relayMailWords, locale, 'mail.test.subject', values),
    blocks: [{ kind: 'text', text: say(relayMailWords, locale, 'mail.test.text', values) }],
    documentIds: [],
  });
  await noteTest(tx, testId);
  return ok(null);
}

/** Chooses the address in From. By the installation's relay it is used once its domain is proven. */
export async function setFrom(
  context: Pick<AppContext, 'db'>,
  tx: Tx,
  caller: Caller,
  given: { readonly address: string; readonly selector: string },
): Promise<Done> {
  const { address, selector } = given;
  if (!isMailAddress(address))
    return refuse({ code: 'mail_address_invalid', field: 'address', value: address.slice(0, 100) });
  if (selector !== '' && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(selector))
    return refuse({ code: 'mail_selector_form', field: 'selector', value: selector });
  const owner = await tenantOfAddress(context.db, address);
  if (owner !== undefined && owner !== tx.tenantId)
    return refuse({ code: 'mail_from_taken', field: 'address', value: address });
  const before = await loadOwnFrom(tx);
  await saveOwnFrom(
    tx,
    { address, selector, token: before?.token ?? randomBytes(16).toString('hex') },
    before !== null && before.selector === selector && domainOf(before.address) === domainOf(address),
  );
  await appendAudit(tx, {
    actor: caller,
    action: 'mail-from.set',
    subject: `mail-from:${domainOf(address)}`,
  });
  return ok(null);
}

export async function dropFrom(tx: Tx, caller: Caller): Promise<Done> {
  const from = await loadOwnFrom(tx);
  if (!from) return refuse({ code: 'mail_from_none' });
  await dropOwnFrom(tx);
  await appendAudit(tx, {
    actor: caller,
    action: 'mail-from.removed',
    subject: `mail-from:${domainOf(from.address)}`,
  });
  return ok(null);
}

export interface Looked {
  readonly address: string;
  readonly findings: readonly RecordFinding[];
}

/** Asks the name servers about the domain, outside any transaction. */
export async function lookAtDomain(
  context: Pick<AppContext, 'db' | 'names' | 'relays' | 'mailFrom'>,
  tenantId: Id,
): Promise<Result<Looked, Refusal>> {
  const from = await context.db.inTenant(tenantId, loadOwnFrom);
  if (!from) return refuse({ code: 'mail_from_none' });
  const findings = await findRecords(
    {
      domain: domainOf(from.address),
      token: from.token,
      selector: from.selector,
      through: domainOf(context.mailFrom),
    },
    (name) => askTxt(context.names, name),
  );
  return ok({ address: from.address, findings });
}

/** Keeps what was found; proven is what the name servers said, and nothing they did not say. */
export async function keepLook(tx: Tx, caller: Caller, { address, findings }: Looked): Promise<Done> {
  const proven = isProven(findings);
  await saveFindings(tx, address, { findings, proven, at: caller.now });
  await appendAudit(tx, {
    actor: caller,
    action: 'mail-from.checked',
    subject: `mail-from:${domainOf(address)}`,
    facts: { proven },
  });
  return ok(null);
}
