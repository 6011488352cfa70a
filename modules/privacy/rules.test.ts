import { expect, test } from 'vitest';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import {
  decideBreachStep,
  decideCaseStep,
  standingOfBreach,
  standingOfCase,
  type BreachFacts,
  type CaseFacts,
  type CaseStep,
} from './rules.ts';

const at = (steps: readonly (readonly [CaseStep, string])[], today: string, aboutCustomer = false) => {
  const facts: CaseFacts = {
    receivedOn: '2026-04-10',
    aboutCustomer,
    steps: steps.map(([kind, onDay]) => ({ kind, onDay })),
  };
  return standingOfCase(DEFAULTS, facts, today, new Set());
};

test('a request: identity first, an answer once, a longer time only before the first is over and with a reason', () => {
  const fresh = at([], '2026-04-10');
  expect(fresh).toMatchObject({ state: 'open', dueOn: '2026-05-10', overdue: false });
  expect(fresh.may).toEqual(['identity-asked', 'identity-shown', 'extended', 'refused']);
  const step = (standing: typeof fresh, kind: CaseStep, note = '') =>
    decideCaseStep(standing, { kind, note });
  expect(step(fresh, 'asked-for')).toMatchObject({
    refusal: { code: 'privacy_step_not_now', because: 'identity' },
  });
  // Asked on the day of receipt and answered twelve days later: the last day is twelve days later.
  expect(at([['identity-asked', '2026-04-10']], '2026-04-15')).toMatchObject({
    ...{ state: 'waits-for-person', dueOn: '2026-05-15', waitedDays: 5 },
  });
  const shown = at(
    [
      ['identity-asked', '2026-04-10'],
      ['identity-shown', '2026-04-22'],
    ],
    '2026-05-22',
  );
  expect(shown).toMatchObject({ state: 'open', dueOn: '2026-05-22', overdue: false });
  // The program does it and answers; nobody can only say that it was done.
  expect(step(shown, 'asked-for').ok).toBe(true);
  expect(step(shown, 'answered', 'Here it is.').ok).toBe(false);
  expect(step(shown, 'extended')).toMatchObject({ refusal: { code: 'privacy_words_missing' } });
  expect(step(shown, 'extended', 'Twelve archives.').ok).toBe(true);
  const late = at([['identity-shown', '2026-04-11']], '2026-05-11');
  expect([late.overdue, step(late, 'extended', 'Why.')]).toMatchObject([
    true,
    { refusal: { because: 'late' } },
  ]);
  expect(at([['extended', '2026-05-09']], '2026-06-01')).toMatchObject({
    dueOn: '2026-07-10',
    overdue: false,
  });
  expect(at([['answered', '2026-05-01']], '2026-08-01')).toMatchObject({
    state: 'answered',
    overdue: false,
    may: [],
  });
});

test('a request about what a customer keeps can only be passed on, and is late after its working days', () => {
  // Friday 10 April 2026: Monday and Tuesday.
  expect(at([], '2026-04-14', true)).toMatchObject({
    passOnBy: '2026-04-14',
    overdue: false,
    may: ['passed-on'],
  });
  expect(at([], '2026-04-15', true).overdue).toBe(true);
  const done = at([['passed-on', '2026-04-15']], '2026-04-20', true);
  expect(done).toMatchObject({ state: 'passed-on', overdue: false, may: [] });
  expect(decideCaseStep(at([], '2026-04-10', true), { kind: 'answered', note: 'x' }).ok).toBe(false);
  expect(decideCaseStep(at([], '2026-04-10'), { kind: 'passed-on', note: '' }).ok).toBe(false);
});

test('a breach: decided with a reason, told to the authority in its hours or with why not, and nothing twice', () => {
  const awareAt = '2026-10-23T14:30:00.000Z';
  const end = '2026-10-26T14:30:00.000Z';
  const facts = (kinds: BreachFacts['steps'][number]['kind'][] = [], ofTenants = 0): BreachFacts => ({
    awareAt,
    ofTenants,
    steps: kinds.map((kind) => ({ kind, happenedAt: awareAt })),
  });
  const stand = (of: BreachFacts, now: string) => standingOfBreach(DEFAULTS, of, now);
  const step = (of: BreachFacts, kind: BreachFacts['steps'][number]['kind'], happenedAt: string, note = '') =>
    decideBreachStep(
      stand(of, '2026-10-28T00:00:00.000Z'),
      of,
      { kind, note, happenedAt },
      '2026-10-28T00:00:00.000Z',
    );
  const after = '2026-10-26T14:30:00.001Z';

  expect(stand(facts(), end)).toMatchObject({ state: 'to-decide', authorityBy: end, overdue: false });
  expect(stand(facts(), after).overdue).toBe(true);
  expect(step(facts(), 'notify', end)).toMatchObject({ refusal: { code: 'privacy_words_missing' } });
  expect(step(facts(), 'authority-told', end, 'x')).toMatchObject({
    refusal: { code: 'breach_step_not_now' },
  });
  expect(step(facts(['notify']), 'authority-told', end).ok).toBe(true);
  expect(step(facts(['notify']), 'authority-told', after)).toMatchObject({
    refusal: { code: 'breach_late_reason' },
  });
  expect(step(facts(['notify']), 'authority-told', after, 'Nobody was there.').ok).toBe(true);
  expect(stand(facts(['notify', 'authority-told']), after)).toMatchObject({ state: 'done', overdue: false });
  // Not told to anybody: written down all the same, and the decision can be changed towards telling only.
  expect(stand(facts(['not-notify']), after)).toMatchObject({ state: 'done', overdue: false });
  expect(stand(facts(['not-notify', 'notify']), end)).toMatchObject({ state: 'to-tell-authority' });
  expect(step(facts(['notify']), 'not-notify', end, 'x').ok).toBe(false);
  expect(step(facts(), 'noted', '2026-10-23T14:29:59.000Z', 'x')).toMatchObject({
    refusal: { code: 'breach_time_wrong' },
  });
  // Customers whose data it was: within a day.
  expect(stand(facts(['not-notify'], 1), '2026-10-24T14:30:00.000Z')).toMatchObject({
    businessesWait: true,
    overdue: false,
  });
  expect(stand(facts(['not-notify'], 1), '2026-10-24T14:30:00.001Z').overdue).toBe(true);
  expect(stand(facts(['not-notify', 'businesses-told'], 1), after).overdue).toBe(false);
});
