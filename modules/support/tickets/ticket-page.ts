import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { html, type Html } from '#platform/pages/html.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { askPathOf } from './ask-page.ts';
import { linkTo, readLink, TICKET_PATH, type TicketLink } from './links.ts';
import type { MyTicket } from './my-contract.ts';
import { lockFor, myTicketViews, ticketsFor } from './my-tickets.ts';
import {
  agreed,
  brake,
  consentAsked,
  consentBox,
  faultList,
  keepConsent,
  teller,
  typedIn,
  type Tell,
  type TicketPageRequest,
  type TicketPageWord,
} from './page-parts.ts';
import { ticketNumber } from './rules.ts';
import type { TicketRow, TicketTables } from './store.ts';
import { setTicketState, takeFromCustomer } from './write-message.ts';

const TEXT_MAX = 8000;

/**
 * A request as whoever asked sees it, opened by the link in their mail: its thread without notes, a field to answer, and
 * their other requests. The link is the proof; opening it changes nothing, because mail programs open links by themselves.
 */
export const ticketPage: PublicPage<AppContext> = {
  path: TICKET_PATH,
  async answer(request) {
    const told = request.query['told'];
    const say = told === 'sent' ? 'sent.told' : told === 'solved' ? 'solved.told' : null;
    return show(request, { notice: say, faults: [], typed: '' });
  },
  async post(request) {
    const { context, form } = request;
    const at = await callerOf(request);
    if (!at) return gone(request);
    const { link, caller } = at;
    if (await brake(request)) return show(request, { faults: ['wrong.braked'], typed: '', notice: null });
    if (form.get('do')?.[0] === 'solved') {
      await withTicket(context, link, async (tx, ticket) => {
        if (ticket.state !== 'solved') await setTicketState(tx, caller, ticket, 'solved');
      });
      return back(request, 'solved');
    }
    const { text, masked } = typedIn(form, 'text', TEXT_MAX);
    const asked = await consentAsked(context, link.tenantId, caller.now);
    const faults: TicketPageWord[] = [
      ...(text === '' ? (['wrong.text'] as const) : []),
      ...(agreed(form, asked) ? [] : (['wrong.consent'] as const)),
    ];
    if (faults.length > 0) return show(request, { faults, typed: text, notice: null });
    const messageId = form.get('message')?.[0] ?? '';
    await withTicket(context, link, async (tx, ticket) => {
      await takeFromCustomer(tx, caller, ticket, {
        text,
        authorName: ticket.contact_name,
        authorEmail: ticket.contact_email,
        ...(isId(messageId) ? { messageId } : {}),
      });
      await keepConsent(tx, caller, asked);
    });
    return masked ? show(request, { faults: [], typed: '', notice: 'masked' }) : back(request, 'sent');
  },
};

const back = (request: TicketPageRequest, told: 'sent' | 'solved') => ({
  redirect: `${request.path}?lang=${request.language}&told=${told}`,
});

/** The link, and the visitor as the tenant's records will call them; null for a link that is no good. */
async function callerOf({
  context,
  params,
}: TicketPageRequest): Promise<{ link: TicketLink; caller: Caller } | null> {
  const link = readLink(params, context.clock.now().slice(0, 10));
  if (!link) return null;
  const facts = await context.tenantFacts(link.tenantId).catch(() => null);
  return facts && { link, caller: systemCaller(facts, context.clock, 'visitor') };
}

async function withTicket(
  context: AppContext,
  { tenantId, ticketId }: TicketLink,
  work: (tx: Tx, ticket: TicketRow) => Promise<void>,
): Promise<void> {
  await context.db.inTenant(tenantId, async (tx) => {
    const row = await rowOf(tx, ticketId);
    const ticket = row && (await lockFor(tx, row.contact_email, ticketId));
    if (ticket) await work(tx, ticket);
  });
}

async function rowOf(tx: Tx, ticketId: Id): Promise<TicketRow | undefined> {
  return tx
    .tables<TicketTables>()
    .selectFrom('ticket')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ticketId)
    .executeTakeFirst();
}

interface Shown {
  readonly notice: 'sent.told' | 'solved.told' | 'masked' | null;
  readonly faults: readonly TicketPageWord[];
  readonly typed: string;
}

async function show(request: TicketPageRequest, shown: Shown): Promise<PageContent | null> {
  const at = await callerOf(request);
  if (!at) return gone(request);
  const { context } = request;
  const { link, caller } = at;
  const t = teller(request);
  const found = await context.db.inTenant(link.tenantId, async (tx) => {
    const row = await rowOf(tx, link.ticketId);
    if (!row) return null;
    const [ticket] = await myTicketViews(tx, [row]);
    const others = (await ticketsFor(tx, row.contact_email)).filter(
      (one) => one.id !== row.id && one.contact_email === row.contact_email,
    );
    return { ticket: ticket!, others };
  });
  if (!found) return gone(request);
  const { ticket, others } = found;
  const asked = await consentAsked(context, link.tenantId, caller.now);
  const otherLink = (id: Id): string => linkTo('', link.tenantId, id, caller.today);
  return {
    title: `${ticket.number} ${ticket.subject}`,
    brand: caller.tenantName,
    status: shown.faults.length > 0 ? 422 : 200,
    body: html`<h1>${ticket.subject}</h1>
      <p>${ticket.number} · ${t(`state.${ticket.state}`)}</p>
      ${shown.notice ? html`<p role="status"><strong>${t(shown.notice)}</strong></p>` : ''}
      ${threadOf(request, t, caller, ticket)} ${faultList(t, shown.faults)}
      <form method="post" class="pg-form">
        <input type="hidden" name="message" value="${randomUUID()}" />
        <p>
          <label for="text">${t(ticket.state === 'solved' ? 'answer.again' : 'answer')}</label>
          <textarea id="text" name="text" rows="6" maxlength="${TEXT_MAX}" required>${shown.typed}</textarea>
        </p>
        ${consentBox(request, caller.tenantName, asked)}
        <p><button class="pg-go" name="do" value="answer">${t('send')}</button></p>
      </form>
      ${
        ticket.state === 'solved'
          ? ''
          : html`<form method="post">
              <p><button name="do" value="solved">${t('solved')}</button></p>
            </form>`
      }
      ${
        others.length > 0
          ? html`<h2>${t('others.title')}</h2>
              <ul>
                ${others.map(
                  (one) =>
                    html`<li>
                      <a href="${otherLink(one.id)}">${ticketNumber(one.number)} ${one.subject}</a>
                    </li>`,
                )}
              </ul>`
          : ''
      }
      <p><a href="${askPathOf(link.tenantId)}">${t('ask.again')}</a></p>`,
  };
}

function threadOf({ language }: TicketPageRequest, t: Tell, caller: Caller, ticket: MyTicket): Html {
  const format = createFormat({ locale: language, zone: caller.zone, currency: caller.currency });
  return html`${ticket.messages.map(
    (message) =>
      html`<section>
        <h2>
          ${t('said.at', {
            who: message.mine ? t('you') : message.author,
            at: format.instant(message.at as Instant),
          })}
        </h2>
        ${message.text.split('\n').map((line) => html`<p>${line}</p>`)}
        ${message.files.length > 0 ? html`<p>${t('files', { names: message.files.join(', ') })}</p>` : ''}
      </section>`,
  )}`;
}

/** Also for a link that was never made: nobody learns whether there is such a request. */
function gone(request: TicketPageRequest): PageContent {
  const t = teller(request);
  return {
    title: t('gone.title'),
    brand: 'Tenon',
    status: 404,
    body: html`<h1>${t('gone.title')}</h1>
      <p>${t('gone.text')}</p>`,
  };
}
