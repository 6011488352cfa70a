import { LANGUAGE_COOKIE, LAST_VISIT_COOKIE, THEME_COOKIE } from '#domain/policy/device-storage.ts';
import type { VisitKind } from '#domain/policy/cookie-choice.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type FooterLink, type FrameParts } from '#platform/pages/layout.ts';
import type { PageRequest } from '#platform/pages/serve.ts';
import { LOCALES, say, type Locale } from '#platform/words/words.ts';
import { sql } from 'kysely';
import { choiceCookie, endedCookies, secondsUntil, setCookie, visitKind } from './consent/cookies.ts';
import { recordChoice } from './consent/record-choice.ts';
import { operatorDay, standingOf, type Standing } from './consent/standing.ts';
import { consentWords } from './consent/words.ts';
import { countView } from './insights/count-view.ts';
import { siteWords } from './pages/words.ts';
import type { SiteTables } from './store.ts';

/** Pages that a factory shows its own customers, and files: nobody visits the operator's site there. */
const NOT_THE_SITE = /^\/(pay|mail)\/|\.[a-z]+$/;

const THEMES = ['light', 'dark'] as const;

const way = (href: string, key: 'features' | 'pricing' | 'support' | 'contact'): FooterLink => ({
  href,
  label: { en: say(siteWords, 'en', `way.${key}`), de: say(siteWords, 'de', `way.${key}`) },
});
const NAVIGATION: readonly FooterLink[] = [
  way('/features', 'features'),
  way('/pricing', 'pricing'),
  way('/support', 'support'),
  way('/contact', 'contact'),
];

/**
 * What stands around every page of the site for this visitor: the ways through it, the question about cookies until it is
 * answered, and what an answer allows. Everything is decided here, on the server: a cookie of a purpose is set only after
 * a valid yes to it.
 *
 * @see clause P-1.4
 */
export async function siteFrame(request: PageRequest<AppContext>): Promise<FrameParts> {
  if (NOT_THE_SITE.test(request.path)) return {};
  const parts: FrameParts = { navigation: NAVIGATION, home: '/home' };
  const standing = await standingOf(request);
  if (!standing) return parts;
  const { state } = standing;
  await viewed(request, standing);
  const cookies = endedCookies(state.choices, request.cookies);
  if (state.kind === 'over')
    await recordChoice(request, standing, { how: 'expired', choices: state.choices, page: request.path });
  if (state.kind === 'gpc' && standing.newest?.how !== 'gpc') {
    const visitor = await recordChoice(request, standing, {
      how: 'gpc',
      choices: state.choices,
      page: request.path,
    });
    if (visitor) cookies.push(choiceCookie(visitor));
  }
  const notice = state.kind === 'ask' || state.kind === 'over' ? question(request) : null;
  if (state.kind !== 'chosen') return { ...parts, notice, cookies };
  const now = request.context.clock.now();
  const seconds = secondsUntil(state.againOn, now);
  const kept = state.choices.preferences ? preferences(request, seconds) : { cookies: [] };
  cookies.push(...kept.cookies);
  if (state.choices.analytics) cookies.push(...(await countVisit(request, standing, seconds)));
  return { ...parts, ...kept, notice, cookies };
}

/** Counted on the server for everybody but whoever said no, by a choice or by the browser's signal. */
async function viewed(
  { asks, context, path, ip }: PageRequest<AppContext>,
  standing: Standing,
): Promise<void> {
  const { state, operatorId } = standing;
  const saidNo = state.kind === 'gpc' || (state.kind === 'chosen' && !state.choices.analytics);
  if (!asks || saidNo) return;
  await countView(context, operatorId, { day: operatorDay(standing, context.clock.now()), path, ip });
}

/** The mechanism of `preferences`: language and theme, from cookies, and the language kept when it is chosen. */
function preferences(
  { query, cookies }: PageRequest<AppContext>,
  seconds: number,
): { language?: Locale | undefined; theme?: 'light' | 'dark' | undefined; cookies: string[] } {
  const asked = LOCALES.find((locale) => locale === query['lang']);
  const language = LOCALES.find((locale) => locale === cookies.get(LANGUAGE_COOKIE));
  return {
    language,
    theme: THEMES.find((theme) => theme === cookies.get(THEME_COOKIE)),
    cookies: asked && asked !== language ? [setCookie(LANGUAGE_COOKIE, asked, seconds)] : [],
  };
}

/** The mechanism of `analytics`: sums per day, by the day of the last visit in the visitor's own cookie. */
async function countVisit(
  { context, cookies }: PageRequest<AppContext>,
  standing: Standing,
  seconds: number,
): Promise<string[]> {
  const today = operatorDay(standing, context.clock.now());
  const kind = visitKind(cookies.get(LAST_VISIT_COOKIE), today);
  if (kind === null) return [];
  await addVisit(context, standing, today, kind);
  return [setCookie(LAST_VISIT_COOKIE, today, seconds)];
}

async function addVisit(
  { db }: AppContext,
  { operatorId }: Standing,
  day: string,
  kind: VisitKind,
): Promise<void> {
  await db.inTenant(operatorId, (tx) =>
    tx
      .tables<SiteTables>()
      .insertInto('visit_count')
      .values({ tenant_id: operatorId, day, kind, visits: 1 })
      .onConflict((c) =>
        c.columns(['tenant_id', 'day', 'kind']).doUpdateSet({ visits: sql<number>`visit_count.visits + 1` }),
      )
      .execute(),
  );
}

/** The question: before the text, not over it; a plain form with two buttons alike. */
function question({ language, path }: PageRequest<AppContext>): Html | null {
  // The settings ask the same with more room.
  if (path === '/cookies') return null;
  const t = (key: keyof typeof consentWords.en): string => say(consentWords, language, key);
  return html`<section class="pg-ask" aria-label="${t('banner.label')}">
    <p>${t('banner.text')} <a href="${inLanguage('/cookies', language)}">${t('banner.more')}</a></p>
    <form method="post" action="${inLanguage('/cookies', language)}" class="pg-pair">
      <input type="hidden" name="back" value="${path}" />
      <button name="choice" value="accept">${t('banner.accept')}</button>
      <button name="choice" value="reject">${t('banner.reject')}</button>
    </form>
  </section>`;
}
