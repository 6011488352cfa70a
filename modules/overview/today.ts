import { addDays, addMinutes, dayIn, daysBetween, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { must } from '#domain/kernel/result.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { cashSums, listInvoices, listToInvoice, refusedSubscriptions } from '#modules/billing/api.ts';
import { deliveryProgress } from '#modules/delivery/api.ts';
import { listOrderStates } from '#modules/orders/api.ts';
import {
  cutYield,
  listBatches,
  listStations,
  listWaiting,
  loadSchedule,
  openHelpCalls,
} from '#modules/production/api.ts';
import { listStock } from '#modules/stock/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { allows } from '#platform/http/contract.ts';
import { may as billingMay } from '#modules/billing/api.ts';
import { dueMails, may as supportMay } from '#modules/support/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Need, TodayView } from './contract.ts';

const WEEK_DAYS = 7;
/** A quote that ends within these days wants a call. */
const QUOTE_DAYS = 3;
const NEEDS_MAX = 8;

type Orders = Awaited<ReturnType<typeof listOrderStates>>;
type Schedule = Awaited<ReturnType<typeof loadSchedule>>;

/** Everything the first page shows, from what each module knows. Money only for those who may see it. */
export async function loadToday(tx: Tx, caller: Caller): Promise<TodayView> {
  const { today, now, currency } = caller;
  const orders = await listOrderStates(tx, today);
  const schedule = await loadSchedule(tx, caller);
  const stations = await listStations(tx);
  const stock = await listStock(tx, currency);
  const money = allows(caller, billingMay.read) ? await cashSums(tx, today, currency) : null;
  const inWork = orders.filter((order) => order.state === 'accepted' && !order.delivered);
  const late = await lateOrders(tx, caller, inWork, schedule);
  const offcutValue = stock.materials.reduce(
    (sum, material) => sum + must(parseAmount(material.offcutValue, currency)),
    0n,
  );
  return {
    day: today,
    now,
    late: { count: late.length, of: inWork.length, orders: late },
    cut: {
      ...(await cutYield(tx, addMinutes(now, -WEEK_DAYS * 24 * 60))),
      offcuts: stock.materials.reduce((sum, material) => sum + material.offcuts, 0),
      offcutValue: formatAmount(minor(offcutValue), currency),
    },
    cash: money && {
      currency,
      dueIn14Days: money.dueIn14Days,
      overdue: money.overdue,
      overdueCount: money.overdueCount,
    },
    floor: floorNow(schedule, stations, now),
    needs: await listNeeds(tx, caller, { orders, inWork, schedule, stock, money: money !== null }),
  };
}

/** Late is late as planned: the schedule knows before the day has come. Without a plan the due day decides. */
async function lateOrders(
  tx: Tx,
  caller: Caller,
  inWork: Orders,
  schedule: Schedule,
): Promise<TodayView['late']['orders']> {
  const planned = new Map(schedule.orders.map((order) => [order.orderId, order]));
  const found = inWork.flatMap((order) => {
    const plan = planned.get(order.id);
    const endsOn = plan && !order.finished ? dayIn(caller.zone, plan.endsAt) : null;
    const dueOn = order.dueOn ?? order.promisedOn;
    if (!dueOn) return [];
    const reached = endsOn && endsOn > caller.today ? endsOn : caller.today;
    const days = daysBetween(dueOn, reached);
    return days > 0 ? [{ order, dueOn, endsOn, days }] : [];
  });
  const customers = await loadCustomers(
    tx,
    found.map(({ order }) => order.customerId),
  );
  return found
    .sort((a, b) => b.days - a.days)
    .map(({ order, dueOn, endsOn, days }) => ({
      id: order.id,
      number: order.number,
      customerName: customers.get(order.customerId)?.name ?? '',
      dueOn,
      endsOn,
      days,
    }));
}

/** Each machine with what the schedule has on it now and when it is free. */
function floorNow(
  schedule: Schedule,
  stations: Awaited<ReturnType<typeof listStations>>,
  now: Instant,
): TodayView['floor'] {
  const waiting = new Map(stations.map((station) => [station.code, station.waiting]));
  return schedule.machines.map((machine) => {
    const rows = schedule.rows
      .filter((row) => row.machine === machine.id && row.until > now)
      .sort((a, b) => (a.from < b.from ? -1 : 1));
    // What rests is what somebody should know of, also when the plan has gone on without it.
    const current = rows.find((row) => row.run?.state === 'paused') ?? rows.find((row) => row.from <= now);
    let freeAt: Instant | null = null;
    for (const row of rows) {
      if (row.from > (freeAt ?? now)) break;
      freeAt = row.until;
    }
    const stop = machine.stopped;
    const twins = schedule.machines.filter((each) => each.centre === machine.centre);
    return {
      machine: machine.id,
      // Several machines of one centre are told apart by their number, as on the floor.
      name: twins.length > 1 ? `${machine.name} ${twins.indexOf(machine) + 1}` : machine.name,
      centre: machine.centre,
      waiting: waiting.get(machine.centre) ?? 0,
      stopped: stop && {
        reason: stop.reason,
        minutes: Math.max(0, Math.round((Date.parse(now) - Date.parse(stop.at)) / 60_000)),
      },
      now:
        current && !stop
          ? {
              name: current.name,
              orderNumber: current.orderNumber,
              from: current.from,
              until: current.until,
              paused: current.run?.state === 'paused' ? current.run.reason : null,
            }
          : null,
      freeAt: stop ? null : freeAt,
    };
  });
}

interface Known {
  readonly orders: Orders;
  readonly inWork: Orders;
  readonly schedule: Schedule;
  readonly stock: Awaited<ReturnType<typeof listStock>>;
  readonly money: boolean;
}

/** What waits for a person, the most pressing first. */
async function listNeeds(tx: Tx, caller: Caller, known: Known): Promise<Need[]> {
  const needs: Need[] = [];
  for (const call of await openHelpCalls(tx))
    needs.push({
      kind: 'help_called',
      href: '/schedule',
      facts: {
        callId: call.id,
        centre: call.centre,
        by: call.calledBy,
        text: call.text,
        minutes: Math.round((Date.parse(caller.now) - Date.parse(call.calledAt)) / 60_000),
      },
    });
  needs.push(...(await mailNeeds(tx, caller)));
  for (const machine of known.schedule.machines)
    if (machine.stopped)
      needs.push({
        kind: 'machine_stopped',
        href: '/schedule',
        facts: {
          machine: machine.name,
          reason: machine.stopped.reason,
          minutes: Math.round((Date.parse(caller.now) - Date.parse(machine.stopped.at)) / 60_000),
        },
      });
  const waiting = await listWaiting(tx);
  for (const material of waiting) {
    const own = known.stock.materials.find((each) => each.code === material.code);
    const free = (own?.boards ?? []).reduce(
      (sum, board) => sum + ((board.quantity - board.reserved) * board.length * board.width) / 1e6,
      0,
    );
    if (free < material.squareMetres)
      needs.push({
        kind: 'board_short',
        href: '/stock',
        facts: { material: material.name, free: Math.round(free), needed: Math.ceil(material.squareMetres) },
      });
  }
  needs.push(...(await floorNeeds(tx, caller, known, waiting)));
  if (known.money) needs.push(...(await moneyNeeds(tx, caller)));
  const soon = addDays(caller.today, QUOTE_DAYS);
  for (const order of known.orders)
    if (
      order.state === 'quoted' &&
      order.validUntil &&
      order.validUntil >= caller.today &&
      order.validUntil <= soon
    )
      needs.push({
        kind: 'quote_ends',
        href: `/orders/${order.id}`,
        facts: { order: order.number, day: order.validUntil },
      });
  return needs.slice(0, NEEDS_MAX);
}

/** Questions whose last day for an answer has begun, for those who read mail. */
async function mailNeeds(tx: Tx, caller: Caller): Promise<Need[]> {
  if (!allows(caller, supportMay.read)) return [];
  const { mails } = await dueMails(tx, caller);
  const [first] = [...mails].sort((a, b) => (a.answerBy < b.answerBy ? -1 : 1));
  return first
    ? [{ kind: 'mail_due', href: '/mail', facts: { count: mails.length, day: first.answerBy } }]
    : [];
}

async function floorNeeds(
  tx: Tx,
  caller: Caller,
  known: Known,
  waiting: Awaited<ReturnType<typeof listWaiting>>,
): Promise<Need[]> {
  const needs: Need[] = [];
  const parts = waiting.reduce((sum, material) => sum + material.parts, 0);
  if (parts > 0)
    needs.push({ kind: 'to_cut', href: '/cutting', facts: { parts, materials: waiting.length } });
  const solved = (await listBatches(tx, caller)).filter((batch) => batch.state === 'solved');
  for (const batch of solved)
    needs.push({
      kind: 'to_release',
      href: `/cutting/${batch.id}`,
      facts: { batch: `B-${batch.number}`, material: batch.material, parts: batch.parts },
    });
  const packages = await deliveryProgress(
    tx,
    known.inWork.map((order) => order.id as Id),
  );
  for (const order of known.inWork) {
    const packed = packages.get(order.id as Id);
    if (packed && packed.packed > packed.loaded && order.finished)
      needs.push({
        kind: 'to_load',
        href: `/deliveries?order=${order.id}`,
        facts: { order: order.number, packages: packed.packed - packed.loaded },
      });
  }
  return needs;
}

async function moneyNeeds(tx: Tx, caller: Caller): Promise<Need[]> {
  const needs: Need[] = [];
  for (const { id, number, customerName, why } of await refusedSubscriptions(tx, caller))
    needs.push({
      kind: 'renewal_refused',
      href: `/money/subscriptions/${id}`,
      facts: { subscription: number, customer: customerName, why },
    });
  for (const order of await listToInvoice(tx))
    needs.push({ kind: 'to_invoice', href: '/money', facts: { order: order.orderNumber } });
  const invoices = await listInvoices(tx, caller.today);
  for (const invoice of invoices.filter((each) => each.state === 'overdue'))
    needs.push({
      kind: 'invoice_overdue',
      href: `/money/invoices/${invoice.id}`,
      facts: {
        invoice: invoice.number,
        customer: invoice.customerName,
        open: invoice.open,
        days: daysBetween(invoice.dueOn as Day, caller.today),
      },
    });
  return needs;
}
