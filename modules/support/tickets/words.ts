import { defineWords } from '#platform/words/words.ts';

/** What is refused around tickets. */
export const ticketWords = defineWords(
  {
    'refusal.ticket_unknown': 'There is no such request, or it is of a kind that you do not see.',
    'refusal.ticket_solved': 'This request is solved.',
    'refusal.ticket_solved.remedy': 'Take it up again first.',
    'refusal.ticket_not_solved': 'This request is not solved, so there is nothing to take up again.',
    'refusal.ticket_waits': 'It is the customer’s turn already.',
    'refusal.ticket_file_unknown': 'One of these files does not belong to this request.',
    'refusal.ticket_file_unknown.remedy': 'Attach it here first.',
    'refusal.ticket_person_unknown': 'Nobody of this name answers requests here.',
    'refusal.ticket_person_blind': 'This person does not see requests of this kind.',
    'refusal.ticket_person_blind.remedy':
      'Choose somebody who does, or let them see this kind in the settings.',
    'refusal.ticket_link_unknown': 'The customer of this request has no such order, invoice or instance.',
    'refusal.ticket_link_unknown.remedy': 'Choose one from the list.',
    'refusal.desk_not_yours':
      '{desk, select, finance {Requests about invoices} privacy {Requests about personal data} other {Requests for help}} are not yours to see or to hand on.',
    'refusal.desk_not_yours.remedy': 'Ask somebody who sees them.',
    'refusal.canned_unknown': 'There is no such written answer.',
    'refusal.canned_name_taken': 'Another answer is called {value}.',
    'refusal.canned_name_taken.remedy': 'Choose another name, or change that one.',
    'refusal.canned_hole_unknown': 'Nothing fills “{hole}”.',
    'refusal.canned_hole_unknown.remedy': 'Names that are filled: {holes}.',
  },
  {
    'refusal.ticket_unknown': 'Diese Anfrage gibt es nicht, oder sie ist von einer Art, die Sie nicht sehen.',
    'refusal.ticket_solved': 'Diese Anfrage ist gelöst.',
    'refusal.ticket_solved.remedy': 'Nehmen Sie sie zuerst wieder auf.',
    'refusal.ticket_not_solved': 'Diese Anfrage ist nicht gelöst, also ist nichts wieder aufzunehmen.',
    'refusal.ticket_waits': 'Der Kunde ist schon an der Reihe.',
    'refusal.ticket_file_unknown': 'Eine dieser Dateien gehört nicht zu dieser Anfrage.',
    'refusal.ticket_file_unknown.remedy': 'Hängen Sie sie zuerst hier an.',
    'refusal.ticket_person_unknown': 'Niemand dieses Namens beantwortet hier Anfragen.',
    'refusal.ticket_person_blind': 'Dieser Mensch sieht Anfragen dieser Art nicht.',
    'refusal.ticket_person_blind.remedy':
      'Wählen Sie jemanden, der sie sieht, oder geben Sie ihm in den Einstellungen diese Art.',
    'refusal.ticket_link_unknown':
      'Der Kunde dieser Anfrage hat keinen solchen Auftrag, keine solche Rechnung oder Instanz.',
    'refusal.ticket_link_unknown.remedy': 'Wählen Sie aus der Liste.',
    'refusal.desk_not_yours':
      '{desk, select, finance {Anfragen zu Rechnungen} privacy {Anfragen zu personenbezogenen Daten} other {Anfragen um Hilfe}} dürfen Sie nicht sehen oder weitergeben.',
    'refusal.desk_not_yours.remedy': 'Fragen Sie jemanden, der sie sieht.',
    'refusal.canned_unknown': 'Diese geschriebene Antwort gibt es nicht.',
    'refusal.canned_name_taken': 'Eine andere Antwort heißt {value}.',
    'refusal.canned_name_taken.remedy': 'Wählen Sie einen anderen Namen, oder ändern Sie jene.',
    'refusal.canned_hole_unknown': '„{hole}“ füllt nichts.',
    'refusal.canned_hole_unknown.remedy': 'Gefüllt werden: {holes}.',
  },
);
