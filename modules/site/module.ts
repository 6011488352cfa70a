import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { cookiesPage } from './consent/cookies-page.ts';
import { CONTACT_FORM } from './leads/form.ts';
import { contactPage } from './leads/contact-page.ts';
import { supportPage, statusPage } from './pages/about.ts';
import { fileRoutes } from './pages/files.ts';
import { featuresPage, homePage } from './pages/home.ts';
import { pricingPage } from './pages/pricing.ts';
import { sitePersonal } from './personal.ts';
import './promises.ts';
import { siteHandlers } from './routes.ts';
import { lookOutside } from './outside/look.ts';
import { siteRefusals } from './words.ts';

export { siteFrame } from './frame.ts';
export { startOutsideLooks } from './outside/look.ts';

export const site: Module<AppContext> = {
  name: 'site',
  migrations: migrationsOf('site', import.meta.url),
  handlers: siteHandlers,
  words: [siteRefusals],
  personal: sitePersonal,
  jobs: [lookOutside],
  forms: [CONTACT_FORM],
  pages: [
    homePage,
    featuresPage,
    pricingPage,
    contactPage,
    supportPage,
    statusPage,
    cookiesPage,
    ...fileRoutes,
  ],
};
