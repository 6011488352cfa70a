import { html, type Html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import type { YearOfDisclosures } from '../disclosures/yearly-counts.ts';
import { pageWords } from './words.ts';

/** How often somebody asked for data by law, year by year, and what became of it; without names (P-data.share.2). */
export function disclosuresView(years: readonly YearOfDisclosures[], language: Locale): Html {
  return html`<h2 id="disclosures">${say(pageWords, language, 'disclosures')}</h2>
    ${
      years.length
        ? html`<ul>
            ${years.map((one) => html`<li>${say(pageWords, language, 'disclosures.year', { ...one, year: String(one.year) })}</li>`)}
          </ul>`
        : html`<p class="pg-note">${say(pageWords, language, 'disclosures.none')}</p>`
    }`;
}
