import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { addressFor } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { notify } from '../notices/notices.ts';
import { listAnswerers, type Answerer } from './desks.ts';
import { ticketMailWords } from './mail-words.ts';
import { ticketNumber } from './rules.ts';
import { timesOf } from './service-settings.ts';
import type { TicketRow, TicketTables } from './store.ts';
import { queueTicketWatch, WATCH_TICKETS } from './watch.ts';

interface Late {
  readonly ticket: TicketRow;
  readonly promise: 'first-answer' | 'solution';
  readonly dueAt: Instant;
}

/**
 * Looks for promised times that have passed, as long as a ticket waits for us, and tells whoever answers tickets of that
 * kind: once per ticket and promise. Safe to run twice.
 */
export const watchTickets: Job<unknown, AppContext> = {
  name: WATCH_TICKETS,
  attempts: 25,
  timeoutSeconds: 60,
  async run({ context, tenantId }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, `job:${WATCH_TICKETS}`);
    await context.db.inTenant(tenantId, async (tx) => {
      const open = await tx
        .tables<TicketTables>()
        .selectFrom('ticket')
        .selectAll()
        .where('tenant_id', '=', tx.tenantId)
        .where('state', 'in', ['open', 'reopened', 'waiting'])
        .orderBy('id')
        .execute();
      const late = await lateTickets(tx, caller, open);
      await tellOnce(tx, caller, context.publicUrl, late);
      if (open.some(({ state }) => state !== 'waiting')) await queueTicketWatch(tx);
    });
  },
};

async function lateTickets(tx: Tx, caller: Caller, tickets: readonly TicketRow[]): Promise<Late[]> {
  const times = await timesOf(tx, caller, tickets);
  return tickets.flatMap((ticket) => {
    const { firstDueAt, solutionDueAt } = times.get(ticket.id)!;
    return (
      [
        ['first-answer', firstDueAt],
        ['solution', solutionDueAt],
      ] as const
    ).flatMap(([promise, dueAt]) =>
      dueAt !== null && dueAt <= caller.now ? [{ ticket, promise, dueAt }] : [],
    );
  });
}

async function tellOnce(tx: Tx, caller: Caller, publicUrl: string, late: readonly Late[]): Promise<void> {
  if (late.length === 0) return;
  const fresh = await tx
    .tables<TicketTables>()
    .insertInto('ticket_escalation')
    .values(
      late.map(({ ticket, promise, dueAt }) => ({
        tenant_id: tx.tenantId,
        ticket_id: ticket.id,
        promise,
        due_at: dueAt,
        told_at: caller.now,
      })),
    )
    .onConflict((c) => c.doNothing())
    .returning(['ticket_id', 'promise'])
    .execute();
  const told = late.filter(({ ticket, promise }) =>
    fresh.some((row) => row.ticket_id === ticket.id && row.promise === promise),
  );
  for (const { ticket } of told) await notify(tx, caller, ticket, 'late');
  for (const person of await listAnswerers(tx)) {
    const own = told.filter(({ ticket }) => isTold(person, ticket));
    if (own.length > 0) await tell(tx, caller, publicUrl, person, own);
  }
}

/** Whoever took it on; of a ticket that nobody took on, everybody who sees its kind. Whoever heads the company, always. */
function isTold(person: Answerer, ticket: TicketRow): boolean {
  if (!person.desks.includes(ticket.desk)) return false;
  return (
    ticket.assigned_login === null || ticket.assigned_login === person.loginId || person.role !== 'office'
  );
}

async function tell(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  person: Answerer,
  late: readonly Late[],
): Promise<void> {
  const locale = asLocale(person.locale);
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const t = (key: keyof typeof ticketMailWords.en & string, values = {}): string =>
    say(ticketMailWords, locale, key, { count: late.length, ...values });
  const about: Id = idAt(caller.now);
  await queueMail(tx, caller, {
    kind: 'support.due',
    subjectId: about,
    recipient: await addressFor(tx, 'support.due', () => person.email),
    locale,
    subject: t('late.subject'),
    headline: t('late.subject'),
    blocks: [
      { kind: 'text', text: t('late.text') },
      {
        kind: 'list',
        items: late.map(({ ticket, promise, dueAt }) =>
          t(`late.${promise}`, {
            number: ticketNumber(ticket.number),
            subject: ticket.subject,
            at: format.instant(dueAt),
          }),
        ),
      },
      {
        kind: 'button',
        label: t('late.button'),
        url: `${publicUrl}${person.role === 'operator' ? '/operator' : ''}/tickets`,
      },
    ],
    documentIds: [],
  });
}
