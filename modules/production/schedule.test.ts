import { expect, test } from 'vitest';
import { minor } from '#domain/kernel/units.ts';
import { checkInstance } from '#domain/scheduling/check-instance.ts';
import type { Reason } from '#domain/scheduling/explain.ts';
import type { WorkCentre } from '#domain/product/factory.ts';
import { lateReasons } from './late-reasons.ts';
import { gatherWork, type OpenStep } from './schedule-facts.ts';
import { machinesOf, originOf, scheduleInstance, type ScheduleFacts } from './schedule-instance.ts';

const centre = (code: string, kind: WorkCentre['kind'], more: Partial<WorkCentre> = {}): WorkCentre => ({
  code,
  name: code,
  kind,
  people: 2,
  machines: 1,
  rateMinorPerHour: minor(5200n),
  setUpMinutes: 10,
  setUpPer: 'none',
  runMs: 1000,
  ...more,
});
const step = (given: Partial<OpenStep> & Pick<OpenStep, 'kind' | 'seq'>): OpenStep => ({
  id: crypto.randomUUID(),
  order_id: 'o1',
  part_id: null,
  unit_id: null,
  centre: given.kind.toUpperCase(),
  ms: 60_000,
  work_order_id: null,
  material: 'W18',
  part_unit: 'o1 1',
  unit_key: null,
  unit_name: null,
  ...given,
});
const workOrder = (id: string, kind: WorkCentre['kind'], more = {}) => ({
  tenant_id: 't',
  id,
  kind,
  centre: kind.toUpperCase(),
  order_id: 'o1',
  unit_no: null,
  family: '',
  name: id,
  own_ms: null,
  ...more,
});

// Two parts of one cabinet: one is sawn in a released book and edged, the other still waits for a plan.
const steps: OpenStep[] = [
  step({ kind: 'saw', seq: 1, part_id: 'p1', work_order_id: 'book' }),
  step({ kind: 'edge', seq: 2, part_id: 'p1', work_order_id: 'edges' }),
  step({ kind: 'saw', seq: 1, part_id: 'p2' }),
  step({
    kind: 'assembly',
    seq: 100,
    unit_id: 'u1',
    unit_key: 'o1 1',
    part_unit: null,
    work_order_id: 'build',
  }),
  step({
    kind: 'packing',
    seq: 101,
    unit_id: 'u1',
    unit_key: 'o1 1',
    part_unit: null,
    work_order_id: 'pack',
  }),
];
const orders = new Map(
  [
    workOrder('book', 'saw', { own_ms: 600_000, family: 'W18' }),
    workOrder('edges', 'edge'),
    workOrder('build', 'assembly'),
    workOrder('pack', 'packing'),
  ].map((row) => [row.id, row]),
);

test('work waits for what it needs: edges for their book, assembly for the last step of every part', () => {
  const work = new Map(
    gatherWork(steps, orders, ['o1'], new Map([['book', 0.5]])).map((one) => [one.id, one]),
  );
  expect([...work.keys()]).toEqual(['saw:book', 'work:edges', 'cut:o1:W18', 'work:build', 'work:pack']);
  expect(work.get('work:edges')!.after).toEqual(['saw:book']);
  expect([...work.get('work:build')!.after].sort()).toEqual(['cut:o1:W18', 'work:edges']);
  expect(work.get('work:pack')!.after).toEqual(['work:build']);
  // Half of the book's sheets are cut: half of its ten minutes are left.
  expect(work.get('saw:book')!.ms).toBe(300_000);
});

test('a book of several orders belongs to the most urgent of them', () => {
  const shared = [
    step({ kind: 'saw', seq: 1, part_id: 'p1', work_order_id: 'book', order_id: 'later' }),
    step({ kind: 'saw', seq: 1, part_id: 'p2', work_order_id: 'book', order_id: 'first' }),
  ];
  expect(gatherWork(shared, orders, ['first', 'later'], new Map())[0]!.orderId).toBe('first');
});

const facts = (more: Partial<ScheduleFacts> = {}): ScheduleFacts => ({
  now: '2026-03-04T09:00:00.000Z',
  zone: 'Europe/Berlin',
  centres: [
    centre('SAW', 'saw', { setUpPer: 'material' }),
    centre('EDGE', 'edge', { setUpPer: 'edge', setUpMinutes: 30 }),
    centre('ASSEMBLY', 'assembly', { machines: 4, runMs: null }),
    centre('PACKING', 'packing', { machines: 0, runMs: null }),
  ],
  hours: new Map([['SAW', [{ from: 420, until: 960 }]]]),
  closedDays: [{ day: '2026-03-06', reason: 'inventory' }],
  orders: [{ orderId: 'o1', number: 'K-1', dueOn: '2026-03-05', weight: 2 }],
  work: gatherWork(steps, orders, ['o1'], new Map()),
  stops: [],
  pins: [],
  ...more,
});

test('the facts of the floor become an instance the engine accepts', () => {
  const instance = scheduleInstance(facts(), '2026-03-04');
  expect(checkInstance(instance).ok).toBe(true);
  // Monday 2 March 00:00 in Berlin is Sunday 23:00 UTC; Wednesday 10:00 is 2 days and 10 hours later.
  expect(instance.origin).toBe('2026-03-01T23:00:00.000Z');
  expect(instance.now).toBe((2 * 24 + 10) * 60);
  // Due on the 5th means until the end of it.
  expect(instance.orders[0]!.due).toBe(4 * 24 * 60);
  expect(instance.resources.filter((resource) => resource.group === 'ASSEMBLY')).toHaveLength(4);
  expect(instance.calendars.find((calendar) => calendar.id === 'SAW')!.exceptions).toMatchObject([
    { from: 4 * 1440, until: 5 * 1440, open: false },
  ]);
});

test('a machine that stands longer than expected is expected back in an hour', () => {
  const stop = { machine: 'EDGE-1', reason: 'glue', stoppedAt: '2026-03-04T06:00:00.000Z' };
  const now = (2 * 24 + 10) * 60;
  const until = (expectedMinutes: number) =>
    scheduleInstance(facts({ stops: [{ ...stop, expectedMinutes }] }), '2026-03-04').resources.find(
      (resource) => resource.id === 'EDGE-1',
    )!.stops![0]!.until;
  expect(until(30)).toBe(now + 60);
  expect(until(600)).toBe(now - 180 + 600);
});

test('a pin on work that is done holds nothing', () => {
  const pin = { constraint: 'machine' as const, value: 'EDGE-1', reason: 'new blade', event: 'e' };
  const instance = scheduleInstance(
    facts({
      pins: [
        { ...pin, subject: 'work:edges' },
        { ...pin, subject: 'work:gone' },
      ],
    }),
    '2026-03-04',
  );
  expect(instance.pins.map((one) => one.subject)).toEqual(['work:edges']);
});

test('machines count benches, and people where there is neither', () => {
  expect(machinesOf({ code: 'ASM', machines: 2, people: 6 })).toEqual(['ASM-1', 'ASM-2']);
  expect(machinesOf({ code: 'PACK', machines: 0, people: 1 })).toEqual(['PACK-1']);
  expect(originOf('Europe/Berlin', '2026-03-08')).toBe('2026-03-01T23:00:00.000Z');
});

test('an order is late because of others, a stop or a closed day, never because of itself', () => {
  const reason = (more: Partial<Reason>): Reason => ({
    operation: 'a',
    lot: 0,
    machine: 'EDGE-1',
    start: 0,
    end: 10,
    code: 'predecessor',
    until: 60,
    ...more,
  });
  const named = new Map([
    ['a', { name: '', centre: 'EDGE', orderNumber: 'K-1' }],
    ['b', { name: '', centre: 'EDGE', orderNumber: 'K-2' }],
    ['c', { name: '', centre: 'EDGE', orderNumber: 'K-1' }],
  ]);
  const say = (chain: Reason[], stops: { machine: string; reason: string }[] = []) =>
    lateReasons(chain, named, '2026-03-02T00:00:00.000Z', stops);
  expect(say([reason({ code: 'machine_busy', waitedFor: 'b' })])).toEqual([
    { code: 'machine_busy', centre: 'EDGE', order: 'K-2', until: '2026-03-02T01:00:00.000Z' },
  ]);
  expect(say([reason({ code: 'machine_busy', waitedFor: 'c' })])).toEqual([
    { code: 'work_content', centre: 'EDGE' },
  ]);
  const closed = { from: 0, until: 120 };
  expect(say([reason({ closed })])).toMatchObject([{ code: 'closed', until: '2026-03-02T02:00:00.000Z' }]);
  expect(say([reason({ closed })], [{ machine: 'EDGE-1', reason: 'glue' }])).toMatchObject([
    { code: 'machine_stopped', machine: 'EDGE-1', reason: 'glue' },
  ]);
});
