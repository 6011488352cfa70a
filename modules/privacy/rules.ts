import type { Day, Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { answerDueOn, breachTimes, passOnBy, waitedDays } from '#domain/policy/rights.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';

/** What is done about a request, each at most once. */
export const CASE_STEPS = [
  'identity-asked',
  'identity-shown',
  'extended',
  'asked-for',
  'carried-out',
  'passed-on',
  'answered',
  'refused',
] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

/** Facts of a request, as far as its standing follows from them. */
export interface CaseFacts {
  readonly receivedOn: Day;
  /** it is about data that a customer keeps */
  readonly aboutCustomer: boolean;
  readonly steps: readonly { readonly kind: CaseStep; readonly onDay: Day }[];
}

export interface CaseStanding {
  readonly state: 'open' | 'waits-for-person' | 'passed-on' | 'answered' | 'refused';
  readonly dueOn: Day;
  /** first deadline, until which making it longer must have been told */
  readonly firstDueOn: Day;
  readonly waitedDays: number;
  /** for what a customer keeps: until when the customer has it */
  readonly passOnBy: Day | null;
  readonly overdue: boolean;
  /** what can be done now */
  readonly may: readonly CaseStep[];
}

const dayOf = ({ steps }: CaseFacts, kind: CaseStep): Day | null =>
  steps.find((step) => step.kind === kind)?.onDay ?? null;

/** Where a request stands today. @see P-rights, clause P-1.2 */
export function standingOfCase(
  values: ParameterValues,
  facts: CaseFacts,
  today: Day,
  holidays: ReadonlySet<Day>,
): CaseStanding {
  const { receivedOn, aboutCustomer } = facts;
  const askedOn = dayOf(facts, 'identity-asked');
  const shownOn = dayOf(facts, 'identity-shown');
  const waited = waitedDays(askedOn, shownOn, today);
  const extended = dayOf(facts, 'extended') !== null;
  const dueOn = answerDueOn(values, { receivedOn, extended, waitedDays: waited });
  const firstDueOn = answerDueOn(values, { receivedOn, extended: false, waitedDays: waited });
  const onward = aboutCustomer ? passOnBy(values, receivedOn, holidays) : null;
  const ended = (['answered', 'refused', 'passed-on'] as const).find((kind) => dayOf(facts, kind) !== null);
  const state = ended ?? (askedOn !== null && shownOn === null ? 'waits-for-person' : 'open');
  const lastDay = onward ?? dueOn;
  return {
    state,
    dueOn,
    firstDueOn,
    waitedDays: waited,
    passOnBy: onward,
    overdue: !ended && today > lastDay,
    may: ended
      ? []
      : stepsNow({
          ...{ aboutCustomer, askedOn, shownOn, extended, late: today > firstDueOn },
          begun: dayOf(facts, 'asked-for') !== null,
        }),
  };
}

function stepsNow(now: {
  readonly aboutCustomer: boolean;
  readonly askedOn: Day | null;
  readonly shownOn: Day | null;
  readonly extended: boolean;
  readonly late: boolean;
  readonly begun: boolean;
}): CaseStep[] {
  // What a customer keeps we neither look at nor answer for.
  if (now.aboutCustomer) return ['passed-on'];
  const may: CaseStep[] = [];
  if (now.askedOn === null && now.shownOn === null) may.push('identity-asked');
  if (now.shownOn === null) may.push('identity-shown');
  if (!now.extended && !now.late) may.push('extended');
  // The program does what was asked for and answers with what it did; nobody can only say that it was done.
  if (now.shownOn !== null && !now.begun) may.push('asked-for');
  if (!now.begun) may.push('refused');
  return may;
}

/** Whether a step can be taken now, and with these words. */
export function decideCaseStep(
  standing: CaseStanding,
  step: { readonly kind: CaseStep; readonly note: string },
): Result<null, Refusal> {
  if (!standing.may.includes(step.kind))
    return refuse({
      code: 'privacy_step_not_now',
      status: 409,
      step: step.kind,
      state: standing.state,
      because: step.kind === 'asked-for' ? 'identity' : step.kind === 'extended' ? 'late' : 'state',
    });
  if (['extended', 'refused'].includes(step.kind) && !step.note.trim())
    return refuse({ code: 'privacy_words_missing', status: 422, field: 'note' });
  return ok(null);
}

export const BREACH_STEPS = [
  'notify',
  'not-notify',
  'authority-told',
  'people-told',
  'businesses-told',
  'noted',
] as const;
export type BreachStep = (typeof BREACH_STEPS)[number];

export interface BreachFacts {
  readonly awareAt: Instant;
  /** customers whose own data it was */
  readonly ofTenants: number;
  readonly steps: readonly { readonly kind: BreachStep; readonly happenedAt: Instant }[];
}

export interface BreachStanding {
  readonly state: 'to-decide' | 'to-tell-authority' | 'done';
  readonly authorityBy: Instant;
  readonly businessesBy: Instant;
  /** customers whose data it was do not know yet */
  readonly businessesWait: boolean;
  readonly overdue: boolean;
  readonly may: readonly BreachStep[];
}

/** Where a breach stands at a moment. @see P-breach, Art. 33 and 34 GDPR */
export function standingOfBreach(values: ParameterValues, facts: BreachFacts, now: Instant): BreachStanding {
  const { authorityBy, businessesBy } = breachTimes(values, facts.awareAt);
  const has = (kind: BreachStep): boolean => facts.steps.some((step) => step.kind === kind);
  const decided = has('notify') || has('not-notify');
  const waits = !decided || (has('notify') && !has('authority-told'));
  const businessesWait = facts.ofTenants > 0 && !has('businesses-told');
  const may: BreachStep[] = [];
  if (!has('notify')) may.push('notify');
  if (!decided) may.push('not-notify');
  if (has('notify') && !has('authority-told')) may.push('authority-told');
  if (!has('people-told')) may.push('people-told');
  if (businessesWait) may.push('businesses-told');
  may.push('noted');
  return {
    state: !decided ? 'to-decide' : waits ? 'to-tell-authority' : 'done',
    authorityBy,
    businessesBy,
    businessesWait,
    overdue: (waits && now > authorityBy) || (businessesWait && now > businessesBy),
    may,
  };
}

/** Whether a step can be written down: each with its words, a decision with its reason, and late news with why it is late. */
export function decideBreachStep(
  standing: BreachStanding,
  facts: BreachFacts,
  step: { readonly kind: BreachStep; readonly note: string; readonly happenedAt: Instant },
  now: Instant,
): Result<null, Refusal> {
  if (!standing.may.includes(step.kind))
    return refuse({ code: 'breach_step_not_now', status: 409, step: step.kind, state: standing.state });
  if (step.happenedAt > now || step.happenedAt < facts.awareAt)
    return refuse({ code: 'breach_time_wrong', status: 422, field: 'time', value: step.happenedAt });
  const late = step.kind === 'authority-told' && step.happenedAt > standing.authorityBy;
  const needsWords = ['notify', 'not-notify', 'people-told', 'noted'].includes(step.kind);
  if ((late || needsWords) && !step.note.trim())
    return refuse({
      code: late ? 'breach_late_reason' : 'privacy_words_missing',
      status: 422,
      field: 'note',
    });
  return ok(null);
}
