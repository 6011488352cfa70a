import { sql } from 'kysely';
import { keeps, shows } from '#domain/policy/keep.ts';
import { loadInstallation, showsInUse } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';

const SITE = 'modules/site/site.db.test.ts';
const BROWSER = 'modules/site/first-visit.web.test.ts';

keeps('P-1.4', 'question-on-first-visit', {
  keptBy: {
    en: 'The first page of a first visit asks by a plain form with two buttons alike, without a script and not over the text. Nothing but the answer itself is kept on the device before it; a cookie of a purpose is set by the server only after a yes to it, and deleted with the answer that takes it back.',
    de: 'Die erste Seite eines ersten Besuchs fragt mit einem einfachen Formular und zwei gleichen Schaltflächen, ohne Skript und nicht über dem Text. Vorher liegt auf dem Gerät nichts als die Antwort selbst; ein Cookie eines Zwecks setzt der Server erst nach einem Ja dazu, und mit der Antwort, die es zurücknimmt, wird es gelöscht.',
  },
  sources: [
    'modules/site/frame.ts',
    'modules/site/consent/standing.ts',
    'modules/site/consent/cookies.ts',
    'modules/site/consent/cookies-page.ts',
    'platform/pages/serve.ts',
  ],
});
for (const test of [
  'a first visit keeps nothing on the device before a choice, asks with two buttons alike, and fetches nothing from elsewhere',
  'without a script the question works by its form, and a yes to everything is taken back with one answer',
])
  shows('P-1.4', 'question-on-first-visit', { file: BROWSER, test });
for (const test of [
  'cookies > nothing chosen: asked, and no cookie but none at all',
  'cookies > a yes sets the cookies of its purposes, a no deletes them, and each answer is one more record',
  'cookies > Global Privacy Control is a no that is recorded once, until somebody says yes',
])
  shows('P-1.4', 'question-on-first-visit', { file: SITE, test });

keeps('P-1.4', 'proof-of-choice', {
  keptBy: {
    en: 'Each choice is a record that nobody can change: a random number, the time, policy and words it was given to, purpose by purpose, how and on which page. No network address, no browser, no account. The number and the date stand in the cookie settings.',
    de: 'Jede Wahl ist ein Datensatz, den niemand ändern kann: eine Zufallsnummer, die Zeit, die Erklärung und die Worte, zu denen sie getroffen wurde, Zweck für Zweck, wie und auf welcher Seite. Keine Netzadresse, kein Browser, kein Konto. Nummer und Datum stehen in den Cookie-Einstellungen.',
  },
  sources: ['modules/site/consent/record-choice.ts', 'modules/site/migrations/0001_site.sql'],
});
shows('P-1.4', 'proof-of-choice', {
  file: SITE,
  test: 'cookies > a record holds nothing of who it was, and cannot be changed',
});
shows('P-1.4', 'proof-of-choice', {
  file: SITE,
  test: 'cookies > after the months, or another text, the end is recorded and the question comes again',
});

showsInUse({
  clauses: ['P-1.4'],
  label: {
    en: 'choices recorded in the last 24 hours',
    de: 'Wahlen, die in den letzten 24 Stunden festgehalten wurden',
  },
  async count(db) {
    const installation = await loadInstallation(db, systemClock.now());
    if (!installation) return 0;
    return db.inTenant(installation.operatorTenantId, async (tx) => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from cookie_choice
        where tenant_id = ${tx.tenantId} and at > now() - interval '24 hours'`.execute(tx.tables());
      return rows[0]?.n ?? 0;
    });
  },
});

keeps(['P-1.1', 'P-2.1b'], 'enquiries', {
  keptBy: {
    en: 'What somebody writes through the site is kept only together with their consent: form, version, policy and the tick of an unticked box. Card numbers in it are masked before it is kept.',
    de: 'Was jemand über die Website schreibt, wird nur zusammen mit der Einwilligung aufbewahrt: Formular, Fassung, Erklärung und das Kreuz in einem leeren Kästchen. Kartennummern darin werden vorher maskiert.',
  },
  sources: [
    'modules/site/leads/contact-page.ts',
    'modules/site/leads/leads.ts',
    'modules/site/leads/form.ts',
  ],
});
for (const test of [
  'an enquiry > is kept with its consent, and not without',
  'an enquiry > becomes a customer and a quote once, by the operator alone',
])
  shows(['P-1.1', 'P-2.1b'], 'enquiries', { file: SITE, test });

const NUMBERS = 'modules/site/numbers.db.test.ts';
keeps(['P-1.1', 'P-1.4'], 'sites-elsewhere', {
  keptBy: {
    en: 'Sites of ours that are served elsewhere are visited daily as by somebody who was never there: the current policy and the cookie settings must be in the footer, and no cookie and nothing of others may come before a choice.',
    de: 'Unsere anderswo liegenden Websites werden täglich besucht wie von jemandem, der nie dort war: Geltende Erklärung und Cookie-Einstellungen müssen in der Fußzeile stehen, und vor einer Wahl darf kein Cookie und nichts von anderen kommen.',
  },
  sources: ['domain/policy/outside-site.ts', 'modules/site/outside/look.ts'],
});
shows(['P-1.1', 'P-1.4'], 'sites-elsewhere', {
  file: 'domain/policy/outside-site.test.ts',
  test: 'each thing that is missing, old or foreign is a fault of its own',
});
shows(['P-1.1', 'P-1.4'], 'sites-elsewhere', {
  file: NUMBERS,
  test: 'a site of the operator that is served elsewhere > is looked at as by a first visitor, only where the door lets it, and what is wrong stands on the page',
});

keeps('P-data.analytics.a', 'own-statistics', {
  keptBy: {
    en: 'Visits are counted on our own server as sums of a day, without a cookie; visitors are told apart by a hash whose salt is kept in memory for the day only. Who said no is not counted.',
    de: 'Besuche zählt unser eigener Server als Summen eines Tages, ohne Cookie; Besucher werden durch einen Hash unterschieden, dessen Salz nur für den Tag im Speicher liegt. Wer Nein gesagt hat, wird nicht gezählt.',
  },
  sources: [
    'modules/site/insights/count-view.ts',
    'modules/site/frame.ts',
    'modules/policy/usage/load-insights.ts',
  ],
});
shows('P-data.analytics.a', 'own-statistics', {
  file: NUMBERS,
  test: 'insights > the operator sees sums of visits, faults, use and forms, and whoever said no is in none of them',
});
