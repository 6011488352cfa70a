import type { Wording } from './clause.ts';
import type { CANCELLATION_IDS } from './ids.ts';

/** The cancellation policy as shipped, sentence by sentence. */
export const CANCELLATION: Readonly<Record<(typeof CANCELLATION_IDS)[number], Wording>> = {
  'C-0a': {
    en: 'Plans change, and we understand that one day you may have to give up your Odoo hosting.',
    de: 'Pläne ändern sich, und wir verstehen, dass Sie Ihr Odoo-Hosting eines Tages aufgeben müssen.',
  },
  'C-0b': {
    en: 'These rules are made so that a cancellation is fair and open to view for you and for us. For you count the rules that were in force when your current paid term was bought.',
    de: 'Diese Regeln sind so gemacht, dass eine Kündigung für Sie und für uns gerecht und durchschaubar ist. Für Sie gelten die Regeln, die in Kraft waren, als Ihr laufender bezahlter Zeitraum gekauft wurde.',
  },
  'C-0c': {
    en: 'This is how cancelling works; please read it:',
    de: 'So läuft eine Kündigung ab; bitte lesen Sie es:',
  },
  'C-1a': {
    en: 'How to cancel: begin by sending us a formal request to cancel in one of these ways:',
    de: 'So kündigen Sie: Senden Sie uns zu Beginn auf einem dieser Wege eine förmliche Kündigung:',
    restsOn: ['cancel.clarifyDays', 'cancel.clarifyRemindDays', 'cancel.duplicateMinutes'],
  },
  'C-1b': {
    en: 'By e-mail: write to {cancel.address} that you cancel. No set wording, no form and no phone call is needed.',
    de: 'Per E-Mail: Schreiben Sie an {cancel.address}, dass Sie kündigen. Es braucht keinen festen Wortlaut, kein Formular und keinen Anruf.',
  },
  'C-2a': {
    en: 'Notice: every cancellation takes a notice of no less than {cancel.noticeDays} days. The day on which your request reaches us is not counted. If you name an earlier day, {cancel.shortNotice}.',
    de: 'Frist: Jede Kündigung braucht eine Frist von mindestens {cancel.noticeDays} Tagen. Der Tag, an dem Ihr Wunsch bei uns eingeht, zählt nicht mit. Nennen Sie einen früheren Tag, {cancel.shortNotice}.',
    restsOn: ['contract.zone', 'operator.zone'],
  },
  'C-2b': {
    en: 'In that time we handle your request and see to it that your hosting is handed over smoothly.',
    de: 'In dieser Zeit bearbeiten wir Ihren Wunsch und sorgen dafür, dass Ihr Hosting reibungslos übergeht.',
  },
  'C-3a': {
    en: 'Refund: if your request kept a notice of {cancel.noticeDays} days or more, you get back, by days, what is left unused of the hosting that you paid for in advance, counted from the day after the cancellation takes effect; {refund.rounding}. We set the payment going within {refund.initiateWithinDays} days after the end of the service.',
    de: 'Erstattung: Hat Ihre Kündigung eine Frist von {cancel.noticeDays} Tagen oder mehr eingehalten, erhalten Sie taggenau zurück, was vom im Voraus bezahlten Hosting ungenutzt bleibt, gezählt ab dem Tag, nachdem die Kündigung wirksam wird; {refund.rounding}. Wir stoßen die Zahlung innerhalb von {refund.initiateWithinDays} Tagen nach dem Ende des Dienstes an.',
  },
  'C-3b': {
    en: 'If the notice was shorter than {cancel.noticeDays} days, there is no refund.',
    de: 'War die Frist kürzer als {cancel.noticeDays} Tage, gibt es keine Erstattung.',
  },
  'C-4a': {
    en: 'Open payments: what is owed, by invoice or otherwise, must be paid before a cancellation can be completed; where something is open, {refund.offset}.',
    de: 'Offene Zahlungen: Was geschuldet ist, durch Rechnung oder sonst, muss bezahlt sein, bevor eine Kündigung abgeschlossen werden kann; offene Beträge {refund.offset}.',
    restsOn: ['cancel.finalInvoiceDays'],
  },
  'C-4b': {
    en: 'As long as something stays unpaid, the cancellation may be delayed: {cancel.hold}.',
    de: 'Solange etwas unbezahlt bleibt, kann sich die Kündigung verzögern: Dann {cancel.hold}.',
  },
  'C-5a': {
    en: 'Your data: once your request has reached us, and before the day on which the cancellation takes effect, we send you instructions for backing up your data and fetching it from our servers. In the last {cancel.finalBackupHours} hours of the service we make a final backup ourselves.',
    de: 'Ihre Daten: Sobald Ihr Wunsch bei uns eingegangen ist und vor dem Tag, an dem die Kündigung wirksam wird, senden wir Ihnen eine Anleitung, wie Sie Ihre Daten sichern und von unseren Servern holen. In den letzten {cancel.finalBackupHours} Stunden des Dienstes machen wir selbst eine letzte Sicherung.',
  },
  'C-5b': {
    en: 'We urge you to do whatever it takes to bring your data to safety before the hosting ends. After the end we keep it for {cancel.retrievalGraceDays} days and hand it over when asked; then it is deleted, and within {cancel.backupExpiryDays} further days its backups are gone as well.',
    de: 'Wir raten Ihnen dringend, alles Nötige zu tun, um Ihre Daten in Sicherheit zu bringen, bevor das Hosting endet. Nach dem Ende bewahren wir sie {cancel.retrievalGraceDays} Tage auf und geben sie auf Anfrage heraus; dann werden sie gelöscht, und innerhalb von weiteren {cancel.backupExpiryDays} Tagen sind auch ihre Sicherungen fort.',
  },
  'C-6a': {
    en: 'End of access: when your cancellation has been handled, your access to the Odoo hosting ends on the day that was agreed, when that day is over.',
    de: 'Ende des Zugangs: Ist Ihre Kündigung bearbeitet, endet Ihr Zugang zum Odoo-Hosting an dem vereinbarten Tag, sobald dieser Tag vorüber ist.',
    restsOn: ['cancel.accessEndToleranceMinutes'],
  },
  'C-6b': {
    en: 'Please see to it that by then every file and all data that you need is downloaded and stored. We remind you {cancel.remindDaysBefore} days before the end.',
    de: 'Bitte sorgen Sie dafür, dass bis dahin alle Dateien und Daten, die Sie brauchen, heruntergeladen und gespeichert sind. Wir erinnern Sie {cancel.remindDaysBefore} Tage vor dem Ende.',
    restsOn: ['cancel.reminderTime'],
  },
  'C-7a': {
    en: 'Customisations and add-ons: what you ordered beside the hosting while it ran may not be refundable when you cancel; please keep that in mind.',
    de: 'Anpassungen und Zusätze: Was Sie während der Laufzeit neben dem Hosting bestellt haben, ist bei einer Kündigung möglicherweise nicht erstattbar; bitte denken Sie daran.',
  },
  'C-7b': {
    en: 'You are told the terms of each of them when the service is agreed.',
    de: 'Die Bedingungen für jeden davon erfahren Sie, wenn der Dienst vereinbart wird.',
  },
  'C-8a': {
    en: 'Acknowledgement: we tell you that your request to cancel has arrived, and confirm by e-mail once the cancellation is under way.',
    de: 'Bestätigung: Wir teilen Ihnen mit, dass Ihre Kündigung eingegangen ist, und bestätigen per E-Mail, sobald die Kündigung läuft.',
    restsOn: ['cancel.ackMinutes'],
  },
  'C-8b': {
    en: 'Please keep that e-mail.',
    de: 'Bitte bewahren Sie diese E-Mail auf.',
  },
  'C-9a': {
    en: 'We work on making it as easy as possible for our customers to cancel.',
    de: 'Wir arbeiten daran, dass unsere Kunden so einfach wie möglich kündigen können.',
  },
  'C-9b': {
    en: 'Whatever is unclear or wherever you need help with it, write to our customer support at {cancel.address}.',
    de: 'Was auch immer unklar ist oder wobei Sie Hilfe brauchen: Schreiben Sie unserem Kundendienst an {cancel.address}.',
    restsOn: ['support.answerWorkingDays', 'operator.supportAddress'],
  },
  'C-10a': {
    en: 'Please note that these rules may change. A change touches neither a cancellation that is under way nor a term that is already paid, and a change of substance counts no sooner than {policy.noticeDaysMaterial} days after we have published it.',
    de: 'Bitte beachten Sie, dass diese Regeln sich ändern können. Eine Änderung berührt weder eine laufende Kündigung noch einen bereits bezahlten Zeitraum, und eine inhaltliche Änderung gilt frühestens {policy.noticeDaysMaterial} Tage nach ihrer Veröffentlichung.',
  },
  'C-10b': {
    en: 'The latest version is on our website, and our customer support tells you what is current if you ask.',
    de: 'Die neueste Fassung steht auf unserer Website, und unser Kundendienst sagt Ihnen auf Nachfrage, was gilt.',
  },
};
