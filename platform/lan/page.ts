import { html } from '#platform/pages/html.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { lanWords } from './words.ts';

/** Where the certificate itself is. */
export const CA_PATH = '/lan/ca.crt';

/**
 * The page that a phone opens first: why a certificate, how Android and iPhone take it, and where to go then. Whole in
 * itself, as it is also served where nothing else is.
 * @param origin `https://…`, without a slash at the end
 */
export function lanPage(
  locale: Locale,
  { origin, fingerprint }: { origin: string; fingerprint: string },
): string {
  const word = (key: keyof (typeof lanWords)['en']): string => say(lanWords, locale, key);
  const steps = (...keys: (keyof (typeof lanWords)['en'])[]) =>
    html`<ol>
      ${keys.map((key) => html`<li>${word(key)}</li>`)}
    </ol>`;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${word('lan.title')}</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            font:
              1.05rem/1.5 system-ui,
              sans-serif;
            max-width: 38rem;
            margin: 0 auto;
            padding: 1rem;
          }
          .fetch {
            display: inline-block;
            padding: 0.7rem 1.2rem;
            border: 2px solid;
            border-radius: 0.5rem;
          }
          code {
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        <p><a href="/lan?lang=en" lang="en">English</a> · <a href="/lan?lang=de" lang="de">Deutsch</a></p>
        <h1>${word('lan.title')}</h1>
        <p>${word('lan.why')}</p>
        <p><a class="fetch" href="${CA_PATH}">${word('lan.fetch')}</a></p>
        <p>${word('lan.compare')}<br /><code>${fingerprint}</code></p>
        <h2>Android</h2>
        ${steps('lan.android.1', 'lan.android.2', 'lan.android.3')}
        <h2>iPhone, iPad</h2>
        ${steps('lan.iphone.1', 'lan.iphone.2', 'lan.iphone.3')}
        <h2>${word('lan.open')}</h2>
        <ul>
          <li><a href="${origin}/station">${word('lan.station')}</a></li>
          <li><a href="${origin}/">${word('lan.office')}</a></li>
        </ul>
        <p>${word('lan.signIn')}</p>
        <p>${word('lan.only')}</p>
      </body>
    </html>`.toString();
}
