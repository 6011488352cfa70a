import { dayIn } from '#domain/kernel/days.ts';
import { NO_TO_ALL, readChoice, type Choices } from '#domain/policy/cookie-choice.ts';
import {
  COOKIE_PURPOSES,
  COOKIE_PURPOSE_TEXTS,
  DEVICE_STORAGE,
  THEME_COOKIE,
} from '#domain/policy/device-storage.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage, type PageContent } from '#platform/pages/layout.ts';
import type { PageForm, PageRequest, PostAnswer, PublicPage } from '#platform/pages/serve.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { choiceCookie, endedCookies, secondsUntil, setCookie } from './cookies.ts';
import { recordChoice } from './record-choice.ts';
import { standingOf, type Standing } from './standing.ts';
import { settingsWords } from './words.ts';

type Request = PageRequest<AppContext>;
type Words = keyof typeof settingsWords.en & string;

const teller =
  (language: Locale) =>
  (key: Words, values = {}): string =>
    say(settingsWords, language, key, values);

/**
 * Cookie settings: what is kept and why, the choice by purpose, its number and date, and the way back. Works without a
 * script; a withdrawal takes the cookies with the same answer.
 *
 * @see clause P-1.4
 */
export const cookiesPage: PublicPage<AppContext> = {
  path: '/cookies',
  footer: {
    href: '/cookies',
    label: { en: say(settingsWords, 'en', 'footer'), de: say(settingsWords, 'de', 'footer') },
  },
  answer: (request) => show(request, request.query['done'] === '1' ? 'state.saved' : null),
  async post(request) {
    const standing = await standingOf(request);
    if (!standing) return null;
    const { form } = request;
    if (form.has('theme')) return keepTheme(request, standing);
    const page = backOf(form) ?? '/cookies';
    const pressed = form.get('choice')?.[0];
    const choice =
      pressed === 'withdraw'
        ? ({ how: 'withdrawn', choices: NO_TO_ALL } as const)
        : readChoice(pressed, form.get('purpose') ?? []);
    if (!choice) return show(request, 'state.unread', 422);
    const visitor = await recordChoice(request, standing, { ...choice, page });
    if (!visitor) return show(request, 'state.braked', 429);
    return after(request, page, [choiceCookie(visitor), ...endedCookies(choice.choices, request.cookies)]);
  },
};

/** Back to where the question was; the settings say that it is saved. */
function after({ language }: Request, page: string, cookies: readonly string[]): PostAnswer {
  const to = inLanguage(page, language);
  return { redirect: page === '/cookies' ? `${to}&done=1` : to, cookies };
}

/** Light or dark, kept only for whoever agreed to `preferences`; anybody else is shown the settings. */
function keepTheme(request: Request & { readonly form: PageForm }, { state }: Standing): PostAnswer {
  const chosen = request.form.get('theme')?.[0];
  const to = `${inLanguage('/cookies', request.language)}&done=1`;
  if (state.kind !== 'chosen' || !state.choices.preferences)
    return { redirect: inLanguage('/cookies', request.language) };
  const theme = THEMES.find((one) => one === chosen);
  const seconds = theme ? secondsUntil(state.againOn, request.context.clock.now()) : 0;
  return { redirect: to, cookies: [setCookie(THEME_COOKIE, theme ?? '', seconds)] };
}

const THEMES = ['light', 'dark'] as const;

/** A path of this site and nothing else: a form must not lead anybody elsewhere. */
function backOf(form: PageForm): string | null {
  const back = form.get('back')?.[0] ?? '';
  return /^\/[a-z0-9][a-z0-9/-]{0,120}$/i.test(back) ? back : null;
}

async function show(request: Request, told: Words | null, status = 200): Promise<PageContent | null> {
  const standing = await standingOf(request);
  if (!standing) return null;
  const { language } = request;
  const t = teller(language);
  const { state, values } = standing;
  return {
    title: t('title'),
    brand: values['operator.name'],
    status,
    body: html`<h1>${t('title')}</h1>
      <p>${t('lead')}</p>
      ${told && html`<p role="status"><strong>${t(told)}</strong></p>`} ${whereYouStand(standing, t)}
      ${chooser(state.choices, t, language)}
      ${state.kind === 'chosen' && state.choices.preferences && themes(request, t)}
      <h2>${t('kept')}</h2>
      ${keptTable(t, language)}
      <p><a href="${inLanguage('/policy/privacy#P-1.4', language)}">${t('policy')}</a></p>`,
  };
}

function whereYouStand({ state, newest, visitor, values }: Standing, t: ReturnType<typeof teller>): Html {
  if (state.kind === 'gpc') return html`<p>${t('state.gpc')}</p>`;
  if (state.kind !== 'chosen' || !newest) return html`<p>${t('state.ask')}</p>`;
  const on = dayIn(values['operator.zone'], newest.at);
  return html`<p>${t('state.chosen', { on, againOn: state.againOn })}</p>
    <p class="pg-note">${t('state.number', { number: visitor ?? '' })}</p>`;
}

/** Nothing is ticked that was not chosen; accepting and refusing are the same kind of button, one click each. */
function chooser(choices: Choices, t: ReturnType<typeof teller>, language: Locale): Html {
  const action = inLanguage('/cookies', language);
  return html`<h2>${t('choose')}</h2>
    <form method="post" action="${action}">
      ${COOKIE_PURPOSES.map(
        (purpose) =>
          html`<p class="pg-tick">
            <input
              type="checkbox"
              name="purpose"
              value="${purpose}"
              id="purpose-${purpose}"
              aria-describedby="why-${purpose}"
              ${choices[purpose] && html`checked`}
            />
            <label for="purpose-${purpose}">${COOKIE_PURPOSE_TEXTS[purpose].name[language]}</label>
            <span class="pg-note" id="why-${purpose}">${COOKIE_PURPOSE_TEXTS[purpose].why[language]}</span>
          </p>`,
      )}
      <p><button name="choice" value="custom">${t('save')}</button></p>
      <p class="pg-pair">
        <button name="choice" value="accept">${t('accept')}</button>
        <button name="choice" value="reject">${t('reject')}</button>
      </p>
    </form>
    ${
      Object.values(choices).some(Boolean) &&
      html`<form method="post" action="${action}">
        <p>
          <button name="choice" value="withdraw">${t('withdraw')}</button>
          <span class="pg-note">${t('withdraw.note')}</span>
        </p>
      </form>`
    }`;
}

function themes({ cookies, language }: Request, t: ReturnType<typeof teller>): Html {
  const now = cookies.get(THEME_COOKIE);
  return html`<form method="post" action="${inLanguage('/cookies', language)}">
    <fieldset>
      <legend>${t('theme')}</legend>
      ${(['auto', ...THEMES] as const).map(
        (theme) =>
          html`<label
            ><input
              type="radio"
              name="theme"
              value="${theme}"
              ${theme === (THEMES.find((one) => one === now) ?? 'auto') && html`checked`}
            />
            ${t(`theme.${theme}`)}</label
          > `,
      )}
      <button>${t('theme.save')}</button>
    </fieldset>
  </form>`;
}

function keptTable(t: ReturnType<typeof teller>, language: Locale): Html {
  return html`<div class="pg-table pg-kept" tabindex="0" role="region" aria-label="${t('kept')}">
    <table>
      <thead>
        <tr>
          <th scope="col">${t('kept.name')}</th>
          <th scope="col">${t('kept.what')}</th>
          <th scope="col">${t('kept.purpose')}</th>
          <th scope="col">${t('kept.until')}</th>
        </tr>
      </thead>
      <tbody>
        ${DEVICE_STORAGE.map(
          ({ name, where, what, purpose, until }) =>
            html`<tr>
              <th scope="row">${name} <span class="pg-note">${t('kept.where', { where })}</span></th>
              <td>${what[language]}</td>
              <td>
                ${purpose === 'essential' ? t('essential') : COOKIE_PURPOSE_TEXTS[purpose].name[language]}
              </td>
              <td>${until[language]}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
