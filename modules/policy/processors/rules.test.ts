import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day, type Instant } from '#domain/kernel/days.ts';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { boundOf } from './bound.ts';
import {
  decideConfirm,
  notCovered,
  standingOf,
  warningsDue,
  type ContractFacts,
  type ProcessorFacts,
} from './rules.ts';

const contract = (from: Day, to: Day | null, more: Partial<ContractFacts> = {}): ContractFacts => ({
  declared: false,
  categories: ['contact'],
  validFrom: from,
  validTo: to,
  handedInBy: 'login:a',
  handedInAt: '2026-01-01T00:00:00.000Z',
  confirmedAt: '2026-01-02T00:00:00.000Z',
  ...more,
});
const processor = (...contracts: ContractFacts[]): ProcessorFacts => ({
  suspendedAt: null,
  endedAt: null,
  bound: 'contract',
  contracts,
});
const on = (facts: ProcessorFacts, today: Day) => standingOf(DEFAULTS, facts, today);

describe('where a processor stands', () => {
  const year = contract('2026-01-01', '2026-12-31');
  test.each<[Day, string, number | null]>([
    ['2025-12-31', 'not-yet', null],
    ['2026-01-01', 'active', 364],
    ['2026-10-31', 'active', 61],
    ['2026-11-01', 'expiring', 60],
    ['2026-12-31', 'expiring', 0],
    ['2027-01-01', 'expired', null],
  ])('with a contract for 2026, on %s it is %s', (today, state, daysLeft) => {
    const standing = on(processor(year), today);
    expect(standing).toMatchObject({ state, daysLeft });
    expect(standing.contract !== null).toBe(['active', 'expiring'].includes(state));
  });

  test('without a contract it is a draft, with one that nobody confirmed it waits', () => {
    expect(on(processor(), '2026-06-01').state).toBe('draft');
    expect(on(processor(contract('2026-01-01', null, { confirmedAt: null })), '2026-06-01').state).toBe(
      'awaiting',
    );
  });

  test('a contract that follows without a gap keeps it active; one day between does not', () => {
    const next = contract('2027-01-01', '2027-12-31');
    expect(on(processor(year, next), '2026-12-31')).toMatchObject({ state: 'active', daysLeft: 365 });
    const late = contract('2027-01-02', '2027-12-31');
    expect(on(processor(year, late), '2026-12-31')).toMatchObject({ state: 'expiring', daysLeft: 0 });
    expect(on(processor(year, late), '2027-01-01').state).toBe('not-yet');
  });

  test('a provider that the configuration names is a draft until its contract is confirmed; our own machine needs none', () => {
    const declared = contract('2026-01-01', null, { declared: true });
    expect(on(processor(declared), '2030-01-01')).toMatchObject({ state: 'draft', contract: null });
    expect(on(processor(declared, year), '2026-06-01')).toMatchObject({ state: 'active', daysLeft: 213 });
    for (const bound of ['own-machine', 'law'] as const) {
      expect(on({ ...processor(declared), bound }, '2030-01-01')).toMatchObject({ state: 'active' });
      // A contract that is there counts, and what is declared does not beside it.
      expect(on({ ...processor(declared, year), bound }, '2027-01-01').state).toBe('expired');
    }
  });

  test.each([
    ['mail.provider.example', 'contract'],
    ['93.184.216.34', 'contract'],
    ['2606:4700::1111', 'contract'],
    ['127.0.0.1', 'own-machine'],
    ['192.168.1.20', 'own-machine'],
    ['fd00::7', 'own-machine'],
    ['relay.internal', 'own-machine'],
    ['localhost', 'own-machine'],
    ['relay.factory.example', 'own-machine'],
    // What is no host is no machine of ours either.
    ['user@relay.factory.example', 'contract'],
  ])('%s is bound by: %s', (host, bound) => expect(boundOf(host, ['Relay.factory.example'])).toBe(bound));

  test('suspended and ended carry nothing, whatever the contracts say', () => {
    const at = '2026-02-01T00:00:00.000Z' as Instant;
    for (const change of [{ suspendedAt: at }, { endedAt: at }])
      expect(on({ ...processor(year), ...change }, '2026-06-01').contract).toBeNull();
  });

  test('on no day does data flow without a confirmed contract that covers it', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n));
    const some = fc.record({
      from: day,
      length: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
      confirmed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 4 }), day, (list, today) => {
        const contracts = list.map(({ from, length, confirmed }) =>
          contract(from, length === null ? null : addDays(from, length), {
            confirmedAt: confirmed ? '2026-01-01T00:00:00.000Z' : null,
          }),
        );
        const covered = contracts.some(
          (one) =>
            one.confirmedAt && one.validFrom <= today && (one.validTo === null || one.validTo >= today),
        );
        expect(on(processor(...contracts), today).contract !== null).toBe(covered);
      }),
    );
  });
});

test('warnings are due 60, 30 and 7 days before the end', () => {
  expect([61, 60, 31, 30, 7, 0, null].map((days) => warningsDue(DEFAULTS, days))).toEqual([
    [],
    [60],
    [60],
    [60, 30],
    [60, 30, 7],
    [60, 30, 7],
    [],
  ]);
});

describe('who may confirm', () => {
  const handedIn = contract('2026-01-01', null, { confirmedAt: null });
  const confirm = (actor: string, now: Instant, provenAt: Instant | null = now, others = 0) =>
    decideConfirm(DEFAULTS, handedIn, { actor, provenAt, others }, now);

  test('another person, at once', () =>
    expect(confirm('login:b', '2026-01-01T00:00:01.000Z')).toEqual({ ok: true, value: { alone: false } }));

  test('the same person only after 24 hours', () => {
    expect(confirm('login:a', '2026-01-01T23:59:59.999Z')).toMatchObject({
      refusal: { code: 'confirm_second_person', hours: 24, from: '2026-01-02T00:00:00.000Z' },
    });
    expect(confirm('login:a', '2026-01-02T00:00:00.000Z')).toEqual({ ok: true, value: { alone: true } });
  });

  test('and having signed in again since', () => {
    const now = '2026-01-03T00:00:00.000Z' as Instant;
    expect(confirm('login:a', now, '2026-01-01T23:59:59.999Z')).toMatchObject({
      refusal: { code: 'confirm_sign_in_again' },
    });
    expect(confirm('login:a', now, null)).toMatchObject({ refusal: { code: 'confirm_sign_in_again' } });
  });

  test('nobody alone where there is somebody else', () =>
    expect(confirm('login:a', '2026-06-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z', 1)).toMatchObject({
      refusal: { code: 'confirm_second_person' },
    }));

  test('nobody twice', () =>
    expect(
      decideConfirm(
        DEFAULTS,
        contract('2026-01-01', null),
        { actor: 'login:b', provenAt: null, others: 0 },
        '2026-02-01T00:00:00.000Z',
      ),
    ).toMatchObject({ refusal: { code: 'contract_confirmed' } }));
});

test('categories that a contract does not cover are named', () => {
  expect(notCovered(contract('2026-01-01', null), ['contact', 'bank'])).toEqual(['bank']);
});
