import { formatWords } from '#domain/formats/words.ts';
import { tableWords } from '#platform/files/table-words.ts';
import { defineWords } from '#platform/words/words.ts';

/** The sentences of domain/formats and of the table reader, which register none themselves. */
export const formatRefusals = defineWords(formatWords.en, formatWords.de);
export const tableRefusals = tableWords;

export const orderWords = defineWords(
  {
    'refusal.order_unknown': 'There is no such order.',
    'refusal.line_unknown': 'This order has no such line.',
    'refusal.line_not_made': 'Nothing is made for this line.',
    'refusal.line_not_made.remedy': 'Change it as a free line.',
    'refusal.line_is_made': 'This line is made here.',
    'refusal.line_is_made.remedy': 'Change its measures or its price on the page of the line.',
    'refusal.numbering_begun': 'Orders are numbered already, from {expected}.',
    'refusal.numbering_begun.remedy':
      'Leave the first number as it is; numbers follow each other without a gap.',
    'refusal.part_list_unknown': 'There is no such part list.',
    'refusal.paper_unknown': 'This paper has not been made yet.',
    'refusal.customer_not_found': 'There is no such customer.',
    'refusal.customer_not_found.remedy': 'Choose a customer from the list or take on a new one.',
    'refusal.product_not_found': 'There is no such product.',
    'refusal.product_not_found.remedy': 'Choose a product from the list.',
    'refusal.order_not_editable':
      'This order is {state, select, accepted {accepted} cancelled {cancelled} other {closed}} and does not change any more.',
    'refusal.order_not_editable.remedy': 'Copy it to a new order, and change the copy.',
    'refusal.order_empty': 'The order has no lines.',
    'refusal.order_empty.remedy': 'Add a product or a part list first.',
    'refusal.valid_until_passed': '{value} is past: the quote could never be accepted.',
    'refusal.valid_until_passed.remedy': 'Choose today or a later day.',
    'refusal.order_not_quoted':
      'Only a quote can be accepted; this order is {state, select, draft {a draft} accepted {accepted already} other {cancelled}}.',
    'refusal.order_not_quoted.remedy': 'Send the quote first.',
    'refusal.quote_expired': 'This quote was valid until {validUntil}.',
    'refusal.quote_expired.remedy': 'Send it again with a new date; prices are checked by that.',
    'refusal.due_on_passed': '{value} is past.',
    'refusal.due_on_passed.remedy': 'Agree on today or a later day.',
    'refusal.order_cancelled_already': 'This order is cancelled already.',
    'refusal.order_invoiced': 'This order is invoiced: {invoices}.',
    'refusal.order_invoiced.remedy': 'Credit these invoices in full first (Money), then cancel.',
    'refusal.order_delivered': 'This order is delivered.',
    'refusal.order_delivered.remedy': 'What comes back is credited on its invoice.',
    'refusal.part_list_taken': 'This list is line {line} of the order already.',
    'refusal.part_list_taken.remedy': 'Change that line, or upload the file again.',
    'refusal.part_list_nothing_good': 'No row of {file} can be made yet.',
    'refusal.part_list_nothing_good.remedy':
      'Say what its materials and edges are, or mend the listed rows and upload it again.',
    'refusal.mapping_refused': 'Some codes cannot be matched like that.',
    'refusal.mapping_not_listed': '"{value}" is not in your material list.',
    'refusal.mapping_not_listed.remedy': 'Choose one of your materials, or add it under Products first.',
    'refusal.upload_not_bytes': 'There is no file in this request.',
    'refusal.upload_not_bytes.remedy': 'Send the file itself with Content-Type: application/octet-stream.',
  },
  {
    'refusal.order_unknown': 'Diesen Auftrag gibt es nicht.',
    'refusal.line_unknown': 'Diese Position hat der Auftrag nicht.',
    'refusal.line_not_made': 'Für diese Position wird nichts gefertigt.',
    'refusal.line_not_made.remedy': 'Ändern Sie sie als freie Position.',
    'refusal.line_is_made': 'Diese Position wird hier gefertigt.',
    'refusal.line_is_made.remedy': 'Ändern Sie Maße oder Preis auf der Seite der Position.',
    'refusal.numbering_begun': 'Aufträge sind schon nummeriert, ab {expected}.',
    'refusal.numbering_begun.remedy':
      'Lassen Sie die erste Nummer, wie sie ist; die Nummern folgen einander ohne Lücke.',
    'refusal.part_list_unknown': 'Diese Stückliste gibt es nicht.',
    'refusal.paper_unknown': 'Dieses Dokument ist noch nicht erstellt.',
    'refusal.customer_not_found': 'Diesen Kunden gibt es nicht.',
    'refusal.customer_not_found.remedy':
      'Wählen Sie einen Kunden aus der Liste oder legen Sie einen neuen an.',
    'refusal.product_not_found': 'Dieses Produkt gibt es nicht.',
    'refusal.product_not_found.remedy': 'Wählen Sie ein Produkt aus der Liste.',
    'refusal.order_not_editable':
      'Dieser Auftrag ist {state, select, accepted {angenommen} cancelled {storniert} other {abgeschlossen}} und ändert sich nicht mehr.',
    'refusal.order_not_editable.remedy': 'Kopieren Sie ihn in einen neuen Auftrag und ändern Sie die Kopie.',
    'refusal.order_empty': 'Der Auftrag hat keine Positionen.',
    'refusal.order_empty.remedy': 'Fügen Sie zuerst ein Produkt oder eine Stückliste hinzu.',
    'refusal.valid_until_passed': '{value} ist vorbei: Das Angebot könnte nie angenommen werden.',
    'refusal.valid_until_passed.remedy': 'Wählen Sie heute oder einen späteren Tag.',
    'refusal.order_not_quoted':
      'Angenommen werden kann nur ein Angebot; dieser Auftrag ist {state, select, draft {ein Entwurf} accepted {schon angenommen} other {storniert}}.',
    'refusal.order_not_quoted.remedy': 'Senden Sie zuerst das Angebot.',
    'refusal.quote_expired': 'Dieses Angebot galt bis {validUntil}.',
    'refusal.quote_expired.remedy':
      'Senden Sie es mit neuem Datum noch einmal; dabei werden die Preise geprüft.',
    'refusal.due_on_passed': '{value} ist vorbei.',
    'refusal.due_on_passed.remedy': 'Vereinbaren Sie heute oder einen späteren Tag.',
    'refusal.order_cancelled_already': 'Dieser Auftrag ist schon storniert.',
    'refusal.order_invoiced': 'Dieser Auftrag ist berechnet: {invoices}.',
    'refusal.order_invoiced.remedy':
      'Schreiben Sie diese Rechnungen zuerst voll gut (Geld), dann lässt sich der Auftrag stornieren.',
    'refusal.order_delivered': 'Dieser Auftrag ist geliefert.',
    'refusal.order_delivered.remedy': 'Was zurückkommt, wird auf seiner Rechnung gutgeschrieben.',
    'refusal.part_list_taken': 'Diese Liste ist schon Position {line} des Auftrags.',
    'refusal.part_list_taken.remedy': 'Ändern Sie diese Position oder laden Sie die Datei noch einmal hoch.',
    'refusal.part_list_nothing_good': 'Noch keine Zeile von {file} lässt sich fertigen.',
    'refusal.part_list_nothing_good.remedy':
      'Sagen Sie, welche Materialien und Kanten gemeint sind, oder berichtigen Sie die aufgeführten Zeilen und laden Sie die Datei neu hoch.',
    'refusal.mapping_refused': 'Einige Codes lassen sich so nicht zuordnen.',
    'refusal.mapping_not_listed': '„{value}“ steht nicht in Ihrer Materialliste.',
    'refusal.mapping_not_listed.remedy':
      'Wählen Sie eines Ihrer Materialien oder nehmen Sie es zuerst unter Produkte auf.',
    'refusal.upload_not_bytes': 'Die Anfrage enthält keine Datei.',
    'refusal.upload_not_bytes.remedy':
      'Senden Sie die Datei selbst mit Content-Type: application/octet-stream.',
  },
);
