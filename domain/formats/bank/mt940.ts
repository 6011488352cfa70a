import { isDay, type Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { isCurrency, parseAmount } from '#domain/money/currency.ts';
import { plainIban } from '#domain/money/iban.ts';
import { only } from '../e-invoice/take.ts';
import { closes } from './closes.ts';
import type {
  Balance,
  BankEntry,
  BankStatement,
  StatementExpectation,
  StatementRefusal,
} from './statement.ts';

interface Field {
  readonly tag: string;
  readonly text: string;
  /** line of the file, from 1 */
  readonly line: number;
}

/** Thrown at the first unreadable field; never leaves this file. */
class Stop extends Error {
  readonly refusal: StatementRefusal;
  constructor(refusal: StatementRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * The statements of an MT 940 file, as German banks send it (field 86 with `?20` subfields and SEPA key words) and as others do
 * (free text). Each statement begins with field 20 and must end with a closing balance.
 *
 * @param text decoded; banks write ISO 8859-1 or UTF-8
 */
export function readMt940(
  text: string,
  expected: StatementExpectation = {},
): Result<BankStatement[], StatementRefusal> {
  const fields = fieldsOf(text);
  if (!fields.some((field) => field.tag === '20') || !fields.some((field) => field.tag.startsWith('60')))
    return refuse({ code: 'statement_not_recognised', value: text.trim().slice(0, 40) });
  const groups: Field[][] = [];
  for (const field of fields) {
    if (field.tag === '20') groups.push([]);
    groups.at(-1)?.push(field);
  }
  const statements: BankStatement[] = [];
  try {
    for (const group of groups) {
      const read = statementOf(group, expected);
      if (!read.ok) return read;
      statements.push(read.value);
    }
  } catch (error) {
    if (error instanceof Stop) return refuse(error.refusal);
    throw error;
  }
  return ok(statements);
}

function fieldsOf(text: string): Field[] {
  const fields: { tag: string; text: string; line: number }[] = [];
  text.split(/\r\n|\r|\n/).forEach((row, index) => {
    const match = /^:(\d{2}[A-Z]?):(.*)$/.exec(row);
    if (match) fields.push({ tag: match[1]!, text: match[2]!, line: index + 1 });
    else if (fields.length > 0 && !/^(-|\{|\}|@@)/.test(row)) fields.at(-1)!.text += `\n${row}`;
  });
  return fields;
}

const at = (field: Field): string => `:${field.tag}: (line ${field.line})`;

function statementOf(
  group: readonly Field[],
  expected: StatementExpectation,
): Result<BankStatement, StatementRefusal> {
  const find = (...tags: readonly string[]): Field => {
    const found = group.find((field) => tags.includes(field.tag));
    if (!found)
      throw new Stop({ code: 'statement_field_missing', field: `:${tags[0]!}: (line ${group[0]!.line})` });
    return found;
  };
  const reference = find('20').text.trim();
  // `IBAN`, `BANK/ACCOUNT`, either with the currency behind it.
  const account = find('25')
    .text.trim()
    .replace(/(?<=\d)[A-Z]{3}$/, '');
  const [opening, currency] = balanceOf(find('60F', '60M'));
  const closingField = find('62F', '62M');
  const [closing, closingCurrency] = balanceOf(closingField);
  for (const value of [currency, closingCurrency])
    if (!isCurrency(value) || value !== (expected.currency ?? currency))
      return refuse({
        code: 'statement_currency',
        field: at(closingField),
        value,
        expected: expected.currency ?? currency,
      });
  const plain = plainIban(account);
  if (expected.account !== undefined && !sameAccount(plain, plainIban(expected.account)))
    return refuse({ code: 'statement_account', value: plain, expected: plainIban(expected.account) });
  const entries: BankEntry[] = [];
  group.forEach((field, index) => {
    if (field.tag !== '61') return;
    const next = group[index + 1];
    const details = next?.tag === '86' ? next.text : '';
    entries.push(entryOf(field, details, currency, entries.length + 1));
  });
  const number = group.find((field) => field.tag === '28C' || field.tag === '28')?.text.trim();
  return closes(
    only({
      format: 'MT940' as const,
      id: [reference, number].filter(Boolean).join(' '),
      number,
      account: plain,
      currency,
      opening,
      closing,
      entries,
      extras: group
        .filter((field) => !KNOWN.has(field.tag))
        .map((field) => ({ path: at(field), text: field.text })),
    }),
    at(closingField),
  );
}

const KNOWN = new Set(['20', '21', '25', '28', '28C', '60F', '60M', '61', '86', '62F', '62M', '64', '65']);

/** German files name bank code and account instead of the IBAN; both stand at the end of one. */
function sameAccount(found: string, expected: string): boolean {
  if (found === expected) return true;
  const [bank, number] = found.split('/');
  if (number === undefined || !/^DE\d{20}$/.test(expected)) return false;
  return expected.slice(4, 12) === bank && expected.slice(12) === number.padStart(10, '0');
}

function dayOf(text: string, field: Field): Day {
  // Two digits of the year: statements are never older than this century.
  const on = `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  if (!isDay(on)) throw unreadable(field);
  return on;
}

const unreadable = (field: Field): Stop =>
  new Stop({ code: 'statement_field_unreadable', field: at(field), value: field.text.slice(0, 80) });

/** `1234,5` and `1234,` of a currency. */
function amountOf(text: string, currency: string, field: Field): Minor {
  const [whole = '', places = ''] = text.split(',');
  const read = parseAmount(places === '' ? whole : `${whole}.${places}`, currency);
  if (!read.ok) throw unreadable(field);
  return read.value;
}

function balanceOf(field: Field): [Balance, string] {
  const match = /^([CD])(\d{6})([A-Z]{3})(\d+,\d*)/.exec(field.text.trim());
  if (!match) throw unreadable(field);
  const [, side, on, currency, amount] = match as unknown as [string, string, string, string, string];
  if (!isCurrency(currency)) return [{ on: dayOf(on, field), amountMinor: minor(0n) }, currency];
  const value = amountOf(amount, currency, field);
  return [{ on: dayOf(on, field), amountMinor: side === 'D' ? minor(-value) : value }, currency];
}

/** Value day, booking day, mark (R = reversal), amount, type, reference of the customer, of the bank, further text. */
const ENTRY =
  /^(\d{6})(\d{4})?(R?[CD])[A-Z]?(\d+,\d*)([A-Z][A-Z0-9]{3})([^\n]*?)(?:\/\/([^\n]*))?(?:\n([\s\S]*))?$/;

function entryOf(field: Field, details: string, currency: string, position: number): BankEntry {
  const match = ENTRY.exec(field.text.trimEnd());
  if (!match) throw unreadable(field);
  const [, value = '', booked, mark = '', amount = '', type = '', reference = '', bankReference] = match;
  const valueOn = dayOf(value, field);
  const sum = amountOf(amount, currency, field);
  // A reversed credit takes money away, a reversed debit brings it back.
  const out = mark === 'D' || mark === 'RC';
  const more = structured(details);
  const given = reference.trim();
  return only({
    position: `${position}`,
    bookedOn: booked === undefined ? valueOn : bookingDay(booked, valueOn, field),
    valueOn,
    amountMinor: out ? minor(-sum) : sum,
    reversal: mark.startsWith('R'),
    counterparty: only({ name: more.name, account: more.account, bic: more.bic }),
    remittance: more.remittance,
    creditorReference: /\bRF\d{2}[0-9A-Z]{1,21}\b/.exec(more.remittance)?.[0],
    endToEndId: more.endToEndId ?? (given === '' || given === 'NONREF' ? undefined : given),
    mandateId: more.mandateId,
    bankReference: bankReference?.trim() || undefined,
    returnReason: more.returnReason,
    kind: [type, more.code].filter(Boolean).join(' '),
  });
}

/** The booking day has no year: it is the one that lies nearest to the value day. */
function bookingDay(text: string, valueOn: Day, field: Field): Day {
  const year = Number(valueOn.slice(0, 4));
  const candidates = [year - 1, year, year + 1]
    .map((one) => `${one}-${text.slice(0, 2)}-${text.slice(2)}`)
    .filter(isDay);
  if (candidates.length === 0) throw unreadable(field);
  const distance = (on: Day): number => Math.abs(Date.parse(on) - Date.parse(valueOn));
  return candidates.reduce((best, on) => (distance(on) < distance(best) ? on : best));
}

interface Details {
  readonly code?: string;
  readonly remittance: string;
  readonly name?: string;
  readonly account?: string;
  readonly bic?: string;
  readonly endToEndId?: string;
  readonly mandateId?: string;
  readonly returnReason?: string;
}

/** Key words of SEPA in the purpose: end-to-end id, customer's reference, mandate, creditor, purpose, other payer. */
const KEYS = /(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|RREF|RTRN)\+/;

/** Field 86: transaction code and subfields `?00` … `?63`, or free text. */
function structured(text: string): Details {
  const match = /^(\d{3})(\D)(?=\d{2})/.exec(text);
  if (!match) return { remittance: text.replace(/\s*\n\s*/g, ' ').trim() };
  const parts = new Map<string, string>();
  for (const part of text.slice(3).replaceAll('\n', '').split(match[2]!).slice(1))
    parts.set(part.slice(0, 2), part.slice(2));
  const joined = (from: number, until: number): string =>
    [...parts]
      .filter(([number]) => Number(number) >= from && Number(number) <= until)
      .map(([, value]) => value)
      .join('');
  const purpose = joined(20, 29) + joined(60, 63);
  const pieces = purpose.split(KEYS);
  const named = new Map<string, string>();
  for (let index = 1; index < pieces.length; index += 2)
    named.set(pieces[index]!, (pieces[index + 1] ?? '').trim());
  const remittance = named.size > 0 ? (named.get('SVWZ') ?? pieces[0]!.trim()) : purpose.trim();
  const end = named.get('EREF');
  const account = named.get('IBAN') ?? parts.get('31')?.trim();
  return only({
    code: match[1]!,
    remittance: remittance || (parts.get('00') ?? '').trim(),
    name: joined(32, 33).trim() || undefined,
    account: account ? plainIban(account) : undefined,
    bic: named.get('BIC') ?? (parts.get('30')?.trim() || undefined),
    endToEndId: end === 'NOTPROVIDED' || end === '' ? undefined : end,
    mandateId: named.get('MREF') || undefined,
    // Code 108 and 109 are returned direct debits, 159 returned transfers; ?34 carries the reason.
    returnReason: ['108', '109', '159'].includes(match[1]!)
      ? (parts.get('34')?.trim() ?? match[1]!)
      : undefined,
  });
}
