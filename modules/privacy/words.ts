import { defineWords } from '#platform/words/words.ts';

export const privacyWords = defineWords(
  {
    'refusal.privacy_case_unknown': 'There is no such request.',
    'refusal.privacy_case_unknown.remedy': 'Open the list again.',
    'refusal.privacy_day_ahead': 'The request cannot have come on {value}: that day lies ahead.',
    'refusal.privacy_day_ahead.remedy': 'Enter the day on which it came.',
    'refusal.privacy_business_unknown': 'There is no such customer.',
    'refusal.privacy_business_unknown.remedy': 'Choose one of the list.',
    'refusal.privacy_step_not_now':
      '{because, select, identity {Nothing can be answered before the person has shown who they are.} late {The first time is over: it could only have been made longer before.} other {This cannot be done about the request now.}}',
    'refusal.privacy_step_not_now.remedy': 'Open the list again to see what can be done.',
    'refusal.privacy_asked_already':
      'You have asked for this already: request no. {number} is not answered yet.',
    'refusal.privacy_asked_already.remedy': 'Its last day stands beside it; you hear from us by mail.',
    'refusal.privacy_words_missing': 'The reason or the answer is missing.',
    'refusal.privacy_words_missing.remedy': 'Write it down: it is kept and told as it stands.',
    'refusal.breach_unknown': 'There is no such breach.',
    'refusal.breach_unknown.remedy': 'Open the list again.',
    'refusal.breach_step_not_now': 'This was written down already, or there is nothing to do.',
    'refusal.breach_step_not_now.remedy': 'Open the list again. What became known later goes down as a note.',
    'refusal.breach_time_wrong': 'That moment lies ahead, or before anybody was aware of the breach.',
    'refusal.breach_time_wrong.remedy': 'Enter day and time as they were.',
    'refusal.breach_late_reason': 'The authority was told after its hours: the reason is missing.',
    'refusal.breach_late_reason.remedy': 'Write down why it was late; the authority is told it, too.',
  },
  {
    'refusal.privacy_case_unknown': 'Dieses Anliegen gibt es nicht.',
    'refusal.privacy_case_unknown.remedy': 'Öffnen Sie die Liste neu.',
    'refusal.privacy_day_ahead':
      'Am {value} kann das Anliegen nicht eingegangen sein: Der Tag liegt in der Zukunft.',
    'refusal.privacy_day_ahead.remedy': 'Geben Sie den Tag des Eingangs ein.',
    'refusal.privacy_business_unknown': 'Diesen Kunden gibt es nicht.',
    'refusal.privacy_business_unknown.remedy': 'Wählen Sie einen aus der Liste.',
    'refusal.privacy_step_not_now':
      '{because, select, identity {Nichts kann beantwortet werden, bevor die Person gezeigt hat, wer sie ist.} late {Die erste Frist ist vorbei: Verlängern ließ sie sich nur vorher.} other {Das lässt sich an dem Anliegen jetzt nicht tun.}}',
    'refusal.privacy_step_not_now.remedy': 'Öffnen Sie die Liste neu, um zu sehen, was möglich ist.',
    'refusal.privacy_asked_already':
      'Das haben Sie schon verlangt: Anliegen Nr. {number} ist noch nicht beantwortet.',
    'refusal.privacy_asked_already.remedy': 'Der letzte Tag steht daneben; Sie hören von uns per Mail.',
    'refusal.privacy_words_missing': 'Der Grund oder die Antwort fehlt.',
    'refusal.privacy_words_missing.remedy': 'Schreiben Sie es auf: So wird es aufbewahrt und mitgeteilt.',
    'refusal.breach_unknown': 'Diese Datenpanne gibt es nicht.',
    'refusal.breach_unknown.remedy': 'Öffnen Sie die Liste neu.',
    'refusal.breach_step_not_now': 'Das ist schon aufgeschrieben, oder es gibt nichts zu tun.',
    'refusal.breach_step_not_now.remedy': 'Öffnen Sie die Liste neu. Später Bekanntes kommt als Notiz dazu.',
    'refusal.breach_time_wrong': 'Der Zeitpunkt liegt in der Zukunft oder vor der Kenntnis der Datenpanne.',
    'refusal.breach_time_wrong.remedy': 'Geben Sie Tag und Uhrzeit ein, wie sie waren.',
    'refusal.breach_late_reason': 'Die Behörde erfuhr es nach ihren Stunden: Der Grund fehlt.',
    'refusal.breach_late_reason.remedy': 'Schreiben Sie auf, warum es spät war; auch die Behörde erfährt es.',
  },
);
