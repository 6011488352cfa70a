import { defineWords } from '#platform/words/words.ts';

export const hostingWords = defineWords(
  {
    'refusal.workspace_closed': 'This workspace is closed at the moment.',
    'refusal.workspace_closed.remedy':
      'Nothing is lost. The owner can still take all data; ask whoever runs this installation what to do.',
    'refusal.instance_unknown': 'There is no such instance.',
    'refusal.instance_state': 'An instance that is {state} cannot do that.',
    'refusal.instance_too_early': 'That would be before {until}, which was promised.',
    'refusal.instance_grace_before_end': 'The data would be deleted before the service ends.',
    'refusal.backup_unknown': 'There is no such backup, or it has expired.',
    'refusal.copy_unknown': 'There is no such copy, or it was taken away.',
    'refusal.operation_unknown': 'There is no such operation.',
    'refusal.operation_not_over': 'That operation did not fail.',
    'refusal.operation_not_over.remedy': 'Wait until it is over, or ask for something else.',
    'refusal.hosting_slug_taken': 'The short name {slug} is taken.',
    'refusal.hosting_slug_taken.remedy': 'Choose another one.',
    'refusal.hosting_kind_not_offered': 'This installation does not run {kind} yet.',
    'refusal.hosting_owner_missing': 'The customer has no contact who speaks for it in everything.',
    'refusal.hosting_owner_missing.remedy': 'Enter one on the customer’s page; the first log-in goes there.',
  },
  {
    'refusal.workspace_closed': 'Dieser Arbeitsbereich ist zurzeit geschlossen.',
    'refusal.workspace_closed.remedy':
      'Nichts ist verloren. Die Inhaberin oder der Inhaber kann alle Daten mitnehmen; was zu tun ist, weiß der Betreiber dieser Installation.',
    'refusal.instance_unknown': 'Diese Instanz gibt es nicht.',
    'refusal.instance_state': 'Im Zustand {state} geht das nicht.',
    'refusal.instance_too_early': 'Das wäre vor dem zugesagten Zeitpunkt {until}.',
    'refusal.instance_grace_before_end': 'Die Daten würden gelöscht, bevor der Dienst endet.',
    'refusal.backup_unknown': 'Diese Sicherung gibt es nicht, oder sie ist abgelaufen.',
    'refusal.copy_unknown': 'Diese Kopie gibt es nicht, oder sie wurde entfernt.',
    'refusal.operation_unknown': 'Diesen Vorgang gibt es nicht.',
    'refusal.operation_not_over': 'Dieser Vorgang ist nicht fehlgeschlagen.',
    'refusal.operation_not_over.remedy': 'Warten Sie, bis er zu Ende ist, oder fordern Sie etwas anderes an.',
    'refusal.hosting_slug_taken': 'Der Kurzname {slug} ist vergeben.',
    'refusal.hosting_slug_taken.remedy': 'Wählen Sie einen anderen.',
    'refusal.hosting_kind_not_offered': '{kind} wird auf dieser Installation noch nicht betrieben.',
    'refusal.hosting_owner_missing': 'Der Kunde hat keinen Kontakt, der in allem für ihn spricht.',
    'refusal.hosting_owner_missing.remedy':
      'Tragen Sie auf der Seite des Kunden einen ein; dorthin geht die erste Anmeldung.',
  },
);
