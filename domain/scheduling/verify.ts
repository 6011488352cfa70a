import type { WorkCalendar } from './calendar.ts';
import type { ChangeoverRule } from './changeover.ts';
import type { Instance, Operation, Resource, Schedule, ScheduledOperation } from './instance.ts';

export interface ScheduleFault {
  readonly code:
    | 'missing'
    | 'twice'
    | 'unknown'
    | 'lots'
    | 'times'
    | 'machine'
    | 'too_early'
    | 'precedence'
    | 'overlap'
    | 'changeover'
    | 'minutes'
    | 'moved_fact'
    | 'moved_frozen'
    | 'pin_machine'
    | 'pin_start'
    | 'pin_after'
    | 'figures'
    | 'bound';
  /** operation, machine or figure it is about */
  readonly subject: string;
  readonly expected?: number | string;
  readonly found?: number | string;
}

/**
 * Checks a schedule from the instance alone, minute by minute. Shares no code with the engine: calendars, changeovers,
 * speeds and lots are worked out again here, as plainly as possible.
 * @returns the faults found, empty when the schedule is right
 */
export function verifySchedule(instance: Instance, schedule: Schedule): ScheduleFault[] {
  const faults: ScheduleFault[] = [];
  const fault = (
    code: ScheduleFault['code'],
    subject: string,
    expected?: number | string,
    found?: number | string,
  ): void => {
    faults.push({
      code,
      subject,
      ...(expected === undefined ? {} : { expected }),
      ...(found === undefined ? {} : { found }),
    });
  };
  const operations = new Map(instance.operations.map((o) => [o.id, o]));
  const resources = new Map(instance.resources.map((r) => [r.id, r]));
  const rowsOf = new Map<string, ScheduledOperation[]>();
  for (const row of schedule.rows) {
    if (!operations.has(row.operation)) fault('unknown', row.operation);
    if (!resources.has(row.machine)) fault('unknown', row.machine);
    if (
      ![row.start, row.end, row.changeover].every(Number.isInteger) ||
      row.end < row.start ||
      row.changeover < 0
    )
      fault('times', row.operation);
    rowsOf.set(row.operation, [...(rowsOf.get(row.operation) ?? []), row]);
  }
  if (faults.length > 0) return faults;

  const latest = Math.max(instance.now, ...schedule.rows.map((r) => r.end));
  const earliest = Math.min(instance.now, ...schedule.rows.map((r) => r.start));
  if (latest - earliest > 20_000_000) return [{ code: 'times', subject: 'horizon' }];
  const clock = openMinutes(instance, earliest, latest);
  const brokenFrozen = new Set(
    schedule.conflicts.filter((c) => c.code === 'frozen_broken').map((c) => c.operation),
  );
  const missedPins = new Set(
    schedule.conflicts.filter((c) => c.code === 'pin_start_missed').map((c) => c.operation),
  );
  const frozen = new Map(
    (instance.frozen?.rows ?? [])
      .filter((r) => r.start < instance.frozen!.until)
      .map((r) => [`${r.operation}/${r.lot}`, r]),
  );
  const isHeld = (row: ScheduledOperation): boolean => {
    const held = frozen.get(`${row.operation}/${row.lot}`);
    return (
      held !== undefined && held.start === row.start && held.end === row.end && held.machine === row.machine
    );
  };
  const hasBegun = (row: ScheduledOperation): boolean =>
    operations.get(row.operation)!.state !== undefined || (isHeld(row) && row.start < instance.now);

  for (const operation of instance.operations) {
    const rows = rowsOf.get(operation.id) ?? [];
    if (rows.length === 0) fault('missing', operation.id);
    const lots = rows[0]?.lots ?? 1;
    if (new Set(rows.map((r) => r.lot)).size !== rows.length) fault('twice', operation.id);
    if (rows.some((r) => r.lots !== lots || r.lot < 0 || r.lot >= lots) || rows.length !== lots)
      fault('lots', operation.id, lots, rows.length);
    if (lots > 1 && (!operation.split || lots > operation.split.lots))
      fault('lots', operation.id, operation.split?.lots ?? 1, lots);
    for (const row of rows) {
      checkPlace(operation, row);
      checkHeld(operation, row);
    }
    checkPrecedences(operation, rows);
  }
  for (const resource of instance.resources) replay(resource);
  checkFigures();
  return faults;

  function checkPlace(operation: Operation, row: ScheduledOperation): void {
    const { state } = operation;
    if (state) {
      if (row.machine !== state.machine || row.start !== state.start) fault('moved_fact', operation.id);
      if (state.kind === 'done' && row.end !== state.end)
        fault('moved_fact', operation.id, state.end, row.end);
      if (state.kind === 'running') {
        const worked = operation.elapsed
          ? row.end - instance.now
          : clock.count(row.machine, instance.now, row.end);
        if (worked !== state.minutesLeft) fault('minutes', operation.id, state.minutesLeft, worked);
      }
      return;
    }
    if (hasBegun(row)) return;
    const whole = minutesOn(operation, resources.get(row.machine)!);
    if (whole === undefined) return fault('machine', operation.id, undefined, row.machine);
    const minutes =
      row.lots === 1 ? whole : Math.floor(whole / row.lots) + (row.lot < whole % row.lots ? 1 : 0);
    if (operation.elapsed) {
      const setupEnd = row.end - minutes;
      if (setupEnd < row.start || clock.count(row.machine, row.start, setupEnd) !== row.changeover)
        fault('minutes', operation.id, row.changeover + minutes, row.end - row.start);
    } else {
      const worked = clock.count(row.machine, row.start, row.end);
      if (worked !== row.changeover + minutes)
        fault('minutes', operation.id, row.changeover + minutes, worked);
    }
  }

  function checkHeld(operation: Operation, row: ScheduledOperation): void {
    const held = frozen.get(`${operation.id}/${row.lot}`);
    if (held && !operation.state && !isHeld(row) && !brokenFrozen.has(operation.id))
      fault('moved_frozen', operation.id, held.start, row.start);
    if (operation.state || isHeld(row)) return;
    const order = instance.orders.find((o) => o.id === operation.order);
    const from = Math.max(
      instance.now,
      operation.release ?? instance.now,
      operation.material?.from ?? instance.now,
      order?.release ?? instance.now,
    );
    if (row.start < from) fault('too_early', operation.id, from, row.start);
    for (const pin of instance.pins) {
      if (pin.subject !== operation.id) continue;
      if (pin.constraint === 'machine' && pin.value !== row.machine)
        fault('pin_machine', operation.id, pin.value, row.machine);
      if (pin.constraint === 'not-before' && row.start < pin.value)
        fault('too_early', operation.id, pin.value, row.start);
      if (
        pin.constraint === 'start' &&
        (row.start < pin.value || (row.start !== pin.value && !missedPins.has(operation.id)))
      )
        fault('pin_start', operation.id, pin.value, row.start);
    }
  }

  function checkPrecedences(operation: Operation, rows: readonly ScheduledOperation[]): void {
    const before: [string, 'precedence' | 'pin_after'][] = operation.after.map((id) => [id, 'precedence']);
    for (const pin of instance.pins)
      if (pin.subject === operation.id && pin.constraint === 'after') before.push([pin.value, 'pin_after']);
    for (const row of rows) {
      if (hasBegun(row)) continue;
      for (const [id, code] of before)
        for (const earlier of rowsOf.get(id) ?? [])
          if (row.start < earlier.end) fault(code, operation.id, earlier.end, row.start);
    }
  }

  /** One machine from its first row to its last: no two at once, each changeover as the rule says. */
  function replay(resource: Resource): void {
    const rows = schedule.rows
      .filter((r) => r.machine === resource.id)
      .sort((a, b) => a.start - b.start || a.end - b.end);
    const rule = instance.changeovers.find((r) => r.id === resource.changeover);
    let family = resource.family;
    let previous: ScheduledOperation | undefined;
    for (const row of rows) {
      if (previous && row.start < previous.end && !(hasBegun(row) && hasBegun(previous)))
        fault('overlap', resource.id, previous.operation, row.operation);
      previous = row;
      const own = rule && operations.get(row.operation)!.families?.[rule.id];
      const needed = rule && own !== undefined ? setUp(rule, family, own) : 0;
      const exact = !isHeld(row);
      if (!hasBegun(row) && (row.changeover < needed || (exact && row.changeover !== needed)))
        fault('changeover', row.operation, needed, row.changeover);
      if (own !== undefined) family = own;
    }
  }

  function checkFigures(): void {
    let [late, lateOrders, workInProcess] = [0, 0, 0];
    for (const order of instance.orders) {
      const rows = instance.operations
        .filter((o) => o.order === order.id)
        .flatMap((o) => rowsOf.get(o.id) ?? []);
      if (rows.length === 0) continue;
      const end = Math.max(...rows.map((r) => r.end));
      workInProcess += end - Math.min(...rows.map((r) => r.start));
      if (order.due !== undefined && end > order.due) {
        late += (end - order.due) * order.weight;
        lateOrders++;
      }
    }
    const makespan = Math.max(0, ...schedule.rows.map((r) => r.end));
    const f = schedule.figures;
    const value = instance.objective === 'makespan' ? makespan : Math.round((late / 1440) * 100) / 100;
    const compare: [string, number, number][] = [
      ['value', value, f.value],
      ['makespan', makespan, f.makespan],
      ['weightedLateMinutes', late, f.weightedLateMinutes],
      ['lateOrders', lateOrders, f.lateOrders],
      ['workInProcessMinutes', workInProcess, f.workInProcessMinutes],
      ['changeoverMinutes', schedule.rows.reduce((sum, r) => sum + r.changeover, 0), f.changeoverMinutes],
    ];
    for (const [name, expected, found] of compare)
      if (Math.abs(expected - found) > 1e-6) fault('figures', name, expected, found);
    if (schedule.lowerBound > value + 1e-9) fault('bound', 'lowerBound', value, schedule.lowerBound);
    if (schedule.proven && schedule.lowerBound !== value)
      fault('bound', 'proven', value, schedule.lowerBound);
  }
}

/** Minutes of the whole operation on a resource, the shortest where several alternatives name it. */
function minutesOn(operation: Operation, resource: Resource): number | undefined {
  let best: number | undefined;
  for (const alternative of operation.alternatives) {
    let percent: number;
    if ('machine' in alternative) percent = alternative.machine === resource.id ? 100 : 0;
    else if ('group' in alternative) percent = alternative.group === resource.group ? 100 : 0;
    else percent = resource.skills?.[alternative.skill] ?? 0;
    if (percent === 0) continue;
    const minutes = Math.ceil((alternative.minutes * 100) / (((alternative.speed ?? 100) * percent) / 100));
    if (best === undefined || minutes < best) best = minutes;
  }
  return best;
}

function setUp(rule: ChangeoverRule, from: number | undefined, to: number): number {
  if (from === undefined) return rule.first;
  if (from === to) return rule.same;
  if (rule.kind === 'flat') return rule.minutes;
  if (rule.kind === 'grouped')
    return Math.trunc(from / rule.size) === Math.trunc(to / rule.size) ? rule.within : rule.across;
  if (rule.kind === 'ordered') return from < to ? rule.up : rule.down;
  return rule.minutes[from]?.[to] ?? Number.NaN;
}

/** Open or closed for every single minute of the plan, summed up from the first one. */
function openMinutes(
  instance: Instance,
  from: number,
  until: number,
): { count: (machine: string, a: number, b: number) => number } {
  const sums = new Map<string, Int32Array>();
  const ofMachine = new Map<string, Int32Array>();
  for (const resource of instance.resources) {
    const key = resource.stops?.length ? `${resource.calendar} ${resource.id}` : resource.calendar;
    let sum = sums.get(key);
    if (!sum) {
      const calendar = instance.calendars.find((c) => c.id === resource.calendar)!;
      sum = new Int32Array(until - from + 1);
      for (let t = from; t < until; t++)
        sum[t - from + 1] =
          sum[t - from]! +
          (isOpen(calendar, t) && !(resource.stops ?? []).some((s) => t >= s.from && t < s.until) ? 1 : 0);
      sums.set(key, sum);
    }
    ofMachine.set(resource.id, sum);
  }
  return {
    count: (machine, a, b) => ofMachine.get(machine)![b - from]! - ofMachine.get(machine)![a - from]!,
  };
}

/** Is this one minute open? The definition of `WorkCalendar`, word for word. */
export function isOpen(calendar: WorkCalendar, minute: number): boolean {
  for (let i = calendar.exceptions.length - 1; i >= 0; i--) {
    const exception = calendar.exceptions[i]!;
    if (minute >= exception.from && minute < exception.until) return exception.open;
  }
  if (!calendar.weekly) return true;
  let shift = 0;
  for (const change of calendar.clockChanges ?? []) if (minute >= change.at) shift += change.by;
  const ofWeek = (((minute - calendar.weekStart - shift) % 10_080) + 10_080) % 10_080;
  return calendar.weekly.some((w) => ofWeek >= w.from && ofWeek < w.until);
}
