import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { proofMissing } from '#modules/accounts/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { shortId } from '#platform/http/short-id.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import type { CardAccountView } from './contract.ts';
import { ProviderAway, type CardProvider } from './provider.ts';
import type { CardTables } from './store.ts';

/** Where the provider's messages come in. */
export const EVENTS_PATH = '/api/card-events';

type Secret = 'key_sealed' | 'hook_sealed';
const placeOf = (tenantId: Id, column: Secret): Place => ({
  tenantId,
  table: 'card_account',
  column,
  row: tenantId,
});

export const cardSealed: readonly SealedColumn[] = [
  { table: 'card_account', column: 'key_sealed', row: 'tenant_id' },
  { table: 'card_account', column: 'hook_sealed', row: 'tenant_id' },
];

async function findAccount(tx: Tx): Promise<CardTables['card_account'] | undefined> {
  return tx
    .tables<CardTables>()
    .selectFrom('card_account')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
}

/** Whether customers can pay by card here. */
export async function takesCards(tx: Tx): Promise<boolean> {
  const account = await findAccount(tx);
  return account !== undefined && account.key_sealed !== '';
}

/** The secret that the provider's messages are signed with; null while cards are off. */
export async function hookSecret(tx: Tx): Promise<string | null> {
  const account = await findAccount(tx);
  if (!account || account.hook_sealed === '') return null;
  return vault().open(account.hook_sealed, placeOf(tx.tenantId, 'hook_sealed'));
}

/**
 * The tenant's provider, ready to be asked. Its key is opened for this use and kept nowhere.
 * @throws ProviderAway when the tenant takes no cards (any more)
 */
export async function providerOf(
  context: Pick<AppContext, 'db' | 'egress'>,
  tenantId: Id,
): Promise<CardProvider> {
  const key = await context.db.inTenant(tenantId, async (tx) => {
    const account = await findAccount(tx);
    if (!account || account.key_sealed === '') return null;
    return vault().open(account.key_sealed, placeOf(tenantId, 'key_sealed'));
  });
  if (key === null) throw new ProviderAway('keys', 'no key is kept');
  // Loaded with the first call: the SDK's two hundred files would cost every start more than all else of billing.
  const { stripeProvider } = await import('./stripe.ts');
  return stripeProvider(context.egress, tenantId, key);
}

/** `sk_live_•••• 4f2a`: which key it is, and nothing to use it by. */
function shown(secret: string): string {
  const start = /^(?:[a-z]+_)+/.exec(secret)?.[0] ?? '';
  return `${start}•••• ${secret.slice(-4)}`;
}

/** Keeps the provider's secrets, sealed, or forgets them: then nobody can pay by card from that moment on. */
export async function saveAccount(
  tx: Tx,
  caller: Caller,
  given: { readonly secretKey: string; readonly webhookSecret: string } | null,
): Promise<Result<true, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  if (given && /^(sk|rk)_test_/.test(given.secretKey) && !caller.demo)
    return refuse({ code: 'card_key_of_test', field: 'secretKey' });
  const row = {
    provider: 'stripe' as const,
    key_sealed: given ? vault().seal(given.secretKey, placeOf(tx.tenantId, 'key_sealed')) : '',
    key_shown: given ? shown(given.secretKey) : '',
    hook_sealed: given ? vault().seal(given.webhookSecret, placeOf(tx.tenantId, 'hook_sealed')) : '',
    hook_shown: given ? shown(given.webhookSecret) : '',
    changed_by: caller.name,
    changed_at: caller.now,
  };
  const before = await findAccount(tx);
  await tx
    .tables<CardTables>()
    .insertInto('card_account')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'billing.card-keys-changed',
    subject: `company:${tx.tenantId}`,
    facts: { from: before?.key_shown ?? '', to: row.key_shown },
  });
  await publish(tx, caller, 'card-account.changed', tx.tenantId);
  return ok(true);
}

/** What the settings screen shows: never a secret. */
export async function showAccount(tx: Tx, publicUrl: string): Promise<CardAccountView> {
  const account = await findAccount(tx);
  const tables = tx.tables<CardTables>();
  const taken = await tables
    .selectFrom('card_event')
    .select((e) => e.cast<number>(e.fn.countAll(), 'integer').as('count'))
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirstOrThrow();
  const ignored = await tables
    .selectFrom('card_event_ignored')
    .select(['kind', 'messages'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('kind')
    .execute();
  return {
    on: account !== undefined && account.key_sealed !== '',
    key: account?.key_shown ?? '',
    webhook: account?.hook_shown ?? '',
    webhookUrl: `${publicUrl}${EVENTS_PATH}/${shortId(tx.tenantId)}`,
    changedBy: account?.changed_by ?? '',
    changedAt: account?.changed_at ?? null,
    messagesTaken: taken.count,
    messagesIgnored: ignored,
  };
}
