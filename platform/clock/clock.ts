import { randomFillSync } from 'node:crypto';
import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import { uuidV7, type Id } from '#domain/kernel/ids.ts';

/** Where the time comes from. Nothing outside this folder asks the machine for it, so a scenario can move it. */
export interface Clock {
  now(): Instant;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until it is moved: for scenarios, tests and the making of demo history. */
export interface MovableClock extends Clock {
  /** Moves forward. @throws RangeError when the step is negative (time never runs back by accident; use `set`) */
  advance(step: { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }): Instant;
  /** Jumps to a moment, earlier or later. @throws RangeError when it is no instant */
  set(to: Instant): Instant;
}

/** @throws RangeError when `start` is no instant */
export function movableClock(start: Instant): MovableClock {
  let nowMs = msOf(start);
  return {
    now: () => new Date(nowMs).toISOString(),
    advance({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }) {
      const stepMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms;
      if (!(stepMs >= 0))
        throw new RangeError(`a clock advances, it does not go back by ${-stepMs} ms; use set()`);
      nowMs += stepMs;
      return new Date(nowMs).toISOString();
    },
    set(to) {
      nowMs = msOf(to);
      return new Date(nowMs).toISOString();
    },
  };
}

/** The calendar day on the wall of `zone` (IANA name, `Europe/Berlin`). @throws RangeError for an unknown zone */
export function today(clock: Clock, zone: string): Day {
  return dayIn(zone, clock.now());
}

/** What the last id of a row of ids was made of; the next one sorts after it. */
export interface IdState {
  readonly ms: number;
  /** the 12 bits after the version, counted up inside one millisecond (RFC 9562 §6.2, method 1) */
  readonly counter: number;
}
/** Per clock: its ids never sort before an earlier one of the same clock. */
const states = new WeakMap<Clock, IdState>();

/**
 * A new UUIDv7 from this clock's moment and the system's random source.
 * Ids of one process and one clock are strictly increasing, also inside a millisecond and when the clock is set back:
 * then the last millisecond is kept, and past 4,096 ids in it the next one is borrowed.
 * A clock that was moved back by more than a minute is believed (a scenario, a corrected machine): ids follow it.
 */
export function newId(clock: Clock): Id {
  const nowMs = msOf(clock.now());
  const last = states.get(clock);
  const goesOn = last && nowMs <= last.ms && last.ms - nowMs < 60_000;
  const { id, state } = nextId(nowMs, goesOn ? last : undefined);
  states.set(clock, state);
  return id;
}

/** An id of the millisecond `ms`, or the one that follows `last`. */
export function nextId(ms: number, last: IdState | undefined): { readonly id: Id; readonly state: IdState } {
  const random = tenRandomBytes();
  // Starting in the lower half leaves room to count before the next millisecond must be borrowed.
  let state: IdState = { ms, counter: ((random[0]! << 8) | random[1]!) & 0x7ff };
  if (last)
    state =
      last.counter < 0xfff ? { ms: last.ms, counter: last.counter + 1 } : { ms: last.ms + 1, counter: 0 };
  random[0] = state.counter >>> 8;
  random[1] = state.counter & 0xff;
  return { id: uuidV7(state.ms, random), state };
}

const RANDOM_BYTES = 10;
/** Filled for many ids at once: each call of the system's source costs more than the id itself. */
const pool = new Uint8Array(RANDOM_BYTES * 400);
let poolUsed = pool.length;

function tenRandomBytes(): Uint8Array {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  poolUsed += RANDOM_BYTES;
  return pool.subarray(poolUsed - RANDOM_BYTES, poolUsed);
}

/** @throws RangeError when `at` is no instant */
export function msOf(at: Instant): number {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) throw new RangeError(`${at} is no instant`);
  return ms;
}
