import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Bound, ContractFacts, ProcessorFacts } from './rules.ts';

/** Where a processor is reached. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** a machine of our own network; only then may its name lead there */
  readonly inside: boolean;
}

export interface ProcessorTables {
  processor: {
    id: string;
    name: string;
    country: string | null;
    service: string;
    categories: readonly DataCategory[] | string;
    purposes: readonly Purpose[] | string;
    sub_processors: readonly string[] | string;
    transfer_basis: string;
    contact: string;
    places: readonly Place[] | string;
    checked_on: Day | null;
    suspended_at: Instant | null;
    suspended_because: string | null;
    ended_at: Instant | null;
    made_at: Instant;
    changed_by: string | null;
    changed_at: Instant | null;
    bound: Bound;
  };
  processor_contract: {
    id: Id;
    processor_id: string;
    declared: boolean;
    file_hash: string | null;
    file_name: string | null;
    signed_by_us_on: Day | null;
    signed_by_them_on: Day | null;
    categories: readonly DataCategory[] | string;
    valid_from: Day;
    valid_to: Day | null;
    handed_in_by: string;
    handed_in_name: string;
    handed_in_at: Instant;
    confirmed_by: string | null;
    confirmed_name: string | null;
    confirmed_at: Instant | null;
    confirmed_alone: boolean | null;
  };
  processor_warning: { contract_id: Id; days: number; raised_at: Instant };
  egress_log: {
    id: Id;
    at: Instant;
    on_behalf_of: Id | null;
    purpose: string;
    recipient: string;
    categories: readonly DataCategory[] | string;
    host: string;
    port: number;
    decision: 'refused' | 'failed' | 'connected';
    reason: string | null;
    bytes_out: bigint;
    bytes_in: bigint;
  };
}

export interface Contract extends ContractFacts {
  readonly id: Id;
  readonly fileName: string | null;
  readonly fileHash: string | null;
  readonly signedByUsOn: Day | null;
  readonly signedByThemOn: Day | null;
  readonly handedInName: string;
  readonly confirmedName: string | null;
  readonly confirmedAlone: boolean | null;
}

export interface Processor extends ProcessorFacts<Contract> {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  readonly service: string;
  readonly categories: readonly DataCategory[];
  readonly purposes: readonly Purpose[];
  readonly subProcessors: readonly string[];
  readonly transferBasis: string;
  readonly contact: string;
  readonly places: readonly Place[];
  readonly checkedOn: Day | null;
  readonly suspendedBecause: string | null;
  /** who last changed its places or widened what it may get, and when */
  readonly changedBy: string | null;
  readonly changedAt: Instant | null;
}

/** The global tables, inside a transaction or not. */
export function tablesOf(from: Tx | Database) {
  return 'inTenant' in from ? from.global<ProcessorTables>() : from.tables<ProcessorTables>();
}

/** All processors, or one, with their contracts. */
export async function loadProcessors(from: Tx | Database, id?: string): Promise<Processor[]> {
  const tables = tablesOf(from);
  let processors = tables.selectFrom('processor').selectAll().orderBy('name').orderBy('id');
  let contracts = tables.selectFrom('processor_contract').selectAll().orderBy('valid_from').orderBy('id');
  if (id !== undefined) {
    processors = processors.where('id', '=', id);
    contracts = contracts.where('processor_id', '=', id);
  }
  const [rows, all] = [await processors.execute(), await contracts.execute()];
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    country: row.country,
    service: row.service,
    categories: row.categories as readonly DataCategory[],
    purposes: row.purposes as readonly Purpose[],
    subProcessors: row.sub_processors as readonly string[],
    transferBasis: row.transfer_basis,
    contact: row.contact,
    places: row.places as readonly Place[],
    checkedOn: row.checked_on,
    suspendedAt: row.suspended_at,
    suspendedBecause: row.suspended_because,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
    endedAt: row.ended_at,
    bound: row.bound,
    contracts: all.filter((one) => one.processor_id === row.id).map(contractOf),
  }));
}

function contractOf(row: ProcessorTables['processor_contract']): Contract {
  return {
    id: row.id,
    declared: row.declared,
    fileHash: row.file_hash,
    fileName: row.file_name,
    signedByUsOn: row.signed_by_us_on,
    signedByThemOn: row.signed_by_them_on,
    categories: row.categories as readonly DataCategory[],
    validFrom: row.valid_from,
    validTo: row.valid_to,
    handedInBy: row.handed_in_by,
    handedInName: row.handed_in_name,
    handedInAt: row.handed_in_at,
    confirmedAt: row.confirmed_at,
    confirmedName: row.confirmed_name,
    confirmedAlone: row.confirmed_alone,
  };
}

/** Whether a processor's contract with this document was handed in before. */
export async function hasContract(tx: Tx, processorId: string, fileHash: string): Promise<boolean> {
  const [processor] = await loadProcessors(tx, processorId);
  return processor?.contracts.some((one) => one.fileHash === fileHash) ?? false;
}
