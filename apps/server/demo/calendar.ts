import { addDays, instantAt, weekday, type Day, type Instant } from '#domain/kernel/days.ts';

/** Monday to Friday. @returns the last `count` working days before `today`, oldest first */
export function workdaysBefore(today: Day, count: number): Day[] {
  const days: Day[] = [];
  for (let day = addDays(today, -1); days.length < count; day = addDays(day, -1))
    if (weekday(day) <= 5) days.unshift(day);
  return days;
}

/** The working day that lies `count` working days after `from`; `from` itself need not be one. */
export function workdayAfter(from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (weekday(day) <= 5) left -= 1;
  }
  return day;
}

/** `08:30` on a wall in `zone`. */
export function wallTime(zone: string, day: Day, clock: string): Instant {
  const [hours, minutes] = clock.split(':');
  return instantAt(zone, day, Number(hours) * 60 + Number(minutes));
}
