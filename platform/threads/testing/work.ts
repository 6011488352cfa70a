import type { ThreadHandle } from '../handle.ts';

/** Functions for the tests of this room: one of each way a thread can end. */

export function run(input: { upTo: number }, handle: ThreadHandle<number>): number {
  let sum = 0;
  for (let n = 1; n <= input.upTo; n++) {
    sum += n;
    handle.progress(sum);
  }
  return sum;
}

/** Computes until it is told to stop, then gives how it ended. */
export function untilTold(_: null, handle: ThreadHandle<string>): string {
  handle.progress('begun');
  while (!handle.cancelled());
  return 'told';
}

/** Never looks whether it was told. */
export function deaf(_: null, handle: ThreadHandle<string>): never {
  handle.progress('begun');
  for (;;);
}

export function refuses(): never {
  throw new RangeError('board 7 is unknown');
}

export function dies(): void {
  process.exit(7);
}

export function eats(): number {
  const eaten: number[][] = [];
  for (;;) eaten.push(new Array<number>(100_000).fill(eaten.length));
}

export function unsendable(): unknown {
  return { call: () => 1 };
}
