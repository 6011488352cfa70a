import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import type { Channel } from './channels.ts';
import type { Said } from './parameters.ts';

/** Why somebody may tell us something there. */
export const CONSENTS = {
  form: {
    en: 'asked in the form, with purpose and policy beside it; refused without',
    de: 'im Formular gefragt, mit Zweck und Erklärung daneben; ohne abgelehnt',
  },
  account: {
    en: 'with the account, whose owner accepted the policies',
    de: 'mit dem Konto, dessen Inhaber die Erklärungen angenommen hat',
  },
  instruction: {
    en: 'on the instruction of the firm that keeps the data about its own customers and workers',
    de: 'im Auftrag der Firma, die die Daten über ihre eigenen Kunden und Leute führt',
  },
  choice: {
    en: 'the choice is itself the consent, or the refusal; nothing names you',
    de: 'die Wahl selbst ist die Einwilligung oder die Ablehnung; nichts nennt Sie',
  },
  right: {
    en: 'nobody is asked: it is how you use a right, or what the law demands',
    de: 'es wird niemand gefragt: So nehmen Sie ein Recht wahr, oder das Gesetz verlangt es',
  },
  none: { en: 'none needed: nothing about a person', de: 'keine nötig: nichts über eine Person' },
} as const satisfies Readonly<Record<string, Said>>;

/** Something in which people can take part: fill in, send, upload, scan, answer. */
export interface Feature {
  readonly id: string;
  readonly name: Said;
  readonly channel: Channel;
  /** empty where it serves the firm that keeps the data, and no purpose of ours */
  readonly purposes: readonly Purpose[];
  /** kinds of personal data that can come in; empty for none */
  readonly data: readonly DataCategory[];
  readonly consent: keyof typeof CONSENTS;
  /**
   * beginnings of addresses that take something in, by whole parts; an address belongs to the feature with the longest
   * that fits. Empty for what has no address: a letter, a call, a mail.
   */
  readonly takes: readonly string[];
}

const OF_FIRM = { purposes: [], consent: 'instruction' } as const;
const NOTHING = { data: [], consent: 'none' } as const;

/**
 * Every interactive feature that exists. A route or a form that takes something in and is not here fails the build.
 * @see clauses P-1.1, P-2.1b
 */
export const FEATURES: readonly Feature[] = [
  {
    id: 'contact-form',
    name: { en: 'Contact form of the website', de: 'Kontaktformular der Website' },
    channel: 'website',
    purposes: ['support', 'account'],
    data: ['contact', 'company', 'correspondence'],
    consent: 'form',
    takes: ['/contact'],
  },
  {
    id: 'order-pages',
    name: { en: 'Ordering a service, and its details', de: 'Bestellung eines Dienstes und seine Angaben' },
    channel: 'website',
    purposes: ['order', 'account', 'billing'],
    data: ['contact', 'company', 'order-delivery'],
    consent: 'form',
    takes: ['/order', '/services'],
  },
  {
    id: 'cookie-choice',
    name: {
      en: 'Cookie settings',
      de: 'Cookie-Einstellungen',
    },
    channel: 'website',
    purposes: ['legal'],
    data: ['cookie-consent'],
    consent: 'choice',
    takes: ['/cookies'],
  },
  {
    id: 'pay-page',
    name: { en: 'Paying an invoice by card', de: 'Rechnung mit Karte bezahlen' },
    channel: 'website',
    purposes: ['billing'],
    data: ['card-token', 'invoice'],
    consent: 'account',
    takes: ['/api/card-events'],
  },
  {
    id: 'mail-choices',
    name: { en: 'Which mails one gets', de: 'Welche Mails man erhält' },
    channel: 'mail',
    purposes: ['service-messages'],
    data: ['contact'],
    consent: 'right',
    takes: ['/mail/choice'],
  },
  {
    id: 'mail',
    name: { en: 'Mails to us, and replies', de: 'Mails an uns, und Antworten' },
    channel: 'mail',
    purposes: ['support', 'service-messages'],
    data: ['contact', 'correspondence'],
    consent: 'account',
    takes: [],
  },
  {
    id: 'calls-and-letters',
    name: {
      en: 'Calls and letters, entered by staff with how consent was given',
      de: 'Anrufe und Briefe, vom Personal eingetragen, mit der Art der Einwilligung',
    },
    channel: 'telephone-and-letter',
    purposes: ['support', 'account', 'order'],
    data: ['contact', 'correspondence'],
    consent: 'form',
    takes: [],
  },
  {
    id: 'tickets',
    name: { en: 'Questions, comments and answers', de: 'Fragen, Kommentare und Antworten' },
    channel: 'tickets',
    purposes: ['support'],
    data: ['contact', 'correspondence'],
    consent: 'account',
    takes: ['/api/support', '/api/tickets', '/api/my/tickets'],
  },
  {
    id: 'ticket-pages',
    name: { en: 'Asking for help without a sign-in', de: 'Um Hilfe bitten ohne Anmeldung' },
    channel: 'website',
    purposes: ['support'],
    data: ['contact', 'correspondence'],
    consent: 'form',
    takes: ['/support/ask', '/support/ticket'],
  },
  {
    id: 'support-access',
    name: { en: 'Letting our support look into a workspace', de: 'Unserer Betreuung einen Blick erlauben' },
    channel: 'tickets',
    purposes: ['support', 'security'],
    data: ['audit-log'],
    consent: 'instruction',
    takes: ['/api/support-access', '/api/support-session'],
  },
  {
    id: 'sign-in',
    name: {
      en: 'Signing in, invitations, forgotten passwords',
      de: 'Anmeldung, Einladungen, vergessene Kennwörter',
    },
    channel: 'web-application',
    purposes: ['account', 'security'],
    data: ['contact', 'credentials'],
    consent: 'account',
    takes: [
      '/api/session',
      '/api/password',
      '/api/invitations',
      '/api/links',
      '/api/ownership-claim',
      '/api/ownership-claims',
    ],
  },
  {
    id: 'profile',
    name: { en: 'Own profile, picture and sign-in', de: 'Eigenes Profil, Bild und Anmeldung' },
    channel: 'web-application',
    purposes: ['account'],
    data: ['contact', 'profile-picture', 'credentials'],
    consent: 'form',
    takes: ['/api/me'],
  },
  {
    id: 'consents',
    name: {
      en: 'Consents, objections and acceptance of the policies',
      de: 'Einwilligungen, Widersprüche und Annahme der Erklärungen',
    },
    channel: 'web-application',
    purposes: ['legal'],
    data: ['consent'],
    consent: 'right',
    takes: ['/api/consents', '/api/policy'],
  },
  {
    id: 'company',
    name: {
      en: 'The firm, its bank account, people, keys and servers',
      de: 'Die Firma, ihr Konto, ihre Leute, Schlüssel und Server',
    },
    channel: 'web-application',
    purposes: ['account', 'billing'],
    data: ['contact', 'company', 'bank', 'credentials'],
    consent: 'form',
    takes: ['/api/company', '/api/people', '/api/keys', '/api/own-servers', '/api/account-rules'],
  },
  {
    id: 'customers',
    name: {
      en: 'Customers, their contacts, terms and agreements',
      de: 'Kunden, ihre Ansprechpartner, Bedingungen und Vereinbarungen',
    },
    channel: 'web-application',
    purposes: ['account', 'order', 'billing'],
    data: ['contact', 'company', 'bank', 'invoice', 'order-delivery', 'correspondence'],
    consent: 'instruction',
    takes: ['/api/customers', '/api/agreements'],
  },
  {
    id: 'configurator',
    name: {
      en: 'Product configurator: products, their formulas and parameters',
      de: 'Produktkonfigurator: Produkte, ihre Formeln und Parameter',
    },
    channel: 'web-application',
    purposes: ['order'],
    ...NOTHING,
    takes: ['/api/products', '/api/orders/:orderId/lines'],
  },
  {
    id: 'calculator',
    name: {
      en: 'Price and parts preview while one types',
      de: 'Vorschau von Preis und Teilen während der Eingabe',
    },
    channel: 'web-application',
    purposes: ['order'],
    ...NOTHING,
    takes: ['/api/products/:productId/preview', '/api/product-drafts'],
  },
  {
    id: 'part-lists',
    name: { en: 'Uploading part lists', de: 'Teilelisten hochladen' },
    channel: 'web-application',
    purposes: ['order'],
    ...NOTHING,
    takes: ['/api/orders/:orderId/part-lists'],
  },
  {
    id: 'orders',
    name: {
      en: 'Quotes and orders, with their texts and notes',
      de: 'Angebote und Aufträge mit ihren Texten und Notizen',
    },
    channel: 'web-application',
    ...OF_FIRM,
    data: ['order-delivery'],
    takes: ['/api/orders', '/api/order-settings', '/api/order-prices'],
  },
  {
    id: 'workshop',
    name: { en: 'Materials, stock, cutting and schedule', de: 'Material, Lager, Zuschnitt und Plan' },
    channel: 'web-application',
    ...OF_FIRM,
    data: ['worker-times'],
    takes: [
      ...[
        '/api/materials',
        '/api/work-centres',
        '/api/workshop',
        '/api/stock',
        '/api/cutting',
        '/api/schedule',
      ],
    ],
  },
  {
    id: 'scans',
    name: {
      en: 'Station: scans and taps, also without a network, kept on the device until sent',
      de: 'Station: Scans und Eingaben, auch ohne Netz, auf dem Gerät bis zum Senden',
    },
    channel: 'station-app',
    ...OF_FIRM,
    data: ['worker-times'],
    takes: ['/api/station'],
  },
  {
    id: 'station-set-up',
    name: {
      en: 'Setting up stations, their PINs and badges',
      de: 'Stationen, ihre PINs und Ausweise einrichten',
    },
    channel: 'web-application',
    ...OF_FIRM,
    data: ['worker-times', 'credentials'],
    takes: ['/api/shared-stations'],
  },
  {
    id: 'deliveries',
    name: { en: 'Deliveries with signature and photograph', de: 'Lieferungen mit Unterschrift und Foto' },
    channel: 'web-application',
    ...OF_FIRM,
    data: ['order-delivery'],
    takes: ['/api/deliveries'],
  },
  {
    id: 'money',
    name: {
      en: 'Invoices, payments, bank, books and suppliers',
      de: 'Rechnungen, Zahlungen, Bank, Bücher und Lieferanten',
    },
    channel: 'web-application',
    purposes: ['billing', 'legal'],
    data: ['invoice', 'bank', 'card-token', 'company', 'correspondence'],
    consent: 'instruction',
    takes: [
      ...['/api/invoices', '/api/payments', '/api/payment-runs', '/api/bank', '/api/books', '/api/mandates'],
      ...['/api/sepa', '/api/money-settings', '/api/open-items', '/api/reminders', '/api/supplier-invoices'],
      ...['/api/tax-rates', '/api/card-account', '/api/card-parked'],
    ],
  },
  {
    id: 'subscriptions',
    name: { en: 'Subscriptions and plans', de: 'Abonnements und Tarife' },
    channel: 'web-application',
    purposes: ['order', 'billing'],
    data: ['invoice', 'order-delivery'],
    consent: 'account',
    takes: ['/api/subscriptions', '/api/service-plans', '/api/subscription-settings'],
  },
  {
    id: 'hosting',
    name: { en: 'Workspaces and hosted Odoo servers', de: 'Arbeitsbereiche und gehostete Odoo-Server' },
    channel: 'hosted-servers',
    purposes: ['order', 'account'],
    data: ['hosted-odoo', 'backup', 'contact'],
    consent: 'instruction',
    takes: ['/api/hosting'],
  },
  {
    id: 'cancellations',
    name: { en: 'Cancelling a service', de: 'Einen Dienst kündigen' },
    channel: 'web-application',
    purposes: ['order', 'billing', 'support', 'legal'],
    data: ['contact', 'correspondence', 'invoice'],
    consent: 'right',
    takes: ['/api/cancellations', '/api/my/cancellations', '/api/my/subscriptions', '/cancellation'],
  },
  {
    id: 'rights',
    name: {
      en: 'Requests about one’s own data, and reports of a breach',
      de: 'Anliegen zu den eigenen Daten, und Meldungen von Verletzungen',
    },
    channel: 'web-application',
    purposes: ['legal', 'support'],
    data: ['contact', 'correspondence', 'audit-log'],
    consent: 'right',
    takes: ['/api/privacy', '/api/my-data', '/api/disclosures'],
  },
  {
    id: 'operator',
    name: {
      en: 'Work of the operator: enquiries, blog, policies, providers',
      de: 'Arbeit des Betreibers: Anfragen, Blog, Erklärungen, Dienstleister',
    },
    channel: 'web-application',
    purposes: ['legal', 'support', 'account'],
    data: ['contact', 'company', 'audit-log'],
    consent: 'account',
    takes: [
      ...[
        '/api/leads',
        '/api/posts',
        '/api/policies',
        '/api/processors',
        '/api/inside-places',
        '/api/releases',
      ],
      ...['/api/outside-sites'],
    ],
  },
];

const partsOf = (path: string): string[] => path.split('/').filter(Boolean);

/** Whether an address begins with another by whole parts; a parameter fits only itself, whatever it is called. */
function beginsWith(path: string, start: string): boolean {
  const [own, wanted] = [partsOf(path), partsOf(start)];
  return wanted.every(
    (part, at) => part === own[at] || (part.startsWith(':') && own[at]?.startsWith(':') === true),
  );
}

/** The feature of an address that takes something in; undefined for one that is in no register. */
export function featureOf(path: string, features: readonly Feature[] = FEATURES): Feature | undefined {
  let [found, length]: [Feature | undefined, number] = [undefined, 0];
  for (const feature of features)
    for (const start of feature.takes)
      if (beginsWith(path, start) && partsOf(start).length > length)
        [found, length] = [feature, partsOf(start).length];
  return found;
}
