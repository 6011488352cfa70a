import { PURPOSES } from '#domain/kernel/personal.ts';
import { keeps, shows } from '#domain/policy/keep.ts';
import { isJustified, PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { recordOfProcessing } from '#domain/policy/record.ts';
import { registerAllows } from '#domain/policy/register.ts';
import { decideConsent, mustAsk } from './rules.ts';

const HERE = 'modules/policy/consent/promises.ts';
const CONSENT = 'modules/policy/consent/consent.db.test.ts';
const RULES = 'modules/policy/consent/rules.test.ts';
const REGISTER = 'domain/policy/register.test.ts';
const GATES = 'apps/server/privacy-gates.db.test.ts';

keeps('P-1.1', 'ways-in', {
  keptBy: {
    en: 'Every way in is on a list: website, application, tablets, programs, mail, telephone, requests and hosted servers. An entry point that is not on it fails the build.',
    de: 'Jeder Zugang steht auf einer Liste: Website, Anwendung, Tablets, Programme, E-Mail, Telefon, Anfragen und gehostete Server. Ein Zugang, der nicht darauf steht, bricht den Bau ab.',
  },
  sources: ['domain/policy/channels.ts', 'apps/server/privacy-gates.ts'],
});
shows('P-1.1', 'ways-in', {
  file: GATES,
  test: 'channels > each address, job and reader belongs to a channel of the register',
});
shows('P-1.1', 'ways-in', { file: GATES, test: 'channels > an entry point that no channel names is seen' });

keeps('P-1.2', 'two-sides', {
  keptBy: {
    en: 'Each table says whether we hold it for ourselves or for a customer. A customer is not asked for consent to what it keeps about its own people.',
    de: 'Jede Tabelle sagt, ob wir sie für uns oder für einen Kunden führen. Ein Kunde wird nicht um Einwilligung zu dem gebeten, was er über seine eigenen Leute führt.',
  },
  sources: ['domain/kernel/personal.ts', 'modules/policy/consent/rules.ts', 'modules/policy/consent/gate.ts'],
});
shows('P-1.2', 'two-sides', {
  file: RULES,
  test: 'a factory is not asked about its own customers, the operator and every person are',
});
shows('P-1.2', 'two-sides', {
  file: CONSENT,
  test: 'what a tenant keeps about its own customers > is the tenant’s own: a factory is not asked',
});
shows('P-1.2', 'two-sides', {
  file: HERE,
  self: () => {
    const form = { id: 'x', version: 1, purpose: 'account', about: 'tenant-data' } as const;
    if (mustAsk(form, 'factory', 'operator')) return 'a factory is asked about its own customers';
    return mustAsk(form, 'operator', 'operator') ? null : 'the operator is not asked about its own';
  },
});

keeps(['P-2.0', 'P-data.types.0a', 'P-data.types.0b'], 'record-of-processing', {
  keptBy: {
    en: 'Each column of the database is of one category of the published record, or is declared not to be personal; one that is neither fails the build. The record is made from these columns, the register and the values in force.',
    de: 'Jede Spalte der Datenbank gehört zu einer Kategorie des veröffentlichten Verzeichnisses oder ist als nicht personenbezogen erklärt; sonst bricht der Bau ab. Das Verzeichnis entsteht aus diesen Spalten, dem Register und den geltenden Werten.',
  },
  sources: [
    'domain/policy/register.ts',
    'domain/policy/record.ts',
    'domain/policy/register-texts.ts',
    'modules/policy/record.ts',
    'apps/server/privacy-gates.ts',
  ],
});
for (const test of [
  'columns > each column of each table is of a category or not personal, in one manifest',
  'columns > a column that nobody declared is seen',
  'columns > a declared column that does not exist is seen, and one declared twice',
])
  shows(['P-2.0', 'P-data.types.0a', 'P-data.types.0b'], 'record-of-processing', { file: GATES, test });
shows('P-2.0', 'record-of-processing', {
  file: CONSENT,
  test: 'the operator > has the record of processing from the columns that exist',
});
shows('P-2.0', 'record-of-processing', {
  file: HERE,
  self: (values) => {
    const keptYears = `${values['invoice.keepYears']} year`;
    const { rows } = recordOfProcessing(values, []);
    const invoice = rows.find(({ category }) => category === 'invoice');
    if (!invoice?.kept.some(({ en }) => en.includes(keptYears)))
      return `the record does not say that invoices are kept for ${keptYears}`;
    return JSON.stringify(rows).includes('{time}') ? 'the record prints a hole' : null;
  },
});

keeps(['P-2.1a', 'P-2.1b', 'P-2.1d'], 'consent-at-forms', {
  keptBy: {
    en: 'Each form says what it is for, links this policy, marks what may be left empty, and keeps with the data which form and policy it was, when, and how you said yes. Without that the server refuses, whoever sends it.',
    de: 'Jedes Formular sagt, wofür es ist, verweist auf diese Erklärung, kennzeichnet Freiwilliges und hält mit den Daten fest, welches Formular und welche Fassung es war, wann und wie Sie zugestimmt haben. Sonst lehnt der Server ab, wer auch immer sendet.',
  },
  sources: [
    'modules/policy/consent/rules.ts',
    'modules/policy/consent/gate.ts',
    'modules/policy/consent/give-consent.ts',
    'platform/http/server.ts',
    'platform/web-kit/consent-note.tsx',
    'apps/server/privacy-gates.ts',
  ],
});
for (const test of [
  'a form of a person > without consent nothing is stored, whoever sends it',
  'a form of a person > with consent the proof is stored with the data, and once for a repeated request',
  'a form of a person > a refused request leaves no consent behind',
  'what a tenant keeps about its own customers > in the operator’s own tenant asks who agreed, how and when',
])
  shows(['P-2.1a', 'P-2.1b', 'P-2.1d'], 'consent-at-forms', { file: CONSENT, test });
shows('P-2.1b', 'consent-at-forms', {
  file: GATES,
  test: 'forms > each route that takes what people tell declares its form, field by field',
});
shows(['P-2.1a', 'P-2.1b', 'P-2.1d'], 'consent-at-forms', {
  file: HERE,
  self: () => {
    const form = { id: 'x', version: 2, purpose: 'account', about: 'person' } as const;
    const yes = { form: 'x', version: 2, policyVersion: 3, act: 'ticked' };
    const today = '2026-03-02';
    if (!decideConsent(form, yes, 3, today).ok) return 'a consent to the form as it stands is refused';
    const bad = [undefined, { ...yes, version: 1 }, { ...yes, policyVersion: 2 }, { ...yes, form: 'y' }];
    return bad.some((sent) => decideConsent(form, sent, 3, today).ok)
      ? 'something is taken for consent that is none'
      : null;
  },
});

keeps('P-2.1d', 'withdrawal', {
  keptBy: {
    en: 'You can take back each consent in your account, and are told before what stops working and what a law obliges us to keep.',
    de: 'Jede Einwilligung können Sie im Konto widerrufen und erfahren vorher, was dann nicht mehr geht und was wir wegen eines Gesetzes behalten.',
  },
  sources: [
    'modules/policy/consent/withdraw-consent.ts',
    'domain/policy/register.ts',
    'modules/policy/ui/WithdrawDialog.tsx',
  ],
});
shows('P-2.1d', 'withdrawal', {
  file: CONSENT,
  test: 'taking a consent back > tells first what ends and what stays, keeps what it told, and ends the consent',
});
shows('P-2.1d', 'withdrawal', {
  file: REGISTER,
  test: 'a withdrawal > never ends what the law holds, and each further one leaves less to others',
});
shows('P-2.1d', 'withdrawal', { file: CONSENT, test: 'a proof can be added and never changed' });

keeps('P-2.2b', 'balancing-notes', {
  keptBy: {
    en: 'A purpose that stands on our interest has a written weighing of interests; without one nothing is read for it.',
    de: 'Zu jedem Zweck, der auf unserem Interesse beruht, gibt es eine schriftliche Abwägung; ohne sie wird dafür nichts gelesen.',
  },
  sources: ['domain/policy/purposes.ts', 'modules/policy/purpose-access.ts'],
});
shows('P-2.2b', 'balancing-notes', {
  file: REGISTER,
  test: 'the register > a purpose that stands on our interest has a balancing note, and without one it may not be pursued',
});
shows('P-2.2b', 'balancing-notes', {
  file: HERE,
  self: () => {
    const bare = PURPOSES.filter((purpose) => !isJustified(PURPOSE_REGISTER[purpose]));
    return bare.length ? `no weighing of interests for ${bare.join(', ')}` : null;
  },
});

keeps(['P-2.3a', 'P-2.3b'], 'source-consent', {
  keptBy: {
    en: 'Another source is asked about you only after somebody of your firm agreed to this very source; taking that back ends it at once.',
    de: 'Eine andere Stelle wird nur nach Ihnen gefragt, wenn jemand Ihrer Firma genau dieser Stelle zugestimmt hat; der Widerruf beendet das sofort.',
  },
  sources: [
    'domain/policy/sources.ts',
    'modules/policy/consent/source-consent.ts',
    'modules/accounts/vat-checks.ts',
  ],
});
shows(['P-2.3a', 'P-2.3b'], 'source-consent', {
  file: CONSENT,
  test: 'a foreign source > is asked nothing without consent to this very source, and nothing any more after it was taken back',
});

const PURPOSE_CLAUSES = ['P-2.4a', 'P-2.4b', 'P-data.purposes.0', 'P-data.purposes.3'] as const;
keeps(PURPOSE_CLAUSES, 'closed-purposes', {
  keptBy: {
    en: 'The purposes are a closed list without advertising or sale. Whoever reads personal data says what for, and gets only what the record allows; bank details are for invoices and the law alone.',
    de: 'Die Zwecke sind eine geschlossene Liste ohne Werbung und Verkauf. Wer personenbezogene Daten liest, sagt wofür, und bekommt nur, was das Verzeichnis erlaubt; Bankdaten nur für Rechnungen und das Gesetz.',
  },
  sources: ['domain/kernel/personal.ts', 'domain/policy/register.ts', 'modules/policy/purpose-access.ts'],
});
shows(PURPOSE_CLAUSES, 'closed-purposes', {
  file: CONSENT,
  test: 'reading for a purpose > gives what the register allows; anything else is refused and told',
});
shows(PURPOSE_CLAUSES, 'closed-purposes', {
  file: REGISTER,
  test: 'the register > allows exactly what its rows say, and nothing for a name that is on no list',
});
shows('P-data.purposes.3', 'closed-purposes', {
  file: REGISTER,
  test: 'the register > bank details and cards are read for billing and the law only',
});
shows(PURPOSE_CLAUSES, 'closed-purposes', {
  file: HERE,
  self: () => {
    const open = ['marketing', 'sale', 'advertising'].find((purpose) => registerAllows(purpose, 'contact'));
    if (open) return `contact details may be used for ${open}`;
    const misuse = PURPOSES.find(
      (purpose) => purpose !== 'billing' && purpose !== 'legal' && registerAllows(purpose, 'bank'),
    );
    return misuse ? `bank details may be read for ${misuse}` : null;
  },
});

keeps('P-data.basis.1', 'acceptance', {
  keptBy: {
    en: 'Who accepted which version, by the hash of its text, is kept for ever. A change of words goes on under it, a change of substance is accepted anew.',
    de: 'Wer welche Fassung akzeptiert hat, mit dem Prüfwert ihres Textes, bleibt für immer festgehalten. Geänderte Worte gelten darunter weiter, geänderte Inhalte werden neu akzeptiert.',
  },
  sources: ['modules/policy/consent/accept-policy.ts', 'modules/policy/migrations/0002_consent.sql'],
});
for (const test of [
  'an acceptance > of the version in force opens what needs it; another version is no acceptance',
  'an acceptance > in one factory is none in another, nor in the operator’s copy',
  'an acceptance > outlives a change of words and not a change of substance',
])
  shows('P-data.basis.1', 'acceptance', { file: CONSENT, test });
