import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchIdle } from './idle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function station(seconds: number) {
  const page = { window: new EventTarget(), document: new EventTarget() };
  const lock = vi.fn();
  const stop = watchIdle(seconds, lock, page);
  const touch = (name = 'pointerdown') => page.window.dispatchEvent(new Event(name));
  return { page, lock, stop, touch };
}

test('a station locks by itself 90 seconds after the last touch, and not before', () => {
  const { lock, touch } = station(90);
  vi.advanceTimersByTime(89_999);
  expect(lock).not.toHaveBeenCalled();
  // A tap, a scan and a finger each begin the time anew.
  for (const name of ['pointerdown', 'keydown', 'touchstart']) {
    touch(name);
    vi.advanceTimersByTime(89_999);
    expect(lock, name).not.toHaveBeenCalled();
  }
  vi.advanceTimersByTime(1);
  expect(lock).toHaveBeenCalledTimes(1);
});

test('a device that slept past its time is locked the moment it wakes', () => {
  const { page, lock } = station(90);
  // Asleep: the clock goes on, no timer runs.
  vi.setSystemTime(Date.now() + 3_600_000);
  expect(lock).not.toHaveBeenCalled();
  page.document.dispatchEvent(new Event('visibilitychange'));
  expect(lock).toHaveBeenCalledTimes(1);
});

test('a station that is locked by hand is watched no more', () => {
  const { lock, stop, touch } = station(30);
  stop();
  touch();
  vi.advanceTimersByTime(60_000);
  expect(lock).not.toHaveBeenCalled();
});
