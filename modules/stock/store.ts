import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Hmm, Minor } from '#domain/kernel/units.ts';
import type { Caller } from '#platform/http/caller.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { insertRows } from '#platform/postgres/insert-rows.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { OffcutState } from './contract.ts';

export interface StockTables {
  board_stock: {
    tenant_id: Id;
    id: Id;
    material_code: string;
    length_hmm: Hmm;
    width_hmm: Hmm;
    quantity: number;
    reserved: number;
    cost_minor: Minor;
    rack: string;
    minimum: number;
  };
  offcut: {
    tenant_id: Id;
    id: Id;
    number: number;
    material_code: string;
    length_hmm: Hmm;
    width_hmm: Hmm;
    rack: string;
    value_minor: Minor;
    state: OffcutState;
    plan_id: Id | null;
    sheet_no: number | null;
    reserved_for: Id | null;
    kept_at: Instant;
  };
  stock_reservation: { tenant_id: Id; plan_id: Id; board_id: Id; quantity: number; taken: number };
  stock_movement: {
    tenant_id: Id;
    id: Id;
    kind: 'received' | 'corrected' | 'sawn' | 'kept' | 'scrapped';
    board_id: Id | null;
    offcut_id: Id | null;
    quantity: number;
    cost_minor: Minor;
    plan_id: Id | null;
    reason: string;
    actor: string;
    actor_name: string;
    at: Instant;
  };
}

export type BoardStock = StockTables['board_stock'];
export type Offcut = StockTables['offcut'];

type Movement = Pick<StockTables['stock_movement'], 'kind' | 'quantity' | 'cost_minor'> &
  ({ board_id: Id } | { offcut_id: Id }) & { plan_id?: Id; reason?: string };

/** Writes down a movement of the rack. */
export async function recordMovement(tx: Tx, caller: Caller, movement: Movement): Promise<void> {
  await recordMovements(tx, [{ caller, movement }]);
}

/** Writes down movements of the rack, each by who made it and at his moment. */
export async function recordMovements(
  tx: Tx,
  movements: readonly { readonly caller: Caller; readonly movement: Movement }[],
): Promise<void> {
  if (movements.length === 0) return;
  await insertRows(
    tx.tables<StockTables>(),
    'stock_movement',
    movements.map(({ caller, movement }) => ({
      board_id: null,
      offcut_id: null,
      plan_id: null,
      reason: '',
      ...movement,
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })),
  ).execute();
}
