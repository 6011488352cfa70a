import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isJustified, PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { FILES_FOR } from '#domain/policy/readers.ts';
import { registerAllows, type CategoryFor } from '#domain/policy/register.ts';
import { mailKind, type MailKind } from '#platform/mail/kinds.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';

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

/** Purposes for which the register lets bank details be read. */
export type BankPurpose = { [P in Purpose]: 'bank' extends CategoryFor<P> ? P : never }[Purpose];

/**
 * An account number as it was sealed, opened for one purpose. Every account number that a module opens comes through here
 * (a gate sees to it).
 *
 * @throws Error where the register does not let bank details be read for it; SealBroken
 * @see clause P-data.purposes.3
 */
export function openBank(purpose: BankPurpose, sealed: string, place: Place): string {
  const allowed = checkPurpose(purpose, 'bank');
  if (!allowed.ok)
    throw new Error(`the register does not let bank details be read for ${purpose}`, {
      cause: allowed.refusal,
    });
  return vault().open(sealed, place);
}

/**
 * Whether a route may hand out what it shows, at the moment somebody asks for it: what for is stated, by the route or in
 * the list of files, is a purpose of the register, and stands on its balancing note where it stands on our interest.
 * @param address `GET /api/invoices/:invoiceId/invoice.pdf`
 * @see clauses P-2.4b, P-data.purposes.3
 */
export function checkShown(address: string, stated: Purpose | undefined): PurposeRefusal | null {
  const purpose = stated ?? FILES_FOR[address];
  if (purpose !== undefined && isJustified(PURPOSE_REGISTER[purpose])) return null;
  const refusal: PurposeRefusal = {
    code: 'purpose_not_allowed',
    status: 403,
    purpose: purpose ?? address,
    category: 'file',
  };
  tell(refusal);
  return refusal;
}

/**
 * As what the address of a mail is read, by what the mail is for. The address of a login is part of how one signs in, and
 * an invoice carries its own; a mail for any other purpose has nobody to go to.
 */
const ADDRESS: Readonly<Partial<Record<Purpose, DataCategory>>> = {
  account: 'contact',
  order: 'contact',
  delivery: 'contact',
  support: 'correspondence',
  'service-messages': 'contact',
  billing: 'invoice',
  legal: 'invoice',
  security: 'credentials',
};

/**
 * The address to which a mail of this kind goes, read for the purpose of the kind and within what the register allows.
 * Every mail that leaves a module names its recipient by this (a gate sees to it).
 *
 * @throws Error for a kind whose purpose has no address, or whose reading the register refuses: nothing is queued
 * @see clauses P-2.4a, P-data.purposes.2
 */
export async function addressFor(
  tx: Tx,
  kind: MailKind,
  load: (tx: Tx) => Promise<string> | string,
): Promise<string> {
  const { purpose } = mailKind(kind);
  const category = ADDRESS[purpose];
  if (!category) throw new Error(`a mail for ${purpose} has nobody to go to`);
  const allowed = checkPurpose(purpose, category);
  if (!allowed.ok)
    throw new Error(`the register does not let ${category} be read for ${purpose}`, {
      cause: allowed.refusal,
    });
  return load(tx);
}
