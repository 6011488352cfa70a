import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isJustified, PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { registerAllows, type CategoryFor } from '#domain/policy/register.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export type PurposeRefusal = {
  readonly code: 'purpose_not_allowed';
  readonly status: 403;
  readonly purpose: string;
  readonly category: string;
};

/** Reads personal data for one purpose, within what the register lets it. */
export interface PurposeAccess<P extends Purpose> {
  /**
   * Reads data of one category. Another category than the purpose's own is a compile error where both are written down;
   * where they come from data it is refused and told.
   */
  read<T>(category: CategoryFor<P>, load: (tx: Tx) => Promise<T>): Promise<Result<T, PurposeRefusal>>;
}

let tell: (refusal: PurposeRefusal) => void = () => undefined;

/** Who hears of refused reading, for the log and the counters; plugged in by the server. */
export function onPurposeRefused(listener: (refusal: PurposeRefusal) => void): void {
  tell = listener;
}

/**
 * The door through which personal data leaves a module: mail, export, analytics. Whoever reads states why, and gets only
 * what the register of processing allows for that.
 *
 * @see clauses P-2.4a, P-2.4b
 */
export function forPurpose<P extends Purpose>(tx: Tx, purpose: P): PurposeAccess<P> {
  return {
    async read(category, load) {
      const refused = checkPurpose(purpose, category);
      if (!refused.ok) return refused;
      return ok(await load(tx));
    },
  };
}

/**
 * Whether data of a category may be used for a purpose: both are on their closed lists, the register joins them, and a
 * purpose that stands on our interest has its balancing note.
 */
export function checkPurpose(
  purpose: Purpose | (string & {}),
  category: DataCategory | (string & {}),
): Result<null, PurposeRefusal> {
  const entry = Object.hasOwn(PURPOSE_REGISTER, purpose) ? PURPOSE_REGISTER[purpose as Purpose] : undefined;
  if (entry && isJustified(entry) && registerAllows(purpose, category)) return ok(null);
  const refusal: PurposeRefusal = { code: 'purpose_not_allowed', status: 403, purpose, category };
  tell(refusal);
  return refuse(refusal);
}
