import { addDays, dayIn, daysBetween, instantAt, type Day, type Instant } from '#domain/kernel/days.ts';
import { enforces, shows } from './keep.ts';

const SOURCES = ['domain/policy/notice.ts', 'domain/kernel/days.ts'];
const CHECKS = { file: 'domain/policy/examples.test.ts' };

/** The local day on which a request was received. @see clauses M-1, M-2 */
export function receivedOn(receivedAt: Instant, zone: string): Day {
  return dayIn(zone, receivedAt);
}

/** First moment without service: the start of the day after the last one, also where that day starts late. @see clause M-4 */
export function endOf(effectiveOn: Day, zone: string): Instant {
  return instantAt(zone, addDays(effectiveOn, 1));
}

/** The first day that keeps the notice; the day of receipt is not counted. @see clauses C-2, M-3 */
export const earliestEnd = enforces(
  'C-2a',
  'notice-of-cancellation',
  {
    keptBy: {
      en: 'The notice is counted in calendar days of the contract’s zone, from the day after receipt.',
      de: 'Die Frist wird in Kalendertagen der Zone des Vertrags gezählt, ab dem Tag nach dem Eingang.',
    },
    sources: SOURCES,
    parameters: ['cancel.noticeDays'],
  },
  (p, received: Day): Day => addDays(received, p['cancel.noticeDays']),
);
shows('C-2a', 'notice-of-cancellation', {
  ...CHECKS,
  test: 'the worked examples > the earliest day keeps the notice in the zone of the contract',
});
shows('C-2a', 'notice-of-cancellation', {
  file: 'domain/policy/notice.ts',
  self: (values) => {
    const days = daysBetween('2026-05-10', earliestEnd(values, '2026-05-10'));
    return days === values['cancel.noticeDays'] ? null : `a notice of ${days} days is counted`;
  },
});

/** Whether a planned last day kept the notice. A later hold never asks again. @see clause C-3 */
export const keepsNotice = enforces(
  ['C-3a', 'C-3b'],
  'refund-needs-notice',
  {
    keptBy: {
      en: 'Whether there is a refund follows from the planned last day and the day of receipt, and from nothing else.',
      de: 'Ob es eine Erstattung gibt, folgt aus dem geplanten letzten Tag und dem Tag des Eingangs und aus nichts sonst.',
    },
    sources: SOURCES,
    parameters: ['cancel.noticeDays'],
  },
  (p, received: Day, planned: Day): boolean => daysBetween(received, planned) >= p['cancel.noticeDays'],
);
shows(['C-3a', 'C-3b'], 'refund-needs-notice', {
  ...CHECKS,
  test: 'the worked examples > a day too short brings no refund, the exact day does',
});
shows(['C-3a', 'C-3b'], 'refund-needs-notice', {
  file: 'domain/policy/notice.ts',
  self: (values) => {
    const exact = earliestEnd(values, '2026-05-10');
    const short = addDays(exact, -1);
    if (!keepsNotice(values, '2026-05-10', exact)) return `the exact day ${exact} is taken for short notice`;
    return keepsNotice(values, '2026-05-10', short) ? `${short} is taken for full notice` : null;
  },
});
