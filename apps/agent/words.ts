import { defineWords } from '#platform/words/words.ts';

/** What people read at a closed door of a hosted Odoo. */
export const agentWords = defineWords(
  {
    'door.unpaid': 'This Odoo is paused because an invoice is unpaid.',
    'door.unpaid.more':
      'Nothing is lost, and nothing runs by itself meanwhile. It opens again once the invoice is paid. The owner can still take all data: the way is in our mails, and our support helps.',
    'door.abuse': 'This Odoo is paused.',
    'door.abuse.more': 'We have written to its owner why. Nothing is lost; our support helps.',
    'door.operator': 'This Odoo is paused for maintenance.',
    'door.operator.more': 'Nothing is lost. It opens again when the work is done.',
    'door.copy': 'This is a copy that is not open.',
    'door.copy.more': 'It was put back from a backup to be looked at.',
    'door.ended': 'The service of this Odoo has ended.',
    'door.ended.more':
      'The data is kept for some time and can be asked for by the owner until then; our last mail says until when and how.',
    'door.unknown': 'There is no Odoo under this address.',
    'door.unknown.more': 'Perhaps it is mistyped.',
  },
  {
    'door.unpaid': 'Dieses Odoo ist angehalten, weil eine Rechnung offen ist.',
    'door.unpaid.more':
      'Nichts ist verloren, und nichts läuft inzwischen von selbst. Es öffnet wieder, sobald die Rechnung bezahlt ist. Alle Daten können weiter mitgenommen werden: Der Weg steht in unseren E-Mails, und unser Support hilft.',
    'door.abuse': 'Dieses Odoo ist angehalten.',
    'door.abuse.more':
      'Warum, haben wir den Verantwortlichen geschrieben. Nichts ist verloren; unser Support hilft.',
    'door.operator': 'Dieses Odoo ist für Wartungsarbeiten angehalten.',
    'door.operator.more': 'Nichts ist verloren. Es öffnet wieder, wenn die Arbeiten fertig sind.',
    'door.copy': 'Das ist eine Kopie, die nicht offen ist.',
    'door.copy.more': 'Sie wurde aus einer Sicherung zurückgeholt, um etwas nachzusehen.',
    'door.ended': 'Der Dienst dieses Odoo ist beendet.',
    'door.ended.more':
      'Die Daten werden noch eine Zeit lang aufbewahrt und können bis dahin angefordert werden; wie lange und wie, steht in unserer letzten E-Mail.',
    'door.unknown': 'Unter dieser Adresse gibt es kein Odoo.',
    'door.unknown.more': 'Vielleicht ist sie vertippt.',
  },
);
