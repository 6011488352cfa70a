import type { Day, Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import type { PrepaidLine } from '#domain/money/prorate.ts';
import type { Said } from './parameters.ts';

/** A line of an example with its tax. */
interface TaxedLine extends PrepaidLine {
  /** per cent, decimal text */
  readonly percent: string;
}

/** What is computed, where the arithmetic of days and money is all the example needs. */
interface Computed {
  /** moment of receipt; 2026-05-10 09:15 UTC unless said otherwise */
  readonly receivedAt?: Instant;
  /** Europe/Berlin unless said otherwise */
  readonly zone?: string;
  /** EUR unless said otherwise */
  readonly currency?: string;
  /** last day of service */
  readonly on: Day;
  /** the day was asked for or moved; else it is the earliest that keeps the notice */
  readonly asked?: true;
  /** lines per credit note */
  readonly notes: readonly (readonly TaxedLine[])[];
  /** first moment without service */
  readonly endsAt?: Instant;
  /** nothing is left to give back */
  readonly nothing?: true;
}

/** One worked example: a row of the public page and of the tests. Amounts are decimal text. */
export interface Example {
  readonly id: string;
  readonly says: Said;
  readonly effective: string;
  readonly days: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly computed?: Computed;
}

const line = (from: Day, until: Day, net = 1_200_00n, percent = '21'): TaxedLine => ({
  from,
  until,
  netMinor: minor(net),
  percent,
});
const credit = (from: Day, until: Day, net: bigint) => ({ from, until, netMinor: minor(net) });
const YEAR = line('2026-01-01', '2026-12-31');
const MORE = line('2026-04-01', '2026-12-31', 300_00n);
const LATE: Instant = '2026-05-10T22:30:00.000Z';

/** As a row: number, case in both languages, last day, unused days, net, VAT, total, and what is computed. */
const row = (
  id: string,
  en: string,
  de: string,
  [effective, days, net, vat, total]: readonly [string, string, string, string, string],
  computed?: Computed,
): Example => ({ id, says: { en, de }, effective, days, net, vat, total, ...(computed ? { computed } : {}) });

/**
 * The worked examples. The base case: zone Europe/Berlin; hosting 2026-01-01…2026-12-31, EUR 1,200.00 net, 21 % VAT, paid,
 * renews yearly; request received 2026-05-10 09:15 UTC by an owner; nothing owed.
 */
export const EXAMPLES: readonly Example[] = [
  row(
    'W-01',
    'no date named',
    'kein Datum genannt',
    ['2026-06-09, access ends 2026-06-09T22:00:00Z', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', notes: [[YEAR]], endsAt: '2026-06-09T22:00:00.000Z' },
  ),
  row('W-02', 'the same, VAT 19 % / reverse charge', 'ebenso, USt. 19 % / Umkehr der Steuerschuld', [
    '2026-06-09',
    '205/365',
    '673.97',
    '128.05 / 0.00',
    '802.02 / 673.97',
  ]),
  row(
    'W-03',
    'asks for 2026-09-30 (143 days)',
    'wünscht 2026-09-30 (143 Tage)',
    ['2026-09-30', '92/365', '302.47', '63.52', '365.99'],
    { on: '2026-09-30', asked: true, notes: [[YEAR]] },
  ),
  row(
    'W-04',
    'asks for 2026-06-09 (exactly the notice)',
    'wünscht 2026-06-09 (genau die Frist)',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', asked: true, notes: [[YEAR]] },
  ),
  row('W-05', 'asks for 2026-06-08 (a day too short)', 'wünscht 2026-06-08 (einen Tag zu kurz)', [
    '2026-06-08',
    '–',
    '0',
    '0',
    '0; 2026-06-09 → 815.50',
  ]),
  row('W-06', 'asks for the same day', 'wünscht denselben Tag', [
    '2026-05-10, 2026-05-10T22:00:00Z',
    '–',
    '0',
    '0',
    '0',
  ]),
  row('W-07', 'asks for 2026-05-01 (past)', 'wünscht 2026-05-01 (vergangen)', [
    '2026-05-10',
    '–',
    '0',
    '0',
    '0',
  ]),
  row(
    'W-08',
    'asks for 2026-12-31 (end of term)',
    'wünscht 2026-12-31 (Ende des Zeitraums)',
    ['2026-12-31', '0/365', '0', '0', '0'],
    { on: '2026-12-31', asked: true, notes: [[YEAR]], nothing: true },
  ),
  row(
    'W-09',
    'asks for 2027-01-31; renews at 1,200.00: a bridge is invoiced',
    'wünscht 2027-01-31; verlängert sich zu 1.200,00: Brückenrechnung',
    ['2027-01-31', 'bridge 31/365', '101.92', '21.40', '123.32'],
  ),
  row(
    'W-10',
    'received 2026-12-15, no date: a bridge is invoiced',
    'Eingang 2026-12-15, kein Datum: Brückenrechnung',
    ['2027-01-14', 'bridge 14/365', '46.03', '9.67', '55.70'],
  ),
  row(
    'W-11',
    'received 2026-05-10T22:30Z: it is 05-11 in Berlin',
    'Eingang 2026-05-10T22:30Z: in Berlin ist es der 05-11.',
    ['2026-06-10', '204/365', '670.68', '140.84', '811.52'],
    { receivedAt: LATE, on: '2026-06-10', notes: [[YEAR]] },
  ),
  row(
    'W-11b',
    'the same instant, zone America/Los_Angeles',
    'derselbe Augenblick, Zone America/Los_Angeles',
    ['2026-06-09, 2026-06-10T07:00:00Z', '205/365', '673.97', '141.53', '815.50'],
    {
      receivedAt: LATE,
      zone: 'America/Los_Angeles',
      on: '2026-06-09',
      notes: [[YEAR]],
      endsAt: '2026-06-10T07:00:00.000Z',
    },
  ),
  row(
    'W-11c',
    'the same instant, zone Asia/Kolkata',
    'derselbe Augenblick, Zone Asia/Kolkata',
    ['2026-06-10, 2026-06-10T18:30:00Z', '204/365', '670.68', '140.84', '811.52'],
    {
      receivedAt: LATE,
      zone: 'Asia/Kolkata',
      on: '2026-06-10',
      notes: [[YEAR]],
      endsAt: '2026-06-10T18:30:00.000Z',
    },
  ),
  row(
    'W-12',
    'the mail says 2026-05-01, our intake got it on 2026-05-10',
    'die Mail nennt 2026-05-01, bei uns ging sie am 2026-05-10 ein',
    ['W-01', '', '', '', ''],
  ),
  row(
    'W-13',
    'leap year: line 2028; received 2028-01-30',
    'Schaltjahr: Zeile 2028; Eingang 2028-01-30',
    ['2028-02-29', '306/366', '1003.28', '210.69', '1213.97'],
    { receivedAt: '2028-01-30T09:00:00.000Z', on: '2028-02-29', notes: [[line('2028-01-01', '2028-12-31')]] },
  ),
  row(
    'W-14',
    'no leap year: line 2027; received 2027-01-30',
    'kein Schaltjahr: Zeile 2027; Eingang 2027-01-30',
    ['2027-03-01', '305/365', '1002.74', '210.58', '1213.32'],
    { receivedAt: '2027-01-30T09:00:00.000Z', on: '2027-03-01', notes: [[line('2027-01-01', '2027-12-31')]] },
  ),
  row(
    'W-15',
    'term over 29 February: 2027-03-01…2028-02-29; asks for 2027-12-31',
    'Zeitraum über den 29. Februar: 2027-03-01…2028-02-29; wünscht 2027-12-31',
    ['2027-12-31', '60/366', '196.72', '41.31', '238.03'],
    { on: '2027-12-31', asked: true, notes: [[line('2027-03-01', '2028-02-29')]] },
  ),
  row(
    'W-16',
    'anchor 2028-02-29: term …2029-02-27; asks for 2028-06-30',
    'Anker 2028-02-29: Zeitraum …2029-02-27; wünscht 2028-06-30',
    ['2028-06-30', '242/365', '795.62', '167.08', '962.70'],
    { on: '2028-06-30', asked: true, notes: [[line('2028-02-29', '2029-02-27')]] },
  ),
  row(
    'W-17',
    'monthly 100.00, paid to 05-31; no date: a bridge is invoiced',
    'monatlich 100,00, bezahlt bis 05-31; kein Datum: Brückenrechnung',
    ['2026-06-09', 'June bridge 9/30', '30.00', '6.30', '36.30'],
  ),
  row(
    'W-18',
    'as W-17, but June was invoiced and paid before the request',
    'wie W-17, aber der Juni war vor der Kündigung bezahlt',
    ['2026-06-09', '21/30', '70.00', '14.70', '84.70'],
    { on: '2026-06-09', notes: [[line('2026-06-01', '2026-06-30', 100_00n)]] },
  ),
  row('W-19', 'monthly, asks for 2026-05-31 (21 days)', 'monatlich, wünscht 2026-05-31 (21 Tage)', [
    '2026-05-31',
    '–',
    '0',
    '0',
    '0',
  ]),
  row(
    'W-20',
    'monthly, asks for 2026-06-05 (26 days): June in full',
    'monatlich, wünscht 2026-06-05 (26 Tage): Juni ganz',
    ['2026-06-05', '–', '100.00', '21.00', '0'],
  ),
  row(
    'W-21',
    'monthly 49.90, June paid, as W-18',
    'monatlich 49,90, Juni bezahlt, wie W-18',
    ['2026-06-09', '21/30', '34.93', '7.34', '42.27'],
    { on: '2026-06-09', notes: [[line('2026-06-01', '2026-06-30', 49_90n)]] },
  ),
  row(
    'W-22',
    'goodwill credit 200.00 was given earlier on the whole term',
    'Kulanz von 200,00 war auf den ganzen Zeitraum gegeben',
    ['2026-06-09', '205/365 of 1,000', '561.64', '117.94', '679.58'],
    { on: '2026-06-09', notes: [[{ ...YEAR, credits: [{ netMinor: minor(200_00n) }] }]] },
  ),
  row(
    'W-23',
    'credit 32.88 was given for the outage 03-01…03-10',
    'Gutschrift 32,88 für den Ausfall 03-01…03-10',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', notes: [[{ ...YEAR, credits: [credit('2026-03-01', '2026-03-10', 32_88n)] }]] },
  ),
  row(
    'W-24',
    'credit 100.00 was given for 10-01…12-31',
    'Gutschrift 100,00 für 10-01…12-31',
    ['2026-06-09', '673.9726… − 100', '573.97', '120.53', '694.50'],
    { on: '2026-06-09', notes: [[{ ...YEAR, credits: [credit('2026-10-01', '2026-12-31', 100_00n)] }]] },
  ),
  row(
    'W-25',
    'upgrade: second line 2026-04-01…2026-12-31, 300.00, on its own invoice',
    'Erweiterung: zweite Zeile 2026-04-01…2026-12-31, 300,00, eigene Rechnung',
    ['2026-06-09', '205/365 + 205/275', '673.97 + 223.64', '141.53 + 46.96', '1086.10'],
    { on: '2026-06-09', notes: [[YEAR], [MORE]] },
  ),
  row(
    'W-25b',
    'both lines on one invoice',
    'beide Zeilen auf einer Rechnung',
    ['2026-06-09', '205/365 + 205/275', '673.97 + 223.64', '188.50', '1086.11'],
    { on: '2026-06-09', notes: [[YEAR, MORE]] },
  ),
  row(
    'W-26',
    'add-on 300.00 a year, terms: none; customisation 2,000.00',
    'Zusatz 300,00 im Jahr, nicht erstattbar; Anpassung 2.000,00',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', notes: [[YEAR]] },
  ),
  row(
    'W-27',
    'add-on 300.00 a year with accepted terms: prorated',
    'Zusatz 300,00 im Jahr, anteilig erstattbar',
    ['2026-06-09', '205/365', '673.97 + 168.49', '176.92', '1019.38'],
    { on: '2026-06-09', notes: [[YEAR, line('2026-01-01', '2026-12-31', 300_00n)]] },
  ),
  row(
    'W-28',
    'JPY 120,000, tax 10 %',
    'JPY 120.000, Steuer 10 %',
    ['2026-06-09', '205/365', '67397', '6740', '74137'],
    { on: '2026-06-09', currency: 'JPY', notes: [[line('2026-01-01', '2026-12-31', 120_000n, '10')]] },
  ),
  row(
    'W-29',
    'KWD 450.000, no VAT (paper only)',
    'KWD 450,000, keine USt. (nur Papier)',
    ['2026-06-09', '205/365', '252.740', '0', '252.740'],
    { on: '2026-06-09', currency: 'KWD', notes: [[line('2026-01-01', '2026-12-31', 450_000n, '0')]] },
  ),
  row(
    'W-30',
    'tie: 9.99 for 2026-04-01…04-30, last day 04-15',
    'Gleichstand: 9,99 für 2026-04-01…04-30, letzter Tag 04-15',
    ['2026-04-15', '15/30 = 4.995', '5.00', '', ''],
    { on: '2026-04-15', asked: true, notes: [[line('2026-04-01', '2026-04-30', 9_99n)]] },
  ),
  row(
    'W-31',
    'two equal lines of 99.99',
    'zwei gleiche Zeilen zu 99,99',
    ['2026-06-09', '205/365', '56.16 + 56.16', '23.59', '135.91'],
    {
      on: '2026-06-09',
      notes: [[line('2026-01-01', '2026-12-31', 99_99n), line('2026-01-01', '2026-12-31', 99_99n)]],
    },
  ),
  row(
    'W-32',
    'lines 1,200.00 at 21 % and 90.00 at 9 %',
    'Zeilen 1.200,00 zu 21 % und 90,00 zu 9 %',
    ['2026-06-09', '205/365', '673.97 + 50.55', '141.53 + 4.55', '870.60'],
    { on: '2026-06-09', notes: [[YEAR, line('2026-01-01', '2026-12-31', 90_00n, '9')]] },
  ),
  row(
    'W-33',
    'two-year term 2026-01-01…2027-12-31, 2,400.00',
    'Zeitraum von zwei Jahren 2026-01-01…2027-12-31, 2.400,00',
    ['2026-06-09', '570/730', '1873.97', '393.53', '2267.50'],
    { on: '2026-06-09', notes: [[line('2026-01-01', '2027-12-31', 2_400_00n)]] },
  ),
  row(
    'W-34',
    'quarterly 330.00, 2026-04-01…06-30, no date',
    'vierteljährlich 330,00, 2026-04-01…06-30, kein Datum',
    ['2026-06-09', '21/91', '76.15', '15.99', '92.14'],
    { on: '2026-06-09', notes: [[line('2026-04-01', '2026-06-30', 330_00n)]] },
  ),
  row(
    'W-35',
    '10 % discount on the line (net 1,080.00)',
    '10 % Rabatt auf die Zeile (netto 1.080,00)',
    ['2026-06-09', '205/365', '606.58', '127.38', '733.96'],
    { on: '2026-06-09', notes: [[line('2026-01-01', '2026-12-31', 1_080_00n)]] },
  ),
  row(
    'W-36',
    'dues 242.00, paid 2026-05-20',
    'offen 242,00, bezahlt am 2026-05-20',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', notes: [[YEAR]] },
  ),
  row(
    'W-37',
    'dues 242.00, value date 2026-06-24',
    'offen 242,00, Wertstellung 2026-06-24',
    ['2026-06-24, 2026-06-24T22:00:00Z', '190/365', '624.66', '131.18', '755.84'],
    { on: '2026-06-24', asked: true, notes: [[YEAR]], endsAt: '2026-06-24T22:00:00.000Z' },
  ),
  row(
    'W-38',
    'dues 242.00, set off on 2026-06-01; 573.50 is paid out',
    'offen 242,00, aufgerechnet am 2026-06-01; 573,50 werden ausgezahlt',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', notes: [[YEAR]] },
  ),
  row(
    'W-39',
    'dues 1,000.00, set off: 184.50 stays due if paid by 06-09, 3.98 more for each day after',
    'offen 1.000,00, aufgerechnet: 184,50 bleiben fällig bis 06-09, danach je Tag 3,98 mehr',
    ['', '', '', '', ''],
  ),
  row(
    'W-40',
    'dues never paid: access ends with the term',
    'Offenes nie bezahlt: Zugang endet mit dem Zeitraum',
    ['2026-12-31T23:00:00Z', '', '0', '0', '0'],
  ),
  row(
    'W-41',
    'invoice 1,452.00 paid by two transfers: 1,000.00 on 01-05, 452.00 on 01-20',
    'Rechnung 1.452,00 in zwei Überweisungen bezahlt: 1.000,00 am 01-05, 452,00 am 01-20',
    ['', '', '', '', '452.00 → 01-20, 363.50 → 01-05'],
  ),
  row(
    'W-42',
    'second mail on 2026-05-20: cancel for 2026-08-31',
    'zweite Mail am 2026-05-20: Kündigung zum 2026-08-31',
    ['2026-08-31', '122/365', '401.10', '84.23', '485.33'],
    { on: '2026-08-31', asked: true, notes: [[YEAR]] },
  ),
  row(
    'W-43',
    'short notice first (W-05), switched to 2026-06-09 on 06-01',
    'zuerst zu kurz (W-05), am 06-01 auf 2026-06-09 gewechselt',
    ['2026-06-09', '205/365', '673.97', '141.53', '815.50'],
    { on: '2026-06-09', asked: true, notes: [[YEAR]] },
  ),
  row(
    'W-44',
    'unknown sender on 05-10; owner confirms on day 14 / day 15',
    'unbekannter Absender am 05-10; Inhaber bestätigt an Tag 14 / Tag 15',
    ['2026-06-09 / –', '', '', '', '815.50 / –'],
  ),
  row(
    'W-45',
    'withdrawn 2026-06-09 23:59 / 2026-06-10 00:00 in Berlin',
    'zurückgenommen 2026-06-09 23:59 / 2026-06-10 00:00 in Berlin',
    ['goes on / too late', '', '', '', ''],
  ),
  row(
    'W-46',
    'zone Asia/Beirut, last day 2026-03-28 (the next day starts at 01:00)',
    'Zone Asia/Beirut, letzter Tag 2026-03-28 (der nächste Tag beginnt um 01:00)',
    ['2026-03-28T22:00:00Z', '', '', '', ''],
    { on: '2026-03-28', asked: true, zone: 'Asia/Beirut', notes: [], endsAt: '2026-03-28T22:00:00.000Z' },
  ),
];
