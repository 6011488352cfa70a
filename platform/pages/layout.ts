import { LOCALES, say, type Locale } from '../words/words.ts';
import { html, type Html } from './html.ts';
import { pagesWords } from './words.ts';

/** A link in the footer of every page, with its words per language. */
export interface FooterLink {
  readonly href: string;
  readonly label: Readonly<Record<Locale, string>>;
}

export interface PageContent {
  readonly title: string;
  /** one sentence for search engines and previews */
  readonly description?: string;
  /** who speaks: name of the operator or the product, at the top */
  readonly brand: string;
  readonly body: Html;
  /** address of a feed that belongs to the page */
  readonly feed?: string;
  /** 200 unless something is missing */
  readonly status?: number;
  /** another style sheet of this server */
  readonly styles?: string;
  /** the page sets its own width: pictures from edge to edge */
  readonly wide?: boolean;
}

/** What stands around a page for one visitor. */
export interface FrameParts {
  /** where one can go from the top of every page */
  readonly navigation?: readonly FooterLink[];
  /** where the name at the top leads */
  readonly home?: string;
  /** a question or a notice, before the text and not over it */
  readonly notice?: Html | null;
  /** the visitor's own choice; else the browser's */
  readonly theme?: 'light' | 'dark' | undefined;
  readonly language?: Locale | undefined;
  /** `set-cookie` lines */
  readonly cookies?: readonly string[];
}

interface Frame extends FrameParts {
  readonly language: Locale;
  /** path without query */
  readonly path: string;
  /** address of the style sheet, with its hash */
  readonly styles: string;
  readonly footer: readonly FooterLink[];
}

/** An address of these pages that keeps the reader's language. */
export function inLanguage(href: string, language: Locale): string {
  const [path = '', anchor] = href.split('#');
  return `${path}?lang=${language}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** The whole document. */
export function layout(page: PageContent, frame: Frame): Html {
  const { language, path, styles, footer, navigation = [], home, notice, theme } = frame;
  return html`<!doctype html>
    <html lang="${language}" data-theme="${theme ?? 'auto'}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${page.brand}</title>
        ${page.description ? html`<meta name="description" content="${page.description}" />` : null}
        <link rel="stylesheet" href="${styles}" />
        ${page.styles ? html`<link rel="stylesheet" href="${page.styles}" />` : null}
        <link rel="icon" href="/icons/mark.svg" type="image/svg+xml" />
        ${LOCALES.map((to) => html`<link rel="alternate" hreflang="${to}" href="${inLanguage(path, to)}" />`)}
        ${
          page.feed
            ? html`<link
                rel="alternate"
                type="application/atom+xml"
                title="${page.brand}"
                href="${page.feed}"
              />`
            : null
        }
      </head>
      <body>
        <a class="pg-skip" href="#text">${say(pagesWords, language, 'pages.skip')}</a>
        <header class="pg-top">
          <p class="pg-brand">
            ${home ? html`<a href="${inLanguage(home, language)}">${page.brand}</a>` : page.brand}
          </p>
          ${
            navigation.length > 0 &&
            html`<nav class="pg-ways" aria-label="${say(pagesWords, language, 'pages.ways')}">
              ${navigation.map(
                ({ href, label }) =>
                  html`<a
                    href="${inLanguage(href, language)}"
                    ${href === path ? html`aria-current="page"` : null}
                    >${label[language]}</a
                  > `,
              )}
            </nav>`
          }
          <nav aria-label="${say(pagesWords, language, 'pages.language')}">
            ${LOCALES.map(
              (to) =>
                html`<a
                  href="${inLanguage(path, to)}"
                  lang="${to}"
                  hreflang="${to}"
                  ${to === language ? html`aria-current="true"` : null}
                  >${LANGUAGE_NAMES[to]}</a
                > `,
            )}
          </nav>
        </header>
        ${notice}
        <main id="text" class="${page.wide ? 'pg-wide' : 'pg-text'}">${page.body}</main>
        <footer class="pg-foot">
          <nav aria-label="${say(pagesWords, language, 'pages.links')}">
            ${footer.map(({ href, label }) => html`<a href="${inLanguage(href, language)}">${label[language]}</a> `)}
          </nav>
        </footer>
      </body>
    </html> `;
}

/** Each language is offered in its own words. */
const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', de: 'Deutsch' };
