import { expect, test } from 'vitest';
import { decideApproval } from './rules.ts';

const draft = { author: 'login:one', submittedAt: '2026-03-02T09:00:00.000Z' };
const later = '2026-03-03T09:00:00.000Z';

test('a second person approves at once', () => {
  const two = { actor: 'login:two', provenAt: null };
  expect(decideApproval(draft, two, draft.submittedAt, 24, 1)).toEqual({ ok: true, value: { solo: false } });
});

test.each([
  // One minute before the day is over, and the sign-in was before it was over.
  ['2026-03-03T08:59:00.000Z', '2026-03-03T08:58:00.000Z', 'second_person_needed'],
  [later, draft.submittedAt, 'sign_in_again'],
  [later, null, 'sign_in_again'],
  [later, later, undefined],
])('the author alone at %s, proven at %s: %s', (now, provenAt, code) => {
  const decided = decideApproval(draft, { actor: draft.author, provenAt }, now, 24, 0);
  expect(decided.ok ? undefined : decided.refusal.code).toBe(code);
});

test('the author never approves alone where somebody else could, however long they waited', () => {
  const author = { actor: draft.author, provenAt: later };
  expect(decideApproval(draft, author, later, 24, 2)).toEqual({
    ok: false,
    refusal: { code: 'approval_by_another', others: 2 },
  });
});
