import { addDays, dayIn, instantAt, type Day, type Instant } from '#domain/kernel/days.ts';
import { workingDaysAfter } from '#domain/kernel/working-days.ts';
import { enforces } from '#domain/policy/keep.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';

/** Until when a question is answered. */
export interface AnswerTime {
  /** the last day, in the calendar's zone */
  readonly by: Day;
  /** from when on people are told that it is due: the beginning of that day, so that a whole working day is left */
  readonly tellFrom: Instant;
  /** the end of that day */
  readonly until: Instant;
}

/**
 * Until when the first answer of a person is due: `support.answerWorkingDays` working days after the day of receipt,
 * which is not counted.
 * @param calendar zone and public holidays of whoever answers
 */
export const answerTime = enforces(
  'C-9b',
  'answer-in-working-days',
  {
    keptBy: {
      en: 'Each question shows until when a person has to answer it. When its last working day begins, everybody who answers here is told, on their first page and by mail.',
      de: 'Jede Frage zeigt, bis wann ein Mensch sie beantworten muss. Beginnt ihr letzter Werktag, erfahren es alle, die hier antworten, auf ihrer ersten Seite und per Mail.',
    },
    sources: [
      'domain/kernel/working-days.ts',
      'modules/support/answer-time.ts',
      'modules/support/escalate.ts',
    ],
    parameters: ['support.answerWorkingDays'],
  },
  (
    values: Pick<ParameterValues, 'support.answerWorkingDays'>,
    receivedAt: Instant,
    calendar: { readonly zone: string; readonly holidays: ReadonlySet<Day> },
  ): AnswerTime => {
    const { zone, holidays } = calendar;
    const by = workingDaysAfter(dayIn(zone, receivedAt), values['support.answerWorkingDays'], holidays);
    return { by, tellFrom: instantAt(zone, by), until: instantAt(zone, addDays(by, 1)) };
  },
);
