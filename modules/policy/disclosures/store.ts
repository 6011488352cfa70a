import { sql } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Ground } from './rules.ts';

export type StepKind = 'approved' | 'told' | 'packed' | 'handed-over';
export type How = 'mail' | 'letter' | 'by-hand' | 'sent';

/** Both are append-only: the application has no right to change a row. */
export interface DisclosureTables {
  disclosure: {
    tenant_id: Id;
    id: Id;
    number: number;
    asked_by: string;
    case_no: string;
    received_on: Day | null;
    ground: Ground;
    about_tenant: Id;
    file_hash: string | null;
    file_name: string | null;
    asked_scope: string;
    asked_categories: readonly DataCategory[] | string;
    decision: 'give' | 'refuse';
    reason: string;
    categories: readonly DataCategory[] | string;
    recipient: string;
    host: string | null;
    port: number | null;
    valid_to: Day | null;
    tell: 'tell' | 'withhold';
    withheld_because: string;
    withheld_until: Day | null;
    entered_by: string;
    entered_name: string;
    entered_at: Instant;
  };
  disclosure_step: {
    tenant_id: Id;
    id: Id;
    disclosure_id: Id;
    kind: StepKind;
    at: Instant;
    actor: string;
    actor_name: string;
    alone: boolean | null;
    sha256: string | null;
    bytes: bigint | null;
    on_day: Day | null;
    how: How | null;
    note: string;
  };
}

/** One request with everything that happened to it. */
export interface Disclosure {
  readonly id: Id;
  readonly number: number;
  readonly askedBy: string;
  readonly caseNo: string;
  readonly receivedOn: Day | null;
  readonly ground: Ground;
  readonly aboutTenant: Id;
  readonly fileHash: string | null;
  readonly fileName: string | null;
  readonly askedScope: string;
  readonly askedCategories: readonly DataCategory[];
  readonly decision: 'give' | 'refuse';
  readonly reason: string;
  readonly categories: readonly DataCategory[];
  readonly recipient: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly validTo: Day | null;
  readonly tell: 'tell' | 'withhold';
  readonly withheldBecause: string;
  readonly withheldUntil: Day | null;
  readonly enteredBy: string;
  readonly enteredName: string;
  readonly enteredAt: Instant;
  readonly approvedAt: Instant | null;
  readonly approvedName: string | null;
  readonly approvedAlone: boolean | null;
  readonly toldOn: Day | null;
  readonly toldHow: How | null;
  readonly toldNote: string;
  /** of the package that was made last */
  readonly packedSha256: string | null;
  readonly packedBytes: number | null;
  readonly handedOverOn: Day | null;
  readonly handedOverTo: string | null;
  readonly handedOverSha256: string | null;
}

/** Disclosures of the operator, the newest first; or one. */
export async function loadDisclosures(tx: Tx, id?: Id): Promise<Disclosure[]> {
  const tables = tx.tables<DisclosureTables>();
  let entries = tables
    .selectFrom('disclosure')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number', 'desc');
  let steps = tables
    .selectFrom('disclosure_step')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('at')
    .orderBy('id');
  if (id !== undefined) {
    entries = entries.where('id', '=', id);
    steps = steps.where('disclosure_id', '=', id);
  }
  const [rows, all] = [await entries.execute(), await steps.execute()];
  return rows.map((row) =>
    disclosureOf(
      row,
      all.filter((step) => step.disclosure_id === row.id),
    ),
  );
}

function disclosureOf(
  row: DisclosureTables['disclosure'],
  steps: readonly DisclosureTables['disclosure_step'][],
): Disclosure {
  const last = (kind: StepKind) => steps.findLast((step) => step.kind === kind);
  const [approved, told, packed, over] = [
    last('approved'),
    last('told'),
    last('packed'),
    last('handed-over'),
  ];
  return {
    id: row.id,
    number: row.number,
    askedBy: row.asked_by,
    caseNo: row.case_no,
    receivedOn: row.received_on,
    ground: row.ground,
    aboutTenant: row.about_tenant,
    fileHash: row.file_hash,
    fileName: row.file_name,
    askedScope: row.asked_scope,
    askedCategories: row.asked_categories as readonly DataCategory[],
    decision: row.decision,
    reason: row.reason,
    categories: row.categories as readonly DataCategory[],
    recipient: row.recipient,
    host: row.host,
    port: row.port,
    validTo: row.valid_to,
    tell: row.tell,
    withheldBecause: row.withheld_because,
    withheldUntil: row.withheld_until,
    enteredBy: row.entered_by,
    enteredName: row.entered_name,
    enteredAt: row.entered_at,
    approvedAt: approved?.at ?? null,
    approvedName: approved?.actor_name ?? null,
    approvedAlone: approved?.alone ?? null,
    toldOn: told?.on_day ?? null,
    toldHow: told?.how ?? null,
    toldNote: told?.note ?? '',
    packedSha256: packed?.sha256 ?? null,
    packedBytes: packed?.bytes == null ? null : Number(packed.bytes),
    handedOverOn: over?.on_day ?? null,
    handedOverTo: over?.note ?? null,
    handedOverSha256: over?.sha256 ?? null,
  };
}

/** Namespace of the lock that keeps steps of one operator's log one behind the other. */
const LOG_LOCK = 7465;

/** Holds the operator's log until the transaction ends: numbers have no gap, and a step sees the ones before it. */
export async function lockLog(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tx.tenantId}, ${LOG_LOCK}))`.execute(
    tx.tables<DisclosureTables>(),
  );
}
