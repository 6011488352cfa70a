import { expect, test } from 'vitest';
import { boundOf } from './bound.ts';
import { sampleJob } from './sample-jobs.ts';

const bound = (job: ReturnType<typeof sampleJob>) => boundOf(job, job.parts, job.boards);

test('the kerf counts with each part and once more with the board', () => {
  // Board 1000 x 500 counts 1004 x 504. Eight of 498 x 248: 502 x 252 each, four fill 1004 x 504 exactly.
  expect(bound(sampleJob([{ length: 498, width: 248, quantity: 8 }]))).toEqual({
    boards: 2,
    method: 'kerf-aware area',
  });
  expect(bound(sampleJob([{ length: 498, width: 248, quantity: 9 }])).boards).toBe(3);
});

test('parts larger than half a board in both directions need a board each, though their area is less', () => {
  // 510 x 260 of 1000 x 500: 5 x 0.264 boards of area, but no two side by side, whichever way they turn.
  const job = sampleJob([{ length: 510, width: 505, quantity: 5 }], { boards: [{ width: 1000 }] });
  expect(bound(job)).toEqual({ boards: 5, method: 'dual feasible functions' });
});

test('a third of the length and over half the width: two beside each other at most', () => {
  // 340 of 1000 long (kerf 4: 344 ÷ 1004 > 1/3), 300 of 500 wide with grain: two a board, five need three.
  const job = sampleJob([{ length: 340, width: 300, quantity: 5, grain: 'length' }], {
    boards: [{ grain: 'length' }],
  });
  expect(bound(job).boards).toBe(3);
});

test('with several sizes the largest boards count first, as many as there are', () => {
  const boards = [
    { id: 'small', length: 500 },
    { id: 'large', quantity: 1 },
  ];
  // 1000 x 500 and then halves: 4 of 498 x 500 fill one large and two small ones.
  expect(bound(sampleJob([{ length: 498, width: 500, quantity: 4 }], { boards })).boards).toBe(3);
});

test('where stock cannot hold everything there is no bound', () => {
  const boards = [{ quantity: 1 }];
  expect(bound(sampleJob([{ length: 600, width: 300, quantity: 5 }], { boards }))).toEqual({
    boards: 0,
    method: 'none',
  });
});
