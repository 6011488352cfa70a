/** A UUIDv7 (RFC 9562 §5.7) as lower-case text: sorts by the millisecond it was made in. */
export type Id = string & { readonly __id?: never };

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for lower-case UUID text of any version; the check before a tenant id becomes an SQL literal. */
export function isId(text: unknown): text is Id {
  return typeof text === 'string' && PATTERN.test(text);
}

/**
 * @param atMs Unix milliseconds, 48 bits
 * @param random ten random bytes (time and chance come in as arguments)
 */
export function uuidV7(atMs: number, random: Uint8Array): Id {
  const bytes = new Uint8Array(16);
  let rest = atMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += HEX[byte]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
