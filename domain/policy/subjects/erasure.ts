import type { ColumnKind, DataCategory, PersonalTable } from '#domain/kernel/personal.ts';
import { plusMonths } from '#domain/money/terms.ts';
import type { Day } from '#domain/kernel/days.ts';
import type { ParameterValues, Said } from '../parameters.ts';
import { linksOf } from './links.ts';
import { findIn, type Found, type FoundIds, type Person, type StoredRow } from './person.ts';

/** Why a value stays although its person wants it gone. */
export const KEPT_BECAUSE = {
  tax: {
    en: 'Tax and commercial law: business records are kept for years after the end of the year (§ 147 AO, § 257 HGB)',
    de: 'Steuer- und Handelsrecht: Geschäftsunterlagen bleiben Jahre nach Jahresende aufbewahrt (§ 147 AO, § 257 HGB)',
  },
  claims: {
    en: 'Claims from the contract can still be raised (Art. 17(3)(e) GDPR, §§ 195, 199 BGB)',
    de: 'Ansprüche aus dem Vertrag können noch erhoben werden (Art. 17 Abs. 3 lit. e DSGVO, §§ 195, 199 BGB)',
  },
  proof: {
    en: 'Proof of a consent, or of what was done about a request (Art. 5(2), Art. 7(1) GDPR)',
    de: 'Nachweis einer Einwilligung oder dessen, was auf ein Anliegen hin geschah (Art. 5 Abs. 2, Art. 7 Abs. 1 DSGVO)',
  },
  log: {
    en: 'Record of who did what, to find misuse (Art. 17(3)(b), Art. 32 GDPR)',
    de: 'Protokoll, wer was tat, um Missbrauch zu finden (Art. 17 Abs. 3 lit. b, Art. 32 DSGVO)',
  },
  payment: {
    en: 'A debit can be claimed back, and its mandate has to be shown then (Art. 17(3)(e) GDPR, § 676b BGB)',
    de: 'Eine Lastschrift kann zurückgefordert werden, dann ist das Mandat vorzulegen (Art. 17 Abs. 3 lit. e DSGVO, § 676b BGB)',
  },
} as const satisfies Readonly<Record<string, Said>>;
export type KeptBecause = keyof typeof KEPT_BECAUSE;

/**
 * What erasure does with a column: `blank` empties it, `former` puts "former user #…" there, `number` leaves an id that
 * names nobody any more, `row` takes the whole row away, and the others stay until a day because of a law.
 */
export type Erasure = 'blank' | 'former' | 'number' | 'row' | KeptBecause;

const BY_CATEGORY: Readonly<Record<DataCategory, Erasure>> = {
  contact: 'blank',
  'profile-picture': 'row',
  company: 'blank',
  bank: 'tax',
  'card-token': 'blank',
  invoice: 'tax',
  'order-delivery': 'claims',
  correspondence: 'blank',
  credentials: 'row',
  'usage-log': 'blank',
  'audit-log': 'log',
  consent: 'proof',
  'cookie-consent': 'proof',
  aggregate: 'blank',
  'hosted-odoo': 'blank',
  backup: 'blank',
  'worker-times': 'blank',
};

/** Tables of which a row goes as a whole: it is about one person only, and nothing stands on it. */
const WHOLE_ROWS: ReadonlySet<string> = new Set([
  ...['session', 'login_totp', 'login_recovery_code', 'login_passkey', 'one_time_token', 'login_picture'],
  ...['membership', 'login_tenant', 'invitation', 'api_key', 'worker_badge', 'worker_pin', 'access_log'],
  ...['outgoing_mail', 'mail_opt_out', 'dead_address', 'support_auto_answer', 'incoming_mail_repeat'],
  ...['idempotency_key', 'usage_objection', 'incoming_attachment', 'notice', 'ticket_desk'],
]);

/** Columns that are erased otherwise than their category. */
const COLUMNS: Readonly<Record<string, Erasure>> = {
  'login.password_hash': 'blank',
  'login.locale': 'number',
  'customer.locale': 'number',
  'customer.country': 'number',
  'customer_contact.locale': 'number',
  'ownership_claim.reason': 'blank',
  'sepa_mandate.account_name': 'payment',
  'sepa_mandate.iban_sealed': 'payment',
  'sepa_mandate.iban_shown': 'payment',
  'sepa_mandate.iban_mark': 'payment',
  'sepa_mandate.bic': 'payment',
  'privacy_case.person_name': 'proof',
  'privacy_case.person_email': 'proof',
  'privacy_case.details': 'proof',
  'privacy_step.note': 'proof',
  'data_look.whom': 'blank',
  // Cancellations are kept with the invoices that end them.
  'cancellation_case.sender': 'tax',
  'cancellation_case.said': 'tax',
  'cancellation_case.judged': 'tax',
  'case_event.reason': 'tax',
  'case_duty.outcome': 'tax',
  'case_waiver.reason': 'tax',
  'ticket_message.said_by': 'former',
  'privacy_archive.recipient': 'proof',
  'privacy_archive.file_hash': 'number',
  'hosted_backup.sealed_sha256': 'number',
  'privacy_correction.before_sealed': 'blank',
  'supplier.email': 'blank',
};

/** What erasure does with a column of a table. Every personal column has exactly one answer. */
export function erasureOf(name: string, column: string, kind: Exclude<ColumnKind, 'not-personal'>): Erasure {
  if (WHOLE_ROWS.has(name)) return 'row';
  const own = COLUMNS[`${name}.${column}`];
  if (own) return own;
  // An id is a number; whom it named is gone with the rest.
  if (column === 'id' || column.endsWith('_id') || /^(actor|author|approver)$|_(by|login)$/.test(column))
    return 'number';
  const by = BY_CATEGORY[kind];
  if (by === 'row') return 'blank';
  return by === 'blank' && /(^|_)name$/.test(column) ? 'former' : by;
}

/** From which column the time of keeping of a row counts: the first of these that the table has. */
const SINCE = [
  ...[
    'issued_on',
    'booked_on',
    'received_on',
    'paid_on',
    'settled_on',
    'execute_on',
    'signed_on',
    'given_on',
  ],
  ...['issued_at', 'recorded_at', 'booked_at', 'received_at', 'entered_at', 'queued_at', 'composed_at', 'at'],
  ...[
    'created_at',
    'made_at',
    'asked_at',
    'granted_at',
    'registered_at',
    'noticed_at',
    'read_at',
    'released_at',
  ],
  ...[
    'handed_in_at',
    'published_at',
    'ordered_at',
    'first_at',
    'accepted_on',
    'planned_on',
    'since',
    'changed_at',
  ],
] as const;

/** The column from which a row's time of keeping counts; null for one without a moment. */
export function sinceOf({ columns }: Pick<PersonalTable, 'columns'>): string | null {
  return SINCE.find((column) => column in columns) ?? null;
}

/** Last day on which a value of this age may still be kept. @param since day of the fact; today's when the row has none */
export function keptUntil(
  because: KeptBecause,
  since: Day,
  values: Pick<ParameterValues, 'invoice.keepYears'>,
): Day {
  const endOfYear = (years: number): Day => `${Number(since.slice(0, 4)) + years}-12-31` as Day;
  switch (because) {
    case 'tax':
      return endOfYear(values['invoice.keepYears']);
    case 'claims':
      return endOfYear(3);
    case 'payment':
    case 'proof':
    case 'log':
      return plusMonths(since, 36);
  }
}

/** Something that stays, as the answer to the person lists it. */
export interface Kept {
  readonly table: string;
  readonly column: string;
  readonly because: KeptBecause;
  readonly until: Day;
}

export interface ErasedRow {
  /** null: the row goes */
  readonly row: StoredRow | null;
  readonly changed: readonly string[];
  readonly kept: readonly Kept[];
}

/** What stands in the place of what was erased. */
export interface Neutral {
  /** "former user #7" */
  readonly former: string;
  /** an address that nobody has, different for each one that it replaces */
  address(was: string): string;
  readonly today: Day;
  readonly nullable: (table: string, column: string) => boolean;
}

/**
 * One row without the person, column by column by its rule. The same function erases in a living database and in the rows
 * of an archive that is put back; twice is as once.
 *
 * @returns null when nothing in the row is about the person
 * @see P-rights (erasure)
 */
export function eraseRow(
  name: string,
  table: PersonalTable,
  row: StoredRow,
  person: Person,
  ids: FoundIds,
  neutral: Neutral,
  values: Pick<ParameterValues, 'invoice.keepYears'>,
): ErasedRow | null {
  const found = findIn(name, table, row, person, ids);
  if (!found) return null;
  if (found.columns.length > 0 && WHOLE_ROWS.has(name)) return { row: null, changed: [], kept: [] };
  const next: Record<string, unknown> = { ...row };
  const kept: Kept[] = [];
  for (const { column, rule } of rulesFor(name, table, found)) {
    if (rule === 'number' || row[column] === null || row[column] === undefined) continue;
    if (rule !== 'blank' && rule !== 'former' && rule !== 'row')
      kept.push({
        table: name,
        column,
        because: rule,
        until: keptUntil(rule, dayOf(table, row, neutral), values),
      });
    else next[column] = emptied(name, column, row[column], rule, neutral);
  }
  const end = ENDS[name];
  if (end && found.columns.includes('email') && !row[end]) next[end] = `${neutral.today}T00:00:00.000Z`;
  const changed = Object.keys(next).filter(
    (column) => JSON.stringify(next[column]) !== JSON.stringify(row[column]),
  );
  return { row: changed.length > 0 ? next : row, changed, kept };
}

/** Nothing is sent any more to somebody who is gone, and nobody signs in as them. */
const ENDS: Readonly<Record<string, string>> = { login: 'closed_at', customer_contact: 'ended_at' };

function rulesFor(name: string, table: PersonalTable, found: Found): { column: string; rule: Erasure }[] {
  const rules = found.columns.map((column) => ({
    column,
    rule: erasureOf(name, column, table.columns[column] as DataCategory),
  }));
  const { authors } = linksOf(name, table);
  // Who did it becomes a number at once, wherever it is shown; only the chained log has to stay as it was written.
  const names = [
    ...found.authored.flatMap((author) => author.name ?? []),
    ...found.columns.filter((column) => isAuthorName(column, table)),
  ];
  return [
    ...rules.filter(
      ({ column }) => !names.includes(column) && !authors.some((author) => author.column === column),
    ),
    ...[...new Set(names)].map((column) => ({
      column,
      rule: (name === 'audit_entry' ? 'log' : 'former') as Erasure,
    })),
  ];
}

const isAuthorName = (column: string, { columns }: PersonalTable): boolean =>
  column.endsWith('_name') && ['audit-log', 'worker-times', 'consent'].includes(columns[column]!);

function dayOf(table: PersonalTable, row: StoredRow, { today }: Neutral): Day {
  const since = sinceOf(table);
  const value = since === null ? null : row[since];
  return (typeof value === 'string' ? value.slice(0, 10) : today) as Day;
}

/** A value with nothing of anybody in it, by its rule. */
export function emptied(
  name: string,
  column: string,
  value: unknown,
  rule: Erasure,
  neutral: Neutral,
): unknown {
  if (rule === 'former') return neutral.former;
  // A moment names nobody once nothing else does.
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d(T[\d:.]+([+-][\d:]+|Z)?)?$/.test(value)) return value;
  if (typeof value === 'object') return hollow(value);
  const address = typeof value === 'string' && isAddress(value);
  // What can be told apart must stay so: two of a person's addresses are two.
  if (address) return value.endsWith(ERASED_HOST) ? value : neutral.address(value.toLowerCase());
  if (neutral.nullable(name, column)) return null;
  return typeof value === 'number' ? 0 : '';
}

/** Mail to it goes nowhere (RFC 2606). */
export const ERASED_HOST = '@erased.invalid';
const isAddress = (value: string): boolean => /^(address:)?[^\s@]+@[^\s@]+$/.test(value);

/**
 * A document in which each text is empty. Codes of up to three capitals (country, currency, kind of tax) tell nothing about
 * anybody and keep it readable.
 */
function hollow(value: unknown): unknown {
  if (typeof value === 'string') return /^[A-Z]{1,3}$/.test(value) ? value : '';
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(hollow);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hollow(one)]));
}
