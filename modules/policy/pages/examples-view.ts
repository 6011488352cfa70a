import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { sharesOf, writeShares } from '#domain/policy/cancellation/arithmetic.ts';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { clausesOfExample, WORKED_IDS, workedCase } from '#domain/policy/cancellation/worked-cases.ts';
import { EXAMPLES } from '#domain/policy/examples.ts';
import type { ClauseId } from '#domain/policy/ids.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import type { Proofs } from '../proofs/proofs.ts';
import { exampleWords } from './example-words.ts';

/** How a cancellation is computed, step by step, with the sentences that say so. */
const STEPS = [
  ['receipt', ['C-1b', 'C-2a']],
  ['earliest', ['C-2a']],
  ['end', ['C-6a']],
  ['day', ['C-3a']],
  ['tax', ['C-3a']],
  ['short', ['C-2a', 'C-3b']],
  ['bridge', ['C-2a']],
  ['dues', ['C-4a', 'C-4b']],
  ['terms', ['C-7a', 'C-7b']],
] as const satisfies readonly (readonly [string, readonly ClauseId[]])[];

/** What the arithmetic and its examples need of the version that is shown. */
interface ExampleFacts {
  readonly language: Locale;
  readonly values: ParameterValues;
  readonly proofs: Proofs;
}

/**
 * The arithmetic in words, then the worked examples as a table that scrolls by itself where it is narrow. Each step and
 * each row leads to its sentences above, and says whether these are proven here.
 */
export function examplesView(facts: ExampleFacts): Html {
  const { language, values } = facts;
  const t = (key: keyof typeof exampleWords.en & string, given = {}): string =>
    say(exampleWords, language, key, given);
  const title = t('examples');
  const heads = ['case', 'effective', 'days', 'net', 'vat', 'total', 'how', 'clauses'] as const;
  return html`<h2 id="arithmetic">${t('arithmetic')}</h2>
    <p class="pg-note">${t('arithmetic.note')}</p>
    <ol>
      ${STEPS.map(
        ([step, clauses]) =>
          html`<li>
            ${t(`step.${step}`, { days: values['cancel.noticeDays'] })} ${proofLinks(clauses, facts)}
          </li>`,
      )}
    </ol>
    <h2 id="examples">${title}</h2>
    <p class="pg-note">${t('examples.note')}</p>
    <div class="pg-table" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            ${heads.map((head) => html`<th scope="col">${t(`examples.${head}`)}</th>`)}
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
                <td>${arithmeticOf(row.id).map((line, at) => [at > 0 && html`<br />`, line])}</td>
                <td>${proofLinks(clausesOfExample(row.id), facts)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Links to sentences of this page, each with the state of its proof. */
function proofLinks(clauses: readonly ClauseId[], { language, proofs }: ExampleFacts): Html[] {
  return clauses.map((id, at) => {
    const proven = proofs.states.get(id)?.state === 'proven';
    const state = say(exampleWords, language, proven ? 'proven' : 'not-proven');
    return html`${at > 0 && ', '}<a href="#${id}">${id}</a> (${state})`;
  });
}

/** What a row is computed from, as the program computes it: one line for each amount; none where nothing is computed. */
function arithmeticOf(id: string): string[] {
  if (!WORKED_IDS.includes(id)) return [];
  const of = workedCase(id);
  const quote = quoteCancellation(of);
  const text = (amount: Minor): string => formatAmount(amount, of.currency);
  if (quote.bridge) {
    const { days, of: all, netMinor } = quote.bridge;
    const price = text(of.subscription.priceMinor);
    return [`${price} − ${price} × ${all - days} ÷ ${all} = ${text(netMinor)}`];
  }
  const { effectiveOn, refund } = quote;
  if (effectiveOn === null) return [];
  return refund.lines.flatMap((row) => {
    const line = of.lines.find((one) => one.id === row.id);
    if (!line || line.from === null || line.until === null || row.netMinor === 0n) return [];
    const shares = sharesOf({ ...line, from: line.from, until: line.until }, effectiveOn, row.netMinor);
    return shares ? [`${writeShares(shares, text)} = ${text(row.netMinor)}`] : [];
  });
}
