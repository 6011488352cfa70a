import { html, type Html } from '#platform/pages/html.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import type { PublicPage } from '#platform/pages/serve.ts';
import type { AppContext } from '#platform/module/context.ts';
import { PICTURES, SITE_STYLES, type Picture } from './files.ts';
import { operatorOf, teller } from './page.ts';

/** A picture in the reader's theme; the one below the fold is fetched when it comes near. */
function figure({ light, dark, width, height }: Picture, text: string, first = false): Html {
  const image = (src: string, theme: 'st-light' | 'st-dark'): Html =>
    html`<img
      class="${theme}"
      src="${src}"
      width="${width}"
      height="${height}"
      alt="${text}"
      ${first ? html`fetchpriority="high"` : html`loading="lazy"`}
      decoding="async"
    />`;
  return html`<figure class="st-picture">
    ${image(light, 'st-light')}${image(dark, 'st-dark')}
    <figcaption aria-hidden="true">${text}</figcaption>
  </figure>`;
}

/** What it is, for whom, how one order goes through it, and why to believe it. */
export const homePage: PublicPage<AppContext> = {
  path: '/home',
  async answer(request) {
    const t = teller(request);
    const { language } = request;
    const { values } = await operatorOf(request);
    return {
      title: t('home.title'),
      description: t('home.description'),
      brand: values['operator.name'],
      styles: SITE_STYLES,
      wide: true,
      feed: '/blog/feed.atom',
      body: html`<div class="st-hero">
          <div>
            <h1>${t('home.title')}</h1>
            <p class="st-lead">${t('home.lead')}</p>
            <p class="st-acts">
              <a class="pg-go" href="${inLanguage('/contact', language)}">${t('home.contact')}</a>
              <a class="st-other" href="${inLanguage('/pricing', language)}">${t('home.pricing')}</a>
            </p>
          </div>
          ${figure(PICTURES.today, t('home.picture.today'), true)}
        </div>
        <section class="st-part">
          <h2>${t('home.for')}</h2>
          <ul class="st-grid">
            ${(['1', '2', '3'] as const).map(
              (n) =>
                html`<li>
                  <h3>${t(`home.for.${n}`)}</h3>
                  <p>${t(`home.for.${n}.text`)}</p>
                </li>`,
            )}
          </ul>
        </section>
        <section class="st-part">
          <h2>${t('home.how')}</h2>
          <ol class="st-grid st-steps">
            ${(['1', '2', '3', '4'] as const).map(
              (n) =>
                html`<li>
                  <h3>${t(`home.how.${n}`)}</h3>
                  <p>${t(`home.how.${n}.text`)}</p>
                </li>`,
            )}
          </ol>
        </section>
        <section class="st-part">
          <h2>${t('home.difference')}</h2>
          <p>${t('home.difference.text')}</p>
          <div class="st-pair">
            ${figure(PICTURES.cut, t('home.picture.cut'))}${figure(PICTURES.station, t('home.picture.station'))}
          </div>
        </section>
        <section class="st-part">
          <h2>${t('home.trust')}</h2>
          <p>${t('home.trust.text')}</p>
          <p><a href="${inLanguage('/policy', language)}">${t('home.trust.link')}</a></p>
        </section>`,
    };
  },
};

const FEATURES = ['sell', 'cut', 'plan', 'make', 'stock', 'deliver', 'money', 'open', 'private'] as const;

export const featuresPage: PublicPage<AppContext> = {
  path: '/features',
  async answer(request) {
    const t = teller(request);
    const { values } = await operatorOf(request);
    return {
      title: t('features.title'),
      description: t('features.lead'),
      brand: values['operator.name'],
      styles: SITE_STYLES,
      wide: true,
      body: html`<h1>${t('features.title')}</h1>
        <p class="st-lead">${t('features.lead')}</p>
        <div class="st-part">
          <ul class="st-grid">
            ${FEATURES.map(
              (one) =>
                html`<li>
                  <h2>${t(`features.${one}`)}</h2>
                  <p>${t(`features.${one}.text`)}</p>
                </li>`,
            )}
          </ul>
        </div>
        ${figure(PICTURES.cut, t('home.picture.cut'))}
        <p class="st-acts">
          <a class="pg-go" href="${inLanguage('/contact', request.language)}">${t('home.contact')}</a>
        </p>`,
    };
  },
};
