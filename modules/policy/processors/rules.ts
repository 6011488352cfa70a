import { addDays, daysBetween, type Day, type Instant } from '#domain/kernel/days.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { enforces } from '#domain/policy/keep.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';

/** A contract as far as it decides. Days are days of the operator's zone, both included. */
export interface ContractFacts {
  readonly declared: boolean;
  readonly categories: readonly DataCategory[];
  readonly validFrom: Day;
  readonly validTo: Day | null;
  readonly handedInBy: string;
  readonly handedInAt: Instant;
  readonly confirmedAt: Instant | null;
}

/** `contract`: a provider; `own-machine`: nobody else runs it; `law`: a public body that the law sets up */
export type Bound = 'contract' | 'own-machine' | 'law';

export interface ProcessorFacts<C extends ContractFacts = ContractFacts> {
  readonly suspendedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly bound: Bound;
  readonly contracts: readonly C[];
}

/**
 * `draft`: no contract handed in · `awaiting`: a second person has to confirm it · `not-yet`: it begins later ·
 * `active` · `expiring`: its end is near and nothing follows · `expired` · `suspended` · `ended`
 */
export type ProcessorState =
  'draft' | 'awaiting' | 'not-yet' | 'active' | 'expiring' | 'expired' | 'suspended' | 'ended';

export interface Standing<C extends ContractFacts = ContractFacts> {
  readonly state: ProcessorState;
  /** the contract under which data may flow today; null in every state but `active` and `expiring` */
  readonly contract: C | null;
  /** days until the last day that any confirmed contract covers without a gap; null: until further notice, or none */
  readonly daysLeft: number | null;
}

/**
 * Where a processor stands on a day. Nothing is switched by a job: the day alone decides, so a contract that ended at
 * midnight carries nothing at one minute past.
 * @see clause P-data.share.1
 */
export const standingOf = enforces(
  ['P-data.share.1a', 'P-data.share.1b'],
  'processor-contract-in-force',
  {
    keptBy: {
      en: 'Data goes to a service provider only on days on which a signed contract with confidentiality is in force; otherwise it waits.',
      de: 'Daten gehen an einen Dienstleister nur an Tagen, an denen ein unterschriebener Vertrag mit Vertraulichkeit gilt; sonst warten sie.',
    },
    sources: [
      'modules/policy/processors/rules.ts',
      'modules/policy/processors/guard.ts',
      'modules/policy/processors/bound.ts',
      'modules/policy/processors/declare-processors.ts',
      'apps/server/declared.ts',
      'platform/egress/egress.ts',
      'platform/egress/strip.ts',
    ],
    parameters: ['processor.warnDays'],
  },
  <C extends ContractFacts>(
    values: Pick<ParameterValues, 'processor.warnDays'>,
    processor: ProcessorFacts<C>,
    today: Day,
  ): Standing<C> => {
    const none = (state: ProcessorState): Standing<C> => ({ state, contract: null, daysLeft: null });
    if (processor.endedAt !== null) return none('ended');
    if (processor.suspendedAt !== null) return none('suspended');
    const confirmed = effective(processor);
    const valid = confirmed.filter((one) => one.validFrom <= today && (one.validTo ?? today) >= today);
    const contract = valid.at(-1);
    if (contract) {
      const until = coveredUntil(confirmed, today);
      const daysLeft = until === null ? null : daysBetween(today, until);
      const near = daysLeft !== null && daysLeft <= Math.max(...values['processor.warnDays']);
      return { state: near ? 'expiring' : 'active', contract, daysLeft };
    }
    if (confirmed.some((one) => one.validFrom > today)) return none('not-yet');
    if (processor.contracts.some((one) => one.confirmedAt === null)) return none('awaiting');
    return none(confirmed.length > 0 ? 'expired' : 'draft');
  },
  // What is given in comes out again: a contract with more members keeps them.
) as <C extends ContractFacts>(
  values: Pick<ParameterValues, 'processor.warnDays'>,
  processor: ProcessorFacts<C>,
  today: Day,
) => Standing<C>;

/**
 * Confirmed contracts by their first day. What a configuration declared is no contract: it counts only for whoever needs
 * none, and not beside a real one.
 */
export function effective<C extends ContractFacts>({
  bound,
  contracts,
}: Pick<ProcessorFacts<C>, 'bound' | 'contracts'>): C[] {
  const confirmed = contracts.filter(
    (one) => one.confirmedAt !== null && (!one.declared || bound !== 'contract'),
  );
  const real = confirmed.filter((one) => !one.declared);
  return (real.length > 0 ? real : confirmed).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** The last day that confirmed contracts cover without a gap from `today` on; null for ever. */
function coveredUntil(confirmed: readonly ContractFacts[], today: Day): Day | null {
  let until = addDays(today, -1);
  for (const one of confirmed) {
    if (one.validFrom > addDays(until, 1)) break;
    if (one.validTo === null) return null;
    if (one.validTo > until) until = one.validTo;
  }
  return until;
}

/**
 * The warnings that are due: every step of `processor.warnDays` that has been reached.
 * @param daysLeft as in `Standing`; 0 on the last day
 */
export const warningsDue = enforces(
  'P-data.share.1b',
  'processor-expiry-warnings',
  {
    keptBy: {
      en: 'The end of a contract is announced early and more than once, so that nothing has to stop.',
      de: 'Das Ende eines Vertrags wird früh und mehrfach angekündigt, damit nichts stehen bleiben muss.',
    },
    sources: ['modules/policy/processors/rules.ts', 'modules/policy/processors/check-processors.ts'],
    parameters: ['processor.warnDays'],
  },
  (values: Pick<ParameterValues, 'processor.warnDays'>, daysLeft: number | null): number[] =>
    daysLeft === null ? [] : values['processor.warnDays'].filter((days) => daysLeft <= days),
);

export type ConfirmRefusal =
  | { code: 'contract_confirmed' }
  | { code: 'confirm_second_person'; hours: number; from: Instant }
  | { code: 'confirm_sign_in_again' };

/**
 * Whether this person may confirm a contract: another one than who handed it in; or the same after the wait, having
 * signed in again after it ended. The wait is for an operator of one person, and the confirmation says that it was so.
 * @param person.others how many people besides this one could confirm it; with any, nobody does it alone
 * @param person.provenAt when the person last proved who they are; null when nobody knows
 */
export const decideConfirm = enforces(
  'P-data.share.1b',
  'processor-second-person',
  {
    keptBy: {
      en: 'A contract counts only after a second person has confirmed it, or, where there is only one, after a wait and a new sign-in.',
      de: 'Ein Vertrag zählt erst, wenn eine zweite Person ihn bestätigt hat, oder, wo es nur eine gibt, nach einer Wartezeit und neuer Anmeldung.',
    },
    sources: ['modules/policy/processors/rules.ts', 'modules/policy/processors/change-processor.ts'],
    parameters: ['operator.soloWaitHours'],
  },
  (
    values: Pick<ParameterValues, 'operator.soloWaitHours'>,
    contract: Pick<ContractFacts, 'handedInBy' | 'handedInAt' | 'confirmedAt'>,
    person: { readonly actor: string; readonly provenAt: Instant | null; readonly others: number },
    now: Instant,
  ): Result<{ alone: boolean }, ConfirmRefusal> => {
    if (contract.confirmedAt !== null) return refuse({ code: 'contract_confirmed' });
    if (person.actor !== contract.handedInBy) return ok({ alone: false });
    const hours = values['operator.soloWaitHours'];
    const from = new Date(Date.parse(contract.handedInAt) + hours * 3_600_000).toISOString() as Instant;
    if (person.others > 0 || now < from) return refuse({ code: 'confirm_second_person', hours, from });
    if (person.provenAt === null || person.provenAt < from) return refuse({ code: 'confirm_sign_in_again' });
    return ok({ alone: true });
  },
);

/** Kinds of data that a contract does not cover. */
export function notCovered(
  contract: Pick<ContractFacts, 'categories'>,
  categories: readonly DataCategory[],
): DataCategory[] {
  return categories.filter((category) => !contract.categories.includes(category));
}
