import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { TenantFacts } from '../http/caller.ts';
import type { Database } from '../postgres/database.ts';
import type { Tx } from '../postgres/tx.ts';
import type { MailTables } from './mail-tables.ts';
import { loadOwnFrom } from './own-relay.ts';
import { fromAddress } from './relay-rules.ts';
import { isMailAddress, type MailAddress } from './send.ts';

/**
 * How a tenant signs: the name is its own choice; the address as well, by its own relay or once its domain is proven. Until
 * then it is one that the operator gave it, or that of the installation.
 */
interface Sender {
  readonly from: MailAddress & { readonly name: string };
  readonly replyTo?: MailAddress;
}

/** @param by whose relay carries the mail */
export async function loadSender(
  tx: Tx,
  facts: TenantFacts,
  mailFrom: string,
  by: 'own' | 'installation' = 'installation',
): Promise<Sender> {
  const signed = await tx
    .tables<MailTables>()
    .selectFrom('mail_sender')
    .select(['display_name', 'reply_to'])
    .where('tenant_id', '=', facts.tenantId)
    .executeTakeFirst();
  const given = await tx
    .tables<MailTables>()
    .selectFrom('mail_address')
    .select('address')
    .where('tenant_id', '=', facts.tenantId)
    .where('sends', '=', true)
    .orderBy('address')
    .executeTakeFirst();
  return {
    from: {
      name: signed?.display_name ?? facts.tenantName,
      address: fromAddress(by, await loadOwnFrom(tx), given?.address ?? mailFrom),
    },
    ...(signed?.reply_to ? { replyTo: { address: signed.reply_to } } : {}),
  };
}

/** Sets name and Reply-To of a tenant's mail. */
export async function saveSender(
  tx: Tx,
  sender: { displayName: string; replyTo: string | null },
): Promise<Result<null, { code: 'mail_address_invalid'; field: 'replyTo'; value: string }>> {
  if (sender.replyTo !== null && !isMailAddress(sender.replyTo))
    return refuse({ code: 'mail_address_invalid', field: 'replyTo', value: sender.replyTo.slice(0, 100) });
  const values = { display_name: sender.displayName, reply_to: sender.replyTo };
  await tx
    .tables<MailTables>()
    .insertInto('mail_sender')
    .values({ tenant_id: tx.tenantId, ...values })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(values))
    .execute();
  return ok(null);
}

/**
 * Gives an address of this installation to a tenant: mail to it is that tenant's, and with `sends` the tenant's own
 * mail goes out under it. An address belongs to one tenant; giving it again moves it.
 * @throws RangeError when it is no mail address
 */
export async function giveMailAddress(
  db: Database,
  given: { address: string; tenantId: Id; sends: boolean; at: Instant },
): Promise<void> {
  if (!isMailAddress(given.address))
    throw new RangeError(`${given.address.slice(0, 100)} is no mail address`);
  const values = { tenant_id: given.tenantId, sends: given.sends, since: given.at };
  await db
    .global<MailTables>()
    .insertInto('mail_address')
    .values({ address: given.address.toLowerCase(), ...values })
    .onConflict((c) => c.column('address').doUpdateSet(values))
    .execute();
}

/** @returns the tenant that an address is for, without its `+detail`; undefined: nobody here */
export async function tenantOfAddress(db: Database, address: string): Promise<Id | undefined> {
  const plain = address.toLowerCase();
  const bare = plain.replace(/\+[^@]*@/, '@');
  const rows = await db
    .global<MailTables>()
    .selectFrom('mail_address')
    .select(['address', 'tenant_id'])
    .where('address', 'in', [plain, bare])
    .execute();
  return (rows.find((row) => row.address === plain) ?? rows[0])?.tenant_id;
}
