import { daysBetween } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { LINE_KINDS } from '#domain/money/subscriptions/line.ts';
import { checkParameters, isZone } from '../check-parameters.ts';
import {
  DEFAULTS,
  PARAMETER_NAMES,
  parametersOf,
  type ParameterName,
  type ParameterValues,
} from '../parameters.ts';
import { CaseReader, join, type CaseReason, type Fields } from './case-reader.ts';
import type { CancellationCase, CaseLine, CasePayment } from './case.ts';

export interface CaseRefused {
  readonly code: 'cancellation_case_refused';
  readonly reasons: readonly CaseReason[];
  readonly [fact: string]: unknown;
}

/** Days of a line: ten years and a little. A longer one is a slip of the pen. */
const LINE_DAYS_MAX = 3_700;
const ROWS_MAX = 1_000;
const NEEDED = ['zone', 'currency', 'receivedAt', 'askedOn', 'subscription', 'lines', 'dues'];
const OPTIONAL = ['amendedOn', 'payments', 'parameters'];

/**
 * Reads a case from JSON text. Nothing is guessed: a field that is missing or not known, a malformed value, an amount that
 * is not in the currency's own decimals, are refused with their paths, all at once.
 */
export function readCaseText(text: string): Result<CancellationCase, CaseRefused> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const sentence = `the case is no JSON: ${(cause as Error).message}. Maybe the file was cut off.`;
    return refuse({ code: 'cancellation_case_refused', reasons: [{ path: '', value: null, sentence }] });
  }
  return readCase(json);
}

function readCase(json: unknown): Result<CancellationCase, CaseRefused> {
  const reader = new CaseReader();
  const top = reader.fields(json, '', NEEDED, OPTIONAL);
  if (!top) return refuse({ code: 'cancellation_case_refused', reasons: reader.reasons });
  const currency = top['currency'];
  if (typeof currency === 'string' && isCurrency(currency)) reader.currency = currency;
  else reader.no('currency', currency, 'the code of a currency, ISO 4217, such as EUR');
  if (!isZone(top['zone'])) reader.no('zone', top['zone'], 'the IANA name of a zone such as Europe/Berlin');
  const found: CancellationCase = {
    zone: String(top['zone']),
    currency: reader.currency,
    receivedAt: reader.instant(top, '', 'receivedAt'),
    askedOn: reader.dayOrNone(top, '', 'askedOn'),
    amendedOn: reader.dayOrNone(top, '', 'amendedOn'),
    subscription: readSubscription(reader, top['subscription']),
    lines: rows(reader, top, 'lines').flatMap((line, index) => readLine(reader, line, `lines.${index}`)),
    dues: readDues(reader, top['dues']),
    payments: top['payments'] === undefined ? [] : readPayments(reader, top),
    values: readParameters(reader, top['parameters']),
  };
  unique(reader, 'lines', found.lines);
  unique(reader, 'payments', found.payments);
  if (reader.reasons.length === 0 && !found.lines.some(({ kind }) => kind === 'hosting'))
    reader.no('lines', top['lines'], 'a line of kind hosting: the paid term ends with the last of them');
  return reader.reasons.length > 0
    ? refuse({ code: 'cancellation_case_refused', reasons: reader.reasons })
    : ok(found);
}

function rows(reader: CaseReader, of: Fields, key: string): readonly unknown[] {
  const list = reader.list(of, key);
  if (list.length > ROWS_MAX) reader.no(key, list.length, `no more than ${ROWS_MAX} rows`);
  return list.slice(0, ROWS_MAX);
}

function readSubscription(reader: CaseReader, value: unknown): CancellationCase['subscription'] {
  const of = reader.fields(value, 'subscription', ['renews', 'anchor', 'every', 'price']);
  if (!of) return { renews: false, anchor: '2000-01-01', months: 1, priceMinor: minor(0n), vatRate: '0' };
  const every = reader.fields(of['every'], 'subscription.every', ['months']);
  const price = reader.fields(of['price'], 'subscription.price', ['net', 'vatRate']);
  return {
    renews: reader.yesOrNo(of, 'subscription', 'renews'),
    anchor: reader.day(of, 'subscription', 'anchor'),
    months: every ? reader.whole(every, 'subscription.every', 'months', 1, 120) : 1,
    priceMinor: price ? reader.amount(price, 'subscription.price', 'net') : minor(0n),
    vatRate: price ? reader.percent(price, 'subscription.price', 'vatRate') : '0',
  };
}

const LINE_NEEDED = ['id', 'kind', 'from', 'until', 'net', 'vatRate', 'paid', 'refundTerms'];

function readLine(reader: CaseReader, value: unknown, path: string): CaseLine[] {
  const of = reader.fields(value, path, LINE_NEEDED, ['invoice', 'credits']);
  if (!of) return [];
  const kind = reader.choice(of, path, 'kind', LINE_KINDS);
  const recurs = kind === 'hosting' || kind === 'addon';
  const terms =
    of['refundTerms'] === null
      ? null
      : reader.choice(of, path, 'refundTerms', ['prorated', 'none', 'text'] as const);
  // What is given back by days needs days.
  const byDays = recurs || terms === 'prorated';
  const from = byDays ? reader.day(of, path, 'from') : reader.dayOrNone(of, path, 'from');
  const until = byDays ? reader.day(of, path, 'until') : reader.dayOrNone(of, path, 'until');
  if ((from === null) !== (until === null))
    reader.no(join(path, from === null ? 'from' : 'until'), null, 'a day, or null for both from and until');
  const covered = from === null || until === null ? null : { from, until };
  if (covered && (covered.until < covered.from || daysBetween(covered.from, covered.until) >= LINE_DAYS_MAX))
    reader.no(join(path, 'until'), until, `a day from ${from} on, within ${LINE_DAYS_MAX} days`);
  return [
    {
      id: reader.text(of, path, 'id'),
      kind,
      from,
      until,
      netMinor: reader.amount(of, path, 'net'),
      vatRate: reader.percent(of, path, 'vatRate'),
      paid: reader.yesOrNo(of, path, 'paid'),
      refundTerms: terms,
      // Lines that name no invoice are on one together; no text that a case may name is empty.
      invoice: of['invoice'] === undefined ? '' : reader.text(of, path, 'invoice'),
      ...(of['credits'] === undefined ? {} : { credits: readCredits(reader, of['credits'], path, covered) }),
    },
  ];
}

function readCredits(
  reader: CaseReader,
  value: unknown,
  line: string,
  covered: { readonly from: string; readonly until: string } | null,
): NonNullable<CaseLine['credits']> {
  const at = `${line}.credits`;
  if (!Array.isArray(value)) {
    reader.no(at, value, 'a list');
    return [];
  }
  return (value as unknown[]).slice(0, ROWS_MAX).flatMap((credit, index) => {
    const path = `${at}.${index}`;
    const of = reader.fields(credit, path, ['net'], ['from', 'until']);
    if (!of) return [];
    const netMinor = reader.amount(of, path, 'net');
    const given = (key: string): boolean => of[key] !== undefined && of[key] !== null;
    if (!given('from') && !given('until')) return [{ netMinor }];
    const from = reader.day(of, path, 'from');
    const until = reader.day(of, path, 'until');
    if (!covered || from < covered.from || from > covered.until)
      reader.no(join(path, 'from'), of['from'], 'a day that the line covers');
    if (!covered || until > covered.until || until < from)
      reader.no(join(path, 'until'), of['until'], 'a day that the line covers, not before from');
    return [{ netMinor, from, until }];
  });
}

function readDues(reader: CaseReader, value: unknown): CancellationCase['dues'] {
  const of = reader.fields(value, 'dues', ['total', 'settledOn', 'setOffAcceptedOn']);
  if (!of) return { totalMinor: minor(0n), settledOn: null, setOffAcceptedOn: null };
  return {
    totalMinor: reader.amount(of, 'dues', 'total'),
    settledOn: reader.dayOrNone(of, 'dues', 'settledOn'),
    setOffAcceptedOn: reader.dayOrNone(of, 'dues', 'setOffAcceptedOn'),
  };
}

function readPayments(reader: CaseReader, top: Fields): CasePayment[] {
  return rows(reader, top, 'payments').flatMap((payment, index) => {
    const path = `payments.${index}`;
    const of = reader.fields(payment, path, ['id', 'on', 'method', 'amount']);
    if (!of) return [];
    return [
      {
        id: reader.text(of, path, 'id'),
        on: reader.day(of, path, 'on'),
        method: reader.text(of, path, 'method'),
        amountMinor: reader.amount(of, path, 'amount'),
      },
    ];
  });
}

/** The values of a version; what is not named is as shipped. Only what the cancellation policy stands on may be named. */
function readParameters(reader: CaseReader, value: unknown): ParameterValues {
  if (value === undefined) return DEFAULTS;
  const of = reader.fields(value, 'parameters', [], parametersOf('cancellation'));
  if (!of) return DEFAULTS;
  const known = Object.entries(of).filter(([name]) => PARAMETER_NAMES.includes(name as ParameterName));
  const before = reader.reasons.length;
  for (const [name, given] of known) {
    const checked = checkParameters({ ...DEFAULTS, [name]: given });
    if (!checked.ok)
      reader.no(
        join('parameters', name),
        given,
        'wanted' in checked.refusal ? checked.refusal.wanted : 'a value',
      );
  }
  const values = { ...DEFAULTS, ...Object.fromEntries(known) };
  return reader.reasons.length > before ? DEFAULTS : values;
}

function unique(reader: CaseReader, list: string, of: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of of.entries()) {
    if (id !== '' && seen.has(id)) reader.no(`${list}.${index}.id`, id, 'an id of its own; it occurs twice');
    seen.add(id);
  }
}
