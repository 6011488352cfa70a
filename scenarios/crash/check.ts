import { checkEvents, checkJobs, checkListeners, checkReaders } from './check-queue.ts';
import type { Installation } from './installation.ts';
import type { Deed, Ledger } from './ledger.ts';

type Query = Installation['query'];

export interface Findings {
  /** one sentence each */
  readonly faults: string[];
  /** how many of each kind were looked at, so that a check of nothing is seen */
  readonly checked: Record<string, number>;
}

/** Everything that a database must show after its processes were killed, seen from what the clients were told. */
export async function findFaults({ query }: Pick<Installation, 'query'>, ledger: Ledger): Promise<Findings> {
  // One after the other, on one connection.
  const parts = [
    await checkCustomers(query, ledger),
    await checkBoards(query, ledger),
    await checkOrders(query, ledger),
    await checkWork(query),
    await checkKeys(query, ledger),
    await checkSeries(query),
    await checkEvents(query, ledger),
    await checkReaders(query),
    await checkJobs(query),
    await checkListeners(query),
  ];
  return {
    faults: parts.flatMap((part) => part.faults),
    checked: Object.assign({}, ...parts.map((part) => part.checked)) as Record<string, number>,
  };
}

/**
 * Compares what was done with what is there: each done deed exactly once and as it was asked, each given-up one at most
 * once, and nothing that nobody asked for.
 * @param markOf by which a row is recognised as the work of one deed
 */
function compare<R>(
  name: string,
  deeds: readonly Deed[],
  rows: readonly R[],
  markOf: (row: R) => string,
  markOfDeed: (deed: Deed) => string,
  differs: (deed: Deed, row: R) => boolean,
): Findings {
  const faults: string[] = [];
  const found = new Map<string, R[]>();
  for (const row of rows) found.set(markOf(row), [...(found.get(markOf(row)) ?? []), row]);
  for (const deed of deeds) {
    const mark = markOfDeed(deed);
    const mine = found.get(mark) ?? [];
    found.delete(mark);
    if (mine.length > 1) faults.push(`${name} ${mark} is there ${mine.length} times`);
    if (deed.state === 'open') faults.push(`${name} ${mark} was never answered`);
    if (deed.state === 'done' && mine.length === 0)
      faults.push(`${name} ${mark} was acknowledged and is lost`);
    const [row] = mine;
    if (row && differs(deed, row))
      faults.push(`${name} ${mark} is not as it was asked: ${JSON.stringify(row)}`);
  }
  for (const mark of found.keys()) faults.push(`${name} ${mark} is there and nobody asked for it`);
  return { faults, checked: { [name]: deeds.length } };
}

async function checkCustomers(query: Query, ledger: Ledger): Promise<Findings> {
  const rows = await query<{ id: string; name: string; city: string; payment_days: number }>(
    'select id, name, city, payment_days from customer',
  );
  return compare(
    'customer',
    ledger.of('customer'),
    rows,
    (row) => row.name,
    ({ facts }) => String(facts['name']),
    ({ facts, state, id }, row) =>
      row.city !== facts['city'] || row.payment_days !== facts['days'] || (state === 'done' && row.id !== id),
  );
}

/** The price of a receipt names its deed; the count of a rack is the sum of its movements. */
async function checkBoards(query: Query, ledger: Ledger): Promise<Findings> {
  const rows = await query<{ deed: number; quantity: number; material_code: string; board_id: string }>(
    `select (m.cost_minor / 100 - 100)::int as deed, m.quantity, b.material_code, m.board_id
     from stock_movement m join board_stock b on b.tenant_id = m.tenant_id and b.id = m.board_id where m.kind = 'received'`,
  );
  const found = compare(
    'receipt',
    ledger.of('boards'),
    rows,
    (row) => String(row.deed),
    (deed) => String(deed.no),
    ({ facts, state, id }, row) =>
      row.quantity !== facts['quantity'] ||
      row.material_code !== facts['material'] ||
      (state === 'done' && row.board_id !== id),
  );
  const wrong = await query<{ material_code: string; quantity: number; moved: number }>(
    `select b.material_code, b.quantity, sum(m.quantity)::int as moved from board_stock b
     join stock_movement m on m.tenant_id = b.tenant_id and m.board_id = b.id group by b.tenant_id, b.id having b.quantity <> sum(m.quantity)`,
  );
  return {
    ...found,
    faults: [
      ...found.faults,
      ...wrong.map(
        (row) =>
          `rack of ${row.material_code} holds ${row.quantity} boards, its movements add up to ${row.moved}`,
      ),
    ],
  };
}

interface OrderRow {
  id: string;
  reference: string;
  customer_id: string;
  state: string;
  quantities: number[];
}

async function checkOrders(query: Query, ledger: Ledger): Promise<Findings> {
  const rows = await query<OrderRow>(
    `select o.id, o.reference, o.customer_id, o.state,
       coalesce((select array_agg(l.quantity order by l.line_no) from sales_order_line l where l.tenant_id = o.tenant_id and l.sales_order_id = o.id), '{}') as quantities
     from sales_order o`,
  );
  const found = compare(
    'order',
    ledger.of('order'),
    rows,
    (row) => row.reference,
    ({ facts }) => String(facts['reference']),
    ({ facts, state, id }, row) =>
      row.customer_id !== facts['customerId'] || (state === 'done' && row.id !== id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const faults: string[] = [];
  for (const order of ledger.done('order')) {
    const row = byId.get(order.id);
    if (!row) continue;
    const lines = ledger.of('line').filter(({ facts }) => facts['orderId'] === order.id);
    const sure = lines.filter(({ state }) => state === 'done').map(({ facts }) => facts['quantity']);
    const possible = lines.map(({ facts }) => facts['quantity']);
    const are = row.quantities.join();
    if (are !== sure.join() && are !== possible.join())
      faults.push(`order ${row.reference} has lines of ${are} pieces, acknowledged were ${sure.join()}`);
    const accept = ledger.of('accept').find(({ facts }) => facts['orderId'] === order.id);
    if (accept?.state === 'done' && row.state !== 'accepted')
      faults.push(`acceptance of order ${row.reference} was acknowledged and is lost: it is ${row.state}`);
    const quote = ledger.of('quote').find(({ facts }) => facts['orderId'] === order.id);
    if (quote?.state === 'done' && row.state === 'draft')
      faults.push(`quote of order ${row.reference} was acknowledged and is lost`);
    if (row.state === 'accepted' && !accept)
      faults.push(`order ${row.reference} is accepted and nobody accepted it`);
    if (row.state !== 'draft' && !quote)
      faults.push(`order ${row.reference} is ${row.state} and nobody quoted it`);
  }
  return {
    faults: [...found.faults, ...faults],
    checked: { ...found.checked, line: ledger.done('line').length, acceptance: ledger.done('accept').length },
  };
}

/** An accepted order has all of its work; any other has none of it. */
async function checkWork(query: Query): Promise<Findings> {
  const rows = await query<
    Record<'reference' | 'state', string> &
      Record<
        | 'units_due'
        | 'parts_due'
        | 'released'
        | 'units'
        | 'parts'
        | 'idle_parts'
        | 'idle_units'
        | 'accepted'
        | 'handed',
        number
      >
  >(
    `select o.reference, o.state,
       (select coalesce(sum(quantity), 0)::int from sales_order_line l where l.tenant_id = o.tenant_id and l.sales_order_id = o.id) as units_due,
       (select coalesce(sum(pieces), 0)::int from sales_order_line l where l.tenant_id = o.tenant_id and l.sales_order_id = o.id) as parts_due,
       (select count(*)::int from released_order r where r.tenant_id = o.tenant_id and r.order_id = o.id) as released,
       (select count(*)::int from production_unit u where u.tenant_id = o.tenant_id and u.order_id = o.id) as units,
       (select count(*)::int from part p where p.tenant_id = o.tenant_id and p.order_id = o.id) as parts,
       (select count(*)::int from part p where p.tenant_id = o.tenant_id and p.order_id = o.id
          and not exists (select from operation x where x.tenant_id = p.tenant_id and x.part_id = p.id)) as idle_parts,
       (select count(*)::int from production_unit u where u.tenant_id = o.tenant_id and u.order_id = o.id
          and not exists (select from operation x where x.tenant_id = u.tenant_id and x.unit_id = u.id)) as idle_units,
       (select count(*)::int from event e where e.tenant_id = o.tenant_id and e.aggregate = 'order' and e.aggregate_id = o.id and e.name = 'order.accepted') as accepted,
       (select count(*)::int from event e where e.tenant_id = o.tenant_id and e.aggregate = 'work' and e.aggregate_id = o.id and e.name = 'work.released') as handed
     from sales_order o`,
  );
  const faults: string[] = [];
  for (const row of rows) {
    const is = [
      row.released,
      row.units,
      row.parts,
      row.idle_parts,
      row.idle_units,
      row.accepted,
      row.handed,
    ].join();
    const due =
      row.state === 'accepted' ? [1, row.units_due, row.parts_due, 0, 0, 1, 1].join() : '0,0,0,0,0,0,0';
    if (is !== due)
      faults.push(
        `order ${row.reference} is ${row.state}, but its release, units, parts, idle parts, idle units and events are ${is} instead of ${due}`,
      );
  }
  return { faults, checked: { work: rows.filter(({ state }) => state === 'accepted').length } };
}

/** Each acknowledged request has its key with the answer; no key stands there without one. */
async function checkKeys(query: Query, ledger: Ledger): Promise<Findings> {
  const rows = await query<{ key: string; status: number | null }>('select key, status from idempotency_key');
  const status = new Map(rows.map((row) => [row.key, row.status]));
  const faults = ledger.deeds.flatMap((deed) =>
    deed.state === 'done' && status.get(deed.key) !== 200
      ? [`the key of ${deed.kind} ${deed.no} keeps ${String(status.get(deed.key))}`]
      : [],
  );
  for (const row of rows) if (row.status === null) faults.push(`key ${row.key} is taken and has no answer`);
  return { faults, checked: { key: rows.length } };
}

/** Series whose numbers stand in a column: 1, 2, 3 … up to the last one given, none twice and none left out. */
async function checkSeries(query: Query): Promise<Findings> {
  const faults: string[] = [];
  const checked: Record<string, number> = {};
  for (const [series, numbers] of [
    ['customer', 'select number from customer'],
    ['order', 'select number - 1000 as number from sales_order'],
  ] as const) {
    const taken = (await query<{ number: number }>(`${numbers} order by 1`)).map(({ number }) => number);
    const last =
      (
        await query<{ last_number: number }>('select last_number from number_series where series = $1', [
          series,
        ])
      )[0]?.last_number ?? 0;
    if (taken.some((number, i) => number !== i + 1) || last !== taken.length)
      faults.push(
        `numbers of ${series} are not gapless: ${taken.length} rows up to ${taken.at(-1) ?? 0}, the series is at ${last}`,
      );
    checked[`${series}Numbers`] = taken.length;
  }
  return { faults, checked };
}
