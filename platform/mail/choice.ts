import { timingSafeEqual } from 'node:crypto';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { readShortId, shortId } from '../http/short-id.ts';
import type { Tx } from '../postgres/tx.ts';
import { vault } from '../secrets/vault.ts';
import { MAIL_KINDS, type MailKind } from './kinds.ts';
import type { MailTables } from './mail-tables.ts';

/** Where the recipient of one mail chooses; whoever has the link is the recipient. */
export const CHOICE_PATH = '/mail/choice/';
const USE = 'mail.choice';

/** What stands behind `/mail/choice/` in a mail: the mail, and a mark that only this installation can make. */
export function choiceRef(tenantId: Id, mailId: Id): string {
  return `${shortId(tenantId)}${shortId(mailId)}/${vault().mark(`${tenantId}.${mailId}`, USE)}`;
}

/** @returns the mail that a link was made for; undefined for any that this installation did not make */
export function readChoiceRef(ref: string, given: string): { tenantId: Id; mailId: Id } | undefined {
  const [tenantId, mailId] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  if (!tenantId || !mailId) return undefined;
  const right = vault()
    .marks(`${tenantId}.${mailId}`, USE)
    .some((mark) => same(mark, given));
  return right ? { tenantId, mailId } : undefined;
}

/** The address and kind of a mail, for its choice; undefined when the mail is no longer kept. */
export async function loadChoice(
  tx: Tx,
  mailId: Id,
): Promise<{ address: string; kind: string; off: ReadonlySet<string> } | undefined> {
  const mail = await tx
    .tables<MailTables>()
    .selectFrom('outgoing_mail')
    .select(['recipient', 'kind'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', mailId)
    .executeTakeFirst();
  if (!mail) return undefined;
  const address = mail.recipient.toLowerCase();
  return { address, kind: mail.kind.replace(/\.\d+$/, ''), off: await kindsOff(tx, address) };
}

/** Kinds of mail that an address has turned off. */
export async function kindsOff(tx: Tx, address: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .tables<MailTables>()
    .selectFrom('mail_opt_out')
    .select('kind')
    .where('tenant_id', '=', tx.tenantId)
    .where('address', '=', address.toLowerCase())
    .execute();
  return new Set(rows.map((row) => row.kind));
}

/** Whether an address wants no mail of a kind. What the contract needs nobody can turn off. */
export async function isOff(tx: Tx, address: string, kind: MailKind): Promise<boolean> {
  if (!MAIL_KINDS[kind].optional) return false;
  const row = await tx
    .tables<MailTables>()
    .selectFrom('mail_opt_out')
    .select('kind')
    .where('tenant_id', '=', tx.tenantId)
    .where('address', '=', address.toLowerCase())
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row !== undefined;
}

/** Turns optional kinds off or on again for an address; counts for the next mail, and for those that wait. */
export async function choose(
  tx: Tx,
  address: string,
  kinds: readonly { kind: MailKind; wanted: boolean }[],
  said: { how: MailTables['mail_opt_out']['how']; at: Instant },
): Promise<void> {
  const tables = tx.tables<MailTables>();
  for (const { kind, wanted } of kinds) {
    if (!MAIL_KINDS[kind].optional) continue;
    if (wanted)
      await tables
        .deleteFrom('mail_opt_out')
        .where('tenant_id', '=', tx.tenantId)
        .where('address', '=', address.toLowerCase())
        .where('kind', '=', kind)
        .execute();
    else
      await tables
        .insertInto('mail_opt_out')
        .values({
          tenant_id: tx.tenantId,
          address: address.toLowerCase(),
          kind,
          since: said.at,
          how: said.how,
        })
        .onConflict((c) => c.doNothing())
        .execute();
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
