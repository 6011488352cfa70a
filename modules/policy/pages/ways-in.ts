import { CHANNELS, type Channel } from '#domain/policy/channels.ts';
import { CONSENTS, FEATURES } from '#domain/policy/features.ts';
import { PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { valuesInForce } from '../record.ts';
import { pageWords } from './words.ts';

/**
 * The register of ways in: every channel, and every feature in which people can take part, with what for, which data and
 * on what consent. Made from the register that the build holds against what really exists.
 *
 * @see clause P-1.1
 */
export const waysInPage: PublicPage<AppContext> = {
  path: '/policy/ways-in',
  async answer({ context, language }) {
    const values = await valuesInForce(context.db, context.clock.now());
    const title = say(pageWords, language, 'ways');
    return {
      title,
      brand: values['operator.name'],
      body: html`<h1>${title}</h1>
        <p>${say(pageWords, language, 'ways.note', { sites: values['operator.sites'].join(', ') })}</p>
        ${(Object.keys(CHANNELS) as Channel[]).map((channel) => ofChannel(channel, language))}
        <p>
          <a href="${inLanguage('/policy/privacy', language)}">${say(pageWords, language, 'ways.policy')}</a>
        </p>`,
    };
  },
};

function ofChannel(channel: Channel, language: Locale): Html {
  const features = FEATURES.filter((feature) => feature.channel === channel);
  const t = (
    key: 'ways.what' | 'ways.for' | 'ways.data' | 'ways.consent' | 'ways.nothing' | 'ways.firm',
  ): string => say(pageWords, language, key);
  const name = CHANNELS[channel][language];
  return html`<h2 id="${channel}">${name}</h2>
    ${
      features.length === 0
        ? html`<p class="pg-note">${t('ways.nothing')}</p>`
        : html`<div class="pg-table" tabindex="0" role="region" aria-label="${name}">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t('ways.what')}</th>
                  <th scope="col">${t('ways.for')}</th>
                  <th scope="col">${t('ways.data')}</th>
                  <th scope="col">${t('ways.consent')}</th>
                </tr>
              </thead>
              <tbody>
                ${features.map(
                  ({ id, name: what, purposes, data, consent }) =>
                    html`<tr data-feature="${id}">
                      <th scope="row">${what[language]}</th>
                      <td>
                        ${purposes.map((one) => PURPOSE_REGISTER[one].name[language]).join(', ') || t('ways.firm')}
                      </td>
                      <td>${data.map((one) => CATEGORY_TEXTS[one].name[language]).join(', ') || '–'}</td>
                      <td>${CONSENTS[consent][language]}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }`;
}
