import { keeps, shows } from '#domain/policy/keep.ts';
import { decideConfirm, standingOf, warningsDue } from './rules.ts';

const RULES = 'modules/policy/processors/rules.test.ts';
const DB = 'modules/policy/processors/processors.db.test.ts';
const HERE = 'modules/policy/processors/promises.ts';
const EGRESS = 'platform/egress/egress.test.ts';
const CLAUSES = ['P-data.share.1a', 'P-data.share.1b'] as const;

shows(CLAUSES, 'processor-contract-in-force', {
  file: RULES,
  test: 'where a processor stands > on no day does data flow without a confirmed contract that covers it',
});
shows(CLAUSES, 'processor-contract-in-force', {
  file: RULES,
  test: 'where a processor stands > a provider that the configuration names is a draft until its contract is confirmed; our own machine needs none',
});
shows(CLAUSES, 'processor-contract-in-force', {
  file: DB,
  test: 'mail goes out while the contract is in force, waits when it is not, and is not lost',
});
shows(CLAUSES, 'processor-contract-in-force', {
  file: EGRESS,
  test: 'what the recipient may not have > is left out of the body, name and value, and the record says so',
});
shows(CLAUSES, 'processor-contract-in-force', {
  file: HERE,
  self: (values) => {
    const contract = {
      declared: false,
      categories: [],
      validFrom: '2026-01-01',
      validTo: '2026-01-31',
      handedInBy: 'a',
      handedInAt: '2026-01-01T00:00:00.000Z',
      confirmedAt: '2026-01-01T00:00:00.000Z',
    } as const;
    const on = (today: '2026-01-31' | '2026-02-01') =>
      standingOf(
        values,
        { suspendedAt: null, endedAt: null, bound: 'contract', contracts: [contract] },
        today,
      ).contract;
    if (!on('2026-01-31')) return 'nothing flows on the last day of a contract';
    return on('2026-02-01') ? 'data flows after the end of a contract' : null;
  },
});

shows('P-data.share.1b', 'processor-expiry-warnings', {
  file: RULES,
  test: 'warnings are due 60, 30 and 7 days before the end',
});
shows('P-data.share.1b', 'processor-expiry-warnings', {
  file: HERE,
  self: (values) => {
    const steps = values['processor.warnDays'];
    const reached = steps.filter((days) => warningsDue(values, days).includes(days));
    return reached.length === steps.length ? null : 'a warning is not raised on its day';
  },
});

shows('P-data.share.1b', 'processor-second-person', {
  file: RULES,
  test: 'who may confirm > the same person only after 24 hours',
});
shows('P-data.share.1b', 'processor-second-person', {
  file: HERE,
  self: (values) => {
    const at = '2026-01-01T00:00:00.000Z';
    const one = { handedInBy: 'a', handedInAt: at, confirmedAt: null } as const;
    const same = decideConfirm(values, one, { actor: 'a', provenAt: at, others: 0 }, at);
    const other = decideConfirm(values, one, { actor: 'b', provenAt: at, others: 0 }, at);
    if (same.ok) return 'one person alone makes a processor active at once';
    return other.ok ? null : 'a second person cannot confirm';
  },
});

keeps('P-data.share.0b', 'one-door-out', {
  keptBy: {
    en: 'Everything that leaves goes through one door that asks who gets what; the build and a lock at run time refuse every other way.',
    de: 'Alles, was hinausgeht, nimmt eine einzige Tür, die fragt, wer was bekommt; jeden anderen Weg verweigern der Bau und eine Sperre zur Laufzeit.',
  },
  sources: [
    'platform/egress/egress.ts',
    'platform/egress/lock.ts',
    'platform/egress/guards.ts',
    'modules/policy/processors/guard.ts',
    'modules/policy/recipients/judge.ts',
    'modules/policy/recipients/rules.ts',
    'scripts/tidy/outward.ts',
  ],
});
shows('P-data.share.0b', 'one-door-out', {
  file: 'platform/egress/lock.test.ts',
  test: 'a locked process reaches nobody, in any way that Node knows',
});
shows('P-data.share.0b', 'one-door-out', {
  file: DB,
  test: "a tenant's own machine > inside is reached once its administrator registered and the operator admitted exactly its address and port",
});
shows('P-data.share.0b', 'one-door-out', {
  file: DB,
  test: 'a processor > that is in no register gets nothing',
});
shows('P-data.share.0b', 'one-door-out', {
  file: 'tidy.test.ts',
  test: 'outbound connections and the database > the tree is clean',
});
shows('P-data.share.0b', 'one-door-out', {
  file: EGRESS,
  test: 'without a registered destination > a name that changes its answer each time reaches nothing inside',
});

keeps('P-2.1c', 'mask-card-numbers', {
  keptBy: {
    en: 'Card numbers in requests, mails, attached files, file names and imports are masked to their last four digits before anything is written; a file in which they cannot be masked is not kept. The sender is told.',
    de: 'Kartennummern in Anfragen, Mails, angehängten Dateien, Dateinamen und Importen werden auf die letzten vier Ziffern gekürzt, bevor etwas geschrieben wird; eine Datei, in der das nicht geht, wird nicht aufgehoben. Der Absender erfährt es.',
  },
  sources: [
    'domain/kernel/masking.ts',
    'domain/kernel/masking-numbers.ts',
    'domain/kernel/masking-values.ts',
    'platform/http/parse.ts',
    'platform/http/server.ts',
    'platform/files/mask-table.ts',
    'platform/files/masking/mask-file.ts',
    'platform/files/masking/mask-archive.ts',
    'platform/files/masking/mask-markup.ts',
    'platform/files/masking/mask-message.ts',
    'platform/files/masking/mask-text.ts',
    'platform/files/masking/mask-workbook.ts',
    'platform/files/masking/search-bytes.ts',
    'platform/files/masking/search-pdf.ts',
    'platform/files/masking/keep-upload.ts',
    'platform/mail/intake/parse-worker.ts',
    'platform/mail/intake/take-mail.ts',
    'platform/log/log.ts',
  ],
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'domain/kernel/masking.test.ts',
  test: 'whatever the issuer, the digits, the separators and the words around: only four digits are left',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'scenarios/card-numbers/card-numbers.db.test.ts',
  test: 'a card number in every field of every route is found in no table, no file and no log',
});

shows('P-2.1c', 'mask-card-numbers', {
  file: 'scenarios/card-numbers/card-numbers.db.test.ts',
  test: 'a quote whose every text holds a card number goes out masked, as paper and as mail',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'scenarios/card-numbers/card-numbers.db.test.ts',
  test: 'the sender is told: by a header where the text was taken, by a refusal where it could not be',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'scenarios/mail/mail.db.test.ts',
  test: 'mail that comes in > a card number is masked in subject, text, names and text files before anything is written',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'platform/files/mask-table.test.ts',
  test: 'cells of every kind and the names of sheets are masked',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'platform/log/log.test.ts',
  test: 'card numbers > never reach a line, whether they stand in the message, a member, an error or as a number',
});

shows('P-2.1c', 'mask-card-numbers', {
  file: 'scenarios/card-numbers/card-numbers.db.test.ts',
  test: 'a card number in files of every kind, by mail and by upload, is found in no table, no file and no log',
});
shows('P-2.1c', 'mask-card-numbers', {
  file: 'platform/files/masking/mask-file.test.ts',
  test: 'files that can be written anew > a workbook: shared texts, rich texts, remarks, and a number typed as a number; it still opens',
});

keeps(['P-data.0a', 'P-data.types.3'], 'audit-chain', {
  keptBy: {
    en: 'Who looked at what is kept in a log that nobody can change unseen: each entry is tied to the one before with a key outside the database.',
    de: 'Wer was angesehen hat, steht in einem Protokoll, das niemand unbemerkt ändern kann: Jeder Eintrag hängt mit einem Schlüssel außerhalb der Datenbank am vorigen.',
  },
  sources: ['platform/audit/chain.ts', 'platform/audit/audit.ts', 'platform/migrations/0004_audit.sql'],
});
shows(['P-data.0a', 'P-data.types.3'], 'audit-chain', {
  file: 'platform/audit/chain.test.ts',
  test: 'a fault is found in every log > one bit of the facts',
});
shows(['P-data.0a', 'P-data.types.3'], 'audit-chain', {
  file: 'platform/audit/audit.db.test.ts',
  test: 'the application can neither change nor delete an entry, and sees none of another tenant',
});

keeps('P-data.types.3', 'sealed-bank-details', {
  keptBy: {
    en: 'Bank details are encrypted with a key outside the database and open only at their own place.',
    de: 'Bankdaten sind mit einem Schlüssel außerhalb der Datenbank verschlüsselt und nur an ihrem eigenen Platz lesbar.',
  },
  sources: ['platform/secrets/vault.ts', 'platform/secrets/key-ring.ts'],
});
shows('P-data.types.3', 'sealed-bank-details', {
  file: 'platform/secrets/vault.test.ts',
  test: 'a sealed value > does not open after any single bit of it was changed',
});
