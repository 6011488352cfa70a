import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdWhilePressed, type PressTarget } from './press-hold.ts';

/** The window, as far as a press needs it. */
class Target implements PressTarget {
  readonly listeners = new Map<string, Set<() => void>>();
  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
  }
  removeEventListener(name: string, listener: () => void): void {
    this.listeners.get(name)?.delete(listener);
  }
  tell(name: string): void {
    for (const listener of this.listeners.get(name) ?? []) listener();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page() {
  const target = new Target();
  const hold = holdWhilePressed(target);
  const drawn: string[] = [];
  return { target, hold, drawn, answer: (name: string) => hold.soon(() => drawn.push(name)) };
}

test('an answer that comes between press and release is drawn after the click, in its order', () => {
  const { target, drawn, answer } = page();
  answer('before');
  vi.advanceTimersByTime(0);
  expect(drawn).toEqual(['before']);
  target.tell('pointerdown');
  answer('one');
  answer('two');
  vi.advanceTimersByTime(500);
  expect(drawn).toEqual(['before']);
  target.tell('pointerup');
  target.tell('click');
  expect(drawn).toEqual(['before']);
  vi.advanceTimersByTime(0);
  expect(drawn).toEqual(['before', 'one', 'two']);
});

test('an answer on its way when the press begins waits too', () => {
  const { target, drawn, answer } = page();
  answer('late');
  target.tell('pointerdown');
  vi.advanceTimersByTime(10);
  expect(drawn).toEqual([]);
});

test('a press without a click and a resting finger let the screen go on', () => {
  const { target, drawn, answer } = page();
  target.tell('pointerdown');
  answer('scrolled');
  vi.advanceTimersByTime(1);
  target.tell('pointercancel');
  vi.advanceTimersByTime(80);
  expect(drawn).toEqual(['scrolled']);
  target.tell('pointerdown');
  answer('resting');
  vi.advanceTimersByTime(1_999);
  expect(drawn).toEqual(['scrolled']);
  vi.advanceTimersByTime(1);
  expect(drawn).toEqual(['scrolled', 'resting']);
});

test('nothing is lost when the page ends', () => {
  const { target, hold, drawn, answer } = page();
  target.tell('pointerdown');
  answer('held');
  vi.advanceTimersByTime(1);
  hold.stop();
  expect(drawn).toEqual(['held']);
  expect([...target.listeners.values()].every((set) => set.size === 0)).toBe(true);
});
