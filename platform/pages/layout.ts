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
}

interface Frame {
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
export function layout(page: PageContent, { language, path, styles, footer }: Frame): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · ${page.brand}</title>
        ${page.description ? html`<meta name="description" content="${page.description}" />` : null}
        <link rel="stylesheet" href="${styles}" />
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
          <p class="pg-brand">${page.brand}</p>
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
        <main id="text">${page.body}</main>
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
