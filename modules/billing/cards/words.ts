import { defineWords } from '#platform/words/words.ts';

export const cardWords = defineWords(
  {
    'refusal.card_signature_wrong':
      'The signature does not fit this message, or it is older than five minutes.',
    'refusal.card_signature_wrong.remedy':
      'Enter the signing secret of this very webhook in the settings, and set the clock of this machine.',
    'refusal.card_key_of_test': 'With this key nobody pays: it is for trying out at the provider.',
    'refusal.card_key_of_test.remedy': 'Take the secret key of live mode, as sk_live_….',
    'refusal.card_nothing_open': 'Nothing of this invoice is open.',
    'refusal.card_provider_away': 'The payment provider cannot be used right now.',
    'refusal.parked_unknown': 'There is no such payment to decide on.',
    'refusal.parked_done': 'Somebody has decided on this already.',
    'refusal.parked_not_bookable': 'This cannot be booked as it is.',
    'refusal.parked_not_bookable.remedy':
      'Set it right at the provider, or write a credit note first; then set it aside or try again.',
  },
  {
    'refusal.card_signature_wrong':
      'Die Unterschrift passt nicht zu dieser Nachricht, oder sie ist älter als fünf Minuten.',
    'refusal.card_signature_wrong.remedy':
      'Tragen Sie das Signaturgeheimnis genau dieses Webhooks in den Einstellungen ein und stellen Sie die Uhr dieses Rechners.',
    'refusal.card_key_of_test':
      'Mit diesem Schlüssel zahlt niemand: Er ist zum Ausprobieren beim Anbieter da.',
    'refusal.card_key_of_test.remedy': 'Nehmen Sie den geheimen Schlüssel des Live-Modus, wie sk_live_….',
    'refusal.card_nothing_open': 'Von dieser Rechnung ist nichts offen.',
    'refusal.card_provider_away': 'Der Zahlungsdienst ist gerade nicht erreichbar.',
    'refusal.parked_unknown': 'Diese Zahlung, über die zu entscheiden wäre, gibt es nicht.',
    'refusal.parked_done': 'Darüber hat schon jemand entschieden.',
    'refusal.parked_not_bookable': 'So kann das nicht gebucht werden.',
    'refusal.parked_not_bookable.remedy':
      'Stellen Sie es beim Anbieter richtig oder schreiben Sie zuerst eine Rechnungskorrektur; legen Sie es dann beiseite oder versuchen Sie es noch einmal.',
  },
);
