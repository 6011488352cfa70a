import type { Refusal, Result } from '#domain/kernel/result.ts';

/** What came of an attempt: done with facts to keep, or it waits for something named. */
export type Tried = { readonly done: Readonly<Record<string, unknown>> } | { readonly wait: string };

/** A step of somebody else that was refused: its transaction is rolled back, and the duty waits for a person. */
export class DutyRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused: ${refusal.code}`);
    this.refusal = refusal;
    this.name = 'DutyRefused';
  }
}

/** The value of a door that another module opened. @throws DutyRefused */
export function given<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new DutyRefused(result.refusal);
}
