import type { Said } from './parameters.ts';

/**
 * What a visitor can say yes or no to. A purpose stands here only with something that really uses it (below): one
 * without would be a question about nothing.
 */
export const COOKIE_PURPOSES = ['preferences', 'analytics'] as const;
export type CookiePurpose = (typeof COOKIE_PURPOSES)[number];

/** Something that pages of ours keep on the device of whoever opens them. */
export interface DeviceStorage {
  /** as the browser names it */
  readonly name: string;
  readonly where: 'cookie' | 'local-storage' | 'session-storage' | 'indexed-db' | 'cache';
  /** `essential`: without it what was asked for does not work, so nobody is asked */
  readonly purpose: 'essential' | CookiePurpose;
  readonly what: Said;
  readonly until: Said;
}

/** Cookies of the public site. */
export const CHOICE_COOKIE = '__Host-tenon-choice';
export const LANGUAGE_COOKIE = '__Host-tenon-language';
export const THEME_COOKIE = '__Host-tenon-theme';
export const LAST_VISIT_COOKIE = '__Host-tenon-last-visit';

const UNTIL_CHOICE_ENDS: Said = { en: 'until your choice ends', de: 'bis Ihre Wahl endet' };
const UNTIL_CHANGED: Said = {
  en: 'until you change it or clear the browser',
  de: 'bis Sie es ändern oder den Browser leeren',
};

/** Everything; a cookie or an entry of a browser's storage that is not here fails the build. @see clause P-1.4 */
export const DEVICE_STORAGE: readonly DeviceStorage[] = [
  {
    name: CHOICE_COOKIE,
    where: 'cookie',
    purpose: 'essential',
    what: {
      en: 'your choice about cookies, by a random number',
      de: 'Ihre Wahl zu Cookies, unter einer Zufallsnummer',
    },
    until: UNTIL_CHOICE_ENDS,
  },
  {
    name: '__Host-tenon',
    where: 'cookie',
    purpose: 'essential',
    what: {
      en: 'that you are signed in; set when you sign in, and keeps other sites from acting for you',
      de: 'dass Sie angemeldet sind; wird bei der Anmeldung gesetzt und hindert andere Seiten, für Sie zu handeln',
    },
    until: { en: 'until you sign out, at most 7 days', de: 'bis zur Abmeldung, höchstens 7 Tage' },
  },
  {
    name: '__Host-tenon-station',
    where: 'cookie',
    purpose: 'essential',
    what: {
      en: 'that this tablet is a station of the workshop; set when somebody sets it up',
      de: 'dass dieses Tablet eine Station der Werkstatt ist; wird beim Einrichten gesetzt',
    },
    until: { en: 'until the station is removed', de: 'bis die Station entfernt wird' },
  },
  {
    name: 'tenon-station',
    where: 'indexed-db',
    purpose: 'essential',
    what: {
      en: 'station without a network: taps that still wait to be sent, and the last answers',
      de: 'Station ohne Netz: Eingaben, die noch auf das Senden warten, und die letzten Antworten',
    },
    until: {
      en: 'until they are sent, or somebody signs out',
      de: 'bis sie gesendet sind oder zur Abmeldung',
    },
  },
  {
    name: 'tenon-station',
    where: 'cache',
    purpose: 'essential',
    what: {
      en: 'station without a network: the pages of the station itself',
      de: 'Station ohne Netz: die Seiten der Station selbst',
    },
    until: { en: 'until the next version', de: 'bis zur nächsten Version' },
  },
  {
    name: 'tenon.station.lock',
    where: 'local-storage',
    purpose: 'essential',
    what: {
      en: 'that the station is locked, also after it was switched off',
      de: 'dass die Station gesperrt ist, auch nach dem Ausschalten',
    },
    until: { en: 'until it is unlocked', de: 'bis zum Entsperren' },
  },
  {
    name: 'tenon.station.install',
    where: 'local-storage',
    purpose: 'essential',
    what: {
      en: 'station: that you do not want to install it, so that it is not offered again; never leaves the device',
      de: 'Station: dass Sie sie nicht einrichten wollen, damit es nicht wieder angeboten wird; verlässt das Gerät nie',
    },
    until: UNTIL_CHANGED,
  },
  {
    name: 'tenon.locale',
    where: 'local-storage',
    purpose: 'essential',
    what: {
      en: 'application: the language you set in it',
      de: 'Anwendung: die Sprache, die Sie darin eingestellt haben',
    },
    until: UNTIL_CHANGED,
  },
  {
    name: 'tenon.theme',
    where: 'local-storage',
    purpose: 'essential',
    what: {
      en: 'application: light or dark, as you set it',
      de: 'Anwendung: hell oder dunkel, wie Sie es eingestellt haben',
    },
    until: UNTIL_CHANGED,
  },
  {
    name: 'tenon.draft',
    where: 'session-storage',
    purpose: 'essential',
    what: {
      en: 'application: what you typed into a form and have not sent',
      de: 'Anwendung: was Sie in ein Formular getippt und nicht abgeschickt haben',
    },
    until: { en: 'until it is sent or the tab is closed', de: 'bis zum Absenden oder Schließen des Tabs' },
  },
  {
    name: LANGUAGE_COOKIE,
    where: 'cookie',
    purpose: 'preferences',
    what: {
      en: 'the language in which you read this site',
      de: 'die Sprache, in der Sie diese Website lesen',
    },
    until: UNTIL_CHOICE_ENDS,
  },
  {
    name: THEME_COOKIE,
    where: 'cookie',
    purpose: 'preferences',
    what: { en: 'light or dark', de: 'hell oder dunkel' },
    until: UNTIL_CHOICE_ENDS,
  },
  {
    name: LAST_VISIT_COOKIE,
    where: 'cookie',
    purpose: 'analytics',
    what: {
      en: 'the day of your last visit, and nothing else: by it we count how many visitors come back. Only the sums are stored.',
      de: 'der Tag Ihres letzten Besuchs und sonst nichts: Daran zählen wir, wie viele Besucher wiederkommen. Gespeichert werden nur die Summen.',
    },
    until: UNTIL_CHOICE_ENDS,
  },
];

/** Names and reasons of the purposes, as the question and the settings show them. */
export const COOKIE_PURPOSE_TEXTS: Readonly<Record<CookiePurpose, { name: Said; why: Said }>> = {
  preferences: {
    name: { en: 'Preferences', de: 'Einstellungen' },
    why: {
      en: 'The site remembers your language and whether you read it light or dark.',
      de: 'Die Website merkt sich Ihre Sprache und ob Sie sie hell oder dunkel lesen.',
    },
  },
  analytics: {
    name: { en: 'Counting visits', de: 'Besuche zählen' },
    why: {
      en: 'We count how many visitors come back, by the day of their last visit. No number tells one visitor from another, and nothing goes to anybody else.',
      de: 'Wir zählen anhand des Tages des letzten Besuchs, wie viele Besucher wiederkommen. Keine Nummer unterscheidet Besucher, und nichts geht an andere.',
    },
  },
};

/** Cookies that belong to a purpose: what is deleted when it is refused. */
export function cookiesFor(purpose: CookiePurpose): readonly string[] {
  return DEVICE_STORAGE.filter((one) => one.where === 'cookie' && one.purpose === purpose).map(
    ({ name }) => name,
  );
}
