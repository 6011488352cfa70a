import type { Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { enforces } from '#domain/policy/keep.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';

/** An account as it stands or is asked for: letters and digits without spaces, '' for none. */
export interface BankDetails {
  readonly iban: string;
  readonly bic: string;
}

/**
 * Whether a change of bank details waits for a second person: whenever another account, or none, is to take the place of
 * one that counts. The first account of a company replaces nothing; the name of the bank changes nothing.
 */
export function needsSecondPerson(now: BankDetails, wanted: BankDetails): boolean {
  return now.iban !== '' && (now.iban !== wanted.iban || now.bic !== wanted.bic);
}

export type BankConfirmRefusal =
  | { readonly code: 'bank_second_person'; readonly others: number }
  | { readonly code: 'bank_wait'; readonly from: Instant }
  | { readonly code: 'bank_sign_in_again'; readonly from: Instant };

/**
 * Whether this person may confirm a changed account: anybody else who may change it. Whoever asked for it only where
 * nobody else is there, after `operator.soloWaitHours` and a proof of who they are after that; it is recorded as alone.
 * @param person.provenAt when the person last proved who they are; null when nobody knows
 * @param person.others how many people besides this one may change the account, at work or not
 */
export const decideBankConfirm = enforces(
  'P-data.types.3',
  'bank-change-second-person',
  {
    keptBy: {
      en: 'A changed bank account counts only after a second person has confirmed it, or, where there is only one, after a wait and a new sign-in. Until then the account before it counts, and everybody who decides for the firm is told by mail.',
      de: 'Ein geändertes Bankkonto zählt erst, wenn eine zweite Person es bestätigt hat, oder, wo es nur eine gibt, nach einer Wartezeit und neuer Anmeldung. Bis dahin gilt das bisherige Konto, und alle, die für die Firma entscheiden, erfahren es per Mail.',
    },
    sources: [
      'modules/accounts/bank-rules.ts',
      'modules/accounts/change-bank.ts',
      'modules/accounts/migrations/0011_bank_changes.sql',
    ],
    parameters: ['operator.soloWaitHours'],
  },
  (
    values: Pick<ParameterValues, 'operator.soloWaitHours'>,
    change: { readonly askedBy: string; readonly askedAt: Instant },
    person: { readonly actor: string; readonly provenAt: Instant | null; readonly others: number },
    now: Instant,
  ): Result<{ readonly alone: boolean }, BankConfirmRefusal> => {
    if (person.actor !== change.askedBy) return ok({ alone: false });
    if (person.others > 0) return refuse({ code: 'bank_second_person', others: person.others });
    const from = aloneFrom(change.askedAt, values['operator.soloWaitHours']);
    if (now < from) return refuse({ code: 'bank_wait', from });
    if (person.provenAt === null || person.provenAt < from)
      return refuse({ code: 'bank_sign_in_again', from });
    return ok({ alone: true });
  },
);

/** From when on one person alone may confirm: real hours, whatever the clocks do. */
export function aloneFrom(askedAt: Instant, hours: number): Instant {
  return new Date(Date.parse(askedAt) + hours * 3_600_000).toISOString() as Instant;
}
