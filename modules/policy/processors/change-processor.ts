import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { readHost } from '#platform/egress/address.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { valuesInForce } from '../record.ts';
import { countOthers } from '../staff.ts';
import { decideConfirm, notCovered, type ConfirmRefusal } from './rules.ts';
import { loadProcessors, tablesOf, type Place, type Processor } from './store.ts';

export interface NewProcessor {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly service: string;
  readonly categories: readonly DataCategory[];
  readonly purposes: readonly Purpose[];
  readonly subProcessors: readonly string[];
  readonly transferBasis: string;
  readonly contact: string;
  readonly places: readonly Place[];
}

const jsonOf = (given: Omit<NewProcessor, 'id'>) => ({
  name: given.name,
  country: given.country,
  service: given.service,
  categories: JSON.stringify(given.categories),
  purposes: JSON.stringify(given.purposes),
  sub_processors: JSON.stringify(given.subProcessors),
  transfer_basis: given.transferBasis,
  contact: given.contact,
  places: JSON.stringify(given.places),
});

type PlaceNoHost = { code: 'place_no_host'; field: string; value: string };

function badPlace(places: readonly Place[]): PlaceNoHost | undefined {
  const bad = places.findIndex(({ host }) => !readHost(host));
  return bad < 0
    ? undefined
    : { code: 'place_no_host', field: `places.${bad}.host`, value: places[bad]!.host };
}

/** Enters a processor as a draft. */
export async function addProcessor(
  tx: Tx,
  caller: Caller,
  given: NewProcessor,
): Promise<Result<null, { code: 'processor_taken' } | PlaceNoHost>> {
  const bad = badPlace(given.places);
  if (bad) return refuse(bad);
  const made = await tablesOf(tx)
    .insertInto('processor')
    .values({
      id: given.id,
      ...jsonOf(given),
      checked_on: caller.today,
      suspended_at: null,
      suspended_because: null,
      ended_at: null,
      made_at: caller.now,
      changed_by: null,
      changed_at: null,
      bound: 'contract',
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return refuse({ code: 'processor_taken' });
  await tell(tx, caller, 'processor.added', given.id, { categories: given.categories });
  return ok(null);
}

const textOf = (places: readonly Place[]): string =>
  JSON.stringify(places.map(({ host, port, inside }) => [host, port, inside]));

type ChangeRefusal =
  | { code: 'processor_unknown' }
  | { code: 'processor_ended' }
  | { code: 'processor_configured'; field: 'places' }
  | PlaceNoHost;

/**
 * Corrects what stands in the register. Where it is reached and what it may get are what two people confirmed: changed by
 * one, its contracts wait for another one to confirm them anew, and nothing flows until then.
 */
export async function changeProcessor(
  tx: Tx,
  caller: Caller,
  processorId: string,
  given: Omit<NewProcessor, 'id'>,
): Promise<Result<null, ChangeRefusal>> {
  const processor = await lock(tx, processorId);
  if (!processor) return refuse({ code: 'processor_unknown' });
  if (processor.endedAt !== null) return refuse({ code: 'processor_ended' });
  const bad = badPlace(given.places);
  if (bad) return refuse(bad);
  const moved = textOf(given.places) !== textOf(processor.places);
  if (moved && processor.contracts.some(({ declared }) => declared))
    return refuse({ code: 'processor_configured', field: 'places' });
  const anew = moved || notCovered(processor, given.categories).length > 0;
  await tablesOf(tx)
    .updateTable('processor')
    .set({
      ...jsonOf(given),
      checked_on: caller.today,
      ...(anew ? { changed_by: caller.actor, changed_at: caller.now } : {}),
    })
    .where('id', '=', processorId)
    .execute();
  if (anew)
    await tablesOf(tx)
      .updateTable('processor_contract')
      .set({ confirmed_by: null, confirmed_name: null, confirmed_at: null, confirmed_alone: null })
      .where('processor_id', '=', processorId)
      .where('declared', '=', false)
      .execute();
  await tell(tx, caller, 'processor.changed', processorId, {
    categories: given.categories,
    places: given.places.map(({ host, port }) => `${host}:${port}`),
    anew,
  });
  return ok(null);
}

export interface ContractToHandIn {
  readonly fileHash: string;
  readonly fileName: string;
  readonly signedByUsOn: Day;
  readonly signedByThemOn: Day;
  readonly categories: readonly DataCategory[];
  readonly validFrom: Day;
  readonly validTo: Day | null;
}

type HandInRefusal =
  | { code: 'processor_unknown' }
  | { code: 'processor_ended' }
  | { code: 'contract_days_crossed'; field: 'validTo' }
  | { code: 'contract_signed_later'; field: string }
  | { code: 'category_not_registered'; field: 'categories'; categories: readonly string[] };

/** Hands in a signed contract, which then waits for a second person. */
export async function handInContract(
  tx: Tx,
  caller: Caller,
  processorId: string,
  given: ContractToHandIn,
): Promise<Result<null, HandInRefusal>> {
  const processor = await lock(tx, processorId);
  if (!processor) return refuse({ code: 'processor_unknown' });
  if (processor.endedAt !== null) return refuse({ code: 'processor_ended' });
  if (given.validTo !== null && given.validTo < given.validFrom)
    return refuse({ code: 'contract_days_crossed', field: 'validTo' });
  for (const field of ['signedByUsOn', 'signedByThemOn'] as const)
    if (given[field] > caller.today) return refuse({ code: 'contract_signed_later', field });
  const more = notCovered(processor, given.categories);
  if (more.length > 0)
    return refuse({ code: 'category_not_registered', field: 'categories', categories: more });
  const contractId = idAt(caller.now);
  await tablesOf(tx)
    .insertInto('processor_contract')
    .values({
      id: contractId,
      processor_id: processorId,
      declared: false,
      file_hash: given.fileHash,
      file_name: given.fileName,
      signed_by_us_on: given.signedByUsOn,
      signed_by_them_on: given.signedByThemOn,
      categories: JSON.stringify(given.categories),
      valid_from: given.validFrom,
      valid_to: given.validTo,
      handed_in_by: caller.actor,
      handed_in_name: caller.name,
      handed_in_at: caller.now,
      confirmed_by: null,
      confirmed_name: null,
      confirmed_at: null,
      confirmed_alone: null,
    })
    .execute();
  await tell(tx, caller, 'processor.contract-handed-in', processorId, {
    contract: contractId,
    file: given.fileHash,
  });
  return ok(null);
}

/** Confirms a contract and its confidentiality. From its first day on, data may flow. */
export async function confirmContract(
  tx: Tx,
  caller: Caller,
  processorId: string,
  contractId: Id,
): Promise<Result<null, ConfirmRefusal | { code: 'contract_unknown' }>> {
  const processor = await lock(tx, processorId);
  const contract = processor?.contracts.find((one) => one.id === contractId);
  if (!contract) return refuse({ code: 'contract_unknown' });
  const values = await valuesInForce(tx, caller.now);
  const person = {
    actor: caller.actor,
    provenAt: caller.session?.provenAt ?? null,
    others: await countOthers(tx, caller.actor),
  };
  // Who changed the processor since is not the second person either.
  const { changedBy, changedAt } = processor ?? { changedBy: null, changedAt: null };
  const first =
    changedAt === null || changedAt < contract.handedInAt
      ? contract
      : {
          ...contract,
          handedInBy: changedBy === person.actor ? changedBy : contract.handedInBy,
          handedInAt: changedAt,
        };
  const decided = decideConfirm(values, first, person, caller.now);
  if (!decided.ok) return decided;
  await tablesOf(tx)
    .updateTable('processor_contract')
    .set({
      confirmed_by: caller.actor,
      confirmed_name: caller.name,
      confirmed_at: caller.now,
      confirmed_alone: decided.value.alone,
    })
    .where('id', '=', contractId)
    .execute();
  const facts = { contract: contractId, alone: decided.value.alone };
  await tell(tx, caller, 'processor.contract-confirmed', processorId, facts);
  return ok(null);
}

/** Suspends a processor or ends it for good; from the commit on nothing goes to it. */
export async function stopProcessor(
  tx: Tx,
  caller: Caller,
  processorId: string,
  { how, reason }: { how: 'suspend' | 'end'; reason: string },
): Promise<Result<null, { code: 'processor_unknown' } | { code: 'processor_ended' }>> {
  const processor = await lock(tx, processorId);
  if (!processor) return refuse({ code: 'processor_unknown' });
  if (processor.endedAt !== null) return refuse({ code: 'processor_ended' });
  await tablesOf(tx)
    .updateTable('processor')
    .set(how === 'end' ? { ended_at: caller.now } : { suspended_at: caller.now, suspended_because: reason })
    .where('id', '=', processorId)
    .execute();
  await tell(tx, caller, how === 'end' ? 'processor.ended' : 'processor.suspended', processorId, {}, reason);
  return ok(null);
}

/** Lets a suspended processor work again; whether data flows is up to its contract. */
export async function resumeProcessor(
  tx: Tx,
  caller: Caller,
  processorId: string,
  reason: string,
): Promise<Result<null, { code: 'processor_unknown' } | { code: 'processor_not_suspended' }>> {
  const processor = await lock(tx, processorId);
  if (!processor) return refuse({ code: 'processor_unknown' });
  if (processor.endedAt !== null || processor.suspendedAt === null)
    return refuse({ code: 'processor_not_suspended' });
  await tablesOf(tx)
    .updateTable('processor')
    .set({ suspended_at: null, suspended_because: null, checked_on: caller.today })
    .where('id', '=', processorId)
    .execute();
  await tell(tx, caller, 'processor.resumed', processorId, {}, reason);
  return ok(null);
}

/** The processor as it is, held until the transaction ends. */
async function lock(tx: Tx, processorId: string): Promise<Processor | undefined> {
  await tablesOf(tx).selectFrom('processor').select('id').where('id', '=', processorId).forUpdate().execute();
  return (await loadProcessors(tx, processorId))[0];
}

async function tell(
  tx: Tx,
  caller: Caller,
  action: string,
  processorId: string,
  facts: NonNullable<Parameters<typeof appendAudit>[1]['facts']>,
  reason?: string,
): Promise<void> {
  await appendAudit(tx, { actor: caller, action, subject: `processor:${processorId}`, reason, facts });
}
