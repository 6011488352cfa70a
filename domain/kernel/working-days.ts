import { addDays, weekday, type Day } from './days.ts';

const SATURDAY = 6;
/** A calendar of holidays that never ends would make a question wait for ever. */
const DAYS_MAX = 3_660;

/** Monday to Friday, but no public holiday. */
export function isWorkingDay(day: Day, holidays: ReadonlySet<Day>): boolean {
  return weekday(day) < SATURDAY && !holidays.has(day);
}

/**
 * The day that is `count` working days after `from`. The day it counts from is not counted, whatever day it is.
 * @param count whole and at least 1
 * @throws RangeError for another count, and where ten years have too few working days
 */
export function workingDaysAfter(from: Day, count: number, holidays: ReadonlySet<Day>): Day {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`${count} working days cannot be counted`);
  let day = from;
  let left = count;
  for (let passed = 0; passed < DAYS_MAX; passed += 1) {
    day = addDays(day, 1);
    if (isWorkingDay(day, holidays) && --left === 0) return day;
  }
  throw new RangeError(`there are no ${count} working days after ${from}`);
}
