import type { Instant } from '#domain/kernel/days.ts';
import { METRICS } from '#domain/policy/release/metrics.ts';
import { html, type Html } from '#platform/pages/html.ts';
import type { Database } from '#platform/postgres/database.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { dayIn } from '#domain/kernel/days.ts';
import { loadInstallation } from '../installation.ts';
import { valuesInForce } from '../record.ts';
import { ledgerOf, type YearOfReleases } from '../release/ledger.ts';
import { listReleases, type Release } from '../release/store.ts';
import { pageWords } from './words.ts';

/** What the public page says about numbers without names. */
export interface PublicReleases {
  readonly releases: readonly Release[];
  readonly years: readonly YearOfReleases[];
}

/** Every release and the ledger of this installation; nothing before it has an operator. */
export async function publicReleases(db: Database, now: Instant): Promise<PublicReleases> {
  const installation = await loadInstallation(db, now);
  if (!installation) return { releases: [], years: [] };
  return db.inTenant(installation.operatorTenantId, async (tx) => {
    const values = await valuesInForce(tx, now);
    const releases = await listReleases(tx);
    const running = Number(dayIn(values['operator.zone'], now).slice(0, 4));
    return { releases, years: ledgerOf(values, releases, running).years };
  });
}

/** The published list, every number that was released, and the ledger of what each year cost (P-data.analytics). */
export function releasesView({ releases, years }: PublicReleases, language: Locale): Html {
  const t = (key: 'releases' | `releases.${string}`, values?: Record<string, string>): string =>
    say(pageWords, language, key as 'releases', values);
  return html`<h2 id="numbers">${t('releases')}</h2>
    <p class="pg-note">${t('releases.note')}</p>
    <ul>
      ${METRICS.map(({ did }) => html`<li>${t('releases.did', { did: did[language] })}</li>`)}
    </ul>
    <p>
      ${years.map(({ year, spent, most }) => html`${t('releases.year', { year: String(year), spent, most })} `)}
    </p>
    ${
      releases.length === 0
        ? html`<p class="pg-note">${t('releases.none')}</p>`
        : html`<div class="pg-table" tabindex="0" role="region" aria-label="${t('releases')}">
            <table>
              <thead>
                <tr>
                  <th scope="col">${t('releases.period')}</th>
                  ${METRICS.map(({ did }) => html`<th scope="col">${did[language]}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${releases.map(
                  ({ period, numbers, floor }) =>
                    html`<tr>
                      <th scope="row">${period}</th>
                      ${METRICS.map(({ name }) => {
                        const found = numbers.find(({ metric }) => metric === name);
                        return html`<td>
                          ${!found ? '–' : found.businesses === 'below' ? `< ${floor}` : String(found.businesses)}
                        </td>`;
                      })}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }`;
}
