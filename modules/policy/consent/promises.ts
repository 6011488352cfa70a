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
const VERSIONS = 'modules/policy/versions/versions.db.test.ts';
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

keeps('P-1.1', 'features', {
  keptBy: {
    en: 'Everything in which people can take part, each form, upload, preview, scan and answer, stands in a public register with purpose, data and consent. One that is not in it fails the build.',
    de: 'Alles, woran Menschen teilnehmen können, jedes Formular, Hochladen, jede Vorschau, jeder Scan und jede Antwort, steht in einem öffentlichen Register mit Zweck, Daten und Einwilligung. Was nicht darin steht, bricht den Bau ab.',
  },
  sources: ['domain/policy/features.ts', 'apps/server/privacy-gates.ts', 'modules/policy/pages/ways-in.ts'],
});
for (const test of [
  'channels > everything that takes something in is a feature of the register, with the kinds of data it takes',
  'channels > a form, an upload or a scan that is in no register is seen, and so are data and features that are not said',
])
  shows('P-1.1', 'features', { file: GATES, test });
shows('P-1.1', 'features', {
  file: REGISTER,
  test: 'features > each uses its data for purposes that the register allows, or for the firm that keeps it',
});

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

const RECORD_CLAUSES = ['P-2.0', 'P-data.0b', 'P-data.types.0a', 'P-data.types.0b'] as const;
keeps(RECORD_CLAUSES, 'record-of-processing', {
  keptBy: {
    en: 'Each column of the database is of one category of the published record, or is declared not to be personal; one that is neither fails the build. The record below this policy is made from these columns, the register and its values.',
    de: 'Jede Spalte der Datenbank gehört zu einer Kategorie des veröffentlichten Verzeichnisses oder ist als nicht personenbezogen erklärt; sonst bricht der Bau ab. Das Verzeichnis unter dieser Erklärung entsteht aus diesen Spalten, dem Register und ihren Werten.',
  },
  sources: [
    'domain/policy/register.ts',
    'domain/policy/record.ts',
    'domain/policy/register-texts.ts',
    'modules/policy/record.ts',
    'modules/policy/pages/record-view.ts',
    'apps/server/privacy-gates.ts',
  ],
});
shows(RECORD_CLAUSES, 'record-of-processing', {
  file: VERSIONS,
  test: 'the privacy policy shows the record of processing, made from the columns that exist',
});
for (const test of [
  'columns > each column of each table is of a category or not personal, in one manifest',
  'columns > a column that nobody declared is seen',
  'columns > a declared column that does not exist is seen, and one declared twice',
])
  shows(RECORD_CLAUSES, 'record-of-processing', { file: GATES, test });
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
    'modules/accounts/pictures.ts',
  ],
});
shows('P-2.1d', 'withdrawal', {
  file: CONSENT,
  test: 'taking a consent back > takes the picture with it, and leaves one that came with a new consent',
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

keeps(['P-2.2b', 'P-2.4b', 'P-data.basis.2'], 'balancing-notes', {
  keptBy: {
    en: 'A purpose that stands on our interest has a written weighing of interests; without one nothing is read for it.',
    de: 'Zu jedem Zweck, der auf unserem Interesse beruht, gibt es eine schriftliche Abwägung; ohne sie wird dafür nichts gelesen.',
  },
  sources: ['domain/policy/purposes.ts', 'modules/policy/purpose-access.ts'],
});
shows(['P-2.2b', 'P-2.4b', 'P-data.basis.2'], 'balancing-notes', {
  file: REGISTER,
  test: 'the register > a purpose that stands on our interest has a balancing note, and without one it may not be pursued',
});
shows(['P-2.2b', 'P-2.4b', 'P-data.basis.2'], 'balancing-notes', {
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

const PURPOSE_CLAUSES = [
  ...(['P-2.4a', 'P-2.4b', 'P-data.purposes.0', 'P-data.purposes.1a', 'P-data.purposes.1b'] as const),
  ...(['P-data.purposes.3', 'P-data.share.0a'] as const),
] as const;
keeps(PURPOSE_CLAUSES, 'closed-purposes', {
  keptBy: {
    en: 'The purposes are a closed list without advertising or sale. Every part of the program says for what it reads personal data, every mail, file and screen for what it shows them, and gets only what the record allows; bank details are for invoices and the law alone.',
    de: 'Die Zwecke sind eine geschlossene Liste ohne Werbung und Verkauf. Jeder Teil des Programms sagt, wofür er personenbezogene Daten liest, jede Mail, Datei und Seite, wofür sie sie zeigt, und bekommt nur, was das Verzeichnis erlaubt; Bankdaten nur für Rechnungen und das Gesetz.',
  },
  sources: [
    'domain/kernel/personal.ts',
    'domain/policy/register.ts',
    'domain/policy/readers.ts',
    'modules/policy/purpose-access.ts',
    'apps/server/purpose-gates.ts',
    'scripts/tidy/purposes.ts',
    'platform/http/server.ts',
  ],
});
for (const test of [
  'purposes > each module reads what it keeps, and shows and sends what it has, for purposes that the register allows',
  'purposes > a kind of data that is read for no purpose, or for one that the register does not allow, is seen',
  'purposes > an export for no purpose, and a screen for another than its module’s, are seen',
])
  shows(PURPOSE_CLAUSES, 'closed-purposes', { file: GATES, test });
shows(PURPOSE_CLAUSES, 'closed-purposes', {
  file: 'tidy.test.ts',
  test: 'mail goes to addresses that were read for a purpose > the tree is clean',
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

const BASIS = ['P-data.basis.0', 'P-data.basis.1'] as const;
keeps(BASIS, 'acceptance', {
  keptBy: {
    en: 'No account opens and no order with us is taken before a person with authority has accepted the policies. Who accepted which version, by the hash of its text, is kept for ever. A change of words goes on under it; a change of substance is asked for anew, and until then the older one holds.',
    de: 'Kein Konto wird geöffnet und kein Auftrag bei uns angenommen, bevor eine befugte Person die Bedingungen akzeptiert hat. Wer welche Fassung akzeptiert hat, mit dem Prüfwert ihres Textes, bleibt für immer festgehalten. Geänderte Worte gelten darunter weiter; zu geänderten Inhalten wird neu gefragt, und bis dahin gilt die frühere Fassung.',
  },
  sources: [
    'modules/policy/consent/accept-policy.ts',
    'modules/policy/consent/to-accept.ts',
    'modules/policy/migrations/0002_consent.sql',
    'modules/accounts/activation.ts',
    'modules/accounts/invitations.ts',
    'modules/orders/accept-order.ts',
  ],
});
for (const test of [
  'an acceptance > of the version in force opens what needs it; another version is no acceptance',
  'an acceptance > in one factory is none in another, nor in the operator’s copy',
  'an acceptance > outlives a change of words and not a change of substance',
  'an account > opens for nobody before a person with authority has accepted both policies',
  'an account > goes on under the accepted version while a later one is asked for',
  'an account > is opened by whoever joins it first with authority, and not without a tick',
])
  shows(BASIS, 'acceptance', { file: CONSENT, test });
shows(BASIS, 'acceptance', {
  file: 'modules/orders/orders.db.test.ts',
  test: 'an order with the operator waits until somebody who speaks for the customer has accepted the policies',
});

keeps('P-data.share.0a', 'nothing-has-a-price', {
  keptBy: {
    en: 'There is no purpose of sale, nothing that leaves has a price, and nobody here can read the data of two customers at once.',
    de: 'Einen Zweck „Verkauf“ gibt es nicht, nichts, was hinausgeht, hat einen Preis, und niemand kann hier die Daten zweier Kunden zugleich lesen.',
  },
  sources: [
    'domain/kernel/personal.ts',
    'modules/policy/migrations/0003_processors.sql',
    'platform/postgres/safety.ts',
  ],
});
shows('P-data.share.0a', 'nothing-has-a-price', {
  file: GATES,
  test: 'nothing that leaves has a price: what may go out and what went has no column for money',
});
shows('P-data.share.0a', 'nothing-has-a-price', {
  file: 'platform/postgres/catalogue-gates.db.test.ts',
  test: 'the schema that the migrations make is sound',
});
