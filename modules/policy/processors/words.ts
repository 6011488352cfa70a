import { defineWords } from '#platform/words/words.ts';

/** Sentences of the register of processors. */
export const processorWords = defineWords(
  {
    'refusal.processor_unknown': 'This processor is not in the register.',
    'refusal.processor_taken': 'There is a processor with this short name already.',
    'refusal.processor_taken.remedy':
      'Choose another short name, or hand in a contract for the one that is there.',
    'refusal.processor_ended': 'This processor was ended for good.',
    'refusal.processor_ended.remedy': 'Enter it anew under another short name.',
    'refusal.processor_configured': 'The configuration of this installation says where it is reached.',
    'refusal.processor_configured.remedy':
      'Change the configuration and start again; the places here follow.',
    'refusal.processor_not_suspended': 'This processor is not suspended.',
    'refusal.place_no_host': '{value} is no host.',
    'refusal.place_no_host.remedy':
      'Give a name such as api.example.com or an address, without https:// and path.',
    'refusal.contract_unknown': 'This contract is not there.',
    'refusal.contract_confirmed': 'This contract is confirmed already.',
    'refusal.contract_days_crossed': 'The last day lies before the first.',
    'refusal.contract_signed_later': 'A signature cannot lie in the future.',
    'refusal.contract_no_pdf': 'The document of a contract must be a PDF.',
    'refusal.contract_file_missing': 'The document was not uploaded.',
    'refusal.contract_file_missing.remedy': 'Upload the signed contract first.',
    'refusal.category_not_registered': 'The processor is not registered for this kind of data.',
    'refusal.category_not_registered.remedy':
      'Leave it out. A new kind of data is a new entry in the register.',
    'refusal.confirm_second_person': 'A second person has to confirm this.',
    'refusal.confirm_second_person.remedy':
      'Ask a colleague. Who is alone can confirm it {hours, plural, one {# hour} other {# hours}} after handing it in, having signed in again.',
    'refusal.confirm_sign_in_again': 'Sign in again to confirm this alone.',
    'refusal.confirm_sign_in_again.remedy': 'The wait is over. Sign out, sign in, and confirm then.',
  },
  {
    'refusal.processor_unknown': 'Dieser Auftragsverarbeiter steht nicht im Verzeichnis.',
    'refusal.processor_taken': 'Einen Auftragsverarbeiter mit diesem Kurznamen gibt es schon.',
    'refusal.processor_taken.remedy':
      'Wählen Sie einen anderen Kurznamen, oder reichen Sie für den vorhandenen einen Vertrag ein.',
    'refusal.processor_ended': 'Dieser Auftragsverarbeiter wurde endgültig beendet.',
    'refusal.processor_ended.remedy': 'Tragen Sie ihn unter einem anderen Kurznamen neu ein.',
    'refusal.processor_configured': 'Wo er erreicht wird, sagt die Konfiguration dieser Installation.',
    'refusal.processor_configured.remedy':
      'Ändern Sie die Konfiguration und starten Sie neu; die Stellen hier folgen ihr.',
    'refusal.processor_not_suspended': 'Dieser Auftragsverarbeiter ist nicht ausgesetzt.',
    'refusal.place_no_host': '{value} ist kein Rechnername.',
    'refusal.place_no_host.remedy':
      'Geben Sie einen Namen wie api.example.com oder eine Adresse an, ohne https:// und Pfad.',
    'refusal.contract_unknown': 'Diesen Vertrag gibt es nicht.',
    'refusal.contract_confirmed': 'Dieser Vertrag ist schon bestätigt.',
    'refusal.contract_days_crossed': 'Der letzte Tag liegt vor dem ersten.',
    'refusal.contract_signed_later': 'Eine Unterschrift kann nicht in der Zukunft liegen.',
    'refusal.contract_no_pdf': 'Das Dokument eines Vertrags muss ein PDF sein.',
    'refusal.contract_file_missing': 'Das Dokument wurde nicht hochgeladen.',
    'refusal.contract_file_missing.remedy': 'Laden Sie zuerst den unterschriebenen Vertrag hoch.',
    'refusal.category_not_registered':
      'Der Auftragsverarbeiter ist für diese Art von Daten nicht eingetragen.',
    'refusal.category_not_registered.remedy':
      'Lassen Sie sie weg. Eine neue Art von Daten ist ein neuer Eintrag im Verzeichnis.',
    'refusal.confirm_second_person': 'Eine zweite Person muss dies bestätigen.',
    'refusal.confirm_second_person.remedy':
      'Bitten Sie jemanden. Wer allein ist, kann ihn {hours, plural, one {# Stunde} other {# Stunden}} nach dem Einreichen bestätigen, neu angemeldet.',
    'refusal.confirm_sign_in_again': 'Melden Sie sich neu an, um dies allein zu bestätigen.',
    'refusal.confirm_sign_in_again.remedy':
      'Die Wartezeit ist um. Melden Sie sich ab, wieder an, und bestätigen Sie dann.',
  },
);
