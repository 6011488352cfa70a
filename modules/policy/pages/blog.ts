import { dayIn, type Instant } from '#domain/kernel/days.ts';
import { DOCUMENT_IDS, DOCUMENTS } from '#domain/policy/clauses.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PageAnswer, PageRequest, PublicPage } from '#platform/pages/serve.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { valuesInForce } from '../record.ts';
import type { PolicyTables } from '../store.ts';
import { listPosts, listVersions, type Post, type Version } from '../versions/queries.ts';
import { differenceView } from './difference-view.ts';
import { pageWords } from './words.ts';

type Asked = PageRequest<AppContext>;

interface Speaker {
  readonly name: string;
  readonly zone: string;
}

async function speakerOf({ context }: Asked): Promise<Speaker> {
  const values = await valuesInForce(context.db, context.clock.now());
  return { name: values['operator.name'], zone: values['operator.zone'] };
}

async function showBlog(asked: Asked): Promise<PageAnswer> {
  const { context, language } = asked;
  const [posts, speaker] = await Promise.all([
    listPosts(context.db.global<PolicyTables>()),
    speakerOf(asked),
  ]);
  const title = say(pageWords, language, 'blog');
  return {
    title,
    brand: speaker.name,
    feed: '/blog/feed.atom',
    body: html`<h1>${title}</h1>
      ${posts.map(
        (post) =>
          html`<article>
            <h2><a href="${inLanguage(`/blog/${post.slug}`, language)}">${post.title[language]}</a></h2>
            ${dateOf(post.publishedAt, speaker.zone)}
            <p>${post.summary[language]}</p>
          </article>`,
      )}
      <p><a href="/blog/feed.atom">${say(pageWords, language, 'feed')}</a></p>`,
  };
}

const dateOf = (at: Instant, zone: string): Html =>
  html`<p class="pg-note"><time datetime="${at}">${dayIn(zone, at)}</time></p>`;

async function showPost(asked: Asked): Promise<PageAnswer> {
  const { context, language, params } = asked;
  const db = context.db.global<PolicyTables>();
  const post = (await listPosts(db)).find(({ slug }) => slug === params['slug']);
  if (!post) return null;
  const speaker = await speakerOf(asked);
  const all = (await Promise.all(DOCUMENT_IDS.map((document) => listVersions(db, document)))).flat();
  const version = all.find(({ slug }) => slug === post.slug);
  const before =
    version &&
    all.find(({ document, number }) => document === version.document && number === version.number - 1);
  return {
    title: post.title[language],
    brand: speaker.name,
    feed: '/blog/feed.atom',
    body: html`<article>
      <h1>${post.title[language]}</h1>
      ${dateOf(post.publishedAt, speaker.zone)}
      <p>${post.summary[language]}</p>
      ${post.text && paragraphs(post.text[language])}
      ${version && aboutVersion(version, before, speaker.zone, language)}
    </article>`,
  };
}

/** What somebody wrote, as text: an empty line begins a paragraph. */
const paragraphs = (text: string): Html[] =>
  text
    .split(/\n\s*\n/)
    .filter((one) => one.trim())
    .map((one) => html`<p>${one.trim()}</p>`);

/** The date in force and the difference belong to every announcement of a version. */
function aboutVersion(version: Version, before: Version | undefined, zone: string, language: Locale): Html {
  const { document, number } = version;
  return html`<p>
      <strong
        >${say(pageWords, language, 'post.inForce', { inForce: dayIn(zone, version.inForceFrom) })}</strong
      >
      <a href="${inLanguage(`/policy/${document}/${number}`, language)}"
        >${DOCUMENTS[document][language]}, ${say(pageWords, language, 'version', { number })}</a
      >
    </p>
    ${differenceView(version, before, language)}`;
}

/** Atom (RFC 4287). The address of an entry is its identity and never changes. */
async function showFeed(asked: Asked): Promise<PageAnswer> {
  const { context, language } = asked;
  const [posts, speaker] = await Promise.all([
    listPosts(context.db.global<PolicyTables>()),
    speakerOf(asked),
  ]);
  const at = (path: string): string => `${context.publicUrl}${path}`;
  const entry = (post: Post): Html =>
    html`<entry
      ><id>${at(`/blog/${post.slug}`)}</id><title>${post.title[language]}</title
      ><link href="${at(`/blog/${post.slug}`)}" /><updated>${post.publishedAt}</updated
      ><published>${post.publishedAt}</published>
      <summary>${post.summary[language]}</summary></entry
    >`;
  return {
    contentType: 'application/atom+xml; charset=utf-8',
    markup: html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"
      ><id>${at('/blog')}</id><title>${speaker.name}</title
      ><link rel="self" href="${at('/blog/feed.atom')}" /><link href="${at('/blog')}" /><author
        ><name>${speaker.name}</name></author
      ><updated>${posts[0]?.publishedAt ?? context.clock.now()}</updated>${posts.map(entry)}</feed
    >`,
  };
}

/** The operator's blog. */
export const blogPages: readonly PublicPage<AppContext>[] = [
  {
    path: '/blog',
    footer: { href: '/blog', label: { en: say(pageWords, 'en', 'blog'), de: say(pageWords, 'de', 'blog') } },
    answer: showBlog,
  },
  { path: '/blog/feed.atom', answer: showFeed },
  { path: '/blog/:slug', answer: showPost },
];
