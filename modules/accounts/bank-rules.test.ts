import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '#domain/kernel/days.ts';
import { aloneFrom, decideBankConfirm, needsSecondPerson } from './bank-rules.ts';

const HOURS = { 'operator.soloWaitHours': 24 };
const ASKED = { askedBy: 'login:anna', askedAt: '2026-03-28T20:00:00.000Z' as Instant };
const at = (text: string) => text as Instant;

test('a change waits where an account counts already; a first account and a new name of the bank do not', () => {
  const old = { iban: 'DE89370400440532013000', bic: 'COBADEFF' };
  expect(needsSecondPerson({ iban: '', bic: '' }, old)).toBe(false);
  expect(needsSecondPerson(old, old)).toBe(false);
  expect(needsSecondPerson(old, { iban: 'DE75512108001245126199', bic: '' })).toBe(true);
  expect(needsSecondPerson(old, { ...old, bic: 'SOGEDEFF' })).toBe(true);
  expect(needsSecondPerson(old, { iban: '', bic: '' })).toBe(true);
});

test.each([
  [
    'another person at once',
    { actor: 'login:ben', provenAt: null, others: 1 },
    '2026-03-28T20:00:00.000Z',
    { alone: false },
  ],
  [
    'who asked, with a colleague on holiday',
    { actor: 'login:anna', provenAt: at('2026-04-28T20:00:00.000Z'), others: 1 },
    '2026-04-28T20:00:01.000Z',
    'bank_second_person',
  ],
  [
    'alone, a second too early',
    { actor: 'login:anna', provenAt: at('2026-03-29T19:59:59.000Z'), others: 0 },
    '2026-03-29T19:59:59.000Z',
    'bank_wait',
  ],
  [
    'alone, signed in before the wait ended',
    { actor: 'login:anna', provenAt: at('2026-03-29T19:59:59.000Z'), others: 0 },
    '2026-03-29T20:00:00.000Z',
    'bank_sign_in_again',
  ],
  [
    'alone, nobody knows when it was proven',
    { actor: 'login:anna', provenAt: null, others: 0 },
    '2026-03-30T20:00:00.000Z',
    'bank_sign_in_again',
  ],
  [
    'alone, after the wait and signed in again',
    { actor: 'login:anna', provenAt: at('2026-03-29T20:00:00.000Z'), others: 0 },
    '2026-03-29T20:00:00.000Z',
    { alone: true },
  ],
] as const)('%s', (_, person, now, expected) => {
  const decided = decideBankConfirm(HOURS, ASKED, person, at(now));
  expect(decided.ok ? decided.value : decided.refusal.code).toEqual(expected);
});

test('whatever the hours: nobody confirms their own change before they are over, with a colleague never', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 336 }),
      fc.integer({ min: 0, max: 400 * 60 }),
      fc.nat(2),
      (hours, minutes, others) => {
        const now = at(new Date(Date.parse(ASKED.askedAt) + minutes * 60_000).toISOString());
        const decided = decideBankConfirm(
          { 'operator.soloWaitHours': hours },
          ASKED,
          { actor: ASKED.askedBy, provenAt: now, others },
          now,
        );
        expect(decided.ok).toBe(others === 0 && now >= aloneFrom(ASKED.askedAt, hours));
      },
    ),
  );
});
