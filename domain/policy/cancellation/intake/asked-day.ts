import { addDays, isDay, type Day } from '#domain/kernel/days.ts';

const MONTHS =
  'january januar jan|february februar feb|march maerz mar|april apr|may mai|june juni jun|july juli jul|august aug|september sept sep|october oktober oct okt|november nov|december dezember dec dez'
    .split('|')
    .map((names) => names.split(' '));
const MONTH = MONTHS.flat()
  .sort((a, b) => b.length - a.length)
  .join('|');
/** A day that a contract or a paper bears is not the day that is asked for. */
const OF_A_PAPER =
  /\b(vom|dated|since|seit|signed|(?<!\b(effect|as) )from|invoice \S+ of|rechnung \S+ vom)\s*$/;
const AT_ONCE =
  /\b(immediately|immediate effect|at once|right now|sofort|sofortige[rn]?|fristlos|unverzueglich|today|heute)\b/;

/** null: no day is named; `unclear`: several, or one that may be read in two ways. */
export type AskedDay = Day | null | 'unclear';

/**
 * The last day of service that a text names, in the ways people write days in English and German.
 * @param text as `simplified` makes it
 * @param today day of receipt: a day without a year is the next one
 */
export function askedDay(text: string, today: Day): AskedDay {
  const found = new Set<AskedDay>();
  const take = (at: number, day: AskedDay): void => {
    if (!OF_A_PAPER.test(text.slice(Math.max(0, at - 30), at))) found.add(day);
  };
  for (const { index, 0: day } of text.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g))
    take(index, isDay(day) ? day : 'unclear');
  for (const { index, 1: d, 2: m, 3: y } of text.matchAll(/\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2}\b)?/g))
    take(index, dayOf(Number(d), Number(m), y, today));
  for (const { index, 1: a, 2: b, 3: y } of text.matchAll(/\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g)) {
    const [first, second] = [Number(a), Number(b)];
    // 06/09 is June here and September there; only a number above 12 tells.
    const clear = first > 12 || first === second ? [first, second] : second > 12 ? [second, first] : null;
    take(index, clear ? dayOf(clear[0]!, clear[1]!, y, today) : 'unclear');
  }
  const named = new RegExp(
    `\\b(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?(${MONTH})\\b\\.?(?:,?\\s+(\\d{4}))?`,
    'g',
  );
  for (const { index, 1: d, 2: m, 3: y } of text.matchAll(named))
    take(index, dayOf(Number(d), monthOf(m!), y, today));
  const american = new RegExp(
    `\\b(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?(?![\\d.])`,
    'g',
  );
  for (const { index, 1: m, 2: d, 3: y } of text.matchAll(american))
    take(index, dayOf(Number(d), monthOf(m!), y, today));
  const monthEnd = new RegExp(`\\b(?:end of|ende)\\s+(${MONTH})\\b(?:\\s+(\\d{4}))?`, 'g');
  for (const { index, 1: m, 2: y } of text.matchAll(monthEnd)) take(index, lastOf(monthOf(m!), y, today));
  const [year, month] = today.split('-').map(Number) as [number, number];
  if (/\b(end of (the|this) month|monatsende|ende des monats)\b/.test(text))
    found.add(lastOf(month, String(year), today));
  if (/\b(end of (the|this) year|jahresende|ende des jahres)\b/.test(text)) found.add(`${year}-12-31`);
  if (AT_ONCE.test(text)) found.add('unclear');
  const days = [...found];
  return days.length === 0 ? null : days.length === 1 ? days[0]! : 'unclear';
}

const monthOf = (name: string): number => MONTHS.findIndex((names) => names.includes(name)) + 1;

function dayOf(day: number, month: number, year: string | undefined, today: Day): AskedDay {
  const of = (y: number): Day => `${y}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const given = year === undefined ? null : Number(year.length === 2 ? `20${year}` : year);
  const thisYear = Number(today.slice(0, 4));
  const found = of(given ?? (of(thisYear) < today ? thisYear + 1 : thisYear));
  return isDay(found) ? found : 'unclear';
}

function lastOf(month: number, year: string | undefined, today: Day): AskedDay {
  const next = month === 12 ? 1 : month + 1;
  const of = (y: number): Day => addDays(`${next === 1 ? y + 1 : y}-${String(next).padStart(2, '0')}-01`, -1);
  const thisYear = Number(today.slice(0, 4));
  return of(year ? Number(year) : of(thisYear) < today ? thisYear + 1 : thisYear);
}
