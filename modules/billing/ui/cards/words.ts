import { defineWords } from '#platform/words/words.ts';

export const cardUiWords = defineWords(
  {
    'cards.title': 'Cards',
    'cards.money': 'Money',
    'cards.sentence':
      '{count, plural, =0 {No card payment waits for a decision.} one {One card payment waits for a decision.} other {# card payments wait for a decision.}}',
    'cards.note':
      'Bank transfer stays the usual way. Customers who prefer a card pay on the payment provider’s own page.',
    'cards.parked': 'Waiting for a decision',
    'cards.parkedNone': 'Everything that the provider says is booked.',
    'cards.invoice': 'Invoice',
    'cards.customer': 'Customer',
    'cards.amount': 'Amount',
    'cards.noticed': 'Noticed',
    'cards.why': 'Why it waits',
    'cards.next': 'Decide',
    'cards.why.card_amount_other': 'Not the amount that was asked for on the page.',
    'cards.why.card_currency_other':
      'Another currency than the invoice’s. Give it back at the provider, then set it aside.',
    'cards.why.card_above_open': 'More than is open: the invoice was paid or credited meanwhile.',
    'cards.why.card_refund_elsewhere':
      'Given back at the provider’s own desk, and nothing is open in the customer’s favour. Write a credit note, then book it.',
    'cards.why.card_dispute_unclear':
      'The cardholder’s bank takes back an amount that does not fit the payment. Set it right by hand, then set it aside.',
    'cards.book': 'Book it',
    'cards.booked': 'Booked',
    'cards.aside': 'Set aside',
    'cards.asideText': 'It is dealt with elsewhere and will not be booked here.',
    'cards.asideReason': 'Why',
    'cards.asideDone': 'Set aside',
    'cards.account': 'Payment provider: Stripe',
    'cards.on': 'Customers can pay by card.',
    'cards.off': 'Customers cannot pay by card.',
    'cards.contract':
      'Data goes to the provider only while its contract stands in the operator’s register of processors. Until then customers are told to transfer the amount.',
    'cards.key': 'Secret key',
    'cards.key.hint': 'Begins with sk_live_ or rk_live_; kept sealed and never shown again.',
    'cards.hook': 'Signing secret of the webhook',
    'cards.hook.hint': 'Begins with whsec_; the provider shows it beside the webhook.',
    'cards.hookUrl': 'Address of the webhook',
    'cards.hookEvents':
      'Let the provider send checkout.session.*, payment_intent.succeeded, charge.refunded, refund.* and charge.dispute.*.',
    'cards.changed': 'Changed',
    'cards.changedBy': '{when} by {who}',
    'cards.messages': 'Messages taken',
    'cards.ignored': 'Messages without meaning here',
    'cards.save': 'Keep these keys',
    'cards.saved': 'Keys kept',
    'cards.end': 'Take no cards any more',
    'cards.endText':
      'The keys are forgotten. Nobody can pay by card from now on, and refunds to cards wait until there is a key again.',
    'cards.ended': 'Cards are off',
    'cards.ofInvoice': 'Card',
    'cards.copy': 'Copy payment link',
    'cards.copied': 'Payment link copied',
    'cards.linkUntil': 'Works until {day}. Whoever has it can pay this invoice and sees what is open of it.',
    'cards.payment': 'Paid with {brand}',
    'cards.refund': 'To the card',
    'cards.refund.asked': '{amount}: asked for, the provider has not answered yet.',
    'cards.refund.sent': '{amount}: on its way to the card.',
    'cards.refund.done': '{amount}: done.',
    'cards.refund.failed':
      '{amount}: failed and booked back. {reason} Give it back to an account that the customer has confirmed.',
    'cards.reason.wait_unregistered': 'It waits for the provider’s contract in the register of processors.',
    'cards.reason.wait_no_answer': 'The provider does not answer; it is asked again every 15 minutes.',
    'cards.reason.wait_keys': 'The provider does not know the key: enter a valid one under Money, Cards.',
    'cards.reason.wait_refused': 'The provider does not take it; look there under this payment.',
    'cards.reason.expired_or_canceled_card': 'The card has expired or was closed.',
    'cards.reason.lost_or_stolen_card': 'The card was lost or stolen.',
    'cards.reason.declined': 'The cardholder’s bank declined it.',
    'cards.reason.insufficient_funds': 'Your balance at the provider is too small.',
    'cards.reason.charge_disputed': 'The cardholder’s bank has taken the payment back already.',
    'cards.reason.charge_already_refunded': 'The payment was given back at the provider already.',
    'cards.reason.other': 'The provider says: {code}.',
  },
  {
    'cards.title': 'Karten',
    'cards.money': 'Geld',
    'cards.sentence':
      '{count, plural, =0 {Keine Kartenzahlung wartet auf eine Entscheidung.} one {Eine Kartenzahlung wartet auf eine Entscheidung.} other {# Kartenzahlungen warten auf eine Entscheidung.}}',
    'cards.note':
      'Die Überweisung bleibt der übliche Weg. Wer lieber mit Karte zahlt, tut das auf der eigenen Seite des Zahlungsdienstes.',
    'cards.parked': 'Wartet auf eine Entscheidung',
    'cards.parkedNone': 'Alles, was der Zahlungsdienst sagt, ist gebucht.',
    'cards.invoice': 'Rechnung',
    'cards.customer': 'Kunde',
    'cards.amount': 'Betrag',
    'cards.noticed': 'Bemerkt',
    'cards.why': 'Warum es wartet',
    'cards.next': 'Entscheiden',
    'cards.why.card_amount_other': 'Nicht der Betrag, der auf der Seite verlangt war.',
    'cards.why.card_currency_other':
      'Eine andere Währung als die der Rechnung. Erstatten Sie beim Zahlungsdienst und legen Sie es dann beiseite.',
    'cards.why.card_above_open':
      'Mehr, als offen ist: Die Rechnung wurde inzwischen bezahlt oder korrigiert.',
    'cards.why.card_refund_elsewhere':
      'Beim Zahlungsdienst selbst erstattet, und zugunsten des Kunden ist nichts offen. Schreiben Sie eine Rechnungskorrektur und buchen Sie dann.',
    'cards.why.card_dispute_unclear':
      'Die Bank des Karteninhabers holt einen Betrag zurück, der nicht zur Zahlung passt. Stellen Sie es von Hand richtig und legen Sie es dann beiseite.',
    'cards.book': 'Buchen',
    'cards.booked': 'Gebucht',
    'cards.aside': 'Beiseite legen',
    'cards.asideText': 'Es ist anderswo erledigt und wird hier nicht gebucht.',
    'cards.asideReason': 'Warum',
    'cards.asideDone': 'Beiseite gelegt',
    'cards.account': 'Zahlungsdienst: Stripe',
    'cards.on': 'Kunden können mit Karte zahlen.',
    'cards.off': 'Kunden können nicht mit Karte zahlen.',
    'cards.contract':
      'Daten gehen nur an den Zahlungsdienst, solange sein Vertrag im Verzeichnis der Auftragsverarbeiter des Betreibers steht. Bis dahin werden Kunden gebeten zu überweisen.',
    'cards.key': 'Geheimer Schlüssel',
    'cards.key.hint':
      'Beginnt mit sk_live_ oder rk_live_; wird versiegelt aufbewahrt und nie wieder angezeigt.',
    'cards.hook': 'Signaturgeheimnis des Webhooks',
    'cards.hook.hint': 'Beginnt mit whsec_; der Zahlungsdienst zeigt es beim Webhook.',
    'cards.hookUrl': 'Adresse des Webhooks',
    'cards.hookEvents':
      'Lassen Sie den Zahlungsdienst checkout.session.*, payment_intent.succeeded, charge.refunded, refund.* und charge.dispute.* senden.',
    'cards.changed': 'Geändert',
    'cards.changedBy': '{when} von {who}',
    'cards.messages': 'Angenommene Nachrichten',
    'cards.ignored': 'Nachrichten ohne Bedeutung hier',
    'cards.save': 'Diese Schlüssel aufbewahren',
    'cards.saved': 'Schlüssel aufbewahrt',
    'cards.end': 'Keine Karten mehr annehmen',
    'cards.endText':
      'Die Schlüssel werden vergessen. Niemand kann dann mit Karte zahlen, und Erstattungen auf Karten warten, bis es wieder einen Schlüssel gibt.',
    'cards.ended': 'Karten sind aus',
    'cards.ofInvoice': 'Karte',
    'cards.copy': 'Zahlungslink kopieren',
    'cards.copied': 'Zahlungslink kopiert',
    'cards.linkUntil':
      'Gilt bis {day}. Wer ihn hat, kann diese Rechnung bezahlen und sieht, was von ihr offen ist.',
    'cards.payment': 'Bezahlt mit {brand}',
    'cards.refund': 'Auf die Karte',
    'cards.refund.asked': '{amount}: beauftragt, der Zahlungsdienst hat noch nicht geantwortet.',
    'cards.refund.sent': '{amount}: unterwegs zur Karte.',
    'cards.refund.done': '{amount}: erledigt.',
    'cards.refund.failed':
      '{amount}: fehlgeschlagen und zurückgebucht. {reason} Erstatten Sie auf ein Konto, das der Kunde bestätigt hat.',
    'cards.reason.wait_unregistered':
      'Es wartet auf den Vertrag mit dem Zahlungsdienst im Verzeichnis der Auftragsverarbeiter.',
    'cards.reason.wait_no_answer':
      'Der Zahlungsdienst antwortet nicht; er wird alle 15 Minuten wieder gefragt.',
    'cards.reason.wait_keys':
      'Der Zahlungsdienst kennt den Schlüssel nicht: Tragen Sie unter Geld, Karten einen gültigen ein.',
    'cards.reason.wait_refused':
      'Der Zahlungsdienst nimmt es nicht an; sehen Sie dort bei dieser Zahlung nach.',
    'cards.reason.expired_or_canceled_card': 'Die Karte ist abgelaufen oder gekündigt.',
    'cards.reason.lost_or_stolen_card': 'Die Karte wurde verloren oder gestohlen.',
    'cards.reason.declined': 'Die Bank des Karteninhabers hat abgelehnt.',
    'cards.reason.insufficient_funds': 'Ihr Guthaben beim Zahlungsdienst reicht nicht.',
    'cards.reason.charge_disputed': 'Die Bank des Karteninhabers hat die Zahlung schon zurückgeholt.',
    'cards.reason.charge_already_refunded': 'Die Zahlung wurde beim Zahlungsdienst schon erstattet.',
    'cards.reason.other': 'Der Zahlungsdienst sagt: {code}.',
  },
);
