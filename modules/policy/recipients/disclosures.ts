import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { kindOfAddress, readHost } from '#platform/egress/address.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { decideConfirm, type ConfirmRefusal } from '../processors/rules.ts';
import { valuesInForce } from '../record.ts';
import { countOthers } from '../staff.ts';
import type { PlaceRefusal } from './rules.ts';
import type { RecipientTables } from './store.ts';

export interface NewDisclosure {
  readonly askedBy: string;
  readonly ground: RecipientTables['disclosure']['ground'];
  readonly aboutTenant: Id;
  readonly categories: readonly DataCategory[];
  readonly host: string;
  readonly port: number;
  readonly validTo: Day;
}

/** Enters a disclosure with its scope. Nothing is handed over before it is approved. */
export async function enterDisclosure(
  tx: Tx,
  caller: Caller,
  given: NewDisclosure,
): Promise<Result<null, PlaceRefusal>> {
  const read = readHost(given.host);
  if (!read) return refuse({ code: 'place_no_host', field: 'host', value: given.host });
  if (read.kind === 'address' && kindOfAddress(read.address) !== 'public')
    return refuse({ code: 'place_never', field: 'host', value: given.host });
  const id = idAt(caller.now);
  await tx
    .tables<RecipientTables>()
    .insertInto('disclosure')
    .values({
      tenant_id: tx.tenantId,
      id,
      asked_by: given.askedBy,
      ground: given.ground,
      about_tenant: given.aboutTenant,
      categories: JSON.stringify(given.categories),
      host: read.kind === 'address' ? read.address : read.name,
      port: given.port,
      valid_to: given.validTo,
      entered_by: caller.actor,
      entered_name: caller.name,
      entered_at: caller.now,
      approved_by: null,
      approved_name: null,
      approved_at: null,
      approved_alone: null,
    })
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'disclosure.entered',
    subject: `disclosure:${id}`,
    facts: { about: given.aboutTenant, categories: given.categories, askedBy: given.askedBy },
  });
  return ok(null);
}

/** Approves a disclosure: by another person than who entered it, or, where there is only one, after the wait. */
export async function approveDisclosure(
  tx: Tx,
  caller: Caller,
  disclosureId: Id,
): Promise<Result<null, ConfirmRefusal | { code: 'disclosure_unknown' }>> {
  const tables = tx.tables<RecipientTables>();
  const row = await tables
    .selectFrom('disclosure')
    .select(['entered_by', 'entered_at', 'approved_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', disclosureId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'disclosure_unknown' });
  const decided = decideConfirm(
    await valuesInForce(tx, caller.now),
    { handedInBy: row.entered_by, handedInAt: row.entered_at, confirmedAt: row.approved_at },
    {
      actor: caller.actor,
      provenAt: caller.session?.provenAt ?? null,
      others: await countOthers(tx, caller.actor),
    },
    caller.now,
  );
  if (!decided.ok) return decided;
  await tables
    .updateTable('disclosure')
    .set({
      approved_by: caller.actor,
      approved_name: caller.name,
      approved_at: caller.now,
      approved_alone: decided.value.alone,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', disclosureId)
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'disclosure.approved',
    subject: `disclosure:${disclosureId}`,
    facts: { alone: decided.value.alone },
  });
  return ok(null);
}

/** Disclosures of the operator, newest first. */
export async function listDisclosures(tx: Tx) {
  const rows = await tx
    .tables<RecipientTables>()
    .selectFrom('disclosure')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('entered_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    askedBy: row.asked_by,
    ground: row.ground,
    aboutTenant: row.about_tenant,
    categories: row.categories as readonly DataCategory[],
    host: row.host,
    port: row.port,
    validTo: row.valid_to,
    enteredName: row.entered_name,
    enteredAt: row.entered_at,
    approvedName: row.approved_name,
    approvedAt: row.approved_at,
    approvedAlone: row.approved_alone,
  }));
}
