import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PageForm, PublicPage } from '#platform/pages/serve.ts';
import { openTicket } from './open-ticket.ts';
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
import { DESKS, ticketNumber, type Desk } from './rules.ts';

/** Where a company's customers ask; its address says nothing about the company. */
export const askPathOf = (tenantId: Id): string => `/support/ask/${shortId(tenantId)}`;

const MAX = { name: 120, email: 254, subject: 200, text: 8000 } as const;
type Field = keyof typeof MAX;
const FIELDS = Object.keys(MAX) as Field[];
type Typed = Readonly<Record<Field, string>> & { readonly desk: Desk };
const EMPTY: Typed = { name: '', email: '', subject: '', text: '', desk: 'support' };

/**
 * A plain form that opens a request, without script and without a sign-in: of the operator, and of any company by the
 * address that it gives its customers. Answers go to the address that was typed, and only there.
 */
export const askPage: PublicPage<AppContext> = {
  path: '/support/ask/:company',
  answer: (request) => show(request, EMPTY, []),
  post: (request) => take(request),
};

/** The operator's own, under an address that can be said aloud. */
export const askOperatorPage: PublicPage<AppContext> = {
  path: '/support/ask',
  answer: (request) => show(request, EMPTY, []),
  post: (request) => take(request),
};

async function callerOf({ context, params }: TicketPageRequest): Promise<Caller | null> {
  const tenantId =
    params['company'] === undefined
      ? (await loadInstallation(context.db, context.clock.now()))?.operatorTenantId
      : readShortId(params['company']);
  const facts = tenantId && (await context.tenantFacts(tenantId).catch(() => null));
  return facts ? systemCaller(facts, context.clock, 'visitor') : null;
}

async function take(request: TicketPageRequest & { readonly form: PageForm }): Promise<PageContent | null> {
  const { context, form, language } = request;
  const caller = await callerOf(request);
  if (!caller) return null;
  const found = FIELDS.map((name) => [name, typedIn(form, name, MAX[name])] as const);
  const typed = {
    ...(Object.fromEntries(found.map(([name, { text }]) => [name, text])) as Record<Field, string>),
    desk: DESKS.find((desk) => desk === form.get('desk')?.[0]) ?? 'support',
  };
  if (await brake(request)) return show(request, typed, ['wrong.braked']);
  const asked = await consentAsked(context, caller.tenantId, caller.now);
  const faults: TicketPageWord[] = FIELDS.filter((name) => typed[name] === '').map(
    (name) => `wrong.${name}` as const,
  );
  if (typed.email !== '' && !z.email().safeParse(typed.email).success) faults.push('wrong.email');
  if (!agreed(form, asked)) faults.push('wrong.consent');
  if (faults.length > 0) return show(request, typed, faults);
  const messageId = form.get('message')?.[0] ?? '';
  const ticket = await context.db.inTenant(caller.tenantId, async (tx) =>
    openTicket(tx, caller, {
      desk: typed.desk,
      source: 'form',
      subject: typed.subject,
      contactName: typed.name.replace(/\s+/g, ' '),
      contactEmail: typed.email,
      locale: language,
      text: typed.text,
      consentId: await keepConsent(tx, caller, asked),
      // Nobody proved this address: what it is a contact of is not told to whoever typed it, and staff links it.
      customerId: null,
      ...(isId(messageId) ? { messageId } : {}),
    }),
  );
  const t = teller(request);
  return {
    title: t('ask.title'),
    brand: caller.tenantName,
    body: html`<h1>${t('ask.done', { number: ticketNumber(ticket.number) })}</h1>
      <p>${t('ask.done.text', { email: typed.email })}</p>
      ${found.some(([, { masked }]) => masked) && html`<p role="status">${t('masked')}</p>`}`,
  };
}

async function show(
  request: TicketPageRequest,
  typed: Typed,
  faults: readonly TicketPageWord[],
): Promise<PageContent | null> {
  const caller = await callerOf(request);
  if (!caller) return null;
  const t = teller(request);
  const asked = await consentAsked(request.context, caller.tenantId, caller.now);
  const name = caller.tenantName;
  return {
    title: t('ask.title'),
    brand: name,
    status: faults.length > 0 ? 422 : 200,
    body: html`<h1>${t('ask.title')}</h1>
      <p>${t('ask.lead')}</p>
      ${faultList(t, faults)}
      <form method="post" class="pg-form">
        <input type="hidden" name="message" value="${randomUUID()}" />
        ${fields(t, typed, faults)} ${consentBox(request, name, asked)}
        <p><button class="pg-go">${t('send')}</button></p>
      </form>`,
  };
}

function fields(t: Tell, typed: Typed, faults: readonly TicketPageWord[]): Html {
  const wrong = (name: Field): Html | false => faults.includes(`wrong.${name}`) && html`aria-invalid="true"`;
  const input = (name: Field, type: string, fills: string): Html =>
    html`<p>
      <label for="${name}">${t(name)}</label>
      <input
        id="${name}"
        name="${name}"
        type="${type}"
        value="${typed[name]}"
        maxlength="${MAX[name]}"
        autocomplete="${fills}"
        required
        ${wrong(name)}
      />
    </p>`;
  return html`${input('name', 'text', 'name')} ${input('email', 'email', 'email')}
    <p>
      <label for="desk">${t('topic')}</label>
      <select id="desk" name="desk">
        ${DESKS.map(
          (desk) =>
            html`<option value="${desk}" ${desk === typed.desk && html`selected`}>
              ${t(`topic.${desk}`)}
            </option>`,
        )}
      </select>
    </p>
    ${input('subject', 'text', 'off')}
    <p>
      <label for="text">${t('text')}</label>
      <textarea id="text" name="text" rows="8" maxlength="${MAX.text}" required ${wrong('text')}>
${typed.text}</textarea>
    </p>`;
}
