import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { kindOfAddress, readHost } from '#platform/egress/address.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { decideConfirm, type ConfirmRefusal } from '../processors/rules.ts';
import { valuesInForce } from '../record.ts';
import type { PlaceRefusal } from '../recipients/rules.ts';
import { countOthers } from '../staff.ts';
import {
  decideEntry,
  decideTelling,
  type EntryRefusal,
  type Ground,
  type NewDisclosure,
  type TellRefusal,
} from './rules.ts';
import { loadDisclosures, lockLog, type Disclosure, type DisclosureTables, type StepKind } from './store.ts';

export interface DisclosureToEnter extends NewDisclosure {
  readonly aboutTenant: Id;
  readonly fileHash: string;
  readonly fileName: string;
  /** where it may be sent over HTTPS; null: handed over by hand */
  readonly host: string | null;
  readonly port: number | null;
}

/** Enters a request with what is decided about it. Nothing is handed over before it is approved. */
export async function enterDisclosure(
  tx: Tx,
  caller: Caller,
  given: DisclosureToEnter,
): Promise<Result<Id, EntryRefusal | PlaceRefusal>> {
  const decided = decideEntry(given, caller.today);
  if (!decided.ok) return decided;
  const place = placeOf(given);
  if (!place.ok) return place;
  await lockLog(tx);
  const tables = tx.tables<DisclosureTables>();
  const { last } = await tables
    .selectFrom('disclosure')
    .select((e) => e.fn.coalesce(e.fn.max('number'), e.lit(0)).as('last'))
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirstOrThrow();
  const id = idAt(caller.now);
  const withheld = given.decision === 'give' && given.tell === 'withhold';
  await tables
    .insertInto('disclosure')
    .values({
      tenant_id: tx.tenantId,
      id,
      number: last + 1,
      asked_by: given.askedBy,
      case_no: given.caseNo,
      received_on: given.receivedOn,
      ground: given.ground,
      about_tenant: given.aboutTenant,
      file_hash: given.fileHash,
      file_name: given.fileName,
      asked_scope: given.askedScope,
      asked_categories: JSON.stringify(given.askedCategories),
      decision: given.decision,
      reason: given.reason,
      categories: JSON.stringify(given.categories),
      recipient: given.recipient,
      host: place.value?.host ?? null,
      port: place.value?.port ?? null,
      valid_to: given.decision === 'give' ? given.validTo : null,
      tell: given.tell,
      withheld_because: withheld ? given.withheldBecause : '',
      withheld_until: withheld ? given.withheldUntil : null,
      entered_by: caller.actor,
      entered_name: caller.name,
      entered_at: caller.now,
    })
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'disclosure.entered',
    subject: `disclosure:${id}`,
    facts: {
      about: given.aboutTenant,
      decision: given.decision,
      categories: given.categories,
      askedBy: given.askedBy,
    },
  });
  return ok(id);
}

/** A public machine by its one spelling, or none. */
function placeOf(
  given: Pick<DisclosureToEnter, 'decision' | 'host' | 'port'>,
): Result<{ host: string; port: number } | null, PlaceRefusal> {
  if (given.host === null || given.decision === 'refuse') return ok(null);
  const read = readHost(given.host);
  if (!read) return refuse({ code: 'place_no_host', field: 'host', value: given.host });
  if (read.kind === 'address' && kindOfAddress(read.address) !== 'public')
    return refuse({ code: 'place_never', field: 'host', value: given.host });
  return ok({ host: read.kind === 'address' ? read.address : read.name, port: given.port ?? 443 });
}

type Unknown = { code: 'disclosure_unknown' };

/** Approves a disclosure: by another person than who entered it, or, where there is only one, after the wait. */
export async function approveDisclosure(
  tx: Tx,
  caller: Caller,
  disclosureId: Id,
): Promise<
  Result<
    null,
    Exclude<ConfirmRefusal, { code: 'contract_confirmed' }> | Unknown | { code: 'disclosure_approved' }
  >
> {
  const found = await lockOne(tx, disclosureId);
  if (!found) return refuse({ code: 'disclosure_unknown' });
  if (found.approvedAt !== null) return refuse({ code: 'disclosure_approved' });
  const decided = decideConfirm(
    await valuesInForce(tx, caller.now),
    { handedInBy: found.enteredBy, handedInAt: found.enteredAt, confirmedAt: null },
    {
      actor: caller.actor,
      provenAt: caller.session?.provenAt ?? null,
      others: await countOthers(tx, caller.actor),
    },
    caller.now,
  );
  if (!decided.ok)
    return decided.refusal.code === 'contract_confirmed'
      ? refuse({ code: 'disclosure_approved' })
      : refuse(decided.refusal);
  await addStep(tx, caller, disclosureId, 'approved', { alone: decided.value.alone });
  return ok(null);
}

/** Told to whoever keeps the people of a business: they are written to. */
export interface BusinessTold {
  readonly aboutTenant: Id;
  readonly askedBy: string;
  readonly ground: Ground;
  readonly categories: Disclosure['categories'];
  /** it was handed over already, while the law forbade to tell */
  readonly handedOverOn: Day | null;
}

/**
 * Tells the business whose data is handed over: its owners by mail, or somebody did it by letter and writes that down.
 * What was told and when stands in the log together with the mail, or not at all.
 */
export async function tellBusiness(
  tx: Tx,
  caller: Caller,
  disclosureId: Id,
  { how, note }: { how: 'mail' | 'letter'; note: string },
): Promise<Result<null, TellRefusal | Unknown>> {
  const found = await lockOne(tx, disclosureId);
  if (!found) return refuse({ code: 'disclosure_unknown' });
  const decided = decideTelling(found, caller.today);
  if (!decided.ok) return decided;
  await addStep(tx, caller, disclosureId, 'told', { on_day: caller.today, how, note });
  if (how === 'mail') {
    const { aboutTenant, askedBy, ground, categories, handedOverOn } = found;
    const told: BusinessTold = { aboutTenant, askedBy, ground, categories, handedOverOn };
    await publish(tx, caller, 'disclosure.told', disclosureId, told);
  }
  return ok(null);
}

/** Writes down that the package that was made last was handed over. */
export async function recordHandOver(
  tx: Tx,
  caller: Caller,
  disclosureId: Id,
  { to, on, how }: { to: string; on: Day; how: 'by-hand' | 'sent' },
): Promise<
  Result<null, Unknown | { code: 'disclosure_not_packed' } | { code: 'disclosure_handed_later'; field: 'on' }>
> {
  const found = await lockOne(tx, disclosureId);
  if (!found) return refuse({ code: 'disclosure_unknown' });
  if (found.packedSha256 === null) return refuse({ code: 'disclosure_not_packed' });
  if (on > caller.today) return refuse({ code: 'disclosure_handed_later', field: 'on' });
  await addStep(tx, caller, disclosureId, 'handed-over', {
    on_day: on,
    how,
    note: to,
    sha256: found.packedSha256,
    bytes: found.packedBytes === null ? null : BigInt(found.packedBytes),
  });
  return ok(null);
}

/** The log as it is now, held until the transaction ends. */
export async function lockOne(tx: Tx, disclosureId: Id): Promise<Disclosure | undefined> {
  await lockLog(tx);
  return (await loadDisclosures(tx, disclosureId))[0];
}

/** Adds what happened to a disclosure, in its log and in the audit log. */
export async function addStep(
  tx: Tx,
  caller: Caller,
  disclosureId: Id,
  kind: StepKind,
  more: Partial<
    Pick<DisclosureTables['disclosure_step'], 'alone' | 'sha256' | 'bytes' | 'on_day' | 'how' | 'note'>
  >,
): Promise<void> {
  await tx
    .tables<DisclosureTables>()
    .insertInto('disclosure_step')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      disclosure_id: disclosureId,
      kind,
      at: caller.now,
      actor: caller.actor,
      actor_name: caller.name,
      alone: null,
      sha256: null,
      bytes: null,
      on_day: null,
      how: null,
      note: '',
      ...more,
    })
    .execute();
  const { alone, sha256, note } = more;
  await appendAudit(tx, {
    actor: caller,
    action: `disclosure.${kind}`,
    subject: `disclosure:${disclosureId}`,
    facts: {
      ...(alone == null ? {} : { alone }),
      ...(sha256 == null ? {} : { sha256 }),
      ...(note ? { note } : {}),
    },
  });
}
