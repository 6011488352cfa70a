import type { WorkHours } from '../../contract.ts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** The shifts of each day as people write them, Monday first: `06:00–14:00, 14:30–22:00`; '' on a free day. */
export function weekTexts(weekly: readonly WorkHours[]): string[] {
  return Array.from({ length: 7 }, (_, day) =>
    weekly
      .filter(({ from }) => Math.floor(from / DAY) === day)
      .map(({ from, until }) => `${clock(from % DAY)}–${clock(until % DAY || DAY)}`)
      .join(', '),
  );
}

/** @param ofDay 24:00 ends a day, 00:00 begins one */
function clock(ofDay: number): string {
  const [hours, minutes] = [Math.floor(ofDay / 60), ofDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

const SHIFT = /^(\d{1,2})(?::([0-5]\d))?\s*[-–—]\s*(\d{1,2})(?::([0-5]\d))?$/;

/**
 * Reads what was written. A shift may end after midnight (`22:00–06:00`); the one that begins on Sunday then goes on early
 * on Monday. Whether shifts lie over one another is for the server to say.
 * @returns minutes of the week in their order, or the days (0 = Monday) that cannot be read
 */
export function readWeek(
  texts: readonly string[],
): { readonly ok: true; readonly weekly: WorkHours[] } | { readonly ok: false; readonly days: number[] } {
  const weekly: WorkHours[] = [];
  const days: number[] = [];
  texts.forEach((text, day) => {
    for (const written of text
      .split(/[,;]/)
      .map((each) => each.trim())
      .filter(Boolean)) {
      const shift = readShift(written);
      if (!shift) {
        days.push(day);
        continue;
      }
      const from = day * DAY + shift.from;
      const until = day * DAY + shift.until;
      weekly.push({ from, until: Math.min(until, WEEK) });
      if (until > WEEK) weekly.push({ from: 0, until: until - WEEK });
    }
  });
  return days.length > 0
    ? { ok: false, days: [...new Set(days)] }
    : { ok: true, weekly: weekly.sort((a, b) => a.from - b.from) };
}

function readShift(text: string): WorkHours | null {
  const [, fromHour, fromMinute = '0', untilHour, untilMinute = '0'] = SHIFT.exec(text) ?? [];
  if (fromHour === undefined || untilHour === undefined) return null;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const until = Number(untilHour) * 60 + Number(untilMinute);
  if (from >= DAY || until > DAY || from === until) return null;
  return { from, until: until > from ? until : until + DAY };
}
