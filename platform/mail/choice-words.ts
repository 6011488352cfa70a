import { defineWords } from '../words/words.ts';
import type { OptionalKind } from './kinds.ts';

/** The line at the foot of mail that a person may turn off. */
export const choiceWords = defineWords(
  { 'choice.foot': 'Choose which mail you get' },
  { 'choice.foot': 'Wählen, welche Mails Sie bekommen' },
);

/** What the kinds of mail are that a person may turn off. */
export const choiceKindWords = defineWords(
  {
    'kind.delivery.note': 'Delivery notes by mail, besides the paper that travels with the goods',
    'kind.service.incident': 'News of faults of the service',
    'kind.service.maintenance': 'News of planned maintenance',
    'kind.support.digest': 'Once a day: requests of which you have not read the notices',
  },
  {
    'kind.delivery.note': 'Lieferscheine per Mail, neben dem Papier bei der Ware',
    'kind.service.incident': 'Nachrichten über Störungen des Dienstes',
    'kind.service.maintenance': 'Nachrichten über geplante Wartung',
    'kind.support.digest': 'Einmal am Tag: Anfragen, zu denen Sie Hinweise nicht gelesen haben',
  },
);

/** Words of an optional kind. */
export const kindKey = (kind: OptionalKind) => `kind.${kind}` as const;
