import type { WorkCalendar } from './calendar.ts';
import type { ChangeoverRule } from './changeover.ts';
import type { Alternative, Instance, Operation, OperationState, Order, Pin, Resource } from './instance.ts';
import type { Random } from './random.ts';
import { seededRandom } from './random.ts';

/** Instances for tests: a small hand-made shop to vary, and random ones that use every feature. */
export function smallShop(parts: Partial<Instance> = {}): Instance {
  return {
    name: 'small',
    origin: '2025-03-10T00:00:00.000Z', // a Monday
    now: 0,
    objective: 'lateness',
    calendars: [
      { id: 'always', weekStart: 0, weekly: null, exceptions: [] },
      {
        id: 'day',
        weekStart: 0,
        weekly: [0, 1, 2, 3, 4].map((d) => ({ from: d * 1440 + 480, until: d * 1440 + 960 })),
        exceptions: [],
      },
    ],
    resources: [
      { id: 'saw', kind: 'machine', group: 'SAW', calendar: 'always' },
      { id: 'edge', kind: 'machine', group: 'EDGE', calendar: 'always' },
    ],
    changeovers: [],
    orders: [],
    operations: [],
    pins: [],
    ...parts,
  };
}

/** An operation of a hand-made shop. */
export function step(
  id: string,
  order: string,
  group: string,
  minutes: number,
  more: Partial<Operation> = {},
): Operation {
  return { id, order, alternatives: [{ group, minutes }], after: [], ...more };
}

/** A random calendar with shifts, exceptions that overlap, and clock changes. */
export function randomCalendar(id: string, random: Random): WorkCalendar {
  if (random.below(4) === 0) return { id, weekStart: 0, weekly: null, exceptions: someExceptions(random) };
  const weekly = Array.from({ length: 1 + random.below(6) }, () => {
    const from = random.below(10_000);
    return { from, until: Math.min(10_080, from + 1 + random.below(900)) };
  });
  const clockChanges =
    random.below(3) === 0 ? [{ at: 1000 + random.below(15_000), by: random.below(2) === 0 ? -60 : 60 }] : [];
  return { id, weekStart: -random.below(10_080), weekly, exceptions: someExceptions(random), clockChanges };
}

function someExceptions(random: Random): WorkCalendar['exceptions'] {
  return Array.from({ length: random.below(4) }, () => {
    const from = random.below(20_000) - 500;
    return { from, until: from + 1 + random.below(1500), open: random.below(2) === 0 };
  });
}

const RULES: readonly ChangeoverRule[] = [
  { id: 'flat', kind: 'flat', first: 5, same: 0, minutes: 6 },
  { id: 'grouped', kind: 'grouped', first: 3, same: 1, size: 2, within: 4, across: 9 },
  { id: 'ordered', kind: 'ordered', first: 0, same: 0, up: 12, down: 28 },
  {
    id: 'matrix',
    kind: 'matrix',
    first: 7,
    same: 0,
    minutes: [
      [0, 3, 8, 1],
      [9, 0, 2, 4],
      [5, 5, 0, 6],
      [1, 2, 3, 0],
    ],
  },
];

/** A valid instance with every feature the engine knows, small enough to be planned in milliseconds. */
export function randomInstance(seed: number): Instance {
  const random = seededRandom(seed);
  const chance = (share: number): boolean => random.next() < share;
  const calendars = [0, 1, 2].map((i) => randomCalendar(`c${i}`, random));
  const groups = Array.from({ length: 2 + random.below(3) }, (_, g) => `G${g}`);
  const now = random.below(2000);
  const resources: Resource[] = groups.flatMap((group) => {
    const rule = chance(0.6) ? RULES[random.below(RULES.length)]!.id : undefined;
    const calendar = `c${random.below(3)}`;
    return Array.from({ length: 1 + random.below(3) }, (_, i): Resource => ({
      id: `${group}-${i + 1}`,
      kind: 'machine',
      group,
      calendar,
      ...(rule === undefined ? {} : { changeover: rule }),
      ...(chance(0.3) ? { family: random.below(4) } : {}),
      ...(chance(0.2)
        ? { stops: [{ from: now + random.below(500), until: now + 500 + random.below(1000) }] }
        : {}),
    }));
  });
  for (let i = 0; i < 2; i++)
    resources.push({
      id: `P${i}`,
      kind: 'person',
      group: 'people',
      calendar: 'c0',
      skills: i === 0 ? { pack: 100 } : { pack: 80, spray: 120 },
    });
  const orders: Order[] = Array.from({ length: 2 + random.below(6) }, (_, i) => ({
    id: `o${i}`,
    weight: 1 + random.below(4),
    ...(chance(0.9) ? { due: now + random.below(8000) } : {}),
    ...(chance(0.2) ? { release: now + random.below(1500) } : {}),
  }));
  const operations: Operation[] = [];
  for (const order of orders) {
    const count = 1 + random.below(5);
    for (let k = 0; k < count; k++) {
      const minutes = 1 + random.below(200);
      const dice = random.next();
      const group = groups[random.below(groups.length)]!;
      const alternatives: Alternative[] =
        dice < 0.15
          ? [{ skill: chance(0.5) ? 'pack' : 'spray', minutes }]
          : dice < 0.3
            ? [
                { group, minutes },
                {
                  machine: resources[random.below(resources.length)]!.id,
                  minutes: 1 + random.below(200),
                  speed: 50 + random.below(100),
                },
              ]
            : [{ group, minutes }];
      const last = operations[operations.length - 1];
      operations.push({
        id: `${order.id}.${k}`,
        order: order.id,
        alternatives,
        families: Object.fromEntries(RULES.filter(() => chance(0.85)).map((r) => [r.id, random.below(4)])),
        after: k === 0 || !last ? [] : chance(0.75) ? [last.id] : [],
        ...(chance(0.15) ? { release: now + random.below(1000) } : {}),
        ...(chance(0.15) ? { material: { name: 'board', from: now + random.below(2000) } } : {}),
        ...(chance(0.15) ? { elapsed: true } : {}),
        ...(chance(0.2) ? { split: { lots: 2 + random.below(2), minMinutes: 10 } } : {}),
      });
    }
  }
  const taken = new Set<string>();
  const withStates = operations.map((operation): Operation => {
    if (operation.after.length > 0 || !chance(0.25)) return operation;
    const machine = resources[random.below(resources.length)]!.id;
    if (taken.has(machine)) return operation;
    taken.add(machine);
    const state: OperationState = chance(0.5)
      ? { kind: 'done', machine, start: now - 300, end: now - 100 }
      : { kind: 'running', machine, start: now - 50, minutesLeft: 1 + random.below(120) };
    return { ...operation, state };
  });
  return {
    name: `random-${seed}`,
    origin: '2025-03-10T00:00:00.000Z',
    now,
    objective: chance(0.8) ? 'lateness' : 'makespan',
    calendars,
    resources,
    changeovers: RULES,
    orders,
    operations: withStates,
    pins: somePins(withStates, now, random),
  };
}

function somePins(operations: readonly Operation[], now: number, random: Random): Pin[] {
  const pins: Pin[] = [];
  operations.forEach((operation, i) => {
    if (random.next() >= 0.12) return;
    const why = { subject: operation.id, reason: 'agreed with the customer', event: `e${i}` };
    const dice = random.below(4);
    const [first] = operation.alternatives;
    const earlier = operations[random.below(i + 1)]!;
    if (dice === 0) pins.push({ ...why, constraint: 'start', value: now + random.below(4000) });
    else if (dice === 1) pins.push({ ...why, constraint: 'not-before', value: now + random.below(4000) });
    else if (dice === 2 && earlier !== operation)
      pins.push({ ...why, constraint: 'after', value: earlier.id });
    else if (dice === 3 && first && 'group' in first)
      pins.push({ ...why, constraint: 'machine', value: `${first.group}-1` });
  });
  return pins;
}
