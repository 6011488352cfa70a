import type { Wording } from './clause.ts';
import type { PRIVACY_IDS } from './ids.ts';

/** The privacy policy as shipped, sentence by sentence. An operator may put other words in their place, never other promises. */
export const PRIVACY: Readonly<Record<(typeof PRIVACY_IDS)[number], Wording>> = {
  'P-1.1': {
    en: 'We take care of the privacy of everyone who visits our sites ({operator.sites}), works with our application for running a furniture factory, uses another product of ours, or deals with us in whatever way. That includes the mobile apps that belong to {operator.name} and are run by it.',
    de: 'Wir schützen die Privatsphäre aller, die unsere Seiten ({operator.sites}) besuchen, mit unserer Anwendung für die Führung einer Möbelfabrik arbeiten, ein anderes Produkt von uns nutzen oder auf welchem Weg auch immer mit uns zu tun haben. Das schließt die mobilen Apps ein, die {operator.name} gehören und von dort betrieben werden.',
    restsOn: ['dsr.months', 'dsr.extensionMonths'],
  },
  'P-1.2': {
    en: 'This policy is about the personal data of people who visit our website or use our services, wherever it is us who decide why and how it is processed, that is, where we are the controller.',
    de: 'Diese Erklärung betrifft personenbezogene Daten von Menschen, die unsere Website besuchen oder unsere Dienste nutzen, soweit wir über Zweck und Mittel der Verarbeitung entscheiden, also Verantwortlicher sind.',
    restsOn: ['processor.forwardWorkingDays'],
  },
  'P-1.3a': {
    en: 'This privacy policy may change. A change of substance counts no sooner than {policy.noticeDaysMaterial} days after we have published it.',
    de: 'Diese Datenschutzerklärung kann sich ändern. Eine inhaltliche Änderung gilt frühestens {policy.noticeDaysMaterial} Tage nach ihrer Veröffentlichung.',
    restsOn: ['operator.soloWaitHours'],
  },
  'P-1.3b': {
    en: 'Each change is announced on our blog as well, with what is different and the day from which it counts.',
    de: 'Jede Änderung kündigen wir auch in unserem Blog an, mit dem, was anders ist, und dem Tag, ab dem sie gilt.',
  },
  'P-1.4': {
    en: 'On your first visit to our website we ask whether you agree to the cookies that this policy describes. Your answer holds for {cookie.consentMonths} months; then we ask again.',
    de: 'Bei Ihrem ersten Besuch auf unserer Website fragen wir, ob Sie den Cookies zustimmen, die diese Erklärung beschreibt. Ihre Antwort gilt {cookie.consentMonths} Monate lang; dann fragen wir erneut.',
  },
  'P-1.5': {
    en: 'Wherever this policy says “we”, “us” or “our”, {operator.name} is meant.',
    de: 'Wo in dieser Erklärung „wir“, „uns“ oder „unser“ steht, ist {operator.name} gemeint.',
  },
  'P-2.0': {
    en: 'This part tells you which kinds of data we process and where they come from, what we use them for, with whom we share them, and what the analytics tools of others may do.',
    de: 'Dieser Teil sagt Ihnen, welche Arten von Daten wir verarbeiten und woher sie kommen, wofür wir sie verwenden, mit wem wir sie teilen und was Auswertungswerkzeuge Dritter dürfen.',
  },
  'P-2.1a': {
    en: 'We collect what you give us yourself.',
    de: 'Wir erheben, was Sie uns selbst geben.',
  },
  'P-2.1b': {
    en: 'You do so whenever you use an interactive part of our services, fill in a form, ask for support, leave contact or identifying details, or get in touch with us in another way.',
    de: 'Das tun Sie, wann immer Sie einen interaktiven Teil unserer Dienste nutzen, ein Formular ausfüllen, um Unterstützung bitten, Kontakt- oder Identitätsangaben hinterlassen oder sich auf andere Weise an uns wenden.',
  },
  'P-2.1c': {
    en: 'It can be your name, your e-mail address, a picture for your profile, a phone number, a postal address, details of a payment card, or whatever else you decide to tell us so that we can reach or recognise you. The full number of a card is never stored.',
    de: 'Das können Ihr Name, Ihre E-Mail-Adresse, ein Bild für Ihr Profil, eine Telefonnummer, eine Postanschrift, Angaben zu einer Zahlungskarte sein oder was Sie uns sonst mitteilen, damit wir Sie erreichen oder erkennen. Die vollständige Nummer einer Karte wird nie gespeichert.',
  },
  'P-2.1d': {
    en: 'We process it because you consented to that.',
    de: 'Wir verarbeiten es, weil Sie darin eingewilligt haben.',
  },
  'P-2.2a': {
    en: 'Each time you open or use our services we record facts about you. The log of these visits is deleted after {log.accessDays} days, and {log.ipCutDays} days after a visit the network address in it is shortened.',
    de: 'Jedes Mal, wenn Sie unsere Dienste öffnen oder nutzen, zeichnen wir Angaben über Sie auf. Das Protokoll dieser Besuche wird nach {log.accessDays} Tagen gelöscht, und {log.ipCutDays} Tage nach einem Besuch wird die Netzadresse darin gekürzt.',
  },
  'P-2.2b': {
    en: 'Our reason is a legitimate interest: to watch over our website and our services and to make them better.',
    de: 'Unser Grund ist ein berechtigtes Interesse: über unsere Website und unsere Dienste zu wachen und sie zu verbessern.',
  },
  'P-2.3a': {
    en: 'To let you use our services, or to make the service better in general, we may process information about you that comes from elsewhere.',
    de: 'Um Ihnen unsere Dienste zugänglich zu machen oder den Dienst allgemein zu verbessern, dürfen wir Angaben über Sie verarbeiten, die aus anderen Quellen stammen.',
  },
  'P-2.3b': {
    en: 'We do that with your consent.',
    de: 'Das tun wir mit Ihrer Einwilligung.',
  },
  'P-2.4a': {
    en: 'What we know about you serves several purposes, all of them on a closed list.',
    de: 'Was wir über Sie wissen, dient verschiedenen Zwecken, die alle auf einer geschlossenen Liste stehen.',
  },
  'P-2.4b': {
    en: 'Here we rely on a legitimate interest as well, namely to watch over our services and to make them better.',
    de: 'Auch hier stützen wir uns auf ein berechtigtes Interesse, nämlich über unsere Dienste zu wachen und sie zu verbessern.',
  },
  'P-data.0a': {
    en: '{operator.name} keeps private and confidential what it learns while it works for other businesses.',
    de: '{operator.name} behandelt privat und vertraulich, was bei der Arbeit für andere Unternehmen bekannt wird.',
    restsOn: ['breach.hours', 'breach.tenantHours'],
  },
  'P-data.0b': {
    en: 'This part explains which types of data we take from businesses, for what purposes, and how the data helps us to do our work well.',
    de: 'Dieser Teil erklärt, welche Arten von Daten wir von Unternehmen aufnehmen, zu welchen Zwecken und wie die Daten uns helfen, unsere Arbeit gut zu machen.',
  },
  'P-data.types.0a': {
    en: 'When a business deals with us, we may collect the kinds of data that our services to it need.',
    de: 'Wenn ein Unternehmen mit uns zu tun hat, dürfen wir die Arten von Daten erheben, die unsere Dienste dafür brauchen.',
  },
  'P-data.types.0b': {
    en: 'They may be those that follow, and there may be others; another kind takes a new version of this policy.',
    de: 'Es können die folgenden sein und auch andere; eine weitere Art braucht eine neue Fassung dieser Erklärung.',
  },
  'P-data.types.1': {
    en: 'Names and contact details of businesses: for the people who act for a business we collect the name, the e-mail address, the phone number and the postal address.',
    de: 'Namen und Kontaktangaben von Unternehmen: Von den Menschen, die für ein Unternehmen handeln, erheben wir den Namen, die E-Mail-Adresse, die Telefonnummer und die Postanschrift.',
  },
  'P-data.types.2': {
    en: 'Details of the company: we may collect facts about the business itself, for example its name, its registration number and its addresses.',
    de: 'Angaben zur Firma: Wir dürfen Angaben über das Unternehmen selbst erheben, zum Beispiel seinen Namen, seine Registernummer und seine Anschriften.',
  },
  'P-data.types.3': {
    en: 'Financial details: while we work for a business, we may collect financial data, for example of its bank account, so that payments and invoices can be made.',
    de: 'Finanzielle Angaben: Während wir für ein Unternehmen arbeiten, dürfen wir Finanzdaten erheben, zum Beispiel zu seinem Bankkonto, damit gezahlt und abgerechnet werden kann.',
  },
  'P-data.purposes.0': {
    en: 'We process what we collect for these purposes:',
    de: 'Was wir erheben, verarbeiten wir zu diesen Zwecken:',
  },
  'P-data.purposes.1a': {
    en: 'Our services: above all, we collect business data to do well what businesses engage us for.',
    de: 'Unsere Dienste: Vor allem erheben wir Geschäftsdaten, um gut zu leisten, womit Unternehmen uns beauftragen.',
  },
  'P-data.purposes.1b': {
    en: 'That covers looking after accounts, handling orders, delivering products and supporting customers.',
    de: 'Dazu gehört, Konten zu führen, Aufträge zu bearbeiten, Produkte zu liefern und Kunden zu unterstützen.',
  },
  'P-data.purposes.2': {
    en: 'Communication: with the contact details of a business we may send it important news of the service and notices, and answer its questions and requests.',
    de: 'Verständigung: Mit den Kontaktangaben eines Unternehmens dürfen wir ihm wichtige Nachrichten zum Dienst und Hinweise senden sowie seine Fragen und Anliegen beantworten.',
  },
  'P-data.purposes.3': {
    en: 'Billing: with the financial data of a business we bill it, write its invoices and carry out payments for the services it received. Invoices are kept for {invoice.keepYears} years, as the law demands.',
    de: 'Abrechnung: Mit den Finanzdaten eines Unternehmens rechnen wir ab, schreiben seine Rechnungen und führen Zahlungen für erhaltene Leistungen aus. Rechnungen werden {invoice.keepYears} Jahre aufbewahrt, wie das Gesetz es verlangt.',
  },
  'P-data.purposes.4': {
    en: 'Law: now and then we may process business data because the law or a regulator demands it, or because authorities ask lawfully.',
    de: 'Recht: Mitunter dürfen wir Geschäftsdaten verarbeiten, weil das Gesetz oder eine Aufsicht es verlangt oder weil Behörden rechtmäßig anfragen.',
  },
  'P-data.basis.0': {
    en: 'The law allows our processing of data on these grounds:',
    de: 'Das Recht erlaubt unsere Verarbeitung von Daten aus diesen Gründen:',
  },
  'P-data.basis.1': {
    en: 'Consent: when a business engages with us or tells us something itself, we obtain its consent to the processing that this policy describes.',
    de: 'Einwilligung: Wenn ein Unternehmen mit uns in Verbindung tritt oder uns selbst etwas mitteilt, holen wir seine Einwilligung in die Verarbeitung ein, die diese Erklärung beschreibt.',
  },
  'P-data.basis.2': {
    en: 'Legitimate interests: we process data in the legitimate interest of our business, for example to make our services better, to watch how the website performs and to keep data secure.',
    de: 'Berechtigte Interessen: Wir verarbeiten Daten im berechtigten Interesse unseres Geschäfts, zum Beispiel um unsere Dienste zu verbessern, die Leistung der Website zu beobachten und Daten sicher zu halten.',
  },
  'P-data.share.0a': {
    en: 'We know how much depends on confidentiality: we sell no business data to others, and we neither rent it out nor lease it.',
    de: 'Wir wissen, wie viel von Vertraulichkeit abhängt: Wir verkaufen keine Geschäftsdaten an andere, und wir vermieten und verpachten sie nicht.',
  },
  'P-data.share.0b': {
    en: 'There may still be legitimate reasons to share data, among them these:',
    de: 'Dennoch kann es berechtigte Gründe geben, Daten weiterzugeben, unter anderem diese:',
  },
  'P-data.share.1a': {
    en: 'Service providers: we may let providers that we trust help us with our services.',
    de: 'Dienstleister: Wir dürfen uns bei unseren Diensten von Anbietern helfen lassen, denen wir vertrauen.',
  },
  'P-data.share.1b': {
    en: 'A contract binds every one of them to keep the data strictly confidential.',
    de: 'Ein Vertrag verpflichtet jeden von ihnen, die Daten streng vertraulich zu behandeln.',
    restsOn: ['processor.warnDays'],
  },
  'P-data.share.2': {
    en: 'Legal requirements: we may share data where the law or a legal process demands it, where we enforce our rights, or where rights, property or safety must be protected: those of our company, of our staff or of our clients.',
    de: 'Rechtliche Pflichten: Wir dürfen Daten weitergeben, wo ein Gesetz oder ein rechtliches Verfahren es verlangt, wo wir unsere Rechte durchsetzen oder wo Rechte, Eigentum oder Sicherheit zu schützen sind: die unserer Firma, unserer Beschäftigten oder unserer Kunden.',
  },
  'P-data.analytics.a': {
    en: 'We may use analytics tools of others to learn how our website and our services are used.',
    de: 'Wir dürfen Auswertungswerkzeuge anderer nutzen, um zu erfahren, wie unsere Website und unsere Dienste genutzt werden.',
  },
  'P-data.analytics.b': {
    en: 'So that we can improve what we offer, these tools may get anonymous totals and nothing else: at most {analytics.maxMetrics} numbers per {analytics.period}, each blurred by chance within a privacy budget of {analytics.epsilonPerRelease} for the whole release, and none below {analytics.floor} is told.',
    de: 'Damit wir unser Angebot verbessern können, dürfen diese Werkzeuge anonyme Summen erhalten und sonst nichts: höchstens {analytics.maxMetrics} Zahlen je {analytics.period}, jede durch Zufall verwischt innerhalb eines Privatheitsbudgets von {analytics.epsilonPerRelease} für die ganze Meldung, und keine unter {analytics.floor} wird genannt.',
  },
  'P-data.analytics.c': {
    en: 'No single business can be recognised in them.',
    de: 'Kein einzelnes Unternehmen ist darin zu erkennen.',
  },
};
