import { dayIn } from '#domain/kernel/days.ts';
import { DOCUMENT_IDS, DOCUMENTS } from '#domain/policy/clauses.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PageAnswer, PageRequest, PublicPage } from '#platform/pages/serve.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { yearlyCounts } from '../disclosures/yearly-counts.ts';
import { figuresInUse } from '../proofs/in-use.ts';
import { loadProofs } from '../proofs/proofs.ts';
import type { PolicyTables } from '../store.ts';
import { versionAt } from '#domain/policy/in-force.ts';
import { listVersions, type Version } from '../versions/queries.ts';
import { differenceView } from './difference-view.ts';
import { documentView } from './document-view.ts';
import { publicReleases } from './releases-view.ts';
import { waysInPage } from './ways-in.ts';
import { pageWords } from './words.ts';

type Asked = PageRequest<AppContext>;

const documentOf = (text: string | undefined): DocumentId | undefined =>
  DOCUMENT_IDS.find((document) => document === text);

interface Found {
  readonly version: Version;
  readonly before: Version | undefined;
  readonly current: Version;
}

/** The version an address names, or the one that counts now; undefined where there is none. */
async function find({ context, params }: Asked): Promise<Found | undefined> {
  const document = documentOf(params['document']);
  if (!document) return undefined;
  const versions = await listVersions(context.db.global<PolicyTables>(), document);
  const current = versionAt(versions, context.clock.now());
  const asked = params['version'];
  const version = asked === undefined ? current : versions.find(({ number }) => String(number) === asked);
  if (!version || !current) return undefined;
  return { version, current, before: versions.find(({ number }) => number === version.number - 1) };
}

const brandOf = (version: Version): string => version.content.parameters['operator.name'];

async function showDocument(asked: Asked): Promise<PageAnswer> {
  const found = await find(asked);
  if (!found) return null;
  const { context, language } = asked;
  const [proofs, inUse, disclosures, releases] = await Promise.all([
    loadProofs(context.db, context.clock.now()),
    figuresInUse(context.db),
    yearlyCounts(context.db, context.clock.now()),
    publicReleases(context.db, context.clock.now()),
  ]);
  return {
    title: DOCUMENTS[found.version.document][language],
    brand: brandOf(found.version),
    feed: '/blog/feed.atom',
    body: documentView({
      ...found,
      current: found.current.number,
      proofs,
      inUse,
      disclosures,
      releases,
      language,
    }),
  };
}

async function showDifference(asked: Asked): Promise<PageAnswer> {
  const found = await find(asked);
  if (!found) return null;
  const { language } = asked;
  const { version, before } = found;
  const { number, document } = version;
  const title = say(pageWords, language, 'diff.title', { document: DOCUMENTS[document][language], number });
  return {
    title,
    brand: brandOf(version),
    body: html`<h1>${title}</h1>
      <p class="pg-note">
        ${
          before
            ? say(pageWords, language, 'version.kind', { kind: version.kind })
            : say(pageWords, language, 'diff.none', { number })
        }
        <a href="${inLanguage(`/policy/${document}/${number}`, language)}"
          >${say(pageWords, language, 'version', { number })}</a
        >
      </p>
      ${differenceView(version, before, language)}`,
  };
}

async function showIndex({ context, language }: Asked): Promise<PageAnswer> {
  const now = context.clock.now();
  const lists = await Promise.all(
    DOCUMENT_IDS.map((document) => listVersions(context.db.global<PolicyTables>(), document)),
  );
  const current = lists.map((versions) => versionAt(versions, now)).find(Boolean);
  if (!current) return null;
  const { states } = await loadProofs(context.db, now);
  const proven = [...states.values()].filter(({ state }) => state === 'proven').length;
  const title = say(pageWords, language, 'policies');
  return {
    title,
    brand: brandOf(current),
    feed: '/blog/feed.atom',
    body: html`<h1>${title}</h1>
      <p class="pg-note">${say(pageWords, language, 'policies.note', { proven, all: states.size })}</p>
      ${lists.map((versions) => versionList(versions, language))}
      <p>
        <a href="${inLanguage('/policy/ways-in', language)}">${say(pageWords, language, 'ways.link')}</a>
      </p>`,
  };
}

function versionList(versions: readonly Version[], language: Locale): Html | null {
  const newest = versions[0];
  if (!newest) return null;
  const { document } = newest;
  return html`<h2>
      <a href="${inLanguage(`/policy/${document}`, language)}">${DOCUMENTS[document][language]}</a>
    </h2>
    <ul>
      ${versions.map((version) => {
        const zone = version.content.parameters['operator.zone'];
        const { number, kind } = version;
        return html`<li>
          <a href="${inLanguage(`/policy/${document}/${number}`, language)}"
            >${say(pageWords, language, 'version', { number })}</a
          >, ${dayIn(zone, version.publishedAt)}.
          ${say(pageWords, language, 'post.inForce', { inForce: dayIn(zone, version.inForceFrom) })}
          ${
            number === 1
              ? say(pageWords, language, 'versions.first')
              : html`<a href="${inLanguage(`/policy/${document}/${number}/diff`, language)}"
                  >${say(pageWords, language, 'version.kind', { kind })}</a
                >`
          }
        </li>`;
      })}
    </ul>`;
}

const footer = (href: string, key: 'policies' | 'blog') => ({
  href,
  label: { en: say(pageWords, 'en', key), de: say(pageWords, 'de', key) },
});

/** The published promises. */
export const policyPages: readonly PublicPage<AppContext>[] = [
  { path: '/policy', footer: footer('/policy', 'policies'), answer: showIndex },
  ...DOCUMENT_IDS.map((document): PublicPage<AppContext> => ({
    path: `/policy/${document}`,
    footer: { href: `/policy/${document}`, label: DOCUMENTS[document] },
    answer: (asked) => showDocument({ ...asked, params: { document } }),
  })),
  waysInPage,
  { path: '/policy/:document/:version', answer: showDocument },
  { path: '/policy/:document/:version/diff', answer: showDifference },
];
