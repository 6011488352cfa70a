import { dayIn } from '#domain/kernel/days.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import { allOrNothing } from '#platform/postgres/all-or-nothing.ts';
import { choose } from './choose.ts';
import type { Person, Wish } from './form.ts';
import { linkedPath, pathOf, type Link } from './links.ts';
import { listOffers } from './offers.ts';
import { servicesPath } from './order-page.ts';
import { confirmOrder, findAsked, findOrder } from './orders.ts';
import { linkOf, sellerOf, teller, told, whyOf, type Request } from './page.ts';

/**
 * What a visitor ordered, once more, in their own mailbox's link: with the button it is ordered and owed. Opening it
 * changes nothing, because mail programs open links by themselves.
 */
export const confirmPage: PublicPage<AppContext> = {
  path: linkedPath('order'),
  async answer(request) {
    const link = await linkOf(request, 'order');
    if (!link || link === 'over') return over(request);
    const { context, language } = request;
    const order = await context.db.inTenant(link.tenantId, (tx) => findOrder(tx, link.id));
    // Whoever comes back after the button finds what came of it.
    if (order?.state === 'placed') return { redirect: await servicesOf(request, link, order.contact_id!) };
    return showOrder(request, link, language);
  },
  async post(request) {
    const link = await linkOf(request, 'order');
    if (!link || link === 'over') return over(request);
    const { context } = request;
    const caller = systemCaller(await context.tenantFacts(link.tenantId), context.clock, 'visitor');
    const done = await allOrNothing(context.db, link.tenantId, (tx) => confirmOrder(tx, caller, link.id));
    if (done.ok) return { redirect: await servicesOf(request, link, done.value.contactId) };
    return showOrder(request, link, request.language, whyOf(request, done.refusal));
  },
};

async function servicesOf(
  { context, language }: Request,
  link: Link,
  contactId: Link['id'],
): Promise<string> {
  const { zone } = await context.tenantFacts(link.tenantId);
  return servicesPath(link.tenantId, contactId, dayIn(zone, context.clock.now()), language);
}

async function over(request: Request): Promise<PageContent | null> {
  const seller = await sellerOf(request);
  const t = teller(request);
  const again = html`<p>
    <a class="pg-go" href="${inLanguage('/order', request.language)}">${t('order.title')}</a>
  </p>`;
  return seller && told(t('confirm.title'), seller.name, t('confirm.over'), 410, again);
}

async function showOrder(
  request: Request,
  link: Link,
  language: Request['language'],
  refused?: string,
): Promise<PageContent | null> {
  const seller = await sellerOf(request);
  if (!seller) return null;
  const { context } = request;
  const found = await context.db.inTenant(link.tenantId, async (tx) => {
    const order = await findAsked(tx, link.id, context.clock.now());
    const wish = order?.wish as Wish | undefined;
    const offer = wish && (await listOffers(tx)).find(({ plan }) => plan.code === wish.plan);
    return order && wish && offer ? { order, wish, offer } : null;
  });
  if (!found) return over(request);
  const { wish, offer, order } = found;
  const chosen = choose(offer, wish, { currency: seller.currency, locale: language });
  if (!chosen.ok) return over(request);
  const t = teller(request);
  const { company, name } = order.person as Person;
  const { format } = seller;
  return {
    ...{ title: t('confirm.title'), brand: seller.name, status: refused ? 422 : 200 },
    body: html`<h1>${t('confirm.title')}</h1>
      ${refused && html`<p role="alert">${t('order.wrong.other', { why: refused })}</p>`}
      <p>${t('confirm.lead')}</p>
      <dl class="pg-facts">
        <dt>${t('confirm.for')}</dt>
        <dd>${company}, ${name}</dd>
        <dt>${t('order.instance')}</dt>
        <dd>${wish.title} (${wish.slug})</dd>
      </dl>
      ${chosen.value.lines.map(
        (line) =>
          html`<section>
            <h2>${line.name}</h2>
            <p>
              ${
                line.months > 0
                  ? t('order.term', { net: format.money(line.net), months: line.months })
                  : t('order.once', { net: format.money(line.net) })
              }
            </p>
            <p class="pg-note">${line.terms}</p>
          </section>`,
      )}
      <dl class="pg-facts">
        <dt>${t('confirm.sum')}</dt>
        <dd><strong>${format.money(chosen.value.net)}</strong></dd>
      </dl>
      <p class="pg-note">${t('confirm.tax')}</p>
      <form method="post" action="${inLanguage(pathOf(link), language)}">
        <p><button class="pg-go">${t('order.place')}</button></p>
      </form>`,
  };
}
