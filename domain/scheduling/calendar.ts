import type { Instant } from '#domain/kernel/days.ts';
import { addMinutes, dayIn, minuteOfDayIn } from '#domain/kernel/days.ts';

/** Half-open: `until` itself is no longer inside. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * When a resource works. A minute t is open when the weekly windows hold (t − weekStart − clock shift) mod 10,080,
 * unless an exception covers it; of several exceptions over one minute the last in the list decides.
 */
export interface WorkCalendar {
  readonly id: string;
  /** the minute (of the instance's time) of some Monday 00:00 */
  readonly weekStart: number;
  /** minutes of the week, 0 = Monday 00:00 … 10,080; null: open around the clock */
  readonly weekly: readonly Span[] | null;
  /** holidays, company closing, overtime */
  readonly exceptions: readonly (Span & { readonly open: boolean; readonly reason?: string })[];
  /** clock changes: from minute `at` on, the weekly windows lie `by` minutes later (−60 in spring, +60 in autumn) */
  readonly clockChanges?: readonly { readonly at: number; readonly by: number }[];
}

/** Stands for "not before the calendar ends": far outside every plan, still exact in 32 bits. */
export const NEVER = 2 ** 30;
const WEEK = 10_080;

/** What the engine asks of a calendar; all answers are exact. */
export interface OpenTime {
  /** first open minute ≥ t, or NEVER */
  nextOpen(t: number): number;
  /** the smallest end with exactly `minutes` open minutes in [t, end); t itself for 0 minutes; NEVER when there are not enough */
  addWorking(t: number, minutes: number): number;
  /** open minutes in [from, until) */
  workingBetween(from: number, until: number): number;
  /** the closed spans within [from, until), in order */
  closedSpans(from: number, until: number): Span[];
}

const CHUNK = 26 * WEEK;
/** Ten years: nobody plans farther, and a machine stopped "until further notice" must end the search. */
const HORIZON = 522 * WEEK;

/**
 * Exact arithmetic over the open time from `begin` on. Open spans are listed half a year at a time, as far as asked.
 * @param begin nothing before this minute is ever asked
 */
export function openTime(calendar: WorkCalendar, begin: number): OpenTime {
  const from: number[] = [];
  const until: number[] = [];
  const before: number[] = []; // open minutes before span i
  const firstOfDay: number[] = []; // per day from `begin`: the first span that ends after the day's first minute
  let listed = begin;

  function extend(): boolean {
    if (listed >= begin + HORIZON) return false;
    const next = listed + CHUNK;
    for (const span of openSpans(calendar, listed, next)) {
      const last = from.length - 1;
      if (last >= 0 && until[last] === span.from) {
        until[last] = span.until;
        continue;
      }
      before.push(last >= 0 ? before[last]! + until[last]! - from[last]! : 0);
      from.push(span.from);
      until.push(span.until);
    }
    listed = next;
    // The last span may still grow at the next extension; its index stays right, so the table can be appended to.
    let i = firstOfDay.length > 0 ? firstOfDay[firstOfDay.length - 1]! : 0;
    for (let day = firstOfDay.length; begin + day * 1440 < listed; day++) {
      while (i < until.length && until[i]! <= begin + day * 1440) i++;
      firstOfDay.push(i);
    }
    return true;
  }

  /** index of the first span with until > t, or −1 */
  function spanAfter(t: number): number {
    while (t >= listed) if (!extend()) return -1;
    let i = t <= begin ? 0 : firstOfDay[Math.floor((t - begin) / 1440)]!;
    for (;;) {
      while (i < until.length && until[i]! <= t) i++;
      if (i < until.length) return i;
      if (!extend()) return -1;
    }
  }

  return {
    nextOpen(t) {
      const i = spanAfter(t);
      return i < 0 ? NEVER : Math.max(t, from[i]!);
    },
    addWorking(t, minutes) {
      if (minutes === 0) return t;
      let i = spanAfter(t);
      if (i < 0) return NEVER;
      const start = Math.max(t, from[i]!);
      if (start + minutes <= until[i]!) return start + minutes;
      const target = before[i]! + (start - from[i]!) + minutes;
      for (;;) {
        while (i < from.length && before[i]! + until[i]! - from[i]! < target) i++;
        if (i < from.length) return from[i]! + target - before[i]!;
        i = from.length - 1;
        if (!extend()) return NEVER;
      }
    },
    workingBetween(a, b) {
      while (b > listed) if (!extend()) break;
      let sum = 0;
      for (let i = spanAfter(a); i >= 0 && i < from.length && from[i]! < b; i++)
        sum += Math.max(0, Math.min(b, until[i]!) - Math.max(a, from[i]!));
      return sum;
    },
    closedSpans(a, b) {
      while (b > listed) if (!extend()) break;
      const closed: Span[] = [];
      let at = a;
      for (let i = spanAfter(a); i >= 0 && i < from.length && from[i]! < b; i++) {
        if (from[i]! > at) closed.push({ from: at, until: from[i]! });
        at = until[i]!;
      }
      if (at < b) closed.push({ from: at, until: b });
      return closed;
    },
  };
}

/** The open spans within [begin, end), in order, neighbours joined. */
function openSpans(calendar: WorkCalendar, begin: number, end: number): Span[] {
  const spans: Span[] = [];
  const changes = [...(calendar.clockChanges ?? [])].sort((a, b) => a.at - b.at);
  let shift = 0;
  let segment = -NEVER;
  for (let c = 0; c <= changes.length; c++) {
    const next = changes[c]?.at ?? NEVER;
    weeklySpans(calendar, shift, Math.max(begin, segment), Math.min(end, next), spans);
    segment = next;
    shift += changes[c]?.by ?? 0;
  }
  let open = spans;
  for (const exception of calendar.exceptions) {
    if (exception.until <= begin || exception.from >= end) continue;
    const hole = { from: Math.max(begin, exception.from), until: Math.min(end, exception.until) };
    open = open.flatMap((span) =>
      [
        { from: span.from, until: Math.min(span.until, hole.from) },
        { from: Math.max(span.from, hole.until), until: span.until },
      ].filter((part) => part.from < part.until),
    );
    if (exception.open && hole.from < hole.until) open.push(hole);
  }
  return joined(open);
}

function weeklySpans(calendar: WorkCalendar, shift: number, begin: number, end: number, into: Span[]): void {
  if (begin >= end) return;
  if (!calendar.weekly) {
    into.push({ from: begin, until: end });
    return;
  }
  const base = calendar.weekStart + shift;
  for (let week = Math.floor((begin - base) / WEEK); base + week * WEEK < end; week++)
    for (const window of calendar.weekly) {
      const from = Math.max(begin, base + week * WEEK + window.from);
      const until = Math.min(end, base + week * WEEK + window.until);
      if (from < until) into.push({ from, until });
    }
}

function joined(spans: Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from - b.from);
  const out: { from: number; until: number }[] = [];
  for (const span of sorted) {
    const last = out[out.length - 1];
    if (last && span.from <= last.until) last.until = Math.max(last.until, span.until);
    else out.push({ ...span });
  }
  return out;
}

/** A calendar with further closed time on top, for a machine that stopped. */
export function withStops(calendar: WorkCalendar, stops: readonly Span[]): WorkCalendar {
  return { ...calendar, exceptions: [...calendar.exceptions, ...stops.map((s) => ({ ...s, open: false }))] };
}

/**
 * Clock changes of a zone in the first `days` days after `origin`, to the minute, for `WorkCalendar.clockChanges`.
 * In spring the wall clock jumps ahead, so windows come 60 minutes earlier on the time line.
 */
export function clockChanges(zone: string, origin: Instant, days: number): { at: number; by: number }[] {
  const offset = (minute: number): number => {
    const at = addMinutes(origin, minute);
    return (
      Date.parse(`${dayIn(zone, at)}T00:00:00Z`) / 60_000 +
      minuteOfDayIn(zone, at) -
      Math.floor(Date.parse(at) / 60_000)
    );
  };
  const changes: { at: number; by: number }[] = [];
  for (let day = 0; day < days; day++) {
    const earlier = offset(day * 1440);
    if (offset((day + 1) * 1440) === earlier) continue;
    let low = day * 1440;
    let high = low + 1440;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (offset(middle) === earlier) low = middle;
      else high = middle;
    }
    changes.push({ at: high, by: earlier - offset(high) });
  }
  return changes;
}
