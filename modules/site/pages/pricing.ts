import { minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { listPlans, type PlanView } from '#modules/billing/api.ts';
import { listOffers } from '#modules/hosting/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { SITE_STYLES } from './files.ts';
import { operatorOf, teller, type SiteRequest } from './page.ts';

/** Prices as they are ordered: the operator's plans on sale, in their newest version. */
export const pricingPage: PublicPage<AppContext> = {
  path: '/pricing',
  async answer(request) {
    const t = teller(request);
    const { language, context } = request;
    const { values, tenantId } = await operatorOf(request);
    const plans = tenantId ? await context.db.inTenant(tenantId, listPlans) : [];
    const offers = tenantId ? await context.db.inTenant(tenantId, listOffers) : [];
    const ordered = new Set(offers.filter((offer) => offer.public).map(({ plan }) => plan.id));
    const onSale = plans.filter((plan) => plan.onSale);
    const group = (kind: PlanView['kind'], heading: string): Html | null => {
      const some = onSale.filter((plan) => plan.kind === kind);
      return some.length
        ? html`<section class="st-part">
            <h2>${heading}</h2>
            <div class="st-grid">
              ${some.map((plan) => planCard(plan, request, values['operator.zone'], ordered.has(plan.id)))}
            </div>
          </section>`
        : null;
    };
    return {
      title: t('pricing.title'),
      description: t('pricing.lead'),
      brand: values['operator.name'],
      styles: SITE_STYLES,
      wide: true,
      body: html`<h1>${t('pricing.title')}</h1>
        ${
          onSale.length
            ? html`<p class="st-lead">${t('pricing.lead')}</p>`
            : html`<p class="st-lead">${t('pricing.none')} ${t('pricing.none.text')}</p>
                <p class="st-acts">
                  <a class="pg-go" href="${inLanguage('/contact', language)}">${t('pricing.ask')}</a>
                </p>`
        }
        ${group('hosting', t('pricing.service'))} ${group('addon', t('pricing.addon'))}
        <section class="st-part">
          <h2>${t('pricing.end')}</h2>
          <p>
            ${t('pricing.end.text')}
            <a href="${inLanguage('/policy/cancellation', language)}">${t('pricing.end.link')}</a>
          </p>
        </section>`,
    };
  },
};

function planCard(plan: PlanView, request: SiteRequest, zone: string, ordered: boolean): Html {
  const t = teller(request);
  const { language } = request;
  const format = createFormat({ locale: language, zone, currency: plan.prices[0]?.currency ?? 'EUR' });
  return html`<article class="st-plan">
    <h3>${plan.name[language]}</h3>
    ${plan.prices.map(
      ({ currency, net }) =>
        html`<p>
            <span class="st-price">${format.money(net, currency)}</span>
            ${t('pricing.term', { months: plan.months })}
          </p>
          ${
            plan.months > 1 &&
            html`<p class="pg-note">
              ${t('pricing.month', { amount: format.money(perMonth(net, currency, plan.months), currency) })}
            </p>`
          }`,
    )}
    <p class="pg-note">${plan.shown[language]}</p>
    <a class="pg-go" href="${inLanguage(ordered ? '/order' : '/contact', language)}&amp;plan=${plan.code}"
      >${t(ordered ? 'pricing.order' : 'pricing.ask')}</a
    >
  </article>`;
}

/** A term's price by the month, for comparing only: rounded up, so that it never looks cheaper than it is. */
function perMonth(net: string, currency: string, months: number): string {
  const amount = parseAmount(net, currency);
  if (!amount.ok) throw new RangeError(`a plan has the price ${net} ${currency}`);
  const by = BigInt(months);
  return formatAmount(minor((amount.value + by - 1n) / by), currency);
}
