import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { deflateSync, crc32 } from 'node:zlib';
import encodeJpeg, { init as initJpeg } from '@jsquash/jpeg/encode.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { pictureHead } from './picture-size.ts';
import { remakePicture } from './remake-picture.ts';

const NAME = 'Nikon of Jane Doe';
/** 47° 22′ 12″ north, as cameras write it: rationals of degrees, minutes, seconds. */
const LATITUDE = Buffer.from([47, 1, 22, 1, 12, 1].flatMap((n) => [0, 0, 0, n]));

/** An EXIF block with the camera's maker, a place and the note that the left side is up (orientation 6). */
function exif(): Buffer {
  const head = Buffer.from('Exif\0\0MM\0*\0\0\0\b', 'latin1');
  const entry = (tag: number, type: number, count: number, value: number): Buffer => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(type, 2);
    bytes.writeUInt32BE(count, 4);
    if (type === 3) bytes.writeUInt16BE(value, 8);
    else bytes.writeUInt32BE(value, 8);
    return bytes;
  };
  // IFD0 at 8: three entries (2 + 36 + 4 bytes), then the name at 50, the place's own table after it.
  const gpsAt = 50 + NAME.length + 1;
  const ifd0 = Buffer.concat([
    Buffer.from([0, 3]),
    entry(0x010f, 2, NAME.length + 1, 50),
    entry(0x0112, 3, 1, 6),
    entry(0x8825, 4, 1, gpsAt),
    Buffer.alloc(4),
  ]);
  const gps = Buffer.concat([
    Buffer.from([0, 1]),
    entry(0x0002, 5, 3, gpsAt + 18),
    Buffer.alloc(4),
    LATITUDE,
  ]);
  const body = Buffer.concat([head, ifd0, Buffer.from(`${NAME}\0`), gps]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, 0xe1]), length, body]);
}

/** Left half red, right half blue, wider than high. */
function pixels(width: number, height: number): ImageData {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set(x < width / 2 ? [255, 0, 0, 255] : [0, 0, 255, 255], 4 * (y * width + x));
  return { data, width, height, colorSpace: 'srgb' } as ImageData;
}

function png(width: number, height: number, text = ''): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...(text ? [chunk('tEXt', Buffer.from(`Author\0${text}`))] : []),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * Math.min(height, 4000)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

let photo: Buffer;
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  await initJpeg(await WebAssembly.compile(await readFile(wasm)));
  const plain = Buffer.from(await encodeJpeg(pixels(600, 400)));
  photo = Buffer.concat([
    plain.subarray(0, 2),
    exif(),
    plain.subarray(2),
    Buffer.from('appended by somebody'),
  ]);
});

describe('a photo with a maker and a place', () => {
  test('comes out as a small picture without either', async () => {
    expect(photo.includes(NAME)).toBe(true);
    expect(photo.includes(LATITUDE)).toBe(true);
    const made = await remakePicture(photo);
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    const bytes = Buffer.from(made.value.bytes);
    for (const trace of [NAME, LATITUDE, 'Exif', 'EXIF', 'ICCP', 'XMP', 'appended'])
      expect(bytes.includes(trace), String(trace)).toBe(false);
    expect(pictureHead(bytes)).toEqual({ kind: 'webp', width: 256, height: 256 });
    expect(bytes.length).toBeLessThan(30_000);
  });

  test('a small PNG loses its text', async () => {
    const made = await remakePicture(png(20, 20, NAME));
    expect(made.ok && Buffer.from(made.value.bytes).includes(NAME)).toBe(false);
    expect(made.ok).toBe(true);
  });
});

test('what comes out can be sent again', async () => {
  const once = await remakePicture(photo);
  expect(once.ok && (await remakePicture(once.value.bytes)).ok).toBe(true);
});

test.each([
  ['a page that is called a picture', Buffer.from('<html><script>alert(1)</script></html>')],
  ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['a GIF', Buffer.from('GIF89a\x01\0\x01\0')],
  ['nothing', Buffer.alloc(0)],
])('%s is refused by its bytes', async (_, bytes) => {
  expect(await remakePicture(bytes)).toMatchObject({ ok: false, refusal: { code: 'picture_kind' } });
});

test('a small file that says it is huge is refused before it is unpacked', async () => {
  // 5001 × 5000 = 25,005,000 pixels; 5000 × 5000 = 25 megapixels exactly are let through to the codec.
  expect(await remakePicture(png(5001, 5000))).toMatchObject({
    ok: false,
    refusal: { code: 'picture_large' },
  });
  expect(pictureHead(png(5000, 5000))).toEqual({ kind: 'png', width: 5000, height: 5000 });
  expect(await remakePicture(Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject({
    ok: false,
    refusal: { code: 'picture_large' },
  });
});

test('a picture that breaks off is refused as such', async () => {
  expect(await remakePicture(png(40, 40).subarray(0, 60))).toMatchObject({
    ok: false,
    refusal: { code: 'picture_broken' },
  });
});
