import { defineWords } from '#platform/words/words.ts';

/** What stands where a person was, and how the answers and archives say what was done. */
export const erasureWords = defineWords(
  {
    former: 'Former user #{number}',
    'store.none': 'People who sign in',
    'answer.erased': 'We have deleted what we hold about you: {kinds}.',
    'answer.nothing': 'We hold nothing about you that could be deleted.',
    'answer.kept': 'This stays until its time is over, and is deleted then without a new request:',
    'answer.keptLine': '{kind}: until {day}. {because}',
    'answer.again': 'What lies in a backup is deleted again before a backup is ever put back.',
    'answer.archive':
      'Your data is ready to be fetched as one file, until {day}. It holds tables for people and for programs.',
    'answer.archiveAccount': 'Sign in and open “Your data” to fetch it.',
    'answer.fetch': 'Fetch the file',
    'answer.restricted':
      'From now on your data is only kept. We write to you only what a law or your contract asks for, until you or we end this.',
    'answer.lifted': 'The restriction of your data ends: it is used again as before.',
    'answer.objected': 'What you open is no longer written down, and what stood there is deleted.',
    'answer.withdrawn': 'Your consent is taken back for: {purposes}.',
    'answer.withdrawnNone': 'There was no consent of yours that could be taken back.',
    'answer.corrected': 'We have corrected your name and telephone number wherever we hold them.',
    'archive.title': 'What {company} holds about you',
    'archive.asOf': 'As of {at}. Part: {part}.',
    'archive.self': 'you yourself',
    'archive.purposes': 'What for',
    'archive.recipients': 'Who receives it',
    'archive.kept': 'How long',
    'archive.sources': 'Where it comes from',
    'archive.nobody': 'nobody',
    'archive.instruction': 'on the instruction of the business',
    'archive.masked':
      'Names of other people are masked. Keys and passwords are left out: they are secrets of signing in.',
    'archive.leftOut':
      'These files are not in it, because together they are too large: {files}. Ask us for them.',
    'archive.none': 'Nothing is held in this part.',
    'archive.rights':
      'You can have data corrected, deleted or left unused, take it along, object to a use, take a consent back, and complain to a supervisory authority.',
    'reminder.subject': 'A request is to be answered by {day} (no. {number})',
    'reminder.text':
      'The request of a person no. {number} is not answered yet. Its last day is {day}. Making the time longer has to be told to the person before that day ends.',
  },
  {
    'store.none': 'Menschen, die sich anmelden',
    former: 'Ehemalige Nutzerin / ehemaliger Nutzer Nr. {number}',
    'answer.erased': 'Wir haben gelöscht, was wir über Sie haben: {kinds}.',
    'answer.nothing': 'Wir haben nichts über Sie, das sich löschen ließe.',
    'answer.kept': 'Dies bleibt, bis seine Zeit um ist, und wird dann ohne neues Anliegen gelöscht:',
    'answer.keptLine': '{kind}: bis {day}. {because}',
    'answer.again': 'Was in einer Sicherung liegt, wird erneut gelöscht, bevor je eine eingespielt wird.',
    'answer.archive':
      'Ihre Daten liegen bis {day} als eine Datei zum Abholen bereit, mit Tabellen für Menschen und für Programme.',
    'answer.archiveAccount': 'Melden Sie sich an und öffnen Sie „Ihre Daten“, um sie abzuholen.',
    'answer.fetch': 'Datei abholen',
    'answer.restricted':
      'Ab jetzt werden Ihre Daten nur noch aufbewahrt. Wir schreiben Ihnen nur, was ein Gesetz oder Ihr Vertrag verlangt, bis Sie oder wir das beenden.',
    'answer.lifted': 'Die Einschränkung Ihrer Daten endet: Sie werden wieder wie zuvor genutzt.',
    'answer.objected': 'Was Sie öffnen, wird nicht mehr aufgeschrieben, und was dort stand, ist gelöscht.',
    'answer.withdrawn': 'Ihre Einwilligung ist zurückgenommen für: {purposes}.',
    'answer.withdrawnNone': 'Es gab keine Einwilligung von Ihnen, die sich zurücknehmen ließe.',
    'answer.corrected': 'Wir haben Namen und Telefonnummer überall berichtigt, wo wir sie haben.',
    'archive.title': 'Was {company} über Sie hat',
    'archive.asOf': 'Stand {at}. Teil: {part}.',
    'archive.self': 'Sie selbst',
    'archive.purposes': 'Wozu',
    'archive.recipients': 'Wer es erhält',
    'archive.kept': 'Wie lange',
    'archive.sources': 'Woher es kommt',
    'archive.nobody': 'niemand',
    'archive.instruction': 'auf Weisung des Unternehmens',
    'archive.masked':
      'Namen anderer Personen sind verdeckt. Schlüssel und Kennwörter fehlen: Sie sind Geheimnisse der Anmeldung.',
    'archive.leftOut':
      'Diese Dateien sind nicht enthalten, weil sie zusammen zu groß sind: {files}. Bitten Sie uns darum.',
    'archive.none': 'In diesem Teil ist nichts gespeichert.',
    'archive.rights':
      'Sie können Daten berichtigen, löschen oder ungenutzt lassen, mitnehmen, einer Nutzung widersprechen, eine Einwilligung zurücknehmen und sich bei einer Aufsichtsbehörde beschweren.',
    'reminder.subject': 'Ein Anliegen ist bis {day} zu beantworten (Nr. {number})',
    'reminder.text':
      'Das Anliegen Nr. {number} einer Person ist noch nicht beantwortet. Der letzte Tag ist {day}. Eine Verlängerung muss die Person erfahren, bevor dieser Tag endet.',
  },
);
