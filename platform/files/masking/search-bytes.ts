import { inflateSync } from 'node:zlib';
import { maskCardNumbers } from '#domain/kernel/masking.ts';

/**
 * How many card numbers stand in bytes of any kind: as text of one byte or two bytes a sign, as numbers in the records
 * of binary workbooks (BIFF8 NUMBER, BIFF12 BrtCellReal), and in the packed texts of a PNG picture.
 */
export function cardsInBytes(bytes: Buffer): number {
  const written = cardsInRecords(bytes) + cardsInPng(bytes);
  if (!mayHoldNumber(bytes)) return written;
  const even = bytes.subarray(0, bytes.length & ~1);
  const odd = bytes.subarray(1, bytes.length - ((bytes.length - 1) & 1));
  return (
    cardsIn(bytes.toString('latin1')) +
    cardsIn(even.toString('utf16le')) +
    cardsIn(odd.toString('utf16le')) +
    written
  );
}

/** Thirteen ASCII digits with at most three signs between them, of one byte or two: most files have none. */
function mayHoldNumber(bytes: Buffer): boolean {
  let digits = 0;
  let last = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte < 0x30 || byte > 0x39) continue;
    digits = at - last <= 8 ? digits + 1 : 1;
    last = at;
    if (digits >= 13) return true;
  }
  return false;
}

function cardsIn(text: string): number {
  return maskCardNumbers(text).masked;
}

const RECORDS = [
  { head: Buffer.from([0x03, 0x02, 0x0e, 0x00]), before: 6 },
  { head: Buffer.from([0x05, 0x10]), before: 8 },
];

function cardsInRecords(bytes: Buffer): number {
  let found = 0;
  for (const { head, before } of RECORDS) {
    for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) {
      const start = at + head.length + before;
      if (start + 8 > bytes.length) break;
      const value = bytes.readDoubleLE(start);
      if (Number.isInteger(value) && value >= 1e12 && value < 1e19)
        found += cardsIn(BigInt(value).toString());
    }
  }
  return found;
}

/** zTXt and iTXt chunks of a PNG hold packed text behind a keyword. */
function cardsInPng(bytes: Buffer): number {
  if (bytes.length < 8 || bytes.readUInt32BE(0) !== 0x89504e47) return 0;
  let found = 0;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type !== 'zTXt' && type !== 'iTXt') continue;
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const packed = data.indexOf(0x78, data.indexOf(0) + 1);
    if (packed < 0) continue;
    try {
      found += cardsIn(
        inflateSync(data.subarray(packed), { maxOutputLength: 4 * 1024 * 1024 }).toString('utf8'),
      );
    } catch {
      // Not packed after all: its text was read with the bytes of the file.
    }
  }
  return found;
}
