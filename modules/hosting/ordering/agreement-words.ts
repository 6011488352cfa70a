import { defineWords } from '#platform/words/words.ts';

/** Sentences of the service agreement of an instance, in the customer's language. */
export const agreementWords = defineWords(
  {
    'agreement.title': 'Hosting: {title}',
    'agreement.perTerm': '{name} (per term of {months} months)',
    'agreement.renews':
      'Each term is paid in advance and has {months, plural, one {one month} other {# months}}; it renews until it is cancelled as the cancellation policy says.',
    'agreement.policies':
      'Part of this agreement: privacy policy, version {privacy}; cancellation policy, version {cancellation}.',
    'agreement.accepted.ticked': 'Accepted by {name} on {day} when the order was placed.',
    'agreement.accepted.in-person': 'Accepted by {name} in person on {day}.',
    'agreement.accepted.letter': 'Accepted by {name} by letter, entered on {day}.',
    'agreement.accepted.telephone': 'Accepted by {name} on the telephone on {day}.',
  },
  {
    'agreement.title': 'Hosting: {title}',
    'agreement.perTerm': '{name} (je Laufzeit von {months} Monaten)',
    'agreement.renews':
      'Jede Laufzeit wird im Voraus bezahlt und dauert {months, plural, one {einen Monat} other {# Monate}}; sie verlängert sich, bis gekündigt wird, wie es die Kündigungsbedingungen sagen.',
    'agreement.policies':
      'Teil dieser Vereinbarung: Datenschutzerklärung, Fassung {privacy}; Kündigungsbedingungen, Fassung {cancellation}.',
    'agreement.accepted.ticked': 'Angenommen von {name} am {day} bei der Bestellung.',
    'agreement.accepted.in-person': 'Persönlich angenommen von {name} am {day}.',
    'agreement.accepted.letter': 'Schriftlich angenommen von {name}, eingetragen am {day}.',
    'agreement.accepted.telephone': 'Am Telefon angenommen von {name} am {day}.',
  },
);
