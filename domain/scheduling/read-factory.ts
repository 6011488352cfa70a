import type { Result } from '#domain/kernel/result.ts';
import type { WorkCalendar } from './calendar.ts';
import type { ChangeoverRule } from './changeover.ts';
import type { Instance, Operation, Order, Resource } from './instance.ts';
import { checkInstance } from './check-instance.ts';
import type { ReadRefusal } from './read-text.ts';
import { BadLine, MINUTES_MAX, readingOf } from './read-text.ts';

const TWO_SHIFTS = [
  [360, 840],
  [870, 1320],
] as const;
const DAY_SHIFT = [
  [420, 720],
  [750, 930],
] as const;
const weekdays = (windows: readonly (readonly [number, number])[]): { from: number; until: number }[] =>
  [0, 1, 2, 3, 4].flatMap((day) =>
    windows.map(([from, until]) => ({ from: day * 1440 + from, until: day * 1440 + until })),
  );

const CALENDARS: readonly WorkCalendar[] = [
  { id: 'two-shifts', weekStart: 0, weekly: weekdays(TWO_SHIFTS), exceptions: [] },
  { id: 'day', weekStart: 0, weekly: weekdays(DAY_SHIFT), exceptions: [] },
  { id: 'always', weekStart: 0, weekly: null, exceptions: [] },
];
const CHANGEOVERS: readonly ChangeoverRule[] = [
  { id: 'material', kind: 'flat', first: 5, same: 0, minutes: 6 },
  { id: 'edge', kind: 'grouped', first: 5, same: 0, size: 4, within: 4, across: 9 },
  { id: 'program', kind: 'flat', first: 5, same: 0, minutes: 4 },
  { id: 'colour', kind: 'ordered', first: 5, same: 0, up: 12, down: 28 },
];
/** The factory of the benchmark: group → machines, calendar, changeover rule. */
const GROUPS: Readonly<Record<string, { machines: number; calendar: string; rule?: string }>> = {
  SAW: { machines: 2, calendar: 'two-shifts', rule: 'material' },
  EDGE: { machines: 2, calendar: 'two-shifts', rule: 'edge' },
  CNC: { machines: 3, calendar: 'two-shifts', rule: 'program' },
  SAND: { machines: 2, calendar: 'day' },
  SPRAY: { machines: 2, calendar: 'day', rule: 'colour' },
  UPH: { machines: 2, calendar: 'day' },
  ASM: { machines: 8, calendar: 'day' },
  QC: { machines: 1, calendar: 'day' },
  PACK: { machines: 3, calendar: 'day' },
  DRY: { machines: 40, calendar: 'always' },
};

/**
 * Reads a factory of the benchmark: operations (`op,group,minutes,family,order,successor,release_min`) and orders
 * (`order,due_min,weight`). Minute 0 is a Monday 00:00; machines are named GROUP-1, GROUP-2, …
 * @param files names of the two files, for messages
 */
export function readFactory(
  files: { ops: string; orders: string },
  opsText: string,
  ordersText: string,
  name: string,
): Result<Instance, ReadRefusal> {
  const orders = readingOf(files.orders, () => readOrders(ordersText));
  if (!orders.ok) return orders;
  return readingOf(files.ops, () => {
    const instance: Instance = {
      name,
      origin: '2024-01-01T00:00:00.000Z',
      now: 0,
      objective: 'lateness',
      calendars: CALENDARS,
      changeovers: CHANGEOVERS,
      resources: Object.entries(GROUPS).flatMap(([group, { machines, calendar, rule }]) =>
        Array.from({ length: machines }, (_, i): Resource => ({
          id: `${group}-${i + 1}`,
          kind: 'machine',
          group,
          calendar,
          ...(rule === undefined ? {} : { changeover: rule }),
        })),
      ),
      orders: orders.value,
      operations: readOperations(opsText, orders.value.length),
      pins: [],
    };
    const checked = checkInstance(instance);
    if (!checked.ok) {
      const circle = checked.refusal.faults.find((f) => f.code === 'circle');
      throw new BadLine(
        circle ? Number(circle.subject) + 2 : 0,
        circle
          ? `operation ${circle.subject} waits for itself`
          : `the instance is contradictory: ${JSON.stringify(checked.refusal.faults[0])}`,
      );
    }
    return instance;
  });
}

function readOrders(text: string): Order[] {
  return table(text, ['order', 'due_min', 'weight']).map(({ line, cells }, i) => {
    const id = whole(cells['order']!, line, 'order');
    if (id !== i) throw new BadLine(line, `order ${id} stands where order ${i} is expected`);
    const weight = Number(cells['weight']);
    if (cells['weight'] === '' || !(weight >= 0) || !Number.isFinite(weight))
      throw new BadLine(line, `weight "${cells['weight']}" is no number from 0`);
    return { id: String(i), due: whole(cells['due_min']!, line, 'due_min'), weight };
  });
}

function readOperations(text: string, orders: number): Operation[] {
  const rows = table(text, ['op', 'group', 'minutes', 'family', 'order', 'successor', 'release_min']);
  const after: string[][] = rows.map(() => []);
  const read = rows.map(({ line, cells }, i) => {
    const id = whole(cells['op']!, line, 'op');
    if (id !== i) throw new BadLine(line, `operation ${id} stands where operation ${i} is expected`);
    const group = GROUPS[cells['group']!];
    if (!group)
      throw new BadLine(
        line,
        `operation ${i} names group ${cells['group']}, which the factory does not have`,
      );
    const minutes = whole(cells['minutes']!, line, 'minutes');
    if (minutes > MINUTES_MAX)
      throw new BadLine(line, `operation ${i} takes ${minutes} minutes, more than ${MINUTES_MAX}`);
    const order = whole(cells['order']!, line, 'order');
    if (order >= orders) throw new BadLine(line, `operation ${i} names order ${order} of ${orders}`);
    const family = cells['family'] === '-1' ? -1 : whole(cells['family']!, line, 'family');
    if (group.rule !== undefined && (family < 0 || family > 999))
      throw new BadLine(line, `operation ${i} has family ${family}`);
    const successor = cells['successor'] === '-1' ? -1 : whole(cells['successor']!, line, 'successor');
    if (successor >= rows.length)
      throw new BadLine(line, `operation ${i} names successor ${successor} of ${rows.length}`);
    if (successor >= 0) after[successor]!.push(String(i));
    return {
      id: String(i),
      order: String(order),
      group: cells['group']!,
      minutes,
      release: whole(cells['release_min']!, line, 'release_min'),
      families: group.rule === undefined ? {} : { [group.rule]: family },
    };
  });
  return read.map(({ group, minutes, ...rest }, i) => ({
    ...rest,
    alternatives: [{ group, minutes }],
    after: after[i]!,
  }));
}

function whole(text: string, line: number, column: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0 || value > 1e9)
    throw new BadLine(line, `${column} "${text}" is no whole number from 0`);
  return value;
}

function table(text: string, columns: readonly string[]): { line: number; cells: Record<string, string> }[] {
  const lines = text.split('\n').map((l) => l.trim());
  if (lines[0] !== columns.join()) throw new BadLine(1, `the first line is not ${columns.join()}`);
  return lines.slice(1).flatMap((raw, i) => {
    if (raw === '') return [];
    const values = raw.split(',');
    if (values.length !== columns.length)
      throw new BadLine(i + 2, `has ${values.length} of ${columns.length} columns`);
    return [{ line: i + 2, cells: Object.fromEntries(columns.map((c, k) => [c, values[k]!])) }];
  });
}
