import { EXAMPLES } from '#domain/policy/examples.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { pageWords } from './words.ts';

/** The worked examples as a table that scrolls by itself where it is narrow. */
export function examplesView(language: Locale): Html {
  const title = say(pageWords, language, 'examples');
  const heads = ['case', 'effective', 'days', 'net', 'vat', 'total'] as const;
  return html`<h2 id="examples">${title}</h2>
    <p class="pg-note">${say(pageWords, language, 'examples.note')}</p>
    <div class="pg-table" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            ${heads.map((head) => html`<th scope="col">${say(pageWords, language, `examples.${head}`)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${EXAMPLES.map(
            (row) =>
              html`<tr id="${row.id}">
                <th scope="row">${row.id}</th>
                <td>${row.says[language]}</td>
                <td>${row.effective}</td>
                <td>${row.days}</td>
                <td class="pg-amount">${row.net}</td>
                <td class="pg-amount">${row.vat}</td>
                <td class="pg-amount">${row.total}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
