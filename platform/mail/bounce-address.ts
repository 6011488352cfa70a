import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId, type Id } from '#domain/kernel/ids.ts';

/** Which mail a report speaks of. */
export interface MailRef {
  readonly tenantId: Id;
  readonly mailId: Id;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const PREFIX = 'b-';
const ID_LETTERS = 26;
const SEAL_LETTERS = 10;

/**
 * The sender of one mail's envelope (VERP): whatever comes back to it speaks of exactly this mail, and nobody else can
 * make such an address. 64 characters before the @, the most that SMTP allows.
 * @param secret of this installation
 */
export function bounceAddress(ref: MailRef, secret: string, domain: string): string {
  const body = letters(bytesOf(ref.tenantId)) + letters(bytesOf(ref.mailId));
  return `${PREFIX}${body}${seal(body, secret)}@${domain}`;
}

/** @returns the mail an address was made for; undefined for any address that this installation did not make */
export function readBounceAddress(address: string, secret: string, domain: string): MailRef | undefined {
  const [local = '', host = ''] = address.toLowerCase().split('@');
  if (host !== domain.toLowerCase() || !local.startsWith(PREFIX)) return undefined;
  const body = local.slice(PREFIX.length, PREFIX.length + 2 * ID_LETTERS);
  const given = Buffer.from(local.slice(PREFIX.length + 2 * ID_LETTERS));
  const right = Buffer.from(seal(body, secret));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  const tenantId = idOf(body.slice(0, ID_LETTERS));
  const mailId = idOf(body.slice(ID_LETTERS));
  return tenantId && mailId ? { tenantId, mailId } : undefined;
}

function seal(body: string, secret: string): string {
  return letters(createHmac('sha256', secret).update(`mail bounce ${body}`).digest()).slice(0, SEAL_LETTERS);
}

function bytesOf(id: Id): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** Five bits per letter (RFC 4648 base 32, lower case, unpadded): mail addresses lose their capitals on the way. */
function letters(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const count = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(count * 5 - bytes.length * 8);
  return Array.from(
    { length: count },
    (_, at) => ALPHABET[Number((bits >> BigInt((count - 1 - at) * 5)) & 31n)],
  ).join('');
}

function idOf(text: string): Id | undefined {
  let bits = 0n;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return undefined;
    bits = (bits << 5n) | BigInt(value);
  }
  const hex = (bits >> 2n).toString(16).padStart(32, '0');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return isId(id) ? id : undefined;
}
