import { CLAUSE_IDS } from '#domain/policy/ids.ts';
import { loadProofs } from '#modules/policy/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import { footerLink, operatorOf, teller } from './page.ts';

/** Where help comes from, how a service ends, and where the rights over one's data are. */
export const supportPage: PublicPage<AppContext> = {
  path: '/support',
  async answer(request) {
    const t = teller(request);
    const { language } = request;
    const { values } = await operatorOf(request);
    const address = values['operator.supportAddress'];
    const cancel = values['cancel.address'];
    return {
      title: t('support.title'),
      brand: values['operator.name'],
      body: html`<h1>${t('support.title')}</h1>
        <p>${t('support.lead', { address })}</p>
        <p class="st-acts">
          <a class="pg-go" href="${inLanguage('/support/ask', language)}">${t('support.ask')}</a>
          <a href="mailto:${address}">${address}</a>
        </p>
        <h2>${t('support.when')}</h2>
        <p>${t('support.when.text', { zone: values['operator.zone'] })}</p>
        <h2>${t('support.cancel')}</h2>
        <p>
          ${t('support.cancel.text', { address: cancel })}
          <a href="${inLanguage('/policy/cancellation', language)}">${t('pricing.end.link')}</a>
        </p>
        <h2>${t('support.privacy')}</h2>
        <p>
          ${t('support.privacy.text', { address: cancel })}
          <a href="${inLanguage('/policy/privacy', language)}">${t('contact.policy')}</a>
        </p>
        <h2>${t('support.mail')}</h2>
        <p>${t('support.mail.text')}</p>
        <h2>${t('support.api')}</h2>
        <p>${t('support.api.text')} <a href="/api">${t('support.api.link')}</a></p>`,
    };
  },
};

/** Whether everything answers now, asked by the page itself. */
export const statusPage: PublicPage<AppContext> = {
  path: '/status',
  footer: footerLink('/status', 'way.status'),
  async answer(request) {
    const t = teller(request);
    const { db, clock } = request.context;
    const { values } = await operatorOf(request);
    const before = performance.now();
    await db.ping();
    const ms = Math.max(1, Math.round(performance.now() - before));
    const { states } = await loadProofs(db, clock.now());
    const proven = [...states.values()].filter(({ state }) => state === 'proven').length;
    const now = clock.now();
    return {
      title: t('status.title'),
      brand: values['operator.name'],
      body: html`<h1>${t('status.ok')}</h1>
        <p class="pg-note">${t('status.asked', { at: `${now.slice(0, 10)} ${now.slice(11, 16)}` })}</p>
        <dl class="pg-facts">
          <dt>${t('status.database')}</dt>
          <dd>${t('status.database.text', { ms })}</dd>
          <dt>${t('status.proofs')}</dt>
          <dd>
            <a href="${inLanguage('/policy', request.language)}"
              >${t('status.proofs.text', { proven, all: CLAUSE_IDS.length })}</a
            >
          </dd>
        </dl>`,
    };
  },
};
