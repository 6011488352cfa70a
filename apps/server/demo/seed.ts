import { readFile } from 'node:fs/promises';
import { addMinutes, dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { addMember, createCustomer, createTenant, saveCompany } from '#modules/accounts/module.ts';
import { installLibrary, listProducts, updateWorkshop } from '#modules/catalog/module.ts';
import { planScheduleAtOnce, type Compute } from '#modules/production/module.ts';
import { boardsForCutting, keepBoards } from '#modules/stock/module.ts';
import { readTable } from '#platform/files/read-table.ts';
import type { Role } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import { inTenantAtOnce } from '#platform/outbox/read-at-once.ts';
import type { HeldJob } from '#platform/postgres/held.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { keepThread } from '#platform/threads/keep-thread.ts';
import { workdayAfter, workdaysBefore } from './calendar.ts';
import { clearRack, cut, finishUnits, passParts, RACKS, restock, spoilPart, tell } from './floor.ts';
import { queueHistoryPapers } from './history-papers.ts';
import { accept, handOver, invoice, load, pay, sell, type Office } from './office.ts';
import { DEMO_COMPANY, DEMO_CUSTOMERS, DEMO_ROLES, DEMO_TENANT, DEMO_WORKSHOP } from './people.ts';
import { callerAt, shiftOn, type DemoOrder, type Shift } from './shift.ts';
import { HISTORY_DAYS, story, type Stage } from './story.ts';

/** The same seed and the same day make the same demo. */
const SEED = 20;
/** The floor is planned anew every so many working days; the last plan is made when the demo opens. */
const SCHEDULE_EVERY = 5;
const SCHEDULE_MOVES = 60;
/** The offcut rack is cleared once a week. */
const RACK_EVERY = 5;
const BENCH_TABLET_DAY = 20;
/** The edge bander stopped so many minutes before the demo opened. */
const STOPPED_MINUTES = 20;
/** After these days the tables have grown enough to be counted again. */
const STATISTICS_DAYS = new Set([1, 4, 10, 20]);
const PART_LIST = 'kitchen-parts.csv';

export interface SeedOptions {
  /** called when the pages have something to show: after the first day of the history */
  readonly onFirstDay?: () => void;
  /** called now and then between two days, which it must not hold up; fresh tables have no statistics, and the database plans badly without */
  readonly gatherStatistics?: () => void;
  /** called when the history is at its end and only the present is still to be made */
  readonly onLastDay?: () => void;
  /** aborted: ends between two days, and leaves a demo that is not complete */
  readonly signal?: AbortSignal;
}

/**
 * Makes the demo factory and its six weeks of history through the use cases, three transactions a working day, under a
 * clock that goes from day to day. Nothing of it goes through the queue, so no worker meets it half done; the papers
 * of the history are queued when all is there. The event `demo.opened` says that it is complete.
 */
export async function seedDemo(context: AppContext, options: SeedOptions = {}): Promise<Id> {
  const compute = keepThread();
  try {
    return await makeHistory(context, options, compute);
  } finally {
    await compute.close();
  }
}

async function makeHistory(context: AppContext, options: SeedOptions, compute: Compute): Promise<Id> {
  const opened = context.clock.now();
  const { tenantId, logins } = await openTenant(context, opened);
  const facts = await context.tenantFacts(tenantId);
  const today = dayIn(facts.zone, opened);
  const days = workdaysBefore(today, HISTORY_DAYS);
  const shifts = days.map((day, index) => shiftOn(facts, logins, compute, day, index));
  const system = callerAt(facts, logins, 'owner', opened);
  const papers: HeldJob[] = [];
  const inOneGo = async <T>(work: (tx: Tx) => Promise<T>, beforeSaving?: () => Promise<void>): Promise<T> => {
    options.signal?.throwIfAborted();
    const { value, jobs } = await inTenantAtOnce(context.db, system, work, beforeSaving);
    papers.push(...jobs.filter((job) => job.at !== null));
    return value;
  };

  const partList = await readPartList();
  const office: Office = {
    ...(await inOneGo((tx) => furnish(tx, shifts[0]!))),
    partList,
    dayOf: (index) => days[index] ?? workdayAfter(days.at(-1)!, index - HISTORY_DAYS + 1),
  };
  const orders = story(SEED).map((plan): DemoOrder => ({ plan, id: null }));
  for (const shift of shifts) {
    await workDay(inOneGo, shift, office, orders);
    if (shift.index === 0) options.onFirstDay?.();
    if (STATISTICS_DAYS.has(shift.index)) options.gatherStatistics?.();
  }
  options.onLastDay?.();
  await inOneGo(async (tx) => {
    const now = callerAt(facts, logins, 'worker', addMinutes(opened, -STOPPED_MINUTES));
    await tell(tx, 'EDGE', [
      { caller: now, command: { do: 'stop', machine: 'EDGE-1', reason: 'glue', expectedMinutes: 90 } },
    ]);
    await planScheduleAtOnce(tx, system, { cause: 'machine.stopped', moves: SCHEDULE_MOVES }, compute);
  });
  await context.db.inTenant(tenantId, async (tx) => {
    await queueHistoryPapers(tx, system, papers);
    await publish(tx, system, 'demo.opened', tenantId, { orders: orders.length });
  });
  return tenantId;
}

async function openTenant(
  context: AppContext,
  now: string,
): Promise<{ tenantId: Id; logins: Map<Role, Id> }> {
  const tenantId = await createTenant(context.db, now, DEMO_TENANT);
  const logins = new Map<Role, Id>();
  for (const [order, { role, name }] of DEMO_ROLES.entries())
    logins.set(
      role,
      await addMember(
        context.db,
        now,
        tenantId,
        { email: `${role}@larch-lane.example`, name, locale: 'en', role, password: null },
        order,
      ),
    );
  return { tenantId, logins };
}

async function readPartList(): Promise<Office['partList']> {
  const bytes = await readFile(new URL(PART_LIST, import.meta.url));
  return { name: PART_LIST, table: must(await readTable({ name: PART_LIST, bytes })) };
}

/** Letterhead, products, customers, and the first lorry of boards. */
async function furnish(tx: Tx, shift: Shift): Promise<Pick<Office, 'customers' | 'products'>> {
  const caller = shift.as('owner', '06:00');
  await saveCompany(tx, DEMO_COMPANY);
  await installLibrary(tx, caller);
  must(await updateWorkshop(tx, caller, DEMO_WORKSHOP));
  const customers: Id[] = [];
  for (const customer of DEMO_CUSTOMERS)
    customers.push(
      must(
        await createCustomer(tx, caller, {
          phone: '',
          country: 'DE',
          vatNumber: '',
          paymentDays: 14,
          ...customer,
        }),
      ).id,
    );
  await restock(tx, shift);
  for (const [material, { rack, minimum }] of Object.entries(RACKS))
    for (const board of (await boardsForCutting(tx, material)).boards)
      must(await keepBoards(tx, caller, board.id, { rack, minimum }));
  const products = new Map((await listProducts(tx)).map((product) => [product.code, product.id]));
  return { customers, products };
}

/** What a stage has behind it. */
const ORDER_OF_STAGES: readonly Stage[] = [
  'draft',
  'quoted',
  'accepted',
  'planned',
  'released',
  'half-cut',
  'edge',
  'assembled',
  'packed',
  'loaded',
  'delivered',
  'invoiced',
];
const reaches = (order: DemoOrder, stage: Stage): boolean =>
  ORDER_OF_STAGES.indexOf(order.plan.stage) >= ORDER_OF_STAGES.indexOf(stage);

type Due = (day: (order: DemoOrder) => number | null, stage: Stage) => DemoOrder[];

/**
 * One working day. Office, floor and van work side by side, each in its own transaction, and none is saved before all
 * have read and written what they will: so each sees what was there in the morning and nothing else, and the same seed
 * makes the same day whoever is faster. They write different rows; two that did not would wait for each other until the
 * database ends the statement, and the demo would fail rather than differ.
 */
async function workDay(
  inOneGo: (work: (tx: Tx) => Promise<void>, beforeSaving: () => Promise<void>) => Promise<void>,
  shift: Shift,
  office: Office,
  orders: readonly DemoOrder[],
): Promise<void> {
  const due: Due = (day, stage) =>
    orders.filter((order) => day(order) === shift.index && reaches(order, stage));
  const day: readonly ((tx: Tx) => Promise<void>)[] = [
    (tx) => officeDay(tx, shift, office, due),
    (tx) => floorDay(tx, shift, due, orders),
    (tx) => goodsDay(tx, shift, due, orders),
  ];
  const evening = meeting(day.length);
  const outcomes = await Promise.allSettled(
    day.map(async (work) => {
      try {
        await inOneGo(work, evening.arrive);
      } catch (error) {
        evening.callOff(error);
        throw error;
      }
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Whoever arrives waits until all have, or hears why not all will. */
function meeting(count: number): { arrive(): Promise<void>; callOff(reason: unknown): void } {
  const all = Promise.withResolvers<undefined>();
  // Called off before anybody has arrived, it is heard by the first who does.
  all.promise.catch(() => undefined);
  let missing = count;
  return {
    arrive: () => {
      if (--missing === 0) all.resolve(undefined);
      return all.promise;
    },
    callOff: (reason) => all.reject(reason),
  };
}

/** What customers ask for and agree to. */
async function officeDay(tx: Tx, shift: Shift, office: Office, due: Due): Promise<void> {
  for (const order of due(({ plan }) => plan.quotedDay, 'draft')) await sell(tx, shift, office, order);
  for (const order of due(({ plan }) => plan.acceptedDay, 'accepted')) await accept(tx, shift, office, order);
}

/** Goods leave, invoices follow them, and money comes in. */
async function goodsDay(tx: Tx, shift: Shift, due: Due, orders: readonly DemoOrder[]): Promise<void> {
  for (const order of due(({ plan }) => plan.packedDay + 1, 'delivered')) {
    await handOver(tx, shift, await load(tx, shift, order, '07:15'));
    if (reaches(order, 'invoiced')) await invoice(tx, shift, order);
  }
  await pay(
    tx,
    shift,
    due(({ plan }) => plan.paidDay, 'invoiced'),
  );
  // The van is loaded the evening before.
  for (const order of orders.filter(
    ({ plan }) => plan.stage === 'loaded' && plan.packedDay + 1 === shift.index,
  ))
    await load(tx, shift, order, '14:30');
}

/** Saw, machines, benches and racks, in the order in which a factory lives its day. */
async function floorDay(tx: Tx, shift: Shift, due: Due, orders: readonly DemoOrder[]): Promise<void> {
  const { index } = shift;
  await sawDay(
    tx,
    shift,
    due(({ plan }) => plan.cutDay, 'planned'),
    orders,
  );
  // In the first weeks the tablet at the benches was not in use yet: packing says for both that a unit is done.
  if (index >= BENCH_TABLET_DAY)
    await finishUnits(
      tx,
      shift,
      due(({ plan }) => plan.assembledDay, 'assembled'),
      'ASM',
    );
  await finishUnits(
    tx,
    shift,
    due(({ plan }) => plan.packedDay, 'packed'),
    'PACK',
  );
  for (const order of orders.filter(({ plan }) => plan.stage === 'edge' && plan.cutDay + 1 === index)) {
    await passParts(tx, shift, order, 'EDGE', 0.6);
    await passParts(tx, shift, order, 'CNC', 0.5);
  }
  if (index % RACK_EVERY === RACK_EVERY - 1) await clearRack(tx, shift);
  if (index % SCHEDULE_EVERY === 0)
    await planScheduleAtOnce(
      tx,
      shift.as('planner', '15:00'),
      { cause: 'asked', moves: SCHEDULE_MOVES },
      shift.compute,
    );
}

/** The saw's day: what goes through as a whole, then the orders that stop on the way; parts to make again join in. */
async function sawDay(
  tx: Tx,
  shift: Shift,
  today: readonly DemoOrder[],
  orders: readonly DemoOrder[],
): Promise<void> {
  if (today.length === 0) return;
  await restock(tx, shift);
  const whole = today.filter((order) => reaches(order, 'edge'));
  const again = orders.filter(
    ({ plan }) => plan.remake !== null && plan.cutDay < shift.index && shift.index < plan.assembledDay,
  );
  await cut(tx, shift, [...whole, ...again], 'cut');
  for (const order of today.filter(({ plan }) => plan.stage === 'half-cut'))
    await cut(tx, shift, [order], 'half');
  for (const order of today.filter(({ plan }) => plan.stage === 'released'))
    await cut(tx, shift, [order], 'released');
  for (const order of today.filter(({ plan }) => plan.stage === 'planned'))
    await cut(tx, shift, [order], 'planned');
  for (const order of whole) if (order.plan.remake) await spoilPart(tx, shift, order, order.plan.remake);
}
