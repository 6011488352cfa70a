import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { contactsOf } from '#modules/accounts/api.ts';
import { addressFor, forPurpose, valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say, type Locale } from '#platform/words/words.ts';
import { holdInstance, liftHold } from '../change-life.ts';
import type { ProvisionOrder, Usage } from '../driver.ts';
import type { AtLimit } from '../ordering/offers.ts';
import type { Hold } from '../lifecycle.ts';
import type { InstanceRow } from '../store.ts';
import { decideQuota, type QuotaDecision, type QuotaKind, type QuotaLevel } from './decide.ts';
import { quotaWords } from './words.ts';

export interface QuotaTables {
  quota_notice: {
    tenant_id: Id;
    id: Id;
    instance_id: Id;
    what: QuotaKind;
    level: QuotaLevel;
    used: bigint;
    most: bigint;
    at: Instant;
    cleared_at: Instant | null;
  };
}

/**
 * Holds a measurement against the limits that were ordered: each level is told once to the customer and to staff, and what
 * happens at the limit is what the offer said.
 * @param row locked
 */
export async function watchQuota(tx: Tx, caller: Caller, row: InstanceRow, usage: Usage): Promise<void> {
  const { quota, atLimit = 'tell' } = row.provision as ProvisionOrder & { readonly atLimit?: AtLimit };
  const tables = tx.tables<QuotaTables>();
  const told = await tables
    .selectFrom('quota_notice')
    .select(['id', 'what', 'level'])
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', row.id)
    .where('cleared_at', 'is', null)
    .execute();
  const decision = decideQuota(quota, usage, told);
  for (const { what, level } of decision.clear)
    await tables
      .updateTable('quota_notice')
      .set({ cleared_at: caller.now })
      .where('tenant_id', '=', tx.tenantId)
      .where('instance_id', '=', row.id)
      .where('what', '=', what)
      .where('level', '=', level)
      .where('cleared_at', 'is', null)
      .execute();
  for (const reached of decision.tell) await tell(tx, caller, row, reached, atLimit);
  const held = (row.holds as readonly Hold[]).includes('quota');
  if (atLimit === 'hold' && decision.full && !held) await holdInstance(tx, caller, row.id, 'quota');
  if (held && !decision.full) await liftHold(tx, caller, row.id, 'quota');
}

/** Tells the customer's people, the first owner of the instance and staff, each once and in their language. */
async function tell(
  tx: Tx,
  caller: Caller,
  row: InstanceRow,
  { what, level, used, most }: QuotaDecision['tell'][number],
  atLimit: AtLimit,
): Promise<void> {
  const id = idAt(caller.now);
  await tx
    .tables<QuotaTables>()
    .insertInto('quota_notice')
    .values({
      ...{ tenant_id: tx.tenantId, id, instance_id: row.id, what, level, at: caller.now, cleared_at: null },
      ...{ used: BigInt(used), most: BigInt(most) },
    })
    .execute();
  await publish(tx, caller, 'instance.quota-reached', row.id, { what, level });
  const { owner } = row.provision as ProvisionOrder;
  const people = new Map<string, string>([[owner.email, owner.locale]]);
  if (row.customer_id) {
    const { customer_id: customerId } = row;
    const contacts = await forPurpose(tx, 'service-messages').read('contact', () =>
      contactsOf(tx, customerId),
    );
    if (contacts.ok) for (const one of contacts.value) if (one.owner) people.set(one.email, one.locale);
  }
  people.set((await valuesInForce(tx, caller.now))['operator.supportAddress'], caller.locale);
  for (const [email, language] of people)
    await queueMail(tx, caller, {
      kind: 'hosting.quota',
      subjectId: id,
      ...messageOf(asLocale(language), caller, row, { what, level, used, most }, atLimit),
      recipient: await addressFor(tx, 'hosting.quota', () => email),
      documentIds: [],
    });
}

function messageOf(
  locale: Locale,
  caller: Caller,
  { title }: InstanceRow,
  { what, level, used, most }: QuotaDecision['tell'][number],
  atLimit: AtLimit,
) {
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const amount = (n: number): string => (what === 'bytes' ? format.bytes(n) : String(n));
  const t = (key: keyof typeof quotaWords.en & string): string =>
    say(quotaWords, locale, key, { title, level, used: amount(used), most: amount(most) });
  const subject = t('quota.subject');
  return {
    ...{ locale, subject, headline: subject },
    blocks: [
      { kind: 'text', text: t(`quota.${what}`) },
      { kind: 'text', text: t(level === 100 ? `quota.full.${atLimit}` : `quota.soon.${atLimit}`) },
    ],
  } as const;
}
