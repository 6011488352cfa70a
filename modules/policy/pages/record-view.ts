import type { Said } from '#domain/policy/parameters.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { currentRecord } from '../record.ts';
import type { Version } from '../versions/queries.ts';
import { pageWords } from './words.ts';

/**
 * What the privacy policy is about, as a table: each kind of data with where it comes from, what for, on which ground, for
 * how long and who gets it, and the service providers by name. Made from the register, the columns that exist and the
 * values of the version.
 *
 * @see clause P-2.0, P-data.share.1
 */
export function recordView({ content }: Version, language: Locale): Html {
  const t = (key: ('record' | `record.${string}`) & keyof typeof pageWords.en): string =>
    say(pageWords, language, key);
  const list = (of: readonly (Said | null)[]): string =>
    of.flatMap((one) => (one ? [one[language]] : [])).join(', ') || '–';
  const { rows } = currentRecord(content.parameters);
  const heads = ['category', 'sources', 'purposes', 'basis', 'kept', 'recipients'] as const;
  const { processors } = content.annexes;
  return html`<h2 id="record">${t('record')}</h2>
    <p class="pg-note">${t('record.note')}</p>
    <div class="pg-table" tabindex="0" role="region" aria-label="${t('record')}">
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${t(`record.${head}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr data-category="${row.category}">
                <th scope="row">${row.name[language]}: ${row.examples[language]}</th>
                <td>${list(row.sources)}</td>
                <td>${list(row.purposes.map(({ name }) => name))}</td>
                <td>${list([row.stated, row.fallback])}</td>
                <td>${list(row.kept)}</td>
                <td>${list(row.recipients)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <h2 id="processors">${t('record.processors')}</h2>
    ${
      processors.length
        ? html`<ul>
            ${processors.map((line) => html`<li>${line}</li>`)}
          </ul>`
        : html`<p class="pg-note">${t('record.processors.none')}</p>`
    }`;
}
