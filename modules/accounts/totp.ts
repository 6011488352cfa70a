import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#domain/kernel/days.ts';

/** RFC 6238 with the values every authenticator app knows: SHA-1, 30 seconds, six digits. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A phone's clock may be one step early or late (RFC 6238 §5.2). */
const DRIFT_STEPS = 1;
const SECRET_BYTES = 20;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret in base32, 160 random bits (RFC 4226 §4 R6). */
export function newTotpSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES));
}

/** The time step an instant lies in: whole half minutes since 1970. */
export function stepAt(now: Instant): number {
  return Math.floor(Date.parse(now) / 1000 / STEP_SECONDS);
}

/** The code of one step. @param secret base32 @returns six digits, leading zeros kept. @see RFC 4226 §5.3 */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = mac[mac.length - 1]! & 0x0f;
  const number = (mac.readUInt32BE(at) & 0x7fffffff) % 10 ** DIGITS;
  return String(number).padStart(DIGITS, '0');
}

/**
 * Looks for the step whose code was given, among those that a drifting clock allows and that are later than the last
 * one used: a code is taken once (RFC 6238 §5.2).
 * @param lastStep step of the last code that was taken; null before the first
 * @returns the step, to be stored as the last one; null when the code fits none
 */
export function matchTotp(
  secret: string,
  code: string,
  now: Instant,
  lastStep: number | null,
): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const current = stepAt(now);
  let found: number | null = null;
  // All steps are computed, whichever fits, so that the time says nothing.
  for (let step = current - DRIFT_STEPS; step <= current + DRIFT_STEPS; step++) {
    const same = timingSafeEqual(Buffer.from(totpCode(secret, step)), Buffer.from(code));
    if (same && (lastStep === null || step > lastStep)) found ??= step;
  }
  return found;
}

/** What an authenticator app reads from the picture or is given by hand. */
export function otpauthUri(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}

/** RFC 4648 §6 without padding. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += BASE32[(held >>> (bits - 5)) & 31];
      bits -= 5;
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31]! : text;
}

/** @throws RangeError for a letter outside of the alphabet */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text.toUpperCase().replace(/=+$/, '')) {
    const value = BASE32.indexOf(letter);
    if (value < 0) throw new RangeError(`"${letter}" is no letter of base32`);
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bytes.push((held >>> (bits - 8)) & 255);
      bits -= 8;
    }
    held &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}
