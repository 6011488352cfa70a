import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Role } from '#platform/http/caller.ts';

/** Kinds of tickets: each is seen by those who hold its desk. */
export const DESKS = ['support', 'finance', 'privacy'] as const;
export type Desk = (typeof DESKS)[number];

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** `waiting`: for the customer; `reopened`: somebody wrote after it was solved. */
export const TICKET_STATES = ['open', 'waiting', 'solved', 'reopened'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** What can happen to a ticket that changes where it stands. */
export type TicketDeed = 'customer-wrote' | 'answered' | 'waiting' | 'solved' | 'reopened';

/**
 * Where a ticket stands after a deed. Whoever asked and writes again is never unheard: a waiting ticket is open again, a
 * solved one is reopened. An answer waits for the customer; a ticket is solved or taken up again once.
 * @returns refused for a deed that changes nothing
 */
export function decideState(
  state: TicketState,
  deed: TicketDeed,
): Result<TicketState, { code: 'ticket_solved' | 'ticket_not_solved' | 'ticket_waits' }> {
  switch (deed) {
    case 'customer-wrote':
      return ok(state === 'solved' ? 'reopened' : state === 'waiting' ? 'open' : state);
    case 'answered':
      return ok('waiting');
    case 'waiting':
      if (state === 'solved') return refuse({ code: 'ticket_solved' });
      return state === 'waiting' ? refuse({ code: 'ticket_waits' }) : ok('waiting');
    case 'solved':
      return state === 'solved' ? refuse({ code: 'ticket_solved' }) : ok('solved');
    case 'reopened':
      return state === 'solved' ? ok('reopened') : refuse({ code: 'ticket_not_solved' });
  }
}

/** T-12, as it stands in subjects. */
export const ticketNumber = (number: number): string => `T-${number}`;

/** `[T-12] When does it come?`, with one number whatever stood there before. */
export function subjectWithNumber(number: number, subject: string): string {
  return `[${ticketNumber(number)}] ${withoutNumber(subject)}`;
}

/** A subject as its writer meant it: without the marks of replies and without our number. */
export function withoutNumber(subject: string): string {
  const bare = subject
    .replace(/\[T-\d{1,9}\]/g, ' ')
    .replace(/^(\s*(re|aw|antw|fwd?|wg)\s*:)+/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return bare.slice(0, 200);
}

/** The number of a ticket that a subject names in brackets; null where it names none, or more than one. */
export function numberIn(subject: string): number | null {
  const found = new Set([...subject.matchAll(/\[T-(\d{1,9})\]/g)].map(([, digits]) => Number(digits)));
  const [number] = found;
  return found.size === 1 && number !== undefined && number > 0 ? number : null;
}

/**
 * Which desks somebody holds: those given to them by name, else those of their role. Whoever heads the company, or is
 * the operator's staff, sees every kind until they are given fewer; the office sees support alone.
 * @param given null: nobody decided about this person
 */
export function desksOf(role: Role | null, given: readonly Desk[] | null): readonly Desk[] {
  if (role === null) return DESKS;
  if (given !== null) return DESKS.filter((desk) => given.includes(desk));
  if (role === 'owner' || role === 'operator') return DESKS;
  return role === 'office' ? ['support'] : [];
}

/**
 * Whether somebody may hand a desk on or take it away: only one they hold themselves, so that nobody opens a kind for
 * themselves that others keep closed.
 */
export function decideDesks(
  own: readonly Desk[],
  before: readonly Desk[],
  wanted: readonly Desk[],
): Result<readonly Desk[], { code: 'desk_not_yours'; desk: Desk; field: 'desks' }> {
  const changed = DESKS.find(
    (desk) => before.includes(desk) !== wanted.includes(desk) && !own.includes(desk),
  );
  return changed
    ? refuse({ code: 'desk_not_yours', desk: changed, field: 'desks' })
    : ok(DESKS.filter((desk) => wanted.includes(desk)));
}

/** Whose kind a mail is, by what the rules took it for and by what of ours it answers. */
export function deskOfMail(sorted: string, replyKind: string | null): Desk {
  if (sorted === 'privacy') return 'privacy';
  return sorted === 'reply' && replyKind !== null && /^(billing|accounts)\./.test(replyKind)
    ? 'finance'
    : 'support';
}

/** Holes of a written answer: `{name}`, `{number}` … */
export const HOLES = ['name', 'number', 'subject', 'company', 'about', 'me'] as const;
export type Hole = (typeof HOLES)[number];

/** Names of holes in a text that nothing fills; an answer with one is not saved. */
export function unknownHoles(text: string): string[] {
  return [...text.matchAll(/\{([^{}\n]{0,40})\}/g)]
    .map(([, name]) => name!)
    .filter((name) => !(HOLES as readonly string[]).includes(name));
}

/** An answer with its holes filled from the ticket; what the ticket does not know leaves nothing behind. */
export function fillAnswer(text: string, values: Readonly<Record<Hole, string>>): string {
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    (HOLES as readonly string[]).includes(name) ? values[name as Hole] : whole,
  );
}
