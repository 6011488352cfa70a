import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import * as tickets from '#modules/support/tickets/contract.ts';
import * as settings from '#modules/support/tickets/settings-contract.ts';
import type { TicketTables } from '#modules/support/tickets/store.ts';

/** A request with its thread and a file, promised times, a written answer, and somebody who was given kinds by name. */
export async function fillTickets(t: TestApp, mark: string): Promise<void> {
  const owner = await t.client('owner');
  const ticket = await owner.call(tickets.enterTicket, {
    body: {
      desk: 'support',
      priority: 'high',
      subject: mark,
      contactName: mark,
      contactEmail: 'guest@zirbelkiefer.example',
      locale: 'de',
      text: mark,
    },
  });
  const params = { ticketId: ticket.id as Id };
  await owner.call(tickets.attachToTicket, {
    params,
    upload: { bytes: Buffer.from(mark), name: `${mark}.txt` },
  });
  await owner.call(tickets.noteOnTicket, { params, body: { text: mark } });
  await owner.call(settings.putHours, { body: { opens: '08:00', closes: '16:00' } });
  await owner.call(settings.putLevel, {
    body: { plan: '', priority: 'low', firstMinutes: 500, solutionMinutes: 5000 },
  });
  await owner.call(settings.addCanned, { body: { name: mark, en: `${mark} {name}`, de: mark } });
  const { people } = await owner.call(settings.getTicketSettings, {});
  await owner.call(settings.giveDesks, {
    params: { loginId: people.at(-1)!.loginId as Id },
    body: { desks: ['support', 'finance'] },
  });
  // Somebody was told that a time has passed.
  await t.inTenant((tx) =>
    tx
      .tables<TicketTables>()
      .insertInto('ticket_escalation')
      .values({
        tenant_id: t.tenantId,
        ticket_id: params.ticketId,
        promise: 'first-answer',
        due_at: t.clock.now(),
        told_at: t.clock.now(),
      })
      .execute(),
  );
}
