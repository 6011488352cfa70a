import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import { choose } from './choose.ts';
import { COUNTRIES } from './countries.ts';
import type { Person, Wish } from './form.ts';
import type { Offer } from './offers.ts';
import { teller, type Request, type Seller, type Tell, type Word } from './page.ts';

/** As it was typed, right or wrong. */
export type Typed = { readonly [K in keyof (Wish & Person)]: (Wish & Person)[K] };

interface Way {
  readonly request: Request;
  readonly seller: Seller;
  /** where the form goes */
  readonly path: string;
  /** who orders is known */
  readonly known: boolean;
}

/** Plans to choose from, with price, limits and refund terms. */
export function showChoices(
  { request, seller, path }: Way,
  offers: readonly Offer[],
  faults: readonly Word[],
  status = 200,
): PageContent {
  const t = teller(request);
  const { language } = request;
  return {
    ...{ title: t('order.title'), brand: seller.name, status },
    body: html`<h1>${t(offers.length > 0 ? 'order.choose' : 'order.none')}</h1>
      ${alert(t, faults)}
      ${offers.map(
        (offer) =>
          html`<section>
            <h2>${offer.plan.name[language]}</h2>
            ${facts(t, seller, offer)}
            <p class="pg-note">${offer.plan.shown[language]}</p>
            <p>
              <a class="pg-go" href="${inLanguage(path, language)}&amp;plan=${offer.plan.code}"
                >${t('order.pick', { name: offer.plan.name[language] })}</a
              >
            </p>
          </section>`,
      )}
      ${
        offers.length === 0 &&
        html`<p><a class="pg-go" href="${inLanguage('/contact', language)}">${t('order.ask')}</a></p>`
      }`,
  };
}

function facts(t: Tell, seller: Seller, { plan, quota, atLimit }: Offer): Html {
  const net = plan.prices.find(({ currency }) => currency === seller.currency)!.net;
  const limited = quota.users !== undefined || quota.bytes !== undefined;
  return html`<p>
      <strong>${t('order.term', { net: seller.format.money(net), months: plan.months })}</strong>
    </p>
    <ul>
      ${quota.users !== undefined && html`<li>${t('order.users', { users: quota.users })}</li>`}
      ${quota.bytes !== undefined && html`<li>${t('order.bytes', { size: seller.format.bytes(quota.bytes) })}</li>`}
      ${limited && html`<li>${t(`order.limit.${atLimit}`)}</li>`}
    </ul>`;
}

const alert = (t: Tell, faults: readonly Word[], why = ''): Html | false =>
  faults.length > 0 &&
  html`<div role="alert">
    <p><strong>${t('order.wrong')}</strong></p>
    <ul>
      ${faults.map((fault) => html`<li>${t(fault, { why })}</li>`)}
    </ul>
  </div>`;

/** The form of one plan. */
export function showForm(
  { request, seller, path, known }: Way,
  offer: Offer,
  typed: Typed,
  faults: readonly Word[],
  { status = 200, why = '' }: { readonly status?: number; readonly why?: string },
): PageContent {
  const t = teller(request);
  const { language } = request;
  const field = fieldOf(t, typed, faults);
  return {
    ...{ title: t('order.title'), brand: seller.name, status },
    body: html`<h1>${offer.plan.name[language]}</h1>
      ${alert(t, faults, why)} ${facts(t, seller, offer)}
      <p class="pg-note">${offer.plan.shown[language]}</p>
      <p><a href="${inLanguage(path, language)}">${t('order.plan.other')}</a></p>
      <form method="post" action="${inLanguage(path, language)}" class="pg-form">
        <input type="hidden" name="plan" value="${offer.plan.code}" />
        ${extras(t, { request, seller }, offer, typed)}
        <fieldset>
          <legend>${t('order.instance')}</legend>
          ${field('title', 'order.name', 80)} ${field('slug', 'order.slug', 40, 'order.slug.hint')}
        </fieldset>
        ${!known && people(t, field, typed, language)}
        <fieldset>
          <legend>${t('order.accept')}</legend>
          <p class="pg-tick">
            <input type="checkbox" name="terms" value="yes" id="terms" required />
            <label for="terms">${t('order.accept.terms')}</label>
          </p>
          <input type="hidden" name="privacy" value="${seller.policies.privacy}" />
          <input type="hidden" name="cancellation" value="${seller.policies.cancellation}" />
          <p class="pg-tick">
            <input type="checkbox" name="policies" value="yes" id="policies" required />
            <label for="policies">${t('order.accept.policies', seller.policies)}</label>
          </p>
          <p>
            <a href="${inLanguage('/policy/privacy', language)}">${t('order.privacy')}</a> ·
            <a href="${inLanguage('/policy/cancellation', language)}">${t('order.cancellation')}</a>
          </p>
        </fieldset>
        <p><button class="pg-go">${t(known ? 'order.place' : 'order.next')}</button></p>
      </form>`,
  };
}

/** Add-ons and customisations, each with its price and its own refund terms. */
function extras(
  t: Tell,
  { request: { language }, seller }: Pick<Way, 'request' | 'seller'>,
  offer: Offer,
  typed: Typed,
): readonly (Html | false)[] {
  const shownAs = (name: 'addons' | 'works', code: string): Html | false => {
    const alone = choose(
      offer,
      { addons: [], works: [], [name]: [code] },
      { currency: seller.currency, locale: language },
    );
    if (!alone.ok) return false;
    const line = alone.value.lines[1]!;
    const net = seller.format.money(line.net);
    const price = line.months > 0 ? t('order.term', { net, months: line.months }) : t('order.once', { net });
    const ticked = typed[name].includes(code) && html` checked`;
    return html`<p class="pg-tick">
      <input type="checkbox" name="${name}" value="${code}" id="${name}-${code}" ${ticked} />
      <label for="${name}-${code}">${line.name}: ${price}</label>
      <span class="pg-note">${line.terms}</span>
    </p>`;
  };
  const group = (name: 'addons' | 'works', codes: readonly string[]): Html | false =>
    codes.length > 0 &&
    html`<fieldset>
      <legend>${t(`order.${name}`)}</legend>
      ${codes.map((code) => shownAs(name, code))}
    </fieldset>`;
  return [
    group(
      'addons',
      offer.addons.map(({ code }) => code),
    ),
    group(
      'works',
      offer.works.map(({ code }) => code),
    ),
  ];
}

type Field = (
  name: Exclude<keyof Typed, 'addons' | 'works' | 'country'>,
  label: Word,
  max: number,
  hint?: Word,
  as?: { readonly type?: string; readonly fills?: string; readonly optional?: true },
) => Html;

const fieldOf =
  (t: Tell, typed: Typed, faults: readonly Word[]): Field =>
  (name, label, max, hint, { type = 'text', fills = 'off', optional } = {}) =>
    html`<p>
      <label for="${name}">${t(label)}</label>
      <input
        id="${name}"
        name="${name}"
        type="${type}"
        value="${typed[name]}"
        maxlength="${max}"
        autocomplete="${fills}"
        ${!optional && html`required`}
        ${(faults as readonly string[]).includes(`order.wrong.${name}`) && html`aria-invalid="true"`}
        ${hint && html`aria-describedby="${name}-hint"`}
      />
      ${hint && html`<span class="pg-note" id="${name}-hint">${t(hint)}</span>`}
    </p>`;

function people(t: Tell, field: Field, typed: Typed, language: string): Html {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const countries = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    a.name.localeCompare(b.name, language),
  );
  return html`<fieldset>
    <legend>${t('order.you')}</legend>
    <p class="pg-note">${t('order.why')}</p>
    ${field('company', 'order.person.company', 120, undefined, { fills: 'organization' })}
    ${field('name', 'order.person.name', 120, undefined, { fills: 'name' })}
    ${field('email', 'order.person.email', 254, undefined, { type: 'email', fills: 'email' })}
    ${field('street', 'order.person.street', 120, undefined, { fills: 'street-address' })}
    ${field('postcode', 'order.person.postcode', 12, undefined, { fills: 'postal-code' })}
    ${field('city', 'order.person.city', 80, undefined, { fills: 'address-level2' })}
    <p>
      <label for="country">${t('order.person.country')}</label>
      <select id="country" name="country" autocomplete="country" required>
        <option value=""></option>
        ${countries.map(
          ({ code, name }) =>
            html`<option value="${code}" ${code === typed.country && html`selected`}>${name}</option>`,
        )}
      </select>
    </p>
    ${field('vatNumber', 'order.person.vatNumber', 20, undefined, { optional: true })}
  </fieldset>`;
}
