import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { margin } from '#domain/money/margin.ts';
import { listCustomers, loadCustomer, loadCustomers } from '#modules/accounts/api.ts';
import { ruleSentence } from '#modules/catalog/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { QueryOf } from '#platform/http/contract.ts';
import { findDocument, type StoredDocument } from '#platform/documents/stored.ts';
import { listMails } from '#platform/mail/outbox.ts';
import { listEvents } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import type * as contract from './contract.ts';
import type { OrderLine, OrderSummary, OrderView } from './order-shapes.ts';
import { describeLine } from './describe-line.ts';
import { linesOf } from './edit-order.ts';
import { loadWork } from './progress.ts';
import { lineNetMinor, totalsOf } from './quote-order.ts';
import { isLate, stepsOf, type Progress } from './rules.ts';
import { orderNumber, type LineRow, type OrderRow, type OrderTables } from './store.ts';

export const QUOTE_KIND = 'orders.quote';
export const CONFIRMATION_KIND = 'orders.confirmation';

/** Everything the order page shows. */
export async function viewOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
): Promise<Result<OrderView, { code: 'order_unknown' }>> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'order_unknown' });
  const customer = await loadCustomer(tx, row.customer_id);
  if (!customer.ok) throw new Error(`order ${row.number} belongs to no customer`);
  const lines = await linesOf(tx, orderId);
  const totals = totalsOf(lines);
  const money = (amount: Minor): string => formatAmount(amount, row.currency);
  const cost = costOf(lines);
  const left = margin(totals.netMinor, cost);
  const work = (await loadWork(tx, [orderId])).get(orderId) ?? null;
  const views: OrderLine[] = [];
  for (const line of lines) views.push(await lineView(tx, line, row.currency, caller));
  return ok({
    id: row.id,
    number: orderNumber(row.number),
    state: row.state,
    reference: row.reference,
    customer: {
      id: customer.value.id,
      number: customer.value.number,
      name: customer.value.name,
      email: customer.value.email,
      city: customer.value.city,
    },
    currency: row.currency,
    wantedOn: row.wanted_on,
    promisedOn: row.promised_on,
    dueOn: row.due_on,
    validUntil: row.valid_until,
    revision: row.revision,
    late: lateOf(row, caller.today),
    lines: views,
    totals: {
      net: money(totals.netMinor),
      taxes: totals.taxes.map((tax) => ({
        percent: tax.percent,
        net: money(tax.netMinor),
        tax: money(tax.taxMinor),
      })),
      tax: money(totals.taxMinor),
      gross: money(totals.grossMinor),
    },
    cost: costView(cost, money),
    margin: { amount: money(left.marginMinor), basisPoints: left.marginBasisPoints },
    pieces: views.reduce((all, line) => all + line.pieces, 0),
    kilograms: hundredths(views.reduce((all, line) => all + line.kilograms, 0)),
    minutes: hundredths(views.reduce((all, line) => all + line.minutes, 0)),
    steps: stepsOf(progressOf(row, work)),
    papers: await papersOf(tx, row),
    mails: await listMails(tx, orderId),
    timeline: await timelineOf(tx, orderId),
  });
}

function progressOf(row: OrderRow, work: Progress['work']): Progress {
  return {
    state: row.state,
    finished: row.finished_at !== null,
    delivered: row.delivered_at !== null,
    invoiced: row.invoiced_at !== null,
    work: row.state === 'accepted' ? work : null,
  };
}

function lateOf(row: OrderRow, today: Day): boolean {
  const { state, due_on: dueOn, promised_on: promisedOn } = row;
  return isLate({ state, dueOn, promisedOn, delivered: row.delivered_at !== null }, today);
}

export interface CauseSums {
  readonly boardsMinor: Minor;
  readonly edgesMinor: Minor;
  readonly hardwareMinor: Minor;
  readonly labourMinor: Minor;
  /** of lines that are not made here */
  readonly otherMinor: Minor;
}

export function costOf(lines: readonly LineRow[]): CauseSums {
  const total = (
    column: 'boards_minor' | 'edges_minor' | 'hardware_minor' | 'labour_minor' | 'other_minor',
  ) => minor(lines.reduce((all, line) => all + line[column], 0n));
  return {
    boardsMinor: total('boards_minor'),
    edgesMinor: total('edges_minor'),
    hardwareMinor: total('hardware_minor'),
    labourMinor: total('labour_minor'),
    otherMinor: total('other_minor'),
  };
}

function costView(cost: CauseSums, money: (amount: Minor) => string) {
  const { boardsMinor, edgesMinor, hardwareMinor, labourMinor, otherMinor } = cost;
  return {
    boards: money(boardsMinor),
    edges: money(edgesMinor),
    hardware: money(hardwareMinor),
    labour: money(labourMinor),
    other: money(otherMinor),
    total: money(minor(boardsMinor + edgesMinor + hardwareMinor + labourMinor + otherMinor)),
  };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

async function lineView(tx: Tx, line: LineRow, currency: string, caller: Caller): Promise<OrderLine> {
  const money = (amount: Minor): string => formatAmount(amount, currency);
  return {
    lineNo: line.line_no,
    kind: line.kind,
    name: line.name,
    note: line.note,
    unit: line.unit,
    description: await describeLine(tx, line),
    productId: line.product_id,
    productVersion: line.product_version,
    parameters: { ...line.parameters },
    quantity: line.quantity,
    unitNet: money(line.unit_net_minor),
    calculated: money(line.calculated_minor),
    net: money(lineNetMinor(line)),
    taxPercent: line.tax_percent,
    cost: costView(costOf([line]), money),
    pieces: line.pieces,
    kilograms: Number(line.grams) / 1000,
    minutes: hundredths(Number(line.labour_ms) / 60_000),
    warnings: line.warnings.map((code) => ({ code, title: ruleSentence(code, asLocale(caller.locale)) })),
  };
}

async function papersOf(tx: Tx, row: OrderRow): Promise<OrderView['papers']> {
  const papers: OrderView['papers'] = [];
  for (let revision = 1; revision <= row.revision; revision++) {
    const quote = await findDocument(tx, QUOTE_KIND, row.id, revision);
    if (quote) papers.push({ kind: 'quote', revision, name: quote.name });
  }
  const confirmation = await findDocument(tx, CONFIRMATION_KIND, row.id, 1);
  if (confirmation) papers.push({ kind: 'confirmation', revision: 1, name: confirmation.name });
  return papers;
}

export async function loadPaper(
  tx: Tx,
  orderId: Id,
  kind: 'quote' | 'confirmation',
  revision: number,
): Promise<Result<StoredDocument, { code: 'paper_unknown' }>> {
  const paper = await findDocument(tx, kind === 'quote' ? QUOTE_KIND : CONFIRMATION_KIND, orderId, revision);
  return paper ? ok(paper) : refuse({ code: 'paper_unknown' });
}

/** What happened to the order itself and to its work, newest first. */
async function timelineOf(tx: Tx, orderId: Id): Promise<OrderView['timeline']> {
  const events = [...(await listEvents(tx, 'order', orderId)), ...(await listEvents(tx, 'work', orderId))];
  return events
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
    .slice(0, 200)
    .map((event) => ({
      id: event.id,
      at: event.at,
      name: event.name,
      by: event.actorName,
      facts: { ...(event.payload as Record<string, unknown>) },
    }));
}

/** Orders, newest first, for the list. */
export async function listOrders(tx: Tx, caller: Caller, filter: QueryOf<typeof contract.listOrders>) {
  const tables = tx.tables<OrderTables>();
  let query = tables.selectFrom('sales_order').selectAll().where('tenant_id', '=', tx.tenantId);
  const { state } = filter;
  if (state === 'open')
    query = query.where('state', 'in', ['draft', 'quoted', 'accepted']).where('paid_at', 'is', null);
  else if (state) query = query.where('state', '=', state);
  if (filter.late)
    query = query
      .where('state', '=', 'accepted')
      .where('delivered_at', 'is', null)
      .where((e) => e.or([e('due_on', '<', caller.today), e('promised_on', '>', e.ref('due_on'))]));
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId);
  if (filter.find) {
    const find = filter.find.trim();
    const customers = await listCustomers(tx, find);
    const number = Number(find.replace(/^k-?/i, ''));
    query = query.where((e) =>
      e.or([
        e('reference', 'ilike', `%${find.replace(/[\\%_]/g, '\\$&')}%`),
        ...(Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? [e('number', '=', number)] : []),
        ...(customers.length
          ? [
              e(
                'customer_id',
                'in',
                customers.map((customer) => customer.id as Id),
              ),
            ]
          : []),
      ]),
    );
  }
  if (filter.cursor) query = query.where('number', '<', filter.cursor);
  const rows = await query
    .orderBy('number', 'desc')
    .limit(filter.limit + 1)
    .execute();
  const page = rows.slice(0, filter.limit);
  return {
    orders: await summaries(tx, caller, page),
    next: rows.length > page.length ? page.at(-1)!.number : null,
    counts: await countStates(tx),
  };
}

async function summaries(tx: Tx, caller: Caller, rows: readonly OrderRow[]): Promise<OrderSummary[]> {
  const ids = rows.map((row) => row.id);
  const customers = await loadCustomers(
    tx,
    rows.map((row) => row.customer_id),
  );
  const lines = ids.length
    ? await tx
        .tables<OrderTables>()
        .selectFrom('sales_order_line')
        .select(['sales_order_id', 'quantity', 'unit_net_minor', 'pieces'])
        .where('tenant_id', '=', tx.tenantId)
        .where('sales_order_id', 'in', ids)
        .execute()
    : [];
  const work = await loadWork(
    tx,
    rows.filter((row) => row.state === 'accepted').map((row) => row.id),
  );
  return rows.map((row) => {
    const own = lines.filter((line) => line.sales_order_id === row.id);
    const steps = stepsOf(progressOf(row, work.get(row.id) ?? null));
    return {
      id: row.id,
      number: orderNumber(row.number),
      reference: row.reference,
      customerName: customers.get(row.customer_id)?.name ?? '',
      state: row.state,
      net: formatAmount(minor(own.reduce((all, line) => all + lineNetMinor(line), 0n)), row.currency),
      currency: row.currency,
      lines: own.length,
      pieces: own.reduce((all, line) => all + line.pieces, 0),
      dueOn: row.due_on ?? row.wanted_on,
      promisedOn: row.promised_on,
      createdAt: row.created_at,
      late: lateOf(row, caller.today),
      step:
        row.state === 'cancelled' ? 'cancelled' : (steps.find((step) => step.state === 'now')?.key ?? 'done'),
    };
  });
}

/** Orders by state; `open` are those accepted ones that are not paid yet. */
async function countStates(tx: Tx): Promise<Record<string, number>> {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .select((e) => ['state', e.cast<number>(e.fn.countAll(), 'integer').as('orders')])
    .where('tenant_id', '=', tx.tenantId)
    .groupBy('state')
    .execute();
  const { open } = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .select((e) => e.cast<number>(e.fn.countAll(), 'integer').as('open'))
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'accepted')
    .where('paid_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { ...Object.fromEntries(rows.map((row) => [row.state, row.orders])), open };
}

/** Every order with its state, agreed and promised day, for the overview: newest first, 1000 at most. */
export async function listOrderStates(tx: Tx, today: Day) {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number', 'desc')
    .limit(1000)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: orderNumber(row.number),
    state: row.state,
    customerId: row.customer_id,
    dueOn: row.due_on,
    promisedOn: row.promised_on,
    validUntil: row.valid_until,
    finished: row.finished_at !== null,
    delivered: row.delivered_at !== null,
    late: lateOf(row, today),
  }));
}
