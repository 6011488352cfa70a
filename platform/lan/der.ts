/**
 * The part of DER (ITU-T X.690) that a certificate needs: each function gives the bytes of one value, tag and length first.
 * Pure; nothing here reads DER.
 */
export type Der = Buffer;

function tagged(tag: number, content: Uint8Array): Der {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

/** X.690 8.1.3: one byte below 128, otherwise the number of bytes and then the bytes, as few as possible. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Der => tagged(0x30, Buffer.concat(parts));
export const set = (part: Uint8Array): Der => tagged(0x31, part);
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (bytes: Uint8Array): Der => tagged(0x04, bytes);
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text, 'utf8'));

/** A whole number that is not negative, its bytes most significant first; leading zeros do not matter. */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(first));
  // A first bit of one would mean a negative number.
  return tagged(0x02, digits[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** Bits of whole bytes, but for `unused` bits at the end of the last one. */
export const bits = (bytes: Uint8Array, unused = 0): Der =>
  tagged(0x03, Buffer.concat([Buffer.from([unused]), bytes]));

/** An object identifier from its dotted text, `2.5.29.17`. @throws RangeError when it is none */
export function oid(dotted: string): Der {
  if (!/^[0-2](\.(0|[1-9]\d*))+$/.test(dotted)) throw new RangeError(`"${dotted}" is no object identifier`);
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const content = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift(0x80 | (left % 128));
    return groups;
  });
  return tagged(0x06, Buffer.from(content));
}

/** An instant to the second; two digits of the year until 2049, four from 2050 on (RFC 5280 4.1.2.5). */
export function time(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return at.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(0x18, Buffer.from(`${digits}Z`));
}

/** `[number]` in place of the value's own tag; `whole` where what is inside has tags itself. */
export const inContext = (number: number, content: Uint8Array, whole = false): Der =>
  tagged((whole ? 0xa0 : 0x80) | number, content);
