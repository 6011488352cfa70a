import { differenceBetween, type Difference, type Run } from '#domain/policy/difference.ts';
import { CLAUSES } from '#domain/policy/clauses.ts';
import { parametersOf, type ParameterName } from '#domain/policy/parameters.ts';
import { parametersOfClause, printText, renderText, sayValue } from '#domain/policy/text.ts';
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
    ${reworded(difference, version, before, language)} ${values(difference, version, before, language)}
    ${annexes(difference, language)}
  `;
}

/** Sentences whose words stayed and that say something else all the same, because a value in them did not. */
function reworded(
  { clauses, parameters }: Difference,
  version: Version,
  before: Version,
  language: Locale,
): Html | null {
  const changed = parameters.map(({ parameter }) => parameter);
  const told = CLAUSES[version.document].filter(
    (clause) =>
      !clauses.some((one) => one.clause === clause.id) &&
      parametersOfClause(clause).some((name) => changed.includes(name)),
  );
  if (!told.length) return null;
  return html`<h2>${say(pageWords, language, 'diff.reworded')}</h2>
    ${told.map(({ id }) => {
      const text = version.content.wording[id]?.[language] ?? '';
      const pieces = printText(text, version.content.parameters, language);
      return html`<article class="pg-clause">
        <span class="pg-number">${id}</span>
        <p>
          ${pieces.map(({ text: now, parameter }) =>
            parameter && changed.includes(parameter)
              ? html`<del>${sayIn(parameter, before, language)}</del> <ins>${now}</ins>`
              : html`${now}`,
          )}
        </p>
      </article>`;
    })}`;
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

/** The values of both versions side by side, all of them; what changed is marked. */
function values({ parameters }: Difference, version: Version, before: Version, language: Locale): Html {
  const changed = parameters.map(({ parameter }) => parameter);
  const names = parametersOf(version.document);
  const heading = (key: 'diff.values' | 'diff.same'): string => say(pageWords, language, key);
  const same = names.filter((name) => !changed.includes(name));
  return html`${
    changed.length > 0 &&
    html`<h2>${heading('diff.values')}</h2>
      ${valueTable(changed, heading('diff.values'), version, before, language)}`
  }
  ${
    same.length > 0 &&
    html`<h2>${heading('diff.same')}</h2>
      ${valueTable(same, heading('diff.same'), version, before, language)}`
  }`;
}

function valueTable(
  names: readonly ParameterName[],
  label: string,
  version: Version,
  before: Version,
  language: Locale,
): Html {
  const head = (one: Version): string => say(pageWords, language, 'version', { number: one.number });
  return html`<div class="pg-table" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">${head(before)}</th>
          <th scope="col">${head(version)}</th>
        </tr>
      </thead>
      <tbody>
        ${names.map((name) => {
          const old = sayIn(name, before, language);
          const now = sayIn(name, version, language);
          return html`<tr>
            <th scope="row">${name}</th>
            ${
              old === now
                ? html`<td>${old}</td>
                    <td>${now}</td>`
                : html`<td><del>${old}</del></td>
                    <td><ins>${now}</ins></td>`
            }
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** A version of long ago may not have known a value that exists now. */
const sayIn = (name: ParameterName, version: Version, language: Locale): string =>
  Object.hasOwn(version.content.parameters, name)
    ? sayValue(name, version.content.parameters, language)
    : '–';

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
