import { defineWords } from '#platform/words/words.ts';

/** The question itself: its words are part of each proof, so a change of them is visible in it. */
export const consentWords = defineWords(
  {
    'banner.label': 'Cookies',
    'banner.text':
      'May we keep your settings on this device and count whether you come back? You can read everything without it.',
    'banner.accept': 'Accept',
    'banner.reject': 'Reject',
    'banner.more': 'Choose one by one, and what each is for',
  },
  {
    'banner.label': 'Cookies',
    'banner.text':
      'Dürfen wir auf diesem Gerät Ihre Einstellungen ablegen und zählen, ob Sie wiederkommen? Lesen können Sie alles auch ohne.',
    'banner.accept': 'Annehmen',
    'banner.reject': 'Ablehnen',
    'banner.more': 'Einzeln wählen, und wofür es ist',
  },
);

/** The page of the settings. */
export const settingsWords = defineWords(
  {
    title: 'Cookie settings',
    lead: 'What is kept on your device, what for, and what you said to it. Essential entries make what you ask for work; everything else waits for your yes.',
    'state.ask': 'You have not chosen yet. Until you do, the answer to every purpose is no.',
    'state.gpc':
      'Your browser sends the signal Global Privacy Control. We take it as a no to every purpose; you can say yes here all the same.',
    'state.chosen': 'You chose on {on}. We ask again from {againOn}, or when what we tell you here changes.',
    'state.number':
      'Number of your choice: {number}. It is the only thing that leads to it; quote it when you ask us about it.',
    'state.saved': 'Your choice is saved.',
    'state.braked':
      'Too many choices came from this network. Nothing was stored; please try again in a quarter of an hour.',
    'state.unread': 'The form did not say what you choose. Nothing was stored.',
    choose: 'Choose by purpose',
    save: 'Save what is ticked',
    accept: 'Accept everything',
    reject: 'Reject everything',
    withdraw: 'Take back my consent',
    'withdraw.note': 'The cookies of these purposes are deleted with the answer.',
    theme: 'How you read this site',
    'theme.auto': 'As the device is set',
    'theme.light': 'Light',
    'theme.dark': 'Dark',
    'theme.save': 'Keep this',
    kept: 'Everything that can be on your device',
    'kept.name': 'Name',
    'kept.what': 'What it holds',
    'kept.purpose': 'For',
    'kept.until': 'Until',
    'kept.where': '{where, select, cookie {cookie} cache {cache} other {storage of the browser}}',
    essential: 'Essential',
    policy: 'The whole privacy policy',
    footer: 'Cookie settings',
  },
  {
    title: 'Cookie-Einstellungen',
    lead: 'Was auf Ihrem Gerät liegt, wofür, und was Sie dazu gesagt haben. Notwendige Einträge lassen funktionieren, was Sie verlangen; alles andere wartet auf Ihr Ja.',
    'state.ask': 'Sie haben noch nicht gewählt. Bis dahin ist die Antwort zu jedem Zweck Nein.',
    'state.gpc':
      'Ihr Browser sendet das Signal Global Privacy Control. Wir nehmen es als Nein zu jedem Zweck; Sie können hier trotzdem Ja sagen.',
    'state.chosen':
      'Sie haben am {on} gewählt. Wir fragen ab {againOn} erneut, oder wenn sich ändert, was wir Ihnen hier sagen.',
    'state.number':
      'Nummer Ihrer Wahl: {number}. Nur sie führt zu ihr; nennen Sie sie, wenn Sie uns danach fragen.',
    'state.saved': 'Ihre Wahl ist gespeichert.',
    'state.braked':
      'Aus diesem Netz kamen zu viele Wahlen. Es wurde nichts gespeichert; bitte in einer Viertelstunde noch einmal.',
    'state.unread': 'Das Formular sagte nicht, was Sie wählen. Es wurde nichts gespeichert.',
    choose: 'Nach Zweck wählen',
    save: 'Angekreuztes speichern',
    accept: 'Alles annehmen',
    reject: 'Alles ablehnen',
    withdraw: 'Einwilligung zurücknehmen',
    'withdraw.note': 'Die Cookies dieser Zwecke werden mit der Antwort gelöscht.',
    theme: 'Wie Sie diese Website lesen',
    'theme.auto': 'Wie das Gerät eingestellt ist',
    'theme.light': 'Hell',
    'theme.dark': 'Dunkel',
    'theme.save': 'So behalten',
    kept: 'Alles, was auf Ihrem Gerät liegen kann',
    'kept.name': 'Name',
    'kept.what': 'Was darin steht',
    'kept.purpose': 'Wofür',
    'kept.until': 'Bis wann',
    'kept.where': '{where, select, cookie {Cookie} cache {Zwischenspeicher} other {Speicher des Browsers}}',
    essential: 'Notwendig',
    policy: 'Die ganze Datenschutzerklärung',
    footer: 'Cookie-Einstellungen',
  },
);
