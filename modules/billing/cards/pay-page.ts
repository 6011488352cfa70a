import { dayIn, type Day } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { countTry, isBraked, type Braked } from '#modules/accounts/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import type { PageAnswer, PageRequest, PublicPage } from '#platform/pages/serve.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { say } from '#platform/words/words.ts';
import { invoiceNumber } from '../store.ts';
import { takesCards } from './account.ts';
import { followNow } from './follow-page.ts';
import { openPage, payableNow, type PageRefusal } from './open-page.ts';
import { PAY_PATH, payPath, readPayPath, type PayLink } from './pay-link.ts';
import { payWords } from './pay-words.ts';
import { ProviderAway } from './provider.ts';
import { invoiceOf, payableSession } from './store.ts';

type Words = keyof typeof payWords.en & string;
type Request = PageRequest<AppContext>;

const AT = `${PAY_PATH}/:ref/:proof`;

/**
 * Where a customer pays one invoice by card: what is open, and a link that leads on to the provider's own page. No
 * session, no script, nothing from elsewhere, and no field to type a card into. The link is the proof; opening the page
 * changes nothing, because mail programs open links by themselves.
 */
export const payPages: readonly PublicPage<AppContext>[] = [
  { path: AT, answer: (request) => entered(request, (link) => showOpen(request, link)) },
  { path: `${AT}/continue`, answer: (request) => entered(request, (link) => goOn(request, link)) },
  { path: `${AT}/back`, answer: (request) => entered(request, (link) => showBack(request, link)) },
  {
    path: `${AT}/cancelled`,
    answer: (request) => entered(request, (link) => showOpen(request, link, 'pay.cancelled')),
  },
];

/** Wrong links per network address, and pages asked for at the provider per link. */
const wrongBrake = (ip: string): Braked[] => [{ key: `pay-ip:${ip}`, max: 30 }];
const askBrake = (link: PayLink): Braked[] => [{ key: `pay-ask:${link.invoiceId}`, max: 300 }];

/** Lets in who has a link that this installation made and whose day is not over. */
async function entered(request: Request, show: (link: PayLink) => Promise<PageAnswer>): Promise<PageAnswer> {
  const { context, params, ip } = request;
  const now = context.clock.now();
  if (await isBraked(context.db, now, wrongBrake(ip))) return told(request, 'pay.braked', 429);
  const link = readPayPath(params['ref'] ?? '', params['proof'] ?? '');
  if (!link) {
    await countTry(context.db, now, wrongBrake(ip));
    return null;
  }
  const { zone } = await context.tenantFacts(link.tenantId);
  if (dayIn(zone, now) > link.until) return told(request, 'pay.over', 410);
  return show(link);
}

const t = (request: Request, key: Words, values = {}): string => say(payWords, request.language, key, values);

function told(request: Request, key: Words, status: number): PageContent {
  return {
    title: t(request, 'pay.title'),
    brand: 'Tenon',
    body: html`<h1>${t(request, 'pay.title')}</h1>
      <p role="status">${t(request, key)}</p>`,
    status,
  };
}

interface Shown {
  readonly company: string;
  readonly number: string;
  readonly payable: bigint;
  readonly currency: string;
  readonly dueOn: Day;
  readonly on: boolean;
  readonly zone: string;
}

async function look({ context }: Request, link: PayLink): Promise<Shown | null> {
  const facts = await context.tenantFacts(link.tenantId);
  return context.db.inTenant(link.tenantId, async (tx) => {
    const invoice = await invoiceOf(tx, link.invoiceId);
    if (!invoice) return null;
    return {
      company: facts.tenantName,
      number: invoiceNumber(invoice),
      payable: await payableNow(tx, invoice, dayIn(facts.zone, context.clock.now())),
      currency: invoice.currency,
      dueOn: invoice.due_on,
      on: await takesCards(tx),
      zone: facts.zone,
    };
  });
}

/** What is open, and the way on. */
async function showOpen(request: Request, link: PayLink, notice: Words | null = null): Promise<PageAnswer> {
  const shown = await look(request, link);
  if (!shown) return null;
  const format = createFormat({ locale: request.language, zone: shown.zone, currency: shown.currency });
  const amount = format.money(formatAmount(minor(shown.payable), shown.currency));
  if (shown.payable <= 0n)
    return page(request, shown, html`<p role="status">${t(request, 'pay.nothing')}</p>`);
  return page(
    request,
    shown,
    html`${notice ? html`<p role="status"><strong>${t(request, notice)}</strong></p>` : null}
      <dl class="pg-facts">
        <dt>${t(request, 'pay.toPay')}</dt>
        <dd><strong>${amount}</strong></dd>
        <dt>${t(request, 'pay.due')}</dt>
        <dd>${format.dayLong(shown.dueOn)}</dd>
      </dl>
      ${
        shown.on
          ? html`<p>${t(request, 'pay.how', { company: shown.company })}</p>
              <p>
                <a
                  href="${inLanguage(`${payPath(link)}/continue`, request.language)}"
                  rel="nofollow noreferrer"
                  class="pg-go"
                  >${t(request, 'pay.continue', { amount })}</a
                >
              </p>`
          : html`<p role="status">${t(request, 'pay.off')}</p>`
      }`,
  );
}

/**
 * On to the provider's page. An address and no form, because the policy of these pages lets forms go nowhere else; asked
 * for twice, it leads to the same page.
 */
async function goOn(request: Request, link: PayLink): Promise<PageAnswer> {
  const { context } = request;
  const now = context.clock.now();
  if (await isBraked(context.db, now, askBrake(link))) return told(request, 'pay.braked', 429);
  await countTry(context.db, now, askBrake(link));
  const opened = await openPage(context, link.tenantId, link.invoiceId);
  if (opened.ok) return { redirect: opened.value.url };
  const { code } = opened.refusal as PageRefusal;
  if (code === 'invoice_unknown') return null;
  return showOpen(request, link, code === 'card_nothing_open' ? null : 'pay.away');
}

/** Back from the provider: how it stands is asked there and then, whether or not its message has come. */
async function showBack(request: Request, link: PayLink): Promise<PageAnswer> {
  const { context } = request;
  const { tenantId, invoiceId } = link;
  const session = await context.db.inTenant(tenantId, (tx) => payableSession(tx, invoiceId));
  if (session && !(await isBraked(context.db, context.clock.now(), askBrake(link)))) {
    await countTry(context.db, context.clock.now(), askBrake(link));
    try {
      await followNow(context, tenantId, session.id);
    } catch (error) {
      // Told as "not yet": the payment is known as soon as the provider answers.
      if (!(error instanceof ProviderAway)) throw error;
    }
  }
  const shown = await look(request, link);
  if (!shown) return null;
  const body =
    shown.payable > 0n
      ? html`<p role="status">${t(request, 'pay.notYet')}</p>
          <p><a href="${inLanguage(payPath(link), request.language)}">${t(request, 'pay.again')}</a></p>`
      : html`<p role="status"><strong>${t(request, 'pay.done', { company: shown.company })}</strong></p>`;
  return page(request, shown, body);
}

function page(request: Request, shown: Shown, body: Html): PageContent {
  const title = t(request, 'pay.invoice', { number: shown.number });
  return {
    title,
    brand: shown.company,
    body: html`<h1>${title}</h1>
      ${body}`,
  };
}
