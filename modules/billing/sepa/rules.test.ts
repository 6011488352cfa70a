import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import {
  composeDebits,
  debitFault,
  decideStep,
  mandateState,
  sequenceOf,
  type DebitCandidate,
  type MandateFacts,
} from './rules.ts';

const MANDATE: MandateFacts = {
  kind: 'recurring',
  signedOn: '2023-03-07',
  revokedOn: null,
  lastUsedOn: null,
};

describe('a mandate', () => {
  test('lapses when nobody used it for 36 months: on the last day it is good, a day later it is not', () => {
    expect(mandateState(MANDATE, '2026-03-07')).toBe('active');
    expect(mandateState(MANDATE, '2026-03-08')).toBe('lapsed');
    expect(mandateState({ ...MANDATE, lastUsedOn: '2024-01-31' }, '2027-01-31')).toBe('active');
    expect(mandateState({ ...MANDATE, lastUsedOn: '2024-01-31' }, '2027-02-01')).toBe('lapsed');
  });

  test('ends with its revocation, and one for a single collection with that', () => {
    expect(mandateState({ ...MANDATE, revokedOn: '2024-01-01' }, '2024-01-01')).toBe('revoked');
    expect(mandateState({ ...MANDATE, kind: 'one-off', lastUsedOn: '2024-01-01' }, '2024-01-02')).toBe(
      'used',
    );
  });

  test('is first, then recurring; one for a single collection is neither', () => {
    expect(sequenceOf(MANDATE)).toBe('FRST');
    expect(sequenceOf({ ...MANDATE, lastUsedOn: '2024-01-01' })).toBe('RCUR');
    expect(sequenceOf({ ...MANDATE, kind: 'one-off' })).toBe('OOFF');
  });

  test('property: once it is no longer good it never is again, unless it is used', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2020-01-01', n));
    const facts = fc.record({
      kind: fc.constantFrom('recurring', 'one-off'),
      signedOn: day,
      revokedOn: fc.option(day),
      lastUsedOn: fc.option(day),
    });
    fc.assert(
      fc.property(facts, day, fc.nat(2000), (mandate, today, later) => {
        if (mandateState(mandate, today) !== 'active')
          expect(mandateState(mandate, addDays(today, later))).not.toBe('active');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a run of direct debits', () => {
  const candidate = (invoiceId: string, more: Partial<DebitCandidate> = {}): DebitCandidate => ({
    invoiceId,
    currency: 'EUR',
    openMinor: 1_00n,
    disputed: false,
    inRun: false,
    mandate: { ...MANDATE, id: 'm', signedOn: '2026-01-01' },
    ...more,
  });
  const on = '2026-03-20';

  test.each([
    ['not_euro', { currency: 'CHF' }],
    ['not_open', { openMinor: 0n }],
    ['in_run', { inRun: true }],
    ['disputed', { disputed: true }],
    ['mandate_missing', { mandate: null }],
    ['mandate_lapsed', { mandate: { ...MANDATE, id: 'm' } }],
    ['mandate_revoked', { mandate: { ...MANDATE, id: 'm', revokedOn: '2026-03-20' } }],
    ['mandate_used', { mandate: { ...MANDATE, id: 'm', kind: 'one-off', lastUsedOn: '2026-01-01' } }],
  ] as const)('%s', (fault, more) => {
    expect(debitFault(candidate('a', more), on)).toBe(fault);
    expect(composeDebits([candidate('b'), candidate('a', more)], on)).toMatchObject({
      refusal: { code: `debit_${fault}`, field: 'invoiceIds.1' },
    });
  });

  test('property: each chosen invoice once and in its order; at most one first per mandate, and it comes first', () => {
    const mandate = fc.record({
      id: fc.constantFrom('m1', 'm2', 'm3'),
      kind: fc.constant('recurring' as const),
      signedOn: fc.constant('2026-01-01'),
      revokedOn: fc.constant(null),
      lastUsedOn: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(mandate, { minLength: 1, maxLength: 12 }), (mandates) => {
        const chosen = mandates.map((one, at) => candidate(String(at), { mandate: one }));
        const composed = composeDebits(chosen, on);
        if (!composed.ok) throw new Error(composed.refusal.code);
        expect(composed.value.map(({ of }) => of)).toEqual(chosen);
        for (const id of new Set(mandates.map((one) => one.id))) {
          const [first, ...others] = composed.value.filter(({ of }) => of.mandate?.id === id);
          expect(first!.sequence).toBe('FRST');
          expect(others.every(({ sequence }) => sequence === 'RCUR')).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a mandate for a single collection serves one invoice of a run', () => {
    const mandate = { ...MANDATE, id: 'm', signedOn: '2026-01-01', kind: 'one-off' as const };
    expect(composeDebits([candidate('a', { mandate }), candidate('b', { mandate })], on)).toMatchObject({
      refusal: { code: 'debit_mandate_used', field: 'invoiceIds.1' },
    });
  });
});

describe('the steps of a run', () => {
  test.each([
    ['debit', 'composed', 'hand-over', true],
    ['debit', 'composed', 'cancel', true],
    ['debit', 'composed', 'approve', false],
    ['transfer', 'composed', 'hand-over', false],
    ['transfer', 'composed', 'approve', true],
    ['transfer', 'approved', 'approve', false],
    ['transfer', 'approved', 'hand-over', true],
    ['transfer', 'approved', 'cancel', true],
  ] as const)('%s, %s: %s is %s', (kind, state, step, may) =>
    expect(decideStep(kind, state, step).ok).toBe(may),
  );

  test('nothing follows its end', () => {
    for (const kind of ['debit', 'transfer'] as const)
      for (const state of ['handed_over', 'cancelled'] as const)
        for (const step of ['approve', 'hand-over', 'cancel'] as const)
          expect(decideStep(kind, state, step)).toMatchObject({ refusal: { code: 'run_ended' } });
  });
});
