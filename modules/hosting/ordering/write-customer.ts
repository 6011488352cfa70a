import type { Id } from '#domain/kernel/ids.ts';
import { findContact } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { ProvisionOrder } from '../driver.ts';
import { handOverWords } from '../hand-over-words.ts';
import { lockInstance, updateInstance, type InstanceRow } from '../store.ts';
import { linkFrom, pathOf } from './links.ts';
import { orderMailWords } from './mail-words.ts';
import type { OrderTables } from './orders.ts';

/** A new instance is handed over and a placed order is answered, after the commit of each. */
export const tellCustomer: Reader = {
  name: 'hosting.hand-over',
  on: ['instance.provision-done', 'instance.order-placed'],
  read: (tx, _caller, event) =>
    queueJob(tx, writeCustomer, {
      instanceId: event.aggregateId,
      about: event.name === 'instance.order-placed' ? 'placed' : 'handover',
    }),
};

/** Writes to whoever ordered: what comes next, or where it is. Safe to run twice: one mail of a kind per instance. */
export const writeCustomer: Job<{ instanceId: Id; about: 'placed' | 'handover' }, AppContext> = {
  name: 'hosting.write-customer',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { instanceId, about }) {
    const { publicUrl, clock, db } = context;
    const caller = systemCaller(await context.tenantFacts(tenantId), clock, 'job:hosting.write-customer');
    await db.inTenant(tenantId, async (tx) => {
      const locked = await lockInstance(tx, instanceId);
      if (!locked.ok) return;
      const services = await servicesOf(tx, caller, instanceId);
      const url = services && `${publicUrl}${services}`;
      if (about === 'placed') await writePlaced(tx, caller, locked.value, url);
      else await handOver(tx, caller, locked.value, url);
    });
  },
};

/** Where whoever ordered finds their services; null for an instance that nobody ordered. */
async function servicesOf(tx: Tx, caller: Caller, instanceId: Id): Promise<string | null> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('hosting_order')
    .select('contact_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  const found = row?.contact_id ? await findContact(tx, row.contact_id) : null;
  if (!found) return null;
  const path = pathOf(linkFrom('services', tx.tenantId, found.contact.id as Id, caller.today));
  return `${path}?lang=${asLocale(found.contact.locale)}`;
}

async function writePlaced(tx: Tx, caller: Caller, row: InstanceRow, url: string | null): Promise<void> {
  const { owner } = row.provision as ProvisionOrder;
  const locale = asLocale(owner.locale);
  const t = (part: 'subject' | 'text' | 'button' | 'note'): string =>
    say(orderMailWords, locale, `placed.${part}`, { title: row.title, operator: caller.tenantName });
  await send(tx, caller, row, 'hosting.order-placed', t('subject'), [
    { kind: 'text', text: t('text') },
    ...(url
      ? [
          { kind: 'button' as const, label: t('button'), url },
          { kind: 'note' as const, text: t('note') },
        ]
      : []),
  ]);
}

/**
 * Hands a new instance over: its first owner hears where it is, how to sign in, and where to accept it. Only after the
 * log-in was tried, and without a secret in the mail: a password is chosen at the door itself.
 */
async function handOver(tx: Tx, caller: Caller, row: InstanceRow, services: string | null): Promise<void> {
  if (row.handed_over_at !== null || row.login_checked_at === null) return;
  const { owner } = row.provision as ProvisionOrder;
  const values = { title: row.title, email: owner.email, operator: caller.tenantName };
  const t = (part: 'subject' | 'text' | 'how' | 'button' | 'accept' | 'services'): string =>
    say(handOverWords, asLocale(owner.locale), `handOver.${part}`, values);
  await send(tx, caller, row, 'hosting.handover', t('subject'), [
    { kind: 'text', text: t('text') },
    { kind: 'text', text: t('how') },
    { kind: 'button', label: t('button'), url: row.url },
    ...(services
      ? [
          { kind: 'text' as const, text: t('accept') },
          { kind: 'button' as const, label: t('services'), url: services },
        ]
      : []),
  ]);
  await updateInstance(tx, row.id, { handed_over_at: caller.now });
}

async function send(
  tx: Tx,
  caller: Caller,
  row: InstanceRow,
  kind: 'hosting.handover' | 'hosting.order-placed',
  subject: string,
  blocks: readonly MailBlock[],
): Promise<void> {
  const { owner } = row.provision as ProvisionOrder;
  await queueMail(tx, caller, {
    kind,
    subjectId: row.id,
    ...{ locale: asLocale(owner.locale), subject, headline: subject, blocks, documentIds: [] },
    recipient: await addressFor(tx, kind, () => owner.email),
  });
}
