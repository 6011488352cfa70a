import { productWords } from '#domain/product/words.ts';
import { defineWords } from '#platform/words/words.ts';

/** The sentences of domain/product, which knows no catalogue. */
export const productRefusals = defineWords(productWords.en, productWords.de);

export const catalogWords = defineWords(
  {
    'refusal.product_unknown': 'There is no such product.',
    'refusal.code_taken': 'The code "{value}" is taken.',
    'refusal.code_taken.remedy': 'Choose another code, or change the existing entry.',
    'refusal.product_changed_meanwhile': 'Somebody saved version {version} of this product meanwhile.',
    'refusal.product_changed_meanwhile.remedy':
      'Nothing was saved. Load the product again and repeat your change.',
    'refusal.product_code_fixed': 'The code of a product stays: this is {expected}.',
    'refusal.product_code_fixed.remedy': 'Add a new product for a new code.',
    'refusal.part_larger_than_boards':
      '{part}: {value} mm is larger than every {material} sheet (usable {expected} mm).',
    'refusal.part_larger_than_boards.remedy':
      'Make it smaller, choose another material, or add a larger sheet size to {material}. Maybe the grain runs the wrong way.',
    'refusal.price_negative': '{value} is below zero.',
    'refusal.price_negative.remedy': 'Enter a price of zero or more.',
    'refusal.amount_too_fine': '{value} is finer than {currency} has decimals.',
    'refusal.amount_too_fine.remedy': 'Enter at most {decimals} digits after the point.',
    'refusal.amount_not_decimal': '"{value}" is no amount.',
    'refusal.amount_not_decimal.remedy': 'Enter an amount such as 12.50.',
    'refusal.amount_too_large': '{value} is too large.',
    'refusal.amount_too_large.remedy': 'Check the number of digits.',
    'refusal.currency_not_listed': 'The currency "{value}" is not supported.',
    'refusal.size_zero': 'A size of 0 mm is none.',
    'refusal.size_zero.remedy': 'Enter the size in millimetres.',
    'refusal.material_unknown': 'There is no material "{value}".',
    'refusal.material_not_found': 'There is no material "{value}".',
    'refusal.material_not_found.remedy': 'Check the code. No price was changed.',
    'refusal.centre_unknown': 'There is no work centre "{value}".',
    'refusal.hours_overlap': 'The hours {value} overlap or are empty.',
    'refusal.hours_overlap.remedy': 'List the hours of the week in order, each ending after it starts.',
    'rule.top_may_sag': 'The top is wide: it may sag without a support.',
    'rule.shelf_may_sag': 'The shelf is wide: it may sag under load.',
    'rule.hanger_needs_depth': 'Less than 550 mm deep: clothes hangers will not fit across.',
  },
  {
    'refusal.product_unknown': 'Dieses Produkt gibt es nicht.',
    'refusal.code_taken': 'Der Code „{value}“ ist vergeben.',
    'refusal.code_taken.remedy': 'Wählen Sie einen anderen Code oder ändern Sie den vorhandenen Eintrag.',
    'refusal.product_changed_meanwhile':
      'Inzwischen hat jemand Version {version} dieses Produkts gespeichert.',
    'refusal.product_changed_meanwhile.remedy':
      'Es wurde nichts gespeichert. Laden Sie das Produkt neu und wiederholen Sie Ihre Änderung.',
    'refusal.product_code_fixed': 'Der Code eines Produkts bleibt: dies ist {expected}.',
    'refusal.product_code_fixed.remedy': 'Legen Sie für einen neuen Code ein neues Produkt an.',
    'refusal.part_larger_than_boards':
      '{part}: {value} mm ist größer als jede Platte {material} (nutzbar {expected} mm).',
    'refusal.part_larger_than_boards.remedy':
      'Verkleinern Sie das Teil, wählen Sie ein anderes Material oder nehmen Sie bei {material} ein größeres Format auf. Vielleicht läuft die Maserung in die falsche Richtung.',
    'refusal.price_negative': '{value} liegt unter null.',
    'refusal.price_negative.remedy': 'Geben Sie einen Preis ab null ein.',
    'refusal.amount_too_fine': '{value} ist feiner, als {currency} Nachkommastellen hat.',
    'refusal.amount_too_fine.remedy': 'Geben Sie höchstens {decimals} Stellen nach dem Komma ein.',
    'refusal.amount_not_decimal': '„{value}“ ist kein Betrag.',
    'refusal.amount_not_decimal.remedy': 'Geben Sie einen Betrag wie 12.50 ein.',
    'refusal.amount_too_large': '{value} ist zu groß.',
    'refusal.amount_too_large.remedy': 'Prüfen Sie die Anzahl der Stellen.',
    'refusal.currency_not_listed': 'Die Währung „{value}“ wird nicht unterstützt.',
    'refusal.size_zero': 'Ein Maß von 0 mm ist keines.',
    'refusal.size_zero.remedy': 'Geben Sie das Maß in Millimetern ein.',
    'refusal.material_unknown': 'Das Material „{value}“ gibt es nicht.',
    'refusal.material_not_found': 'Das Material „{value}“ gibt es nicht.',
    'refusal.material_not_found.remedy': 'Prüfen Sie den Code. Kein Preis wurde geändert.',
    'refusal.centre_unknown': 'Den Arbeitsplatz „{value}“ gibt es nicht.',
    'refusal.hours_overlap': 'Die Zeiten {value} überschneiden sich oder sind leer.',
    'refusal.hours_overlap.remedy':
      'Geben Sie die Zeiten der Woche der Reihe nach an, jede mit einem Ende nach ihrem Anfang.',
    'rule.top_may_sag': 'Die Platte ist breit: Ohne Stütze kann sie durchhängen.',
    'rule.shelf_may_sag': 'Der Boden ist breit: Unter Last kann er durchhängen.',
    'rule.hanger_needs_depth': 'Weniger als 550 mm tief: Kleiderbügel passen nicht quer hinein.',
  },
);
