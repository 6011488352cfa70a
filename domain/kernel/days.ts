/** A calendar day without a zone, `2025-03-10`. Comparable as text. */
export type Day = string & { readonly __day?: never };
/** A moment in UTC, ISO 8601 with milliseconds and `Z`. Comparable as text. */
export type Instant = string & { readonly __instant?: never };

const DAY_MS = 86_400_000;

export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

export function addDays(from: Day, days: number): Day {
  return new Date(Date.parse(`${from}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export function daysBetween(from: Day, until: Day): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** ISO 8601 weekday: 1 = Monday … 7 = Sunday. */
export function weekday(of: Day): number {
  return ((new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** Since 1973 every zone changes its offset at a whole minute of UTC, if not always at a whole hour (St. John’s: 00:01). */
const MINUTE_MS = 60_000;
const WHOLE_MINUTES_FROM = Date.UTC(1973, 0, 1);
const OFFSETS_MAX = 20_000;
const offsets = new Map<string, Map<number, number>>();

/** What a clock on the wall shows. Asking the machine's time zones is slow, so each minute is asked for once. */
function wallClock(at: Instant, zone: string): { day: Day; minute: number; asUtcMs: number } {
  const ms = Math.floor(Date.parse(at) / 1000) * 1000;
  if (Number.isNaN(ms) || ms < WHOLE_MINUTES_FROM) return askWallClock(at, zone);
  let known = offsets.get(zone);
  if (!known) offsets.set(zone, (known = new Map()));
  const minute = Math.floor(ms / MINUTE_MS);
  let offset = known.get(minute);
  if (offset === undefined) {
    offset = askWallClock(at, zone).asUtcMs - ms;
    if (known.size >= OFFSETS_MAX) known.clear();
    known.set(minute, offset);
  }
  const shown = new Date(ms + offset).toISOString();
  return {
    day: shown.slice(0, 10),
    minute: Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16)),
    asUtcMs: ms + offset,
  };
}

const partsIn = new Map<string, Intl.DateTimeFormat>();
function askWallClock(at: Instant, zone: string): { day: Day; minute: number; asUtcMs: number } {
  let format = partsIn.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    partsIn.set(zone, format);
  }
  const p = Object.fromEntries(format.formatToParts(new Date(at)).map((x) => [x.type, x.value]));
  const onDay = `${p['year']}-${p['month']}-${p['day']}`;
  return {
    day: onDay,
    minute: Number(p['hour']) * 60 + Number(p['minute']),
    asUtcMs: Date.parse(`${onDay}T${p['hour']}:${p['minute']}:${p['second']}Z`),
  };
}

/** The calendar day that a clock on the wall in `zone` shows at this moment. @throws RangeError for an unknown zone */
export function dayIn(zone: string, at: Instant): Day {
  return wallClock(at, zone).day;
}

/** Minutes since midnight on the wall clock of `zone`, 0 … 1439. */
export function minuteOfDayIn(zone: string, at: Instant): number {
  return wallClock(at, zone).minute;
}

/**
 * The moment at which the wall clock of `zone` shows `minute` minutes after midnight on `on`.
 * In the gap of a clock change the moment after the gap is taken, in the doubled hour the first of the two.
 */
export function instantAt(zone: string, on: Day, minute = 0): Instant {
  const wanted = Date.parse(`${on}T00:00:00Z`) + minute * 60_000;
  // Two different offsets around a clock change: try both, keep the earliest moment that shows the wanted time.
  const candidates = [wanted - DAY_MS, wanted + DAY_MS].map((near) => {
    const offset = wallClock(new Date(near).toISOString(), zone).asUtcMs - near;
    return wanted - offset;
  });
  candidates.sort((a, b) => a - b);
  const exact = candidates.find((ms) => wallClock(new Date(ms).toISOString(), zone).asUtcMs === wanted);
  return new Date(exact ?? candidates[1]!).toISOString();
}

export function addMinutes(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}
