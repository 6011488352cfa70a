import type { Said } from './parameters.ts';

/** A way on which personal data can reach us. */
export const CHANNELS = {
  website: { en: 'Public websites', de: 'Öffentliche Websites' },
  'web-application': { en: 'Web application', de: 'Webanwendung' },
  'station-app': { en: 'Application for tablets and phones', de: 'Anwendung für Tablets und Telefone' },
  api: { en: 'Programming interface', de: 'Programmierschnittstelle' },
  mail: { en: 'E-mail', de: 'E-Mail' },
  'telephone-and-letter': { en: 'Telephone and letters', de: 'Telefon und Briefe' },
  tickets: { en: 'Support requests', de: 'Anfragen an die Betreuung' },
  'hosted-servers': { en: 'Hosted Odoo servers', de: 'Gehostete Odoo-Server' },
} as const satisfies Readonly<Record<string, Said>>;
export type Channel = keyof typeof CHANNELS;

/** Beginnings of addresses, the most particular first; an address belongs to the first that it begins with. */
const ADDRESSES: readonly (readonly [start: string, channel: Channel])[] = [
  ['/api/station', 'station-app'],
  ['/api/mail', 'mail'],
  ['/mail/choice', 'mail'],
  ['/api/tickets', 'tickets'],
  ['/api/support', 'tickets'],
  ['/api/odoo', 'hosted-servers'],
  ['/api/hosting', 'hosted-servers'],
  ['/api', 'web-application'],
  ['/station', 'station-app'],
  ['/operator', 'web-application'],
  ['/policy', 'website'],
  ['/blog', 'website'],
  ['/cookies', 'website'],
  ['/pages.css', 'website'],
  ['/contact', 'website'],
  ['/order', 'website'],
  ['/pay', 'website'],
  ['/cancellation', 'website'],
  ['/services', 'website'],
  ['/home', 'website'],
  ['/features', 'website'],
  ['/pricing', 'website'],
  ['/support', 'website'],
  ['/status', 'website'],
  ['/site', 'website'],
  ['/order', 'website'],
  ['/services', 'website'],
  ['/about-app', 'website'],
  ['/healthz', 'api'],
  ['/metrics', 'api'],
];

/** What works behind the doors, by the first part of its name: data it stores came in on this way. */
const WORKERS: Readonly<Record<string, Channel>> = {
  policy: 'website',
  accounts: 'web-application',
  catalog: 'web-application',
  stock: 'station-app',
  purchasing: 'web-application',
  production: 'station-app',
  orders: 'web-application',
  delivery: 'station-app',
  billing: 'web-application',
  hosting: 'hosted-servers',
  cancellation: 'mail',
  support: 'tickets',
  'odoo-sync': 'hosted-servers',
  privacy: 'mail',
  site: 'website',
  overview: 'web-application',
  mail: 'mail',
  outbox: 'api',
  files: 'web-application',
  audit: 'web-application',
  egress: 'api',
  demo: 'web-application',
};

/**
 * The channel of an address. @returns null for one that is in no register: nothing may be stored from there
 * @see clause P-1.1
 */
export function channelOfAddress(path: string): Channel | null {
  return ADDRESSES.find(([start]) => path === start || path.startsWith(`${start}/`))?.[1] ?? null;
}

/** The channel of a job or a reader of events by its name (`mail.send`); null for one that is in no register. */
export function channelOfWorker(name: string): Channel | null {
  const room = name.split('.')[0] ?? '';
  return Object.hasOwn(WORKERS, room) ? WORKERS[room]! : null;
}
