import { defineWords } from '#platform/words/words.ts';

/** What stands on invoices and credit notes of subscriptions, and the refund terms as they are accepted, in the customer's language. */
export const subscriptionPaperWords = defineWords(
  {
    'line.term': '{from} to {until} · {number}',
    'line.part': '{quantity} × {from} to {until}, {days} of {of} days · {number}',
    'credit.change': '{number}: changed on {day}. The rest of what was paid in advance is credited by days.',
    'credit.end': '{number}: last day of service {day}. Unused days: {days}.',
    'credit.days': '{unused} of {of} days of {name}',
    'terms.prorated':
      '{name}: unused days after the last day of service are credited, by days of what was paid in advance.',
    'terms.none': '{name}: what was paid is not given back when the service ends.',
  },
  {
    'line.term': '{from} bis {until} · {number}',
    'line.part': '{quantity} × {from} bis {until}, {days} von {of} Tagen · {number}',
    'credit.change':
      '{number}: geändert am {day}. Der Rest des Vorausbezahlten wird nach Tagen gutgeschrieben.',
    'credit.end': '{number}: letzter Tag der Leistung {day}. Ungenutzte Tage: {days}.',
    'credit.days': '{unused} von {of} Tagen {name}',
    'terms.prorated':
      '{name}: Ungenutzte Tage nach dem letzten Tag der Leistung werden gutgeschrieben, nach Tagen des Vorausbezahlten.',
    'terms.none': '{name}: Bezahltes wird beim Ende der Leistung nicht zurückgegeben.',
  },
);
