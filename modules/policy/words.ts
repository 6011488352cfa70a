import { defineWords } from '#platform/words/words.ts';

/** Refusals of the editor and of publication. */
export const policyWords = defineWords(
  {
    'refusal.operator_only': 'This is for the staff of the operator of the installation.',
    'refusal.policy_version_unknown': 'There is no version {number} of this policy.',
    'refusal.policy_version_unknown.remedy': 'The list of versions has every one that was published.',
    'refusal.policy_draft_unknown': 'There is no draft of this policy.',
    'refusal.policy_draft_unknown.remedy': 'Change a sentence or a value and save it.',
    'refusal.policy_draft_open': 'This draft has not been handed in for approval yet.',
    'refusal.policy_draft_open.remedy': 'Hand it in first; changing it takes it back.',
    'refusal.policy_moved_on': 'Meanwhile version {number} of this policy was published.',
    'refusal.policy_moved_on.remedy': 'Drop the draft and begin with the newest version.',
    'refusal.policy_unchanged': 'Nothing differs from the newest version.',
    'refusal.policy_unchanged.remedy': 'Change a sentence or a value, or drop the draft.',
    'refusal.post_words_missing': 'The summary for the blog is missing in one of the languages.',
    'refusal.post_words_missing.remedy':
      'Say in one or two sentences what changes and why, in English and in German.',
    'refusal.approval_by_another': 'Whoever wrote a draft does not approve it.',
    'refusal.approval_by_another.remedy':
      'Ask a colleague: {others, plural, one {one more person} other {# more people}} of the operator can approve.',
    'refusal.second_person_needed': 'Whoever wrote a draft does not approve it.',
    'refusal.second_person_needed.remedy':
      'Ask a second person, or, if you are alone, wait until {from} and sign in again.',
    'refusal.sign_in_again': 'You are approving your own draft: prove once more who you are.',
    'refusal.sign_in_again.remedy': 'Sign out and in again, then approve.',
    'refusal.clause_text_empty': 'Clause {clause} would say nothing.',
    'refusal.clause_text_empty.remedy': 'Write a sentence, in both languages.',
    'refusal.clause_number_literal': 'Clause {clause} writes out the number “{found}”.',
    'refusal.clause_number_literal.remedy':
      'Numbers are values: put the name of the value in braces where it belongs.',
    'refusal.clause_hole_unknown': 'Clause {clause} has no value “{hole}”.',
    'refusal.clause_hole_unknown.remedy': 'Use the values of the shipped sentence.',
    'refusal.clause_hole_missing': 'Clause {clause} no longer says the value “{hole}”.',
    'refusal.clause_hole_missing.remedy':
      'The words are yours, the values stay: put it in braces where it belongs.',
    'refusal.clause_brace_loose': 'Clause {clause} has a brace that is not closed.',
    'refusal.clause_brace_loose.remedy': 'Braces stand around the name of a value and nowhere else.',
    'refusal.clause_missing': 'Clause {clause} is missing.',
    'refusal.clause_missing.remedy': 'Every clause stays; only its words change.',
    'refusal.clause_unknown': 'There is no clause {clause} in this policy.',
    'refusal.clause_unknown.remedy': 'Use the numbers of the policy.',
    'refusal.parameter_unknown': 'There is no value {parameter}.',
    'refusal.parameter_unknown.remedy': 'Use the values of the list.',
    'refusal.parameter_missing': 'The value {parameter} is missing.',
    'refusal.parameter_missing.remedy': 'Every value is needed.',
    'refusal.parameter_invalid': 'The value of {parameter} does not fit.',
    'refusal.parameter_invalid.remedy': 'Wanted: {wanted}',
    'refusal.operator_name_missing': 'The operator has no name.',
    'refusal.operator_name_missing.remedy': 'Enter the name under which the service is run.',
  },
  {
    'refusal.operator_only': 'Das ist für Mitarbeiter des Betreibers der Installation.',
    'refusal.policy_version_unknown': 'Eine Fassung {number} dieser Bedingungen gibt es nicht.',
    'refusal.policy_version_unknown.remedy':
      'Die Liste der Fassungen enthält jede, die veröffentlicht wurde.',
    'refusal.policy_draft_unknown': 'Zu diesen Bedingungen gibt es keinen Entwurf.',
    'refusal.policy_draft_unknown.remedy': 'Ändern Sie einen Satz oder einen Wert und speichern Sie.',
    'refusal.policy_draft_open': 'Dieser Entwurf ist noch nicht zur Freigabe eingereicht.',
    'refusal.policy_draft_open.remedy': 'Reichen Sie ihn zuerst ein; eine Änderung nimmt ihn zurück.',
    'refusal.policy_moved_on': 'Inzwischen wurde Fassung {number} dieser Bedingungen veröffentlicht.',
    'refusal.policy_moved_on.remedy': 'Verwerfen Sie den Entwurf und beginnen Sie mit der neuesten Fassung.',
    'refusal.policy_unchanged': 'Nichts unterscheidet sich von der neuesten Fassung.',
    'refusal.policy_unchanged.remedy':
      'Ändern Sie einen Satz oder einen Wert, oder verwerfen Sie den Entwurf.',
    'refusal.post_words_missing': 'Die Zusammenfassung für den Blog fehlt in einer der Sprachen.',
    'refusal.post_words_missing.remedy':
      'Sagen Sie in ein, zwei Sätzen, was sich warum ändert, auf Englisch und Deutsch.',
    'refusal.approval_by_another': 'Wer einen Entwurf geschrieben hat, gibt ihn nicht frei.',
    'refusal.approval_by_another.remedy':
      'Bitten Sie jemanden: {others, plural, one {eine weitere Person} other {# weitere Personen}} des Betreibers können freigeben.',
    'refusal.second_person_needed': 'Wer einen Entwurf geschrieben hat, gibt ihn nicht frei.',
    'refusal.second_person_needed.remedy':
      'Bitten Sie eine zweite Person, oder, wenn Sie allein sind, warten Sie bis {from} und melden Sie sich neu an.',
    'refusal.sign_in_again':
      'Sie geben Ihren eigenen Entwurf frei: Weisen Sie noch einmal nach, wer Sie sind.',
    'refusal.sign_in_again.remedy': 'Melden Sie sich ab und wieder an und geben Sie dann frei.',
    'refusal.clause_text_empty': 'Klausel {clause} würde nichts sagen.',
    'refusal.clause_text_empty.remedy': 'Schreiben Sie einen Satz, in beiden Sprachen.',
    'refusal.clause_number_literal': 'Klausel {clause} schreibt die Zahl „{found}“ aus.',
    'refusal.clause_number_literal.remedy':
      'Zahlen sind Werte: Setzen Sie den Namen des Werts in geschweifte Klammern.',
    'refusal.clause_hole_unknown': 'Klausel {clause} hat keinen Wert „{hole}“.',
    'refusal.clause_hole_unknown.remedy': 'Verwenden Sie die Werte des ausgelieferten Satzes.',
    'refusal.clause_hole_missing': 'Klausel {clause} nennt den Wert „{hole}“ nicht mehr.',
    'refusal.clause_hole_missing.remedy':
      'Die Worte sind Ihre, die Werte bleiben: Setzen Sie ihn in geschweifte Klammern.',
    'refusal.clause_brace_loose': 'Klausel {clause} hat eine Klammer, die nicht geschlossen ist.',
    'refusal.clause_brace_loose.remedy':
      'Geschweifte Klammern stehen um den Namen eines Werts und sonst nirgends.',
    'refusal.clause_missing': 'Klausel {clause} fehlt.',
    'refusal.clause_missing.remedy': 'Jede Klausel bleibt; nur ihre Worte ändern sich.',
    'refusal.clause_unknown': 'Eine Klausel {clause} gibt es hier nicht.',
    'refusal.clause_unknown.remedy': 'Verwenden Sie die Nummern der Bedingungen.',
    'refusal.parameter_unknown': 'Einen Wert {parameter} gibt es nicht.',
    'refusal.parameter_unknown.remedy': 'Verwenden Sie die Werte der Liste.',
    'refusal.parameter_missing': 'Der Wert {parameter} fehlt.',
    'refusal.parameter_missing.remedy': 'Jeder Wert wird gebraucht.',
    'refusal.parameter_invalid': 'Der Wert von {parameter} passt nicht.',
    'refusal.parameter_invalid.remedy': 'Erwartet: {wanted}',
    'refusal.operator_name_missing': 'Der Betreiber hat keinen Namen.',
    'refusal.operator_name_missing.remedy': 'Tragen Sie den Namen ein, unter dem der Dienst betrieben wird.',
  },
);
