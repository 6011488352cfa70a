import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { countTry, isBraked } from '#modules/accounts/api.ts';
import { versionInForce } from '#modules/policy/api.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import type { PageForm, PublicPage } from '#platform/pages/serve.ts';
import { operatorOf, teller, type SiteRequest, type SiteWord, type Tell } from '../pages/page.ts';
import { CONTACT_FORM, enquiry, type Enquiry } from './form.ts';
import { keepLead } from './leads.ts';

/** Enquiries per network address in a quarter of an hour. */
const ENQUIRIES_MAX = 10;
type Typed = Readonly<Record<keyof Enquiry, string>>;
const FIELDS = ['name', 'email', 'company', 'message', 'about'] as const;

/**
 * A plain form: purpose and policy beside it, an unticked box, optional fields marked. What comes in is searched for card
 * numbers before anything else is done with it; without the tick for the policy in force nothing is kept.
 *
 * @see clauses P-1.1, P-2.1b, P-2.1c, P-2.1d
 */
export const contactPage: PublicPage<AppContext> = {
  path: '/contact',
  answer: (request) => show(request, { typed: { ...EMPTY, about: planOf(request) }, faults: [] }),
  async post(request) {
    const { context, language, ip } = request;
    const now = context.clock.now();
    const brakes = [{ key: `contact-ip:${ip}`, max: ENQUIRIES_MAX }];
    const { typed, masked } = readTyped(request.form);
    if (await isBraked(context.db, now, brakes))
      return show(request, { typed, faults: ['contact.braked'], status: 429 });
    await countTry(context.db, now, brakes);
    const parsed = enquiry.safeParse(typed);
    const version = await versionInForce(context.db, 'privacy', now);
    const faults = parsed.success ? [] : faultsOf(parsed.error.issues);
    if (request.form.get('consent')?.[0] !== 'yes') faults.push('contact.wrong.consent');
    else if (request.form.get('policyVersion')?.[0] !== String(version?.number))
      faults.push('contact.wrong.policy');
    const { tenantId, values } = await operatorOf(request);
    if (!tenantId || !version) return null;
    if (!parsed.success || faults.length) return show(request, { typed, faults, status: 422 });

    const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, 'visitor');
    const number = await context.db.inTenant(tenantId, (tx) =>
      keepLead(
        tx,
        caller,
        { ...parsed.data, language },
        {
          form: CONTACT_FORM.id,
          formVersion: CONTACT_FORM.version,
          purpose: CONTACT_FORM.purpose,
          policyVersion: version.number,
          policyHash: version.hash,
          act: 'ticked',
          givenBy: null,
          givenOn: null,
        },
      ),
    );
    const t = teller(request);
    return {
      title: t('contact.title'),
      brand: values['operator.name'],
      body: html`<h1>${t('contact.sent', { number })}</h1>
        <p>${t('contact.sent.text', { email: parsed.data.email })}</p>
        ${masked && html`<p role="status">${t('contact.masked')}</p>`}`,
    };
  },
};

const EMPTY: Typed = { name: '', email: '', company: '', message: '', about: '' };

/** `?plan=TEAM-12` from the prices. */
const planOf = ({ query }: SiteRequest): string => {
  const { plan } = query;
  return typeof plan === 'string' && /^[A-Z0-9][A-Z0-9-]{0,29}$/.test(plan) ? plan : '';
};

function readTyped(form: PageForm): { typed: Typed; masked: boolean } {
  const found = FIELDS.map((name) => [name, maskCardNumbers(form.get(name)?.[0] ?? '')] as const);
  return {
    typed: Object.fromEntries(found.map(([name, { text }]) => [name, text])) as Typed,
    masked: found.some(([, { masked }]) => masked > 0),
  };
}

const FAULTS: Readonly<Record<string, SiteWord>> = {
  name: 'contact.wrong.name',
  email: 'contact.wrong.email',
  company: 'contact.wrong.company',
  message: 'contact.wrong.message',
};
const faultsOf = (issues: readonly { path: readonly PropertyKey[] }[]): SiteWord[] => [
  ...new Set(issues.flatMap(({ path }) => FAULTS[String(path[0])] ?? [])),
];

interface Shown {
  readonly typed: Typed;
  readonly faults: readonly SiteWord[];
  readonly status?: number;
}

async function show(request: SiteRequest, shown: Shown): Promise<PageContent | null> {
  const t = teller(request);
  const { context, language } = request;
  const { values } = await operatorOf(request);
  const version = await versionInForce(context.db, 'privacy', context.clock.now());
  if (!version) return null;
  const address = values['operator.supportAddress'];
  return {
    title: t('contact.title'),
    brand: values['operator.name'],
    status: shown.status ?? 200,
    body: html`<h1>${t('contact.title')}</h1>
      <p>${t('contact.lead')}</p>
      ${
        shown.faults.length > 0 &&
        html`<div role="alert">
          <p><strong>${t('contact.wrong')}</strong></p>
          <ul>
            ${shown.faults.map((fault) => html`<li>${t(fault, { address })}</li>`)}
          </ul>
        </div>`
      }
      <form method="post" action="${inLanguage('/contact', language)}" class="pg-form">
        ${fields(t, shown)}
        <input type="hidden" name="policyVersion" value="${version.number}" />
        <p class="pg-tick">
          <input type="checkbox" name="consent" value="yes" id="consent" required />
          <label for="consent"
            >${t('contact.consent', { operator: values['operator.name'], version: version.number })}</label
          >
          <a href="${inLanguage('/policy/privacy', language)}">${t('contact.policy')}</a>
        </p>
        <p><button class="pg-go">${t('contact.send')}</button></p>
      </form>
      <h2>${t('contact.direct')}</h2>
      <p><a href="mailto:${address}">${address}</a></p>`,
  };
}

function fields(t: Tell, { typed, faults }: Shown): Html {
  const wrong = (fault: SiteWord): Html | false => faults.includes(fault) && html`aria-invalid="true"`;
  return html`<p>
      <label for="name">${t('contact.name')}</label>
      <input
        id="name"
        name="name"
        value="${typed.name}"
        maxlength="120"
        autocomplete="name"
        required
        ${wrong('contact.wrong.name')}
      />
    </p>
    <p>
      <label for="email">${t('contact.email')}</label>
      <input
        id="email"
        name="email"
        type="email"
        value="${typed.email}"
        maxlength="254"
        autocomplete="email"
        required
        ${wrong('contact.wrong.email')}
      />
    </p>
    <p>
      <label for="company">${t('contact.company')}</label>
      <input
        id="company"
        name="company"
        value="${typed.company}"
        maxlength="120"
        autocomplete="organization"
        ${wrong('contact.wrong.company')}
      />
    </p>
    ${
      typed.about &&
      html`<input type="hidden" name="about" value="${typed.about}" />
        <p class="pg-note">${t('contact.about', { plan: typed.about })}</p>`
    }
    <p>
      <label for="message">${t('contact.message')}</label>
      <textarea
        id="message"
        name="message"
        rows="8"
        maxlength="4000"
        required
        ${wrong('contact.wrong.message')}
      >
${typed.message}</textarea>
    </p>`;
}
