import type { Instant } from '#domain/kernel/days.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { findContact, findContacts, loadCustomer, type Contact } from '#modules/accounts/api.ts';
import { AGREEMENT_KIND } from '#modules/billing/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { findDocument } from '#platform/documents/stored.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { allOrNothing } from '#platform/postgres/all-or-nothing.ts';
import { acceptInstance } from './accept-instance.ts';
import { linkedPath, linkFrom, pathOf, type Link } from './links.ts';
import { orderMailWords } from './mail-words.ts';
import { isFull, linkOf, sellerOf, teller, told, type Request, type Seller } from './page.ts';
import { listServices, type Service } from './services.ts';

const AT = linkedPath('services');
/** Links asked for per network address, and per address written to, in a quarter of an hour. */
const ASKED_MAX = 10;
const MAILED_MAX = 3;

/**
 * What a customer has of the operator, for whoever speaks for it: opened by a link in their own mailbox, whole without a
 * script. Here an instance is accepted, which is the last step of its delivery.
 */
export const servicesPages: readonly PublicPage<AppContext>[] = [
  {
    path: '/services',
    answer: (request) => askForLink(request),
    async post(request) {
      const seller = await sellerOf(request);
      const t = teller(request);
      const email = (request.form.get('email')?.[0] ?? '').trim().toLowerCase();
      if (!seller) return null;
      const full =
        (await isFull(request, 'hosting-link-ask', ASKED_MAX)) ||
        (await isFull({ ...request, ip: email }, 'hosting-link-mail', MAILED_MAX));
      if (full) return told(t('services.link'), seller.name, t('order.braked'), 429);
      await mailLinks(request, seller, email);
      // The same answer for every address: nobody learns here who is a customer.
      return told(t('services.link'), seller.name, t('services.link.sent'));
    },
  },
  {
    path: AT,
    async answer(request) {
      const link = await linkOf(request, 'services');
      return link === 'over' ? askForLink(request, 410) : link && showServices(request, link);
    },
    async post(request) {
      const link = await linkOf(request, 'services');
      if (!link) return null;
      if (link === 'over') return askForLink(request, 410);
      const { context, form, language } = request;
      const accepted = form.get('accept')?.[0];
      const caller = systemCaller(await context.tenantFacts(link.tenantId), context.clock, 'visitor');
      await allOrNothing(context.db, link.tenantId, async (tx) => {
        const found = await findContact(tx, link.id);
        const own = found && (await listServices(tx, found.customerId)).find(({ id }) => id === accepted);
        if (!found || !own) return { ok: false, refusal: { code: 'instance_unknown' } };
        const { name } = found.contact;
        return acceptInstance(tx, { ...caller, name }, own.id, {
          ...{ acceptedBy: name, contactId: link.id, act: 'button' },
        });
      });
      return { redirect: inLanguage(pathOf(link), language) };
    },
  },
  {
    path: `${AT}/agreement/:instanceId`,
    async answer(request) {
      const link = await linkOf(request, 'services');
      if (!link || link === 'over') return null;
      const { db, files } = request.context;
      const found = await db.inTenant(link.tenantId, async (tx) => {
        const contact = await findContact(tx, link.id);
        const services = contact ? await listServices(tx, contact.customerId) : [];
        const agreementId = services.find(({ id }) => id === request.params['instanceId'])?.agreementId;
        return agreementId ? findDocument(tx, AGREEMENT_KIND, agreementId) : null;
      });
      const file = found && (await files.read(link.tenantId, found.hash));
      if (!file) return null;
      const pieces: Buffer[] = [];
      for await (const piece of file.stream as AsyncIterable<Buffer>) pieces.push(piece);
      return { contentType: found.contentType, bytes: Buffer.concat(pieces), name: found.name };
    },
  },
];

async function askForLink(request: Request, status = 200): Promise<PageContent | null> {
  const seller = await sellerOf(request);
  if (!seller) return null;
  const t = teller(request);
  return {
    ...{ title: t('services.link'), brand: seller.name, status },
    body: html`<h1>${t('services.link')}</h1>
      ${status !== 200 && html`<p role="status">${t('services.over')}</p>`}
      <p>${t('services.link.text')}</p>
      <form method="post" action="${inLanguage('/services', request.language)}" class="pg-form">
        <p>
          <label for="email">${t('order.person.email')}</label>
          <input id="email" name="email" type="email" maxlength="254" autocomplete="email" required />
        </p>
        <p><button class="pg-go">${t('services.link.send')}</button></p>
      </form>`,
  };
}

/** Sends a link for each customer that the address speaks for. */
async function mailLinks({ context }: Request, seller: Seller, email: string): Promise<void> {
  const caller = systemCaller(await context.tenantFacts(seller.tenantId), context.clock, 'visitor');
  await context.db.inTenant(seller.tenantId, async (tx) => {
    for (const { customerId, contact } of email ? await findContacts(tx, email) : []) {
      const locale = asLocale(contact.locale);
      const customer = await loadCustomer(tx, customerId);
      const values = { operator: caller.tenantName, customer: customer.ok ? customer.value.name : '' };
      const w = (part: 'subject' | 'text' | 'button' | 'note'): string =>
        say(orderMailWords, locale, `link.${part}`, values);
      const path = pathOf(linkFrom('services', tx.tenantId, contact.id as Id, caller.today));
      await queueMail(tx, caller, {
        kind: 'hosting.services-link',
        // Each link that is asked for is a mail of its own.
        subjectId: idAt(caller.now),
        ...{ locale, subject: w('subject'), headline: w('subject'), documentIds: [] },
        recipient: await addressFor(tx, 'hosting.services-link', () => contact.email),
        blocks: [
          { kind: 'text', text: w('text') },
          { kind: 'button', label: w('button'), url: `${context.publicUrl}${path}?lang=${locale}` },
          { kind: 'note', text: w('note') },
        ],
      });
    }
  });
}

async function showServices(request: Request, link: Link): Promise<PageContent | null> {
  const seller = await sellerOf(request);
  const found = await request.context.db.inTenant(link.tenantId, (tx) => servicesFor(tx, link.id));
  if (!seller || !found) return null;
  const t = teller(request);
  const { language } = request;
  const here = inLanguage(pathOf(link), language);
  const order = inLanguage(`${pathOf(link)}/order`, language);
  return {
    ...{ title: t('services.title'), brand: seller.name },
    body: html`<h1>${t('services.of', { customer: found.customer })}</h1>
      ${found.services.length === 0 && html`<p>${t('services.none')}</p>`}
      ${found.services.map((one) => section(request, seller, link, one, here))}
      ${found.contact.owner && html`<p><a class="pg-go" href="${order}">${t('services.order')}</a></p>`}`,
  };
}

async function servicesFor(
  tx: Tx,
  contactId: Id,
): Promise<{ contact: Contact; customer: string; services: Service[] } | null> {
  const found = await findContact(tx, contactId);
  const customer = found && (await loadCustomer(tx, found.customerId));
  if (!found || !customer?.ok) return null;
  const services = await listServices(tx, found.customerId);
  return { contact: found.contact, customer: customer.value.name, services };
}

function section(request: Request, { format, zone }: Seller, link: Link, one: Service, here: string): Html {
  const t = teller(request);
  const at = (instant: Instant): string => format.dayLong(dayIn(zone, instant));
  const { users, bytes } = one.quota;
  const used = one.usage;
  const rows: (readonly [string, Html | string] | false | null)[] = [
    [t('services.state'), t(`services.state.${one.stage}`)],
    one.url !== '' && [t('services.address'), html`<a href="${one.url}">${one.url}</a>`],
    one.loginCheckedAt && [t('services.login'), at(one.loginCheckedAt)],
    one.handedOverAt && [t('services.handedOver'), at(one.handedOverAt)],
    one.accepted && [
      t('services.accepted'),
      t('services.accepted.by', { name: one.accepted.by, day: at(one.accepted.at) }),
    ],
    used !== null &&
      users !== undefined && [
        t('services.usage'),
        t('services.usage.users', { used: used.users, most: users }),
      ],
    used !== null &&
      bytes !== undefined && [
        t('services.usage'),
        t('services.usage.bytes', { used: format.bytes(used.bytes), most: format.bytes(bytes) }),
      ],
  ];
  return html`<section>
    <h2>${one.title}</h2>
    <dl class="pg-facts">
      ${rows.map(
        (row) =>
          row &&
          html`<dt>${row[0]}</dt>
            <dd>${row[1]}</dd>`,
      )}
    </dl>
    ${
      one.paper &&
      html`<p>
        <a href="${inLanguage(`${pathOf(link)}/agreement/${one.id}`, request.language)}"
          >${t('services.agreement')}</a
        >
      </p>`
    }
    ${
      one.stage === 'handed-over' &&
      html`<form method="post" action="${here}">
        <p>${t('services.accept.text')}</p>
        <input type="hidden" name="accept" value="${one.id}" />
        <p><button class="pg-go">${t('services.accept', { title: one.title })}</button></p>
      </form>`
    }
  </section>`;
}
