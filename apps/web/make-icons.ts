import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

/**
 * Draws the station's icons as PNG files: `node apps/web/make-icons.ts`. The drawing is the mark of `icons/mark.svg` on
 * paper; rectangles with round corners, four samples to a pixel side. Run again only when the mark changes.
 */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly radius: number;
  readonly colour: readonly [number, number, number];
}

const PAPER = [244, 245, 243] as const;
const GREEN = [31, 111, 92] as const;
const WOOD = [176, 141, 91] as const;
/** The mark on its own 22 × 22 field. */
const MARK: readonly Box[] = [
  { x: 14.5, y: 7.5, w: 6.5, h: 13, radius: 1.25, colour: WOOD },
  { x: 1, y: 1.5, w: 20, h: 8.5, radius: 1.25, colour: GREEN },
  { x: 14.5, y: 9, w: 6.5, h: 11.5, radius: 1.25, colour: WOOD },
  { x: 1, y: 12, w: 11.5, h: 8.5, radius: 1.25, colour: WOOD },
];
const FIELD = 22;
const SAMPLES = 4;

function inside(box: Box, x: number, y: number): boolean {
  const dx = Math.max(box.x + box.radius - x, x - (box.x + box.w - box.radius), 0);
  const dy = Math.max(box.y + box.radius - y, y - (box.y + box.h - box.radius), 0);
  return (
    x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h && Math.hypot(dx, dy) <= box.radius
  );
}

/** @param share how much of the icon's side the mark takes; a maskable icon keeps to the inner 60 % */
function draw(pixels: number, share: number): Buffer {
  const scale = (pixels * share) / FIELD;
  const margin = (pixels * (1 - share)) / 2;
  const rows = Buffer.alloc(pixels * (pixels * 3 + 1));
  for (let py = 0; py < pixels; py++)
    for (let px = 0; px < pixels; px++) {
      const sum = [0, 0, 0];
      for (let s = 0; s < SAMPLES * SAMPLES; s++) {
        const x = (px + ((s % SAMPLES) + 0.5) / SAMPLES - margin) / scale;
        const y = (py + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES - margin) / scale;
        const colour = MARK.findLast((box) => inside(box, x, y))?.colour ?? PAPER;
        for (let c = 0; c < 3; c++) sum[c]! += colour[c]!;
      }
      for (let c = 0; c < 3; c++)
        rows[py * (pixels * 3 + 1) + 1 + px * 3 + c] = Math.round(sum[c]! / SAMPLES ** 2);
    }
  return png(pixels, rows);
}

function png(pixels: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels, 0);
  header.writeUInt32BE(pixels, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const folder = new URL('./public/icons/', import.meta.url);
writeFileSync(new URL('station-192.png', folder), draw(192, 0.72));
writeFileSync(new URL('station-512.png', folder), draw(512, 0.72));
writeFileSync(new URL('station-maskable-512.png', folder), draw(512, 0.5));
