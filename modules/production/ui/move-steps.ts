import type { Instant } from '#domain/kernel/days.ts';

export interface ClosedSpan {
  readonly from: Instant;
  readonly until: Instant;
}

const MINUTE_MS = 60_000;

/**
 * The next place an arrow key leads to: the next whole step of the clock in that direction, over closed time to where
 * work is possible again.
 * @param stepMinutes positive: later; negative: earlier
 * @param closed in order, without overlaps
 */
export function stepped(at: Instant, stepMinutes: number, closed: readonly ClosedSpan[]): Instant {
  const step = Math.abs(stepMinutes) * MINUTE_MS;
  const later = stepMinutes > 0;
  let ms = Date.parse(at);
  ms = later ? (Math.floor(ms / step) + 1) * step : (Math.ceil(ms / step) - 1) * step;
  for (;;) {
    const span = closedAt(new Date(ms).toISOString(), closed);
    if (!span) return new Date(ms).toISOString();
    if (later) ms = Date.parse(span.until);
    else ms = (Math.ceil(Date.parse(span.from) / step) - 1) * step;
  }
}

/** A whole day on or back, to the first possible moment from there on. */
export function steppedDay(at: Instant, days: number, closed: readonly ClosedSpan[]): Instant {
  const to = new Date(Date.parse(at) + days * 24 * 60 * MINUTE_MS).toISOString();
  const span = closedAt(to, closed);
  if (!span) return to;
  return days > 0 || span.until < at ? span.until : stepped(span.from, -15, closed);
}

function closedAt(at: Instant, closed: readonly ClosedSpan[]): ClosedSpan | undefined {
  return closed.find((span) => span.from <= at && at < span.until);
}
