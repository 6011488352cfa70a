import type { ColumnType } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Hmm, Minor } from '#domain/kernel/units.ts';
import type { CuttingJob, Objective } from '#domain/cutting/instance.ts';
import type { CutPlan } from '#domain/cutting/plan.ts';
import type { Conflict, Figures } from '#domain/scheduling/instance.ts';
import type { CentreKind } from '#domain/product/factory.ts';
import type { Grain, HoleGroup, PartEdges } from '#domain/product/parts.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import type { StationAnswer, StationOutcome } from './station-answer.ts';
import type { SheetNode } from './sheet-pattern.ts';

/** A jsonb column: text on the way in, the value on the way out. */
type Json<T> = ColumnType<T, string, string>;

export type PartState = 'waiting' | 'planned' | 'in_work' | 'ready' | 'used' | 'bad';
export type UnitState = 'open' | 'assembled' | 'packed';
export type SheetState = 'released' | 'cut' | 'damaged' | 'withdrawn';
export type RunState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export interface HardwareNeed {
  readonly code: string;
  readonly quantity: number;
}

/** One row of a stored schedule, with moments instead of minutes. */
export interface ScheduledRow {
  readonly operation: string;
  readonly machine: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly changeoverMinutes: number;
  readonly kind: CentreKind;
  readonly centre: string;
  readonly name: string;
  readonly orderId: Id;
  readonly orderNumber: string;
}

/** How an order stands in a schedule. */
export interface ScheduledOrder {
  readonly orderId: Id;
  readonly number: string;
  readonly dueOn: Day;
  readonly endsAt: Instant;
  readonly lateMinutes: number;
  /** why it is late, the most telling first; empty when it is on time */
  readonly reasons: readonly LateReason[];
}

/** A reason as code and facts; the sentence is made where it is read. */
export interface LateReason {
  readonly code: string;
  readonly [fact: string]: string | number;
}

export interface ProductionTables {
  released_order: {
    tenant_id: Id;
    order_id: Id;
    number: string;
    customer_name: string;
    due_on: Day;
    weight: number;
    parts_made: number;
    released_at: Instant;
    finished_at: Instant | null;
  };
  production_unit: {
    tenant_id: Id;
    id: Id;
    order_id: Id;
    unit_no: number;
    line_no: number;
    name: string;
    product_code: string | null;
    hardware: Json<HardwareNeed[]>;
    state: UnitState;
    packed_at: Instant | null;
  };
  cut_batch: {
    tenant_id: Id;
    id: Id;
    number: number;
    material: string;
    purpose: 'planned' | 'remake';
    released_plan_id: Id | null;
    made_at: Instant;
    made_by: string;
  };
  cut_run: {
    tenant_id: Id;
    id: Id;
    batch_id: Id;
    objective: Objective;
    seconds: number;
    moves: number | null;
    seed: number;
    state: RunState;
    refusal: Json<Refusal | null> | null;
    plan_id: Id | null;
    asked_at: Instant;
    ended_at: Instant | null;
  };
  cut_plan: {
    tenant_id: Id;
    id: Id;
    batch_id: Id;
    version: number;
    objective: Objective;
    input_hash: string;
    content_hash: string;
    engine: string;
    seed: number;
    moves: number;
    job: Json<CuttingJob>;
    plan: Json<CutPlan>;
    pinned: number;
    faults: Json<string[]>;
    solved_at: Instant;
  };
  work_order: {
    tenant_id: Id;
    id: Id;
    kind: CentreKind;
    centre: string;
    order_id: Id | null;
    unit_no: number | null;
    family: string;
    name: string;
    own_ms: number | null;
  };
  cut_sheet: {
    tenant_id: Id;
    id: Id;
    batch_id: Id;
    plan_id: Id;
    work_order_id: Id;
    sheet_no: number;
    board_id: Id;
    board_code: string;
    offcut: boolean;
    length_hmm: Hmm;
    width_hmm: Hmm;
    cost_minor: Minor;
    pattern: Json<SheetNode>;
    state: SheetState;
    cut_at: Instant | null;
  };
  part: {
    tenant_id: Id;
    id: Id;
    code: string;
    order_id: Id;
    unit_no: number;
    label: string;
    description: string;
    material: string;
    thickness_hmm: Hmm;
    grain: Grain;
    length_hmm: Hmm;
    width_hmm: Hmm;
    cut_length_hmm: Hmm;
    cut_width_hmm: Hmm;
    edges: Json<PartEdges>;
    holes: Json<readonly HoleGroup[]>;
    programs: Json<readonly string[]>;
    state: PartState;
    batch_id: Id | null;
    sheet_id: Id | null;
    remake_of: Id | null;
  };
  operation: {
    tenant_id: Id;
    id: Id;
    order_id: Id;
    part_id: Id | null;
    unit_id: Id | null;
    seq: number;
    kind: CentreKind;
    centre: string;
    ms: number;
    work_order_id: Id | null;
    state: 'open' | 'done' | 'void';
    done_at: Instant | null;
  };
  scan: {
    tenant_id: Id;
    id: Id;
    client_key: string;
    command: string;
    centre: string;
    subject: string;
    input: Json<unknown>;
    happened_at: Instant;
    received_at: Instant;
    actor: string;
  };
  scan_answer: { tenant_id: Id; scan_id: Id; outcome: StationOutcome; answer: Json<StationAnswer> };
  remake: {
    tenant_id: Id;
    id: Id;
    order_id: Id;
    bad_part_id: Id;
    new_part_id: Id;
    reason: string;
    centre: string;
    cost_minor: Minor;
    at: Instant;
    actor: string;
  };
  machine_stop: {
    tenant_id: Id;
    id: Id;
    centre: string;
    machine: string;
    reason: string;
    stopped_at: Instant;
    expected_minutes: number;
    started_at: Instant | null;
  };
  work_run: {
    tenant_id: Id;
    work_order_id: Id;
    state: 'running' | 'paused';
    reason: string | null;
    begun_at: Instant;
    since: Instant;
    actor: string;
  };
  help_call: {
    tenant_id: Id;
    id: Id;
    centre: string;
    text: string;
    called_at: Instant;
    called_by: string;
    answer: string | null;
    answered_at: Instant | null;
    answered_by: string | null;
    withdrawn_at: Instant | null;
  };
  pin: {
    tenant_id: Id;
    id: Id;
    subject: string;
    pin_constraint: 'machine' | 'start' | 'not-before' | 'after';
    value: string;
    reason: string;
    event_id: Id;
    set_at: Instant;
    dropped_at: Instant | null;
  };
  schedule_version: {
    tenant_id: Id;
    id: Id;
    version: number;
    cause: string;
    input_hash: string;
    engine: string;
    seed: number;
    moves: number;
    origin: Instant;
    rows: Json<ScheduledRow[]>;
    orders: Json<ScheduledOrder[]>;
    figures: Json<Figures>;
    conflicts: Json<readonly Conflict[]>;
    solved_at: Instant;
  };
}
