/**
 * Two channels for what may go wrong (STYLE §7): a refusal is an expected answer and travels as a value;
 * a bug throws.
 */
export type Result<T, R extends Refusal = Refusal> = Ok<T> | Refused<R>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Refused<R extends Refusal = Refusal> {
  readonly ok: false;
  readonly refusal: R;
}

/**
 * An expected "no". `code` is stable and names a sentence in the message catalogue; the other members are
 * the facts that sentence needs.
 */
export interface Refusal {
  readonly code: string;
  /** path of the input that caused it, e.g. `lines.2.quantity`; absent when no single field did */
  readonly field?: string;
  readonly [fact: string]: unknown;
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function refuse<const R extends Refusal>(refusal: R): Refused<R> {
  return { ok: false, refusal };
}

/** For places where a refusal would be a bug in the caller: tests, seeds, scenarios. @throws Error naming the refusal */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
}
