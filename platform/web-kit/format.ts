import { addDays, dayIn, daysBetween, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import type { Locale } from '#platform/words/words.ts';

/** How numbers and days are written in each language. English is the one of Europe: 24 hours, day before month. */
const TAGS: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

/** Between a number and its unit stands a space that never breaks. */
const NBSP = '\u00a0';

export interface FormatPlace {
  readonly locale: Locale;
  /** IANA zone of the tenant; instants are shown on its wall clock */
  readonly zone: string;
  /** ISO 4217; used when an amount names no currency */
  readonly currency: string;
}

export type Format = ReturnType<typeof createFormat>;

/**
 * The one place where numbers, lengths, days and money become text. Pure: the same facts give the same text.
 * Every method with a unit writes the unit.
 */
export function createFormat(place: FormatPlace) {
  const tag = TAGS[place.locale];
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();

  function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    let format = numbers.get(key);
    if (!format) numbers.set(key, (format = new Intl.NumberFormat(tag, options)));
    return format;
  }
  function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    let format = dates.get(key);
    if (!format) dates.set(key, (format = new Intl.DateTimeFormat(tag, options)));
    return format;
  }
  // A day has no zone: it is laid on UTC noon and written in UTC, so no clock can move it.
  const ofDay = (day: Day): Date => new Date(`${day}T12:00:00Z`);

  /** @param decimals exactly this many, or at most the second of a pair */
  function number(value: number, decimals: number | readonly [number, number] = [0, 2]): string {
    const [min, max] = typeof decimals === 'number' ? [decimals, decimals] : decimals;
    return numberFormat({ minimumFractionDigits: min, maximumFractionDigits: max }).format(value);
  }

  /** A whole number. */
  const count = (value: number): string => number(value, 0);

  const withUnit = (value: number, unit: string, decimals?: number | readonly [number, number]): string =>
    `${number(value, decimals)}${NBSP}${unit}`;

  /** Hundredths of a millimetre as millimetres without the unit or thousands marks, as on a rule: 280000 → `2800`. */
  const mmBare = (length: Hmm): string =>
    numberFormat({ maximumFractionDigits: 2, useGrouping: false }).format(length / 100);

  /** `720 mm` */
  const mm = (length: Hmm): string => `${mmBare(length)}${NBSP}mm`;

  /** `720 × 560 × 18`, as the trade writes sizes; millimetres are understood. */
  const size = (...lengths: readonly Hmm[]): string => lengths.map(mmBare).join(`${NBSP}×${NBSP}`);

  /** Square metres: `5.80 m²` */
  const area = (squareMetres: number): string => withUnit(squareMetres, 'm²', 2);

  /** Running metres of a length in hundredths of a millimetre: `14.2 m` */
  const metres = (length: number): string => withUnit(length / 100_000, 'm', 1);

  /** `14.2 kg` */
  const kilograms = (kg: number): string => withUnit(kg, 'kg', 1);

  /** A share of one as per cent: 0.914 → `91.4 %` */
  const percent = (share: number, decimals: number | readonly [number, number] = 1): string =>
    withUnit(share * 100, '%', decimals);

  /** Working time as people say it: 52 → `52 min`, 112 → `1 h 52`, 120 → `2 h`. */
  function minutes(value: number): string {
    const whole = Math.round(Math.abs(value));
    const sign = value < 0 && whole > 0 ? '−' : '';
    const hours = Math.floor(whole / 60);
    const rest = whole % 60;
    if (hours === 0) return `${sign}${rest}${NBSP}min`;
    const text =
      rest === 0
        ? `${count(hours)}${NBSP}h`
        : `${count(hours)}${NBSP}h${NBSP}${String(rest).padStart(2, '0')}`;
    return sign + text;
  }

  /** `1.2 MB`, by 1024 as files and limits are counted: a limit of 20 × 1024² reads `20 MB`, as the server says it. */
  function bytes(value: number): string {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    const step = value < 1024 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), units.length - 1);
    return withUnit(value / 1024 ** step, units[step]!, step === 0 ? 0 : [0, 1]);
  }

  /**
   * Decimal text from the server as money, exactly: the digits are never a float. `money('1250.00', 'EUR')` → `€1,250.00`
   * @param decimals `none` leaves out the minor units, for large figures that decide
   */
  function money(
    amount: string,
    currency: string = place.currency,
    decimals: 'all' | 'none' = 'all',
  ): string {
    return numberFormat({
      style: 'currency',
      currency,
      ...(decimals === 'none' ? { maximumFractionDigits: 0 } : {}),
    }).format(
      // Intl reads decimal text exactly; the type says so since ES2023 only for literals.
      amount as unknown as Intl.StringNumericLiteral,
    );
  }

  /** `Fri 27 Nov` */
  const day = (of: Day): string =>
    dateFormat({ timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' })
      .format(ofDay(of))
      .replace(', ', ' ');

  /** `27 November 2026` */
  const dayLong = (of: Day): string =>
    dateFormat({ timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(ofDay(of));

  /** `today`, `tomorrow`, `in 3 days`; further away than a week the day itself. */
  function relativeDay(of: Day, today: Day): string {
    const away = daysBetween(today, of);
    if (Math.abs(away) > 6) return day(of);
    return new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(away, 'day');
  }

  /** Wall-clock time in the tenant's zone: `10:41` */
  const time = (at: Instant): string =>
    dateFormat({ timeZone: place.zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
      new Date(at),
    );

  /** `27 Nov, 10:41` */
  const instant = (at: Instant): string =>
    `${dateFormat({ timeZone: place.zone, day: 'numeric', month: 'short' }).format(new Date(at))}, ${time(at)}`;

  /** As close as it is useful: `10:41` today, `yesterday, 10:41`, else day and time. */
  function moment(at: Instant, today: Day): string {
    const on = dayIn(place.zone, at);
    if (on === today) return time(at);
    if (on === addDays(today, -1) || on === addDays(today, 1))
      return `${relativeDay(on, today)}, ${time(at)}`;
    return instant(at);
  }

  /** `a, b and c` */
  const list = (items: readonly string[]): string =>
    new Intl.ListFormat(tag, { type: 'conjunction' }).format(items);

  return {
    ...place,
    tag,
    number,
    count,
    withUnit,
    mmBare,
    mm,
    size,
    area,
    metres,
    kilograms,
    percent,
    minutes,
    bytes,
    money,
    day,
    dayLong,
    relativeDay,
    time,
    instant,
    moment,
    list,
    parseDecimal: (text: string, decimalsMax?: number) => parseDecimal(text, place.locale, decimalsMax),
  };
}

const DECIMAL_MARK: Record<Locale, ',' | '.'> = { en: '.', de: ',' };

/**
 * A number as a person typed it, as canonical decimal text (`-1234.5`), exactly; null when it is no number.
 * When both marks occur the last one is the decimal mark, whatever the language (`1.234,5` and `1,234.5` leave no
 * doubt). When only one kind occurs the language decides; a mark that cannot be a thousands mark is a decimal one.
 * Spaces, thin spaces and apostrophes between digits are thousands marks too.
 *
 * @param decimalsMax null is returned for anything finer
 */
export function parseDecimal(text: string, locale: Locale, decimalsMax = 20): string | null {
  const bare = text
    .trim()
    .replace(/^[−–]/, '-')
    .replace(/(?<=\d)[\s\u00a0\u202f'’](?=\d{3})/g, '');
  const match = /^([-+]?)([\d.,]+)$/.exec(bare);
  if (!match) return null;
  const body = match[2]!;
  const at = decimalMarkAt(body, DECIMAL_MARK[locale]);
  if (at === 'refused') return null;
  const whole = at === -1 ? body : body.slice(0, at);
  const places = at === -1 ? '' : body.slice(at + 1);
  const digits = whole.replace(/[.,]/g, '');
  if (!/^\d*$/.test(places) || digits + places === '' || !hasSoundGroups(whole)) return null;
  const fraction = places.replace(/0+$/, '');
  if (fraction.length > decimalsMax) return null;
  const canonical = (digits.replace(/^0+(?=\d)/, '') || '0') + (fraction ? `.${fraction}` : '');
  return match[1] === '-' && /[1-9]/.test(canonical) ? `-${canonical}` : canonical;
}

function decimalMarkAt(body: string, mark: ',' | '.'): number | 'refused' {
  const last = Math.max(body.lastIndexOf(','), body.lastIndexOf('.'));
  if (last === -1) return -1;
  const kind = body[last]!;
  const once = body.indexOf(kind) === last;
  const both = body.includes(kind === ',' ? '.' : ',');
  if (both) return once ? last : 'refused';
  if (kind === mark) return once ? last : hasSoundGroups(body) ? -1 : 'refused';
  if (hasSoundGroups(body)) return -1;
  return once ? last : 'refused';
}

/** Digits alone, or one to three digits and then groups of three behind one and the same mark; `0.500` is no group. */
function hasSoundGroups(whole: string): boolean {
  return /^\d*$/.test(whole) || /^[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole);
}
