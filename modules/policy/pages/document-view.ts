import { dayIn } from '#domain/kernel/days.ts';
import { HEADINGS, type Clause } from '#domain/policy/clause.ts';
import { CLAUSES, DOCUMENTS } from '#domain/policy/clauses.ts';
import { mechanismsOf } from '#domain/policy/keep.ts';
import { missingFor } from '#domain/policy/later.ts';
import type { ClauseId } from '#domain/policy/ids.ts';
import { printText } from '#domain/policy/text.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import { say, type Locale } from '#platform/words/words.ts';
import type { YearOfDisclosures } from '../disclosures/yearly-counts.ts';
import type { InUse } from '../proofs/in-use.ts';
import type { Proofs } from '../proofs/proofs.ts';
import type { Version } from '../versions/queries.ts';
import { examplesView } from './examples-view.ts';
import { disclosuresView } from './disclosures-view.ts';
import { recordView } from './record-view.ts';
import { releasesView, type PublicReleases } from './releases-view.ts';
import { pageWords } from './words.ts';

/** What a page of a document needs. */
export interface DocumentFacts {
  readonly version: Version;
  /** number of the version that counts now */
  readonly current: number;
  readonly proofs: Proofs;
  readonly inUse: ReadonlyMap<ClauseId, readonly InUse[]>;
  /** years in which somebody asked for data by law */
  readonly disclosures: readonly YearOfDisclosures[];
  /** numbers without names, and what they cost */
  readonly releases: PublicReleases;
  readonly language: Locale;
}

/** A whole document: every sentence under its heading with what keeps it and whether that is proven. */
export function documentView(facts: DocumentFacts): Html {
  const { version, current, language } = facts;
  const { document, number, content } = version;
  const zone = content.parameters['operator.zone'];
  const state = number === current ? 'now' : number > current ? 'later' : 'before';
  const clauses = CLAUSES[document];
  return html`
    <h1>${DOCUMENTS[document][language]}</h1>
    <p class="pg-note">
      <strong>${say(pageWords, language, 'version', { number })}.</strong>
      ${say(pageWords, language, 'version.note', {
        published: dayIn(zone, version.publishedAt),
        inForce: dayIn(zone, version.inForceFrom),
        state,
      })}
      ${
        number !== current &&
        html`<a href="${inLanguage(`/policy/${document}`, language)}"
          >${say(pageWords, language, 'version.current')}</a
        >`
      }
      ${
        number > 1 &&
        html`<a href="${inLanguage(`/policy/${document}/${number}/diff`, language)}"
          >${say(pageWords, language, 'version.diff')}</a
        >`
      }
      <a href="${inLanguage('/policy', language)}">${say(pageWords, language, 'versions')}</a>
    </p>
    <p class="pg-note">${say(pageWords, language, 'version.hash', { hash: version.hash })}</p>
    ${clauses.map(
      (clause, at) =>
        html`${
          clause.heading !== clauses[at - 1]?.heading && html`<h2>${HEADINGS[clause.heading][language]}</h2>`
        }${clauseView(clause, facts)}`,
    )}
    ${document === 'cancellation' ? examplesView({ language, values: content.parameters, proofs: facts.proofs }) : [recordView(version, language), releasesView(facts.releases, language), disclosuresView(facts.disclosures, language)]}
  `;
}

function clauseView({ id }: Clause, { version, proofs, inUse, language }: DocumentFacts): Html {
  const text = version.content.wording[id]?.[language] ?? '';
  const state = proofs.states.get(id)?.state ?? 'not-proven';
  const mechanisms = mechanismsOf(id);
  const figures = inUse.get(id) ?? [];
  return html`<article class="pg-clause" id="${id}" data-proof="${state}">
    <a class="pg-number" href="#${id}">${id}</a>
    <p>
      ${printText(text, version.content.parameters, language).map((piece) =>
        piece.parameter
          ? html`<span class="pg-value" data-parameter="${piece.parameter}">${piece.text}</span>`
          : html`${piece.text}`,
      )}
    </p>
    <dl>
      <dt>${say(pageWords, language, 'keptBy')}</dt>
      <dd>
        ${
          mechanisms.length
            ? mechanisms.map(({ keptBy }, at) => html`${at > 0 && ' '}${keptBy[language]}`)
            : say(pageWords, language, 'nothing')
        }
      </dd>
      <dt>${say(pageWords, language, 'proof')}</dt>
      <dd>
        <span class="pg-state">${say(pageWords, language, state)}</span>: ${proofLine(id, proofs, language)}
      </dd>
      ${
        figures.length > 0 &&
        html`<dt>${say(pageWords, language, 'inUse')}</dt>
          <dd>
            ${figures.map(({ label, count }, at) => html`${at > 0 && '; '}${label[language]}: ${count}`)}
          </dd>`
      }
    </dl>
  </article>`;
}

/** Why a clause is proven or not, in one line. */
function proofLine(id: ClauseId, { states, checkedAt }: Proofs, language: Locale): string {
  const doubts = states.get(id)?.doubts ?? [];
  if (!doubts.length) return say(pageWords, language, 'proven.how', { at: moment(checkedAt) });
  const missing = missingFor(id);
  // What is missing says it all; that nothing keeps it yet follows from that.
  const reasons = missing
    ? doubts.filter((doubt) => doubt === 'self-check-failed' || doubt === 'evidence-outdated')
    : doubts;
  return [
    missing && say(pageWords, language, 'missing', { what: missing[language] }),
    ...reasons.map((doubt) => say(pageWords, language, `doubt.${doubt}`)),
  ]
    .filter(Boolean)
    .join(' ');
}

/** `2026-03-02 09:00 UTC` */
const moment = (at: string | null): string => (at ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : '');
