import { keeps, shows } from '#domain/policy/keep.ts';
// The functions that keep these sentences are declared there.
import '#domain/policy/rights.ts';

const RULES = 'modules/privacy/rules.test.ts';
const STORED = 'modules/privacy/privacy.db.test.ts';

shows('P-1.1', 'time-for-requests', {
  file: RULES,
  test: 'a request: identity first, an answer once, a longer time only before the first is over and with a reason',
});
shows('P-1.2', 'pass-on-requests', {
  file: 'domain/policy/rights.test.ts',
  test: 'a request about a customer’s data is passed on within working days of the operator',
});
shows('P-1.2', 'pass-on-requests', {
  file: RULES,
  test: 'a request about what a customer keeps can only be passed on, and is late after its working days',
});
shows('P-1.2', 'pass-on-requests', {
  file: STORED,
  test: 'a request about a customer’s data goes to its owners, and the person hears only that',
});
shows('P-data.0a', 'clock-of-breaches', {
  file: RULES,
  test: 'a breach: decided with a reason, told to the authority in its hours or with why not, and nothing twice',
});
shows('P-data.0a', 'clock-of-breaches', {
  file: STORED,
  test: 'a breach is written down for good, and the owners of the customers concerned are written to',
});

keeps('P-1.1', 'rights-done', {
  keptBy: {
    en: 'What a person asks about their data the program does itself: one archive of every store, deletion column by column with a record of what stays and why, a list that is applied again to whatever is put back, and restriction that mail asks before it goes.',
    de: 'Was eine Person zu ihren Daten verlangt, tut das Programm selbst: ein Archiv aus allen Beständen, Löschung Spalte für Spalte mit einem Nachweis, was warum bleibt, eine Liste, die auf alles Zurückgespielte erneut angewandt wird, und eine Einschränkung, nach der jede Mail fragt.',
  },
  sources: [
    'domain/policy/subjects/links.ts',
    'domain/policy/subjects/person.ts',
    'domain/policy/subjects/erasure.ts',
    'domain/policy/subjects/retention.ts',
    'modules/privacy/person/archives.ts',
    'modules/privacy/person/carry-out.ts',
    'modules/privacy/person/deletion-list.ts',
    'modules/privacy/person/erase.ts',
    'modules/privacy/person/restriction.ts',
    'modules/privacy/person/retention.ts',
  ],
});
for (const test of [
  'in every table with data of people somebody would be found, or it says why nobody is',
  'a restricted person is written only what they are owed, and the same again once it ends',
  'erasure leaves the person in nothing but what a law keeps, tells what stays, and does it again after a restore',
  'what is over its time goes by its rule, with a record of counts, and nothing else does',
  'on their own page a person asks, is answered once at a time, and fetches what nobody else can',
])
  shows('P-1.1', 'rights-done', { file: STORED, test });
shows('P-1.1', 'rights-done', {
  file: 'domain/policy/subjects/subjects.test.ts',
  test: 'after an erasure a person stands in no column but those that a law keeps, and twice is as once',
});

keeps('P-1.2', 'archive-of-each-business', {
  keptBy: {
    en: 'Who acts for two businesses gets what we hold in one archive for each, to the address on file there; what a customer keeps about its own people is in none.',
    de: 'Wer für zwei Unternehmen handelt, bekommt das, was wir haben, in je einem Archiv an die dort hinterlegte Adresse; was ein Kunde über seine Leute führt, steht in keinem.',
  },
  sources: [
    'modules/privacy/person/archives.ts',
    'modules/privacy/person/identify.ts',
    'modules/privacy/person/rows-about.ts',
  ],
});
shows('P-1.2', 'archive-of-each-business', {
  file: STORED,
  test: 'P-1.2: who speaks for two businesses gets an archive of each, none holds the other’s, and what a factory keeps is in none',
});
