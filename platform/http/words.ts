import { defineWords } from '../words/words.ts';

/** Sentences of the door itself. */
export const httpWords = defineWords(
  {
    'refusal.input_refused':
      '{count, plural, one {One field cannot be taken as it is.} other {# fields cannot be taken as they are.}}',
    'refusal.field_unknown.remedy': 'This field does not exist here. Maybe it is misspelt.',
    'refusal.address_unknown': 'There is nothing at this address.',
    'refusal.not_signed_in': 'You are not signed in.',
    'refusal.not_signed_in.remedy': 'Sign in and try again; nothing was changed.',
    'refusal.not_allowed': 'Your role does not allow this.',
    'refusal.not_allowed.remedy': 'Ask an owner to do it or to change your role.',
    'refusal.idempotency_key_missing': 'The request carries no Idempotency-Key.',
    'refusal.idempotency_key_missing.remedy':
      'Send a header Idempotency-Key with a fresh UUID for each change.',
    'refusal.idempotency_key_reused': 'This Idempotency-Key was used for another request.',
    'refusal.idempotency_key_reused.remedy':
      'Use a fresh key for each change, and the same key only to repeat it.',
    'refusal.key_too_fast': 'This API key has asked too often within this minute.',
    'refusal.key_too_fast.remedy': 'Wait a minute, and ask less often.',
    'refusal.shown_once': 'This was done; what it answered was shown once and is not kept.',
    'refusal.shown_once.remedy': 'Take back what was made, and make it anew.',
    'refusal.body_not_json': 'The request body is no valid JSON.',
    'refusal.body_not_json.remedy': 'Send JSON with the header Content-Type: application/json.',
    'refusal.file_not_kept':
      'The file was not kept: {because, select, card_number {it holds what looks like a card number} locked {it is encrypted, so it cannot be checked for card numbers} too_large {it is too large to be checked for card numbers} other {it cannot be opened, so it cannot be checked for card numbers}}.',
    'refusal.file_not_kept.remedy': 'Send it without card numbers and without a password.',
    'refusal.card_number_refused': 'Card numbers are never kept here, and this field cannot be without it.',
    'refusal.card_number_refused.remedy':
      'Take the card number out. Card details belong into the fields of the payment provider only.',
    'refusal.body_too_large': 'This is larger than the {max} accepted here.',
    'refusal.body_too_large.remedy': 'Nothing was saved. Split the file or leave out what is not needed.',
    'refusal.origin_foreign': 'This request comes from another site.',
    'refusal.commit_unknown': 'The answer of the database was lost.',
    'refusal.commit_unknown.remedy':
      'Repeat the request with the same Idempotency-Key; it will not be done twice.',
    'refusal.unavailable': 'The database cannot be reached at the moment.',
    'refusal.unavailable.remedy': 'Nothing was changed. Try again in a moment.',
    'refusal.bug': 'Something went wrong on our side.',
    'refusal.bug.remedy': 'Nothing was changed. The fault is logged under the number of this request.',
  },
  {
    'refusal.input_refused':
      '{count, plural, one {Ein Feld ist so nicht möglich.} other {# Felder sind so nicht möglich.}}',
    'refusal.field_unknown.remedy': 'Dieses Feld gibt es hier nicht. Vielleicht ist es falsch geschrieben.',
    'refusal.address_unknown': 'Unter dieser Adresse gibt es nichts.',
    'refusal.not_signed_in': 'Sie sind nicht angemeldet.',
    'refusal.not_signed_in.remedy':
      'Melden Sie sich an und versuchen Sie es noch einmal; es wurde nichts geändert.',
    'refusal.not_allowed': 'Ihre Rolle erlaubt das nicht.',
    'refusal.not_allowed.remedy': 'Bitten Sie einen Inhaber, es zu tun oder Ihre Rolle zu ändern.',
    'refusal.idempotency_key_missing': 'Der Anfrage fehlt der Idempotency-Key.',
    'refusal.idempotency_key_missing.remedy':
      'Senden Sie zu jeder Änderung einen Kopf Idempotency-Key mit einer neuen UUID.',
    'refusal.idempotency_key_reused': 'Dieser Idempotency-Key gehört schon zu einer anderen Anfrage.',
    'refusal.idempotency_key_reused.remedy':
      'Nehmen Sie für jede Änderung einen neuen Schlüssel, denselben nur für eine Wiederholung.',
    'refusal.key_too_fast': 'Dieser API-Schlüssel hat in dieser Minute zu oft gefragt.',
    'refusal.key_too_fast.remedy': 'Warten Sie eine Minute und fragen Sie seltener.',
    'refusal.shown_once':
      'Das ist geschehen; die Antwort darauf wurde einmal gezeigt und wird nicht aufgehoben.',
    'refusal.shown_once.remedy': 'Nehmen Sie zurück, was entstand, und machen Sie es neu.',
    'refusal.body_not_json': 'Der Inhalt der Anfrage ist kein gültiges JSON.',
    'refusal.body_not_json.remedy': 'Senden Sie JSON mit dem Kopf Content-Type: application/json.',
    'refusal.file_not_kept':
      'Die Datei wurde nicht aufgehoben: {because, select, card_number {Darin steht, was wie eine Kartennummer aussieht} locked {Sie ist verschlüsselt und lässt sich nicht auf Kartennummern prüfen} too_large {Sie ist zu groß, um sie auf Kartennummern zu prüfen} other {Sie lässt sich nicht öffnen und damit nicht auf Kartennummern prüfen}}.',
    'refusal.file_not_kept.remedy': 'Senden Sie sie ohne Kartennummern und ohne Kennwort.',
    'refusal.card_number_refused':
      'Kartennummern werden hier nie gespeichert, und dieses Feld geht nicht ohne sie.',
    'refusal.card_number_refused.remedy':
      'Nehmen Sie die Kartennummer heraus. Kartendaten gehören nur in die Felder des Zahlungsdienstes.',
    'refusal.body_too_large': 'Das ist größer als die hier erlaubten {max}.',
    'refusal.body_too_large.remedy':
      'Es wurde nichts gespeichert. Teilen Sie die Datei oder lassen Sie Unnötiges weg.',
    'refusal.origin_foreign': 'Diese Anfrage kommt von einer fremden Seite.',
    'refusal.commit_unknown': 'Die Antwort der Datenbank ging verloren.',
    'refusal.commit_unknown.remedy':
      'Wiederholen Sie die Anfrage mit demselben Idempotency-Key; sie wird nicht doppelt ausgeführt.',
    'refusal.unavailable': 'Die Datenbank ist gerade nicht erreichbar.',
    'refusal.unavailable.remedy': 'Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
    'refusal.bug': 'Auf unserer Seite ist etwas schiefgegangen.',
    'refusal.bug.remedy':
      'Es wurde nichts geändert. Der Fehler steht unter der Nummer dieser Anfrage im Protokoll.',
  },
);
