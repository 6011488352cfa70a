import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decideDesks,
  decideState,
  deskOfMail,
  DESKS,
  desksOf,
  fillAnswer,
  numberIn,
  subjectWithNumber,
  TICKET_STATES,
  unknownHoles,
  withoutNumber,
} from './rules.ts';

describe('where a ticket stands', () => {
  test('whoever asked and writes again is heard, wherever it stood', () => {
    expect(TICKET_STATES.map((state) => decideState(state, 'customer-wrote'))).toEqual(
      // open, waiting, solved, reopened
      ['open', 'open', 'reopened', 'reopened'].map((value) => ({ ok: true, value })),
    );
  });

  test('an answer waits for the customer; solving and taking up again count once', () => {
    for (const state of TICKET_STATES)
      expect(decideState(state, 'answered')).toEqual({ ok: true, value: 'waiting' });
    expect(decideState('solved', 'solved')).toMatchObject({ refusal: { code: 'ticket_solved' } });
    expect(decideState('solved', 'waiting')).toMatchObject({ refusal: { code: 'ticket_solved' } });
    expect(decideState('waiting', 'waiting')).toMatchObject({ refusal: { code: 'ticket_waits' } });
    expect(decideState('open', 'reopened')).toMatchObject({ refusal: { code: 'ticket_not_solved' } });
    expect(decideState('solved', 'reopened')).toEqual({ ok: true, value: 'reopened' });
  });
});

describe('the number in a subject', () => {
  test('is found in brackets, alone, after any mark of a reply', () => {
    expect(numberIn('Re: AW: [T-12] When does it come?')).toBe(12);
    expect(numberIn('When does T-12 come?')).toBeNull();
    expect(numberIn('[T-0] x')).toBeNull();
    // Two of them name none: nobody guesses which is meant.
    expect(numberIn('[T-12] and [T-13]')).toBeNull();
  });

  test('stands there once, however often a thread goes back and forth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999 }),
        fc.string(),
        fc.integer({ min: 0, max: 4 }),
        (n, text, rounds) => {
          let subject = subjectWithNumber(n, text);
          for (let round = 0; round < rounds; round += 1) subject = subjectWithNumber(n, `Re: ${subject}`);
          expect(numberIn(subject)).toBe(n);
          expect(subject.match(/\[T-\d+\]/g)).toHaveLength(1);
          expect(withoutNumber(subject)).toBe(withoutNumber(text));
        },
      ),
      { numRuns: Number(process.env['TENON_PROPERTY_RUNS'] ?? 150) },
    );
  });
});

describe('who sees which kind', () => {
  test('who heads the company sees all until told otherwise, the office helps, others see nothing', () => {
    expect(desksOf('owner', null)).toEqual(DESKS);
    expect(desksOf('operator', null)).toEqual(DESKS);
    expect(desksOf('office', null)).toEqual(['support']);
    expect(desksOf('worker', null)).toEqual([]);
    expect(desksOf('operator', ['support'])).toEqual(['support']);
    expect(desksOf('owner', [])).toEqual([]);
  });

  test('nobody hands on or takes away what they do not see themselves', () => {
    expect(decideDesks(['support'], ['support'], ['support', 'finance'])).toMatchObject({
      refusal: { code: 'desk_not_yours', desk: 'finance' },
    });
    expect(decideDesks(['support'], ['support', 'privacy'], ['support'])).toMatchObject({
      refusal: { code: 'desk_not_yours', desk: 'privacy' },
    });
    expect(decideDesks(['support', 'finance'], ['privacy'], ['finance', 'privacy'])).toEqual({
      ok: true,
      value: ['finance', 'privacy'],
    });
  });

  test('a mail goes to the desk of what it is about', () => {
    expect(deskOfMail('privacy', null)).toBe('privacy');
    expect(deskOfMail('reply', 'billing.invoice')).toBe('finance');
    expect(deskOfMail('reply', 'orders.quote')).toBe('support');
    // A question is no answer to an invoice, whatever it quotes.
    expect(deskOfMail('question', 'billing.invoice')).toBe('support');
  });
});

test('a written answer is filled from the ticket, and a hole that nothing fills is seen', () => {
  const values = {
    name: 'Ms Oak {number}',
    number: 'T-12',
    subject: 'Kitchen',
    company: 'Larch Lane',
    about: '',
    me: 'Sam',
  };
  // What a customer is called is never looked through for holes of its own.
  expect(fillAnswer('Dear {name}, {number}{about}: {else} {me}', values)).toBe(
    'Dear Ms Oak {number}, T-12: {else} Sam',
  );
  expect(unknownHoles('{name} {Name} {price}')).toEqual(['Name', 'price']);
  expect(unknownHoles('{name}{number}{subject}{company}{about}{me}')).toEqual([]);
});
