import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { mm, type Hmm } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { instantAt } from '#domain/kernel/days.ts';
import type { WorkCentre } from '#domain/product/factory.ts';
import type { PartEdges } from '#domain/product/parts.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { StationPart, StationRow, StationSheet, StationUnit, StationWork } from './contract.ts';
import { drawNode, drawSteps } from './drawing.ts';
import { familyOf } from './families.ts';
import { newestSchedule } from './plan-schedule.ts';
import { helpAt } from './help-calls.ts';
import { machinesOf } from './schedule-instance.ts';
import { partsOn } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';
import { workRuns, type WorkRun } from './work-runs.ts';

/** As much as a station can do in a shift without network, and no more than a phone holds easily. */
const PARTS_MAX = 400;
const SHEETS_MAX = 40;
const UNITS_MAX = 60;

type Centre = { readonly code: string };

export async function listStations(tx: Tx): Promise<StationRow[]> {
  const shop = await loadShopData(tx);
  const waiting = await tx
    .tables<ProductionTables>()
    .selectFrom('operation')
    .select(['centre', sql<number>`count(*)::int`.as('count')])
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'open')
    .groupBy('centre')
    .execute();
  const stops = await openStops(tx);
  return [...shop.centres.values()]
    .filter((centre) => centre.kind !== 'delivery')
    .map((centre) => ({
      code: centre.code,
      name: centre.name,
      kind: centre.kind,
      waiting: waiting.find((row) => row.centre === centre.code)?.count ?? 0,
      machines: machineRows(centre, stops),
    }));
}

/** What is next at one work centre: everything a station needs to work on alone, in the order of the schedule. */
export async function loadStation(
  tx: Tx,
  caller: Caller,
  code: string,
): Promise<Result<StationWork, { readonly code: 'station_unknown'; readonly centre: string }>> {
  const shop = await loadShopData(tx);
  const centre = shop.centres.get(code);
  if (!centre || centre.kind === 'delivery') return refuse({ code: 'station_unknown', centre: code });
  const counts = await tx
    .tables<ProductionTables>()
    .selectFrom('operation')
    .select([
      sql<number>`count(*) filter (where state = 'open')::int`.as('open'),
      sql<number>`count(*) filter (where state = 'done' and done_at >= ${instantAt(caller.zone, caller.today)})::int`.as(
        'done',
      ),
    ])
    .where('tenant_id', '=', tx.tenantId)
    .where('centre', '=', code)
    .executeTakeFirstOrThrow();
  const order = await scheduleOrder(tx, centre);
  return ok({
    centre: code,
    name: centre.name,
    kind: centre.kind,
    machines: machineRows(centre, await openStops(tx)),
    done: counts.done,
    total: counts.done + counts.open,
    sheets: centre.kind === 'saw' ? await nextSheets(tx, centre, order, shop) : [],
    parts: centre.kind === 'saw' ? [] : await nextParts(tx, centre, order, shop),
    units: await nextUnits(tx, centre, order, shop),
    help: await helpAt(tx, code, caller.now),
  });
}

/** What an item is planned with, and whether that was begun. */
function ofWork(
  workOrderId: Id | null,
  runs: ReadonlyMap<Id, WorkRun>,
): Pick<StationPart, 'workOrderId' | 'run'> {
  const run = workOrderId === null ? undefined : runs.get(workOrderId);
  return { workOrderId, run: run ? { state: run.state, reason: run.reason, since: run.since } : null };
}

async function openStops(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('machine_stop')
    .select(['machine', 'reason'])
    .where('tenant_id', '=', tx.tenantId)
    .where('started_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.machine, row.reason]));
}

function machineRows(centre: WorkCentre, stops: ReadonlyMap<string, string>): StationRow['machines'] {
  return machinesOf(centre).map((id) => ({ id, stopped: stops.get(id) ?? null }));
}

/** Place of each work order in the schedule in force; what is not planned yet comes last. */
async function scheduleOrder(tx: Tx, centre: Centre): Promise<Map<Id, number>> {
  const schedule = await newestSchedule(tx);
  const rows = (schedule?.rows ?? []).filter((row) => row.centre === centre.code);
  return new Map(
    rows.map((row, place) => [row.operation.slice(row.operation.indexOf(':') + 1) as Id, place]),
  );
}

function byPlace<T>(
  order: ReadonlyMap<Id, number>,
  workOrder: (row: T) => Id | null,
): (a: T, b: T) => number {
  const place = (row: T): number => order.get(workOrder(row) ?? ('' as Id)) ?? Infinity;
  return (a, b) => (place(a) === place(b) ? 0 : place(a) - place(b));
}

async function nextSheets(
  tx: Tx,
  centre: Centre,
  order: ReadonlyMap<Id, number>,
  shop: ShopData,
): Promise<StationSheet[]> {
  const tables = tx.tables<ProductionTables>();
  const rows = await tables
    .selectFrom('cut_sheet')
    .innerJoin('work_order', (join) =>
      join
        .onRef('work_order.tenant_id', '=', 'cut_sheet.tenant_id')
        .onRef('work_order.id', '=', 'cut_sheet.work_order_id'),
    )
    .innerJoin('cut_batch', (join) =>
      join
        .onRef('cut_batch.tenant_id', '=', 'cut_sheet.tenant_id')
        .onRef('cut_batch.id', '=', 'cut_sheet.batch_id'),
    )
    .selectAll('cut_sheet')
    .select(['work_order.name as book', 'cut_batch.number as batch', 'cut_batch.material'])
    .where('cut_sheet.tenant_id', '=', tx.tenantId)
    .where('work_order.tenant_id', '=', tx.tenantId)
    .where('cut_batch.tenant_id', '=', tx.tenantId)
    .where('work_order.centre', '=', centre.code)
    .where('cut_sheet.state', '=', 'released')
    .orderBy('cut_batch.number')
    .orderBy('cut_sheet.sheet_no')
    .execute();
  const next = rows.sort(byPlace(order, (row) => row.work_order_id)).slice(0, SHEETS_MAX);
  const codes = next.flatMap((row) => partsOn(row.pattern));
  const labels =
    codes.length === 0
      ? []
      : await tables
          .selectFrom('part')
          .select(['code', 'label'])
          .where('tenant_id', '=', tx.tenantId)
          .where('code', 'in', codes)
          .execute();
  const labelOf = new Map(labels.map((part) => [part.code, part.label]));
  const runs = await workRuns(
    tx,
    next.map((row) => row.work_order_id),
  );
  return next.map((row) => {
    const board = shop.boards.get(row.material);
    return {
      ...ofWork(row.work_order_id, runs),
      id: row.id,
      no: row.sheet_no,
      batch: row.batch,
      book: row.book,
      inBook: rows.filter((other) => other.work_order_id === row.work_order_id).length,
      board: {
        code: row.board_code,
        length: mm(row.length_hmm),
        width: mm(row.width_hmm),
        thickness: board ? mm(board.thickness) : 0,
        grain: board?.grain ?? 'none',
        offcut: row.offcut,
      },
      root: drawNode(row.pattern),
      steps: drawSteps(row.pattern),
      parts: Object.fromEntries(partsOn(row.pattern).map((code) => [code, labelOf.get(code) ?? ''])),
    };
  });
}

async function nextParts(
  tx: Tx,
  centre: Centre,
  order: ReadonlyMap<Id, number>,
  shop: ShopData,
): Promise<StationPart[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('operation')
    .innerJoin('part', (join) =>
      join.onRef('part.tenant_id', '=', 'operation.tenant_id').onRef('part.id', '=', 'operation.part_id'),
    )
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'part.tenant_id')
        .onRef('released_order.order_id', '=', 'part.order_id'),
    )
    .innerJoin('production_unit', (join) =>
      join
        .onRef('production_unit.tenant_id', '=', 'part.tenant_id')
        .onRef('production_unit.order_id', '=', 'part.order_id')
        .onRef('production_unit.unit_no', '=', 'part.unit_no'),
    )
    .selectAll('part')
    .select([
      'operation.work_order_id',
      'operation.kind',
      'operation.seq',
      'released_order.customer_name',
      'released_order.due_on',
      'production_unit.name as unit_name',
      sql<boolean>`exists (select from operation b where b.tenant_id = part.tenant_id and b.part_id = part.id and b.seq < operation.seq and b.state = 'open')`.as(
        'not_yet',
      ),
      sql<
        string | null
      >`(select n.centre from operation n where n.tenant_id = part.tenant_id and n.part_id = part.id and n.seq > operation.seq and n.state = 'open' order by n.seq limit 1)`.as(
        'next',
      ),
    ])
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('part.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('production_unit.tenant_id', '=', tx.tenantId)
    .where('operation.centre', '=', centre.code)
    .where('operation.state', '=', 'open')
    .orderBy('released_order.due_on')
    .orderBy('part.code')
    .execute();
  const sorted = rows.sort(
    (a, b) =>
      Number(a.not_yet) - Number(b.not_yet) ||
      byPlace<(typeof rows)[number]>(order, (row) => row.work_order_id)(a, b),
  );
  const first = sorted.slice(0, PARTS_MAX);
  const runs = await workRuns(
    tx,
    first.flatMap((row) => row.work_order_id ?? []),
  );
  return first.map((row) => ({
    ...ofWork(row.work_order_id, runs),
    code: row.code,
    label: row.label,
    description: row.description,
    unitName: row.unit_name,
    customerName: row.customer_name,
    length: mm(row.length_hmm),
    width: mm(row.width_hmm),
    thickness: mm(row.thickness_hmm),
    material: row.material,
    materialName: shop.boards.get(row.material)?.name ?? row.material,
    grain: row.grain,
    edges: edgesOf(row.edges, shop),
    holes: row.holes.map((group) => ({
      purpose: group.purpose,
      diameter: mm(group.diameter),
      count: group.count,
      at: (group.at ?? []).map((hole) => ({ x: mm(hole.x), y: mm(hole.y) })),
    })),
    programs: [...row.programs],
    family: familyOf(row.kind, row),
    next: row.next,
    notYet: row.not_yet,
  }));
}

function edgesOf(edges: PartEdges, shop: ShopData): StationPart['edges'] {
  const side = (edge: PartEdges['L1']): StationPart['edges']['L1'] =>
    edge && {
      code: edge.code,
      thickness: mm(edge.thickness as Hmm),
      name: shop.edges.get(edge.code)?.name ?? edge.code,
    };
  return { L1: side(edges.L1), L2: side(edges.L2), W1: side(edges.W1), W2: side(edges.W2) };
}

async function nextUnits(
  tx: Tx,
  centre: Centre,
  order: ReadonlyMap<Id, number>,
  shop: ShopData,
): Promise<StationUnit[]> {
  const tables = tx.tables<ProductionTables>();
  const rows = await tables
    .selectFrom('operation')
    .innerJoin('production_unit', (join) =>
      join
        .onRef('production_unit.tenant_id', '=', 'operation.tenant_id')
        .onRef('production_unit.id', '=', 'operation.unit_id'),
    )
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'production_unit.tenant_id')
        .onRef('released_order.order_id', '=', 'production_unit.order_id'),
    )
    .selectAll('production_unit')
    .select(['operation.work_order_id', 'released_order.number', 'released_order.customer_name'])
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('production_unit.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('operation.centre', '=', centre.code)
    .where('operation.state', '=', 'open')
    .orderBy('released_order.due_on')
    .orderBy('released_order.number')
    .orderBy('production_unit.unit_no')
    .execute();
  const next = rows.sort(byPlace(order, (row) => row.work_order_id)).slice(0, UNITS_MAX);
  if (next.length === 0) return [];
  const parts = await tables
    .selectFrom('part')
    .select(['order_id', 'unit_no', 'code', 'label', 'state'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', [...new Set(next.map((row) => row.order_id))])
    .where('state', '!=', 'bad')
    .orderBy('code')
    .execute();
  const runs = await workRuns(
    tx,
    next.flatMap((row) => row.work_order_id ?? []),
  );
  return next.map((row) => ({
    ...ofWork(row.work_order_id, runs),
    id: row.id,
    unitNo: row.unit_no,
    name: row.name,
    orderNumber: row.number,
    customerName: row.customer_name,
    parts: parts
      .filter((part) => part.order_id === row.order_id && part.unit_no === row.unit_no)
      .map((part) => ({
        code: part.code,
        label: part.label,
        ready: part.state === 'ready' || part.state === 'used',
      })),
    hardware: row.hardware.map((item) => ({
      ...item,
      name: shop.hardware.get(item.code)?.name ?? item.code,
    })),
  }));
}
