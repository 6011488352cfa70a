import { differenceBetween, type Difference, type Run } from '#domain/policy/difference.ts';
import { renderText, sayValue } from '#domain/policy/text.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import type { Version } from '../versions/queries.ts';
import { pageWords } from './words.ts';

/** What a version changed, clause by clause and word by word; null for a first version. */
export function differenceView(version: Version, before: Version | undefined, language: Locale): Html | null {
  if (!before) return null;
  const difference = differenceBetween(before.content, version.content);
  const t = (key: Parameters<typeof say<keyof typeof pageWords.en>>[2]): string =>
    say(pageWords, language, key);
  return html`
    ${difference.clauses.length > 0 && html`<h2>${t('diff.clauses')}</h2>`}
    ${difference.clauses.map(
      ({ clause, runs }) =>
        html`<article class="pg-clause">
          <span class="pg-number">${clause}</span>
          <p>${marked(runs[language], version, before, language)}</p>
        </article>`,
    )}
    ${values(difference, version, before, language)} ${annexes(difference, language)}
  `;
}

/** A hole is never cut in two, because it has no space; it shows the value of its own side. */
function marked(runs: readonly Run[], version: Version, before: Version, language: Locale): Html[] {
  return runs.map(({ kind, text }) => {
    const values = (kind === 'gone' ? before : version).content.parameters;
    const said = renderText(text, values, language);
    return kind === 'gone'
      ? html`<del>${said}</del>`
      : kind === 'new'
        ? html`<ins>${said}</ins>`
        : html`${said}`;
  });
}

function values(
  { parameters }: Difference,
  version: Version,
  before: Version,
  language: Locale,
): Html | null {
  if (!parameters.length) return null;
  return html`<h2>${say(pageWords, language, 'diff.values')}</h2>
    <div class="pg-table" tabindex="0" role="region" aria-label="${say(pageWords, language, 'diff.values')}">
      <table>
        <thead>
          <tr>
            <th scope="col"></th>
            <th scope="col">${say(pageWords, language, 'diff.before')}</th>
            <th scope="col">${say(pageWords, language, 'diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          ${parameters.map(
            ({ parameter }) =>
              html`<tr>
                <th scope="row">${parameter}</th>
                <td><del>${sayValue(parameter, before.content.parameters, language)}</del></td>
                <td><ins>${sayValue(parameter, version.content.parameters, language)}</ins></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function annexes(difference: Difference, language: Locale): Html | null {
  if (!difference.annexes.length) return null;
  return html`<h2>${say(pageWords, language, 'diff.annexes')}</h2>
    ${difference.annexes.map(
      ({ annex, gone, added }) =>
        html`<h3>${say(pageWords, language, `annex.${annex}`)}</h3>
          <ul>
            ${gone.map((line) => html`<li><del>${line}</del></li>`)}
            ${added.map((line) => html`<li><ins>${line}</ins></li>`)}
          </ul>`,
    )}`;
}
