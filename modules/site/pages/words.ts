import { defineWords } from '#platform/words/words.ts';

/** Words of the public site. Figures and dates come from the plans and the policies, never from here. */
export const siteWords = defineWords(
  {
    'way.features': 'Features',
    'way.pricing': 'Pricing',
    'way.support': 'Support',
    'way.contact': 'Contact',
    'way.status': 'Status',

    'home.title': 'Furniture made to measure, promised to the day',
    'home.description':
      'Tenon runs a furniture factory from the quote to the payment: parts, cutting, schedule, stations, delivery, money.',
    'home.lead':
      'Tenon runs a furniture factory from the quote to the payment. It knows every part, plans every sheet, and tells a delivery date that the workshop can keep.',
    'home.contact': 'Talk to us',
    'home.pricing': 'See prices',
    'home.picture.today':
      'The office in the morning: what is late, what the floor does now, and what needs somebody.',
    'home.for': 'For whom',
    'home.for.1': 'Joineries and cabinet makers',
    'home.for.1.text':
      'with five to two hundred people, who make kitchens, wardrobes and shop fittings to measure and count in orders, not in pallets.',
    'home.for.2': 'The people at the machines',
    'home.for.2.text':
      'who want to know the next part and its edges, also with gloves on and also when the network is away.',
    'home.for.3': 'Whoever signs the offer',
    'home.for.3.text': 'and has to name a day and a price while the customer is still on the telephone.',
    'home.how': 'One order, from the first call to the money',
    'home.how.1': 'Quote',
    'home.how.1.text':
      'Type the measures; parts, edges, hardware, minutes and price follow. The date comes from the machines’ real load.',
    'home.how.2': 'Cut',
    'home.how.2.text':
      'Sheets are planned in seconds, with grain, kerf and trims; an offcut in the rack is used before a new board.',
    'home.how.3': 'Make',
    'home.how.3.text':
      'Every part has a label and a life. A tap at the station moves it on; a bad part is remade with one more.',
    'home.how.4': 'Deliver and be paid',
    'home.how.4.text':
      'Packages by stop, a note to sign, the invoice behind it, and the payment that finds its way to it.',
    'home.picture.cut':
      'A sheet as the saw will cut it, true to scale: parts with their grain, waste hatched, what goes back to the rack.',
    'home.picture.station': 'The station at the saw, on a phone: one sheet, its drawing, one large answer.',
    'home.difference': 'When something changes, you see the difference first',
    'home.difference.text':
      'A door becomes wider, a machine stops, a customer calls. Before anything is applied Tenon shows what it costs: parts to cut again, sheets, minutes, the new date, the margin. What was cut stays cut.',
    'home.trust': 'Promises with a proof',
    'home.trust.text':
      'Our policies are part of the program. Under each sentence stands what keeps it and whether this very installation has shown it.',
    'home.trust.link': 'Read the policies with their proofs',

    'features.title': 'What Tenon does',
    'features.lead':
      'All of it is one program on one database: nothing is typed twice, and every figure opens the rows behind it.',
    'features.sell': 'Sell',
    'features.sell.text':
      'Products with parameters, rules and formulas of your own. Part lists from CSV or drawings. Quotes by revision, deposits, delivery dates from the real load of the machines.',
    'features.cut': 'Cut',
    'features.cut.text':
      'Cut plans with grain, kerf, trims, stages and books of sheets; offcuts with their place in the rack. Every plan is checked by a second program that shares nothing with the first.',
    'features.plan': 'Plan',
    'features.plan.text':
      'A schedule over all machines and people with shifts and holidays. Move a bar, see what becomes late, and pin what must stay.',
    'features.make': 'Make',
    'features.make.text':
      'Stations for tablets and phones that go on without a network: scan, next part, help, remake. Nothing tapped is ever lost or counted twice.',
    'features.stock': 'Store',
    'features.stock.text':
      'Boards and offcuts by rack, what is reserved for which plan, and what has fallen below its minimum.',
    'features.deliver': 'Deliver',
    'features.deliver.text':
      'Packages by stop, what is loaded and what is missing, and delivery notes to sign.',
    'features.money': 'Invoice',
    'features.money.text':
      'Electronic invoices after EN 16931, bank statements matched by themselves, reminders, direct debits, books for the tax adviser, and the profit of each order.',
    'features.open': 'Stay free',
    'features.open.text':
      'An interface for programs that describes each of its addresses, saw files and part lists in the formats of your machines, books for your tax adviser. What is yours can leave.',
    'features.private': 'Protect',
    'features.private.text':
      'Each factory is separated from every other. Card numbers are masked before they are stored, bank details are sealed, and each look at them is written down where you can see it.',

    'pricing.title': 'Prices',
    'pricing.lead':
      'Net of one for a term, before the tax of your country. You see the total with tax before you order.',
    'pricing.none': 'No plan is on sale here at the moment.',
    'pricing.none.text': 'Write to us: you get an offer for what you need.',
    'pricing.ask': 'Ask for an offer',
    'pricing.order': 'Order it',
    'pricing.service': 'Services',
    'pricing.addon': 'To add to a service',
    'pricing.term': '{months, plural, =1 {for one month} =12 {for a year} other {for # months}}',
    'pricing.month': '{amount} a month',
    'pricing.end': 'How it ends',
    'pricing.end.text': 'By an e-mail, with the notice and the refund that the cancellation policy promises.',
    'pricing.end.link': 'Read the cancellation policy',

    'contact.title': 'Contact',
    'contact.lead': 'Tell us what you make and what you need. A person answers.',
    'contact.name': 'Name',
    'contact.email': 'E-mail',
    'contact.company': 'Company (optional)',
    'contact.message': 'What it is about',
    'contact.about': 'About the plan {plan}',
    'contact.consent':
      'I agree that {operator} uses these details to answer me, as its privacy policy (version {version}) says.',
    'contact.policy': 'Read the privacy policy',
    'contact.send': 'Send',
    'contact.sent': 'It has arrived, as enquiry {number}.',
    'contact.sent.text': 'We answer to {email}. You can take back your consent there at any time.',
    'contact.masked': 'A card number in it was masked before it was stored. Please never send card numbers.',
    'contact.wrong': 'Not sent yet.',
    'contact.wrong.name': 'Please give a name of at most 120 characters.',
    'contact.wrong.email': 'This is no e-mail address we could answer to.',
    'contact.wrong.company': 'The company’s name has at most 120 characters.',
    'contact.wrong.message': 'Please write a message of at most 4,000 characters.',
    'contact.wrong.consent': 'Without your consent we may not keep what you wrote. Please tick the box.',
    'contact.wrong.policy': 'The policy has changed meanwhile. Please read it and tick the box again.',
    'contact.braked':
      'Many messages came from this network. Please try again in a quarter of an hour, or write to {address}.',
    'contact.direct': 'Or write directly',

    'support.title': 'Support',
    'support.ask': 'Ask us here',
    'support.lead':
      'Write to {address}. What you send is answered by a person, with a number you can come back to.',
    'support.when': 'How fast',
    'support.when.text': 'We answer on working days, in the time zone {zone}.',
    'support.cancel': 'Ending a service',
    'support.cancel.text':
      'A mail to {address} is enough. The cancellation policy says what follows, with worked examples.',
    'support.privacy': 'Your data',
    'support.privacy.text':
      'To see, correct, take along or delete what we hold about you, write to {address} or use your account.',
    'support.api': 'For programs',
    'support.api.text': 'The interface describes itself:',
    'support.api.link': 'all addresses, with fields and errors',
    'support.mail': 'What not to send',
    'support.mail.text':
      'Never send card numbers or passwords. Card numbers are masked before they are stored, wherever they arrive.',

    'status.title': 'Status',
    'status.ok': 'Everything answers.',
    'status.asked': 'Asked {at} (UTC), by this page itself.',
    'status.database': 'Database',
    'status.database.text': 'answered in {ms} ms',
    'status.proofs': 'Promises',
    'status.proofs.text': '{proven} of {all} proven on this installation',
  },
  {
    'way.features': 'Funktionen',
    'way.pricing': 'Preise',
    'way.support': 'Hilfe',
    'way.contact': 'Kontakt',
    'way.status': 'Status',

    'home.title': 'Möbel nach Maß, auf den Tag zugesagt',
    'home.description':
      'Tenon führt eine Möbelfabrik vom Angebot bis zur Zahlung: Teile, Zuschnitt, Plan, Stationen, Lieferung, Geld.',
    'home.lead':
      'Tenon führt eine Möbelfabrik vom Angebot bis zur Zahlung. Es kennt jedes Teil, plant jede Platte und nennt einen Liefertermin, den die Werkstatt halten kann.',
    'home.contact': 'Mit uns sprechen',
    'home.pricing': 'Preise ansehen',
    'home.picture.today':
      'Das Büro am Morgen: was sich verspätet, was die Werkstatt gerade tut und was jemanden braucht.',
    'home.for': 'Für wen',
    'home.for.1': 'Tischlereien und Möbelbauer',
    'home.for.1.text':
      'mit fünf bis zweihundert Leuten, die Küchen, Schränke und Ladenbau nach Maß fertigen und in Aufträgen zählen, nicht in Paletten.',
    'home.for.2': 'Die Leute an den Maschinen',
    'home.for.2.text':
      'die das nächste Teil und seine Kanten wissen wollen, auch mit Handschuhen und auch, wenn das Netz weg ist.',
    'home.for.3': 'Wer das Angebot unterschreibt',
    'home.for.3.text': 'und Tag und Preis nennen muss, solange der Kunde noch am Telefon ist.',
    'home.how': 'Ein Auftrag, vom ersten Anruf bis zum Geld',
    'home.how.1': 'Anbieten',
    'home.how.1.text':
      'Maße eingeben; Teile, Kanten, Beschläge, Minuten und Preis folgen. Der Termin kommt aus der wirklichen Auslastung.',
    'home.how.2': 'Zuschneiden',
    'home.how.2.text':
      'Platten sind in Sekunden geplant, mit Maserung, Schnittfuge und Besäumung; ein Reststück aus dem Regal kommt vor einer neuen Platte.',
    'home.how.3': 'Fertigen',
    'home.how.3.text':
      'Jedes Teil hat ein Etikett und einen Lebenslauf. Ein Tipp an der Station bringt es weiter; ein schlechtes Teil wird mit einem zweiten neu gemacht.',
    'home.how.4': 'Liefern und bezahlt werden',
    'home.how.4.text':
      'Packstücke nach Halt, ein Schein zum Unterschreiben, dahinter die Rechnung, und die Zahlung findet zu ihr.',
    'home.picture.cut':
      'Eine Platte, wie die Säge sie schneiden wird, maßstäblich: Teile mit Maserung, Abfall schraffiert, was zurück ins Regal geht.',
    'home.picture.station':
      'Die Station an der Säge, auf einem Telefon: eine Platte, ihre Zeichnung, eine große Antwort.',
    'home.difference': 'Ändert sich etwas, sehen Sie zuerst den Unterschied',
    'home.difference.text':
      'Eine Tür wird breiter, eine Maschine steht, ein Kunde ruft an. Bevor etwas gilt, zeigt Tenon, was es kostet: Teile neu zuschneiden, Platten, Minuten, den neuen Termin, die Marge. Was geschnitten ist, bleibt geschnitten.',
    'home.trust': 'Zusagen mit Nachweis',
    'home.trust.text':
      'Unsere Bedingungen sind Teil des Programms. Unter jedem Satz steht, was ihn einhält und ob genau diese Installation es gezeigt hat.',
    'home.trust.link': 'Die Bedingungen mit ihren Nachweisen lesen',

    'features.title': 'Was Tenon kann',
    'features.lead':
      'Alles ist ein Programm auf einer Datenbank: Nichts wird zweimal getippt, und jede Zahl öffnet die Zeilen dahinter.',
    'features.sell': 'Verkaufen',
    'features.sell.text':
      'Produkte mit Parametern, Regeln und eigenen Formeln. Stücklisten aus CSV oder Zeichnungen. Angebote mit Fassungen, Anzahlungen, Termine aus der wirklichen Auslastung.',
    'features.cut': 'Zuschneiden',
    'features.cut.text':
      'Schnittpläne mit Maserung, Schnittfuge, Besäumung, Stufen und Plattenpaketen; Reststücke mit ihrem Platz im Regal. Jeden Plan prüft ein zweites Programm, das mit dem ersten nichts teilt.',
    'features.plan': 'Planen',
    'features.plan.text':
      'Ein Plan über alle Maschinen und Leute mit Schichten und Feiertagen. Einen Balken verschieben, sehen, was sich verspätet, und festhalten, was bleiben muss.',
    'features.make': 'Fertigen',
    'features.make.text':
      'Stationen für Tablets und Telefone, die ohne Netz weiterarbeiten: scannen, nächstes Teil, Hilfe, neu machen. Kein Tipp geht verloren, keiner zählt doppelt.',
    'features.stock': 'Lagern',
    'features.stock.text':
      'Platten und Reststücke nach Regal, was für welchen Plan reserviert ist und was unter sein Minimum gefallen ist.',
    'features.deliver': 'Liefern',
    'features.deliver.text':
      'Packstücke nach Halt, was geladen ist und was fehlt, und Lieferscheine zum Unterschreiben.',
    'features.money': 'Abrechnen',
    'features.money.text':
      'Elektronische Rechnungen nach EN 16931, Kontoauszüge, die sich selbst zuordnen, Mahnungen, Lastschriften, Bücher für die Steuerberatung und der Gewinn jedes Auftrags.',
    'features.open': 'Frei bleiben',
    'features.open.text':
      'Eine Schnittstelle für Programme, die jede ihrer Adressen beschreibt, Sägedateien und Stücklisten in den Formaten Ihrer Maschinen, Bücher für Ihre Steuerberatung. Was Ihnen gehört, kann hinaus.',
    'features.private': 'Schützen',
    'features.private.text':
      'Jede Fabrik ist von jeder anderen getrennt. Kartennummern werden vor dem Speichern maskiert, Bankdaten versiegelt, und jeder Blick darauf steht dort, wo Sie ihn sehen.',

    'pricing.title': 'Preise',
    'pricing.lead':
      'Netto für eine Laufzeit, vor der Steuer Ihres Landes. Die Summe mit Steuer sehen Sie vor der Bestellung.',
    'pricing.none': 'Zurzeit wird hier kein Tarif angeboten.',
    'pricing.none.text': 'Schreiben Sie uns: Sie bekommen ein Angebot für das, was Sie brauchen.',
    'pricing.ask': 'Angebot anfragen',
    'pricing.order': 'Bestellen',
    'pricing.service': 'Dienste',
    'pricing.addon': 'Zu einem Dienst dazu',
    'pricing.term': '{months, plural, =1 {für einen Monat} =12 {für ein Jahr} other {für # Monate}}',
    'pricing.month': '{amount} im Monat',
    'pricing.end': 'Wie es endet',
    'pricing.end.text':
      'Mit einer E-Mail, mit der Frist und der Rückzahlung, die die Kündigungsbedingungen zusagen.',
    'pricing.end.link': 'Kündigungsbedingungen lesen',

    'contact.title': 'Kontakt',
    'contact.lead': 'Sagen Sie uns, was Sie fertigen und was Sie brauchen. Ein Mensch antwortet.',
    'contact.name': 'Name',
    'contact.email': 'E-Mail',
    'contact.company': 'Firma (freiwillig)',
    'contact.message': 'Worum es geht',
    'contact.about': 'Zum Tarif {plan}',
    'contact.consent':
      'Ich bin einverstanden, dass {operator} diese Angaben nutzt, um mir zu antworten, wie es die Datenschutzerklärung (Fassung {version}) sagt.',
    'contact.policy': 'Datenschutzerklärung lesen',
    'contact.send': 'Absenden',
    'contact.sent': 'Es ist angekommen, als Anfrage {number}.',
    'contact.sent.text':
      'Wir antworten an {email}. Dort können Sie Ihre Einwilligung jederzeit zurücknehmen.',
    'contact.masked':
      'Eine Kartennummer darin wurde vor dem Speichern maskiert. Bitte senden Sie nie Kartennummern.',
    'contact.wrong': 'Noch nicht gesendet.',
    'contact.wrong.name': 'Bitte einen Namen mit höchstens 120 Zeichen angeben.',
    'contact.wrong.email': 'Das ist keine E-Mail-Adresse, an die wir antworten könnten.',
    'contact.wrong.company': 'Der Name der Firma hat höchstens 120 Zeichen.',
    'contact.wrong.message': 'Bitte eine Nachricht mit höchstens 4.000 Zeichen schreiben.',
    'contact.wrong.consent':
      'Ohne Ihre Einwilligung dürfen wir nicht behalten, was Sie geschrieben haben. Bitte das Kästchen ankreuzen.',
    'contact.wrong.policy':
      'Die Erklärung hat sich inzwischen geändert. Bitte lesen und das Kästchen erneut ankreuzen.',
    'contact.braked':
      'Aus diesem Netz kamen viele Nachrichten. Bitte in einer Viertelstunde noch einmal, oder schreiben Sie an {address}.',
    'contact.direct': 'Oder direkt schreiben',

    'support.title': 'Hilfe',
    'support.ask': 'Fragen Sie uns hier',
    'support.lead':
      'Schreiben Sie an {address}. Was Sie senden, beantwortet ein Mensch, mit einer Nummer, auf die Sie zurückkommen können.',
    'support.when': 'Wie schnell',
    'support.when.text': 'Wir antworten an Werktagen, in der Zeitzone {zone}.',
    'support.cancel': 'Einen Dienst beenden',
    'support.cancel.text':
      'Eine E-Mail an {address} genügt. Die Kündigungsbedingungen sagen, was folgt, mit durchgerechneten Beispielen.',
    'support.privacy': 'Ihre Daten',
    'support.privacy.text':
      'Um zu sehen, zu berichtigen, mitzunehmen oder zu löschen, was wir über Sie haben, schreiben Sie an {address} oder nutzen Sie Ihr Konto.',
    'support.api': 'Für Programme',
    'support.api.text': 'Die Schnittstelle beschreibt sich selbst:',
    'support.api.link': 'alle Adressen, mit Feldern und Fehlern',
    'support.mail': 'Was Sie nicht senden sollten',
    'support.mail.text':
      'Senden Sie nie Kartennummern oder Passwörter. Kartennummern werden vor dem Speichern maskiert, wo immer sie ankommen.',

    'status.title': 'Status',
    'status.ok': 'Alles antwortet.',
    'status.asked': 'Gefragt am {at} (UTC), von dieser Seite selbst.',
    'status.database': 'Datenbank',
    'status.database.text': 'antwortete in {ms} ms',
    'status.proofs': 'Zusagen',
    'status.proofs.text': '{proven} von {all} auf dieser Installation nachgewiesen',
  },
);
