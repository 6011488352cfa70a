import { defineWords } from '#platform/words/words.ts';

/** Words of the arithmetic of a cancellation and of its worked examples, on the public page. */
export const exampleWords = defineWords(
  {
    proven: 'proven',
    'not-proven': 'not proven',
    arithmetic: 'How it is computed',
    'arithmetic.note':
      'The program computes every cancellation by one function: the preview, the mails and the credit note have the same figures. Behind each step stand the sentences that it keeps.',
    'step.receipt':
      'The day of receipt is the day, in the time zone of the contract, on which your message first reached our mail system, or on which you pressed the button. What its sender wrote as a date is not used.',
    'step.earliest':
      'The earliest last day is the day of receipt plus {days} days; the day of receipt is not counted. Who names no day gets this one, who names a later day gets that.',
    'step.end':
      'Service goes on through the whole last day and ends when the next day begins in the time zone of the contract.',
    'step.day':
      'A day of a line is worth its net amount ÷ its number of days, as an exact fraction. What is left on each day after the last one is added up, less what was credited for that day earlier, and rounded once for each line, half away from zero.',
    'step.tax':
      'VAT is the rate of the original invoice on the rounded net amounts of a credit note, rounded once for each rate. It is never taken out of a gross amount.',
    'step.short':
      'With a shorter notice nothing is given back, and a period that has begun is billed in full. The confirmation names the earliest day with a refund, and its amount.',
    'step.bridge':
      'If the last day lies after what is paid, the subscription renews as usual, and its last period is billed only up to that day: the price less the share of the days after it.',
    'step.dues':
      'What is owed must be settled before the end. Payment before the planned day changes nothing; after it the day of the payment counts, or what is owed is taken from the refund if you agree.',
    'step.terms':
      'Add-ons and work are given back by the terms that were accepted for them; what is left out is named.',
    examples: 'Worked examples',
    'examples.note':
      'The same table tests the program. Base case: hosting from 2026-01-01 to 2026-12-31 for EUR 1,200.00 and 21 % VAT, paid; the request came on 2026-05-10.',
    'examples.case': 'Case',
    'examples.effective': 'Last day of service',
    'examples.days': 'Unused days',
    'examples.net': 'Net',
    'examples.vat': 'VAT',
    'examples.total': 'Total',
    'examples.how': 'Arithmetic',
    'examples.clauses': 'Sentences',
  },
  {
    proven: 'nachgewiesen',
    'not-proven': 'nicht nachgewiesen',
    arithmetic: 'So wird gerechnet',
    'arithmetic.note':
      'Das Programm rechnet jede Kündigung mit einer einzigen Funktion: Vorschau, E-Mails und Gutschrift haben dieselben Zahlen. Hinter jedem Schritt stehen die Sätze, die er einhält.',
    'step.receipt':
      'Der Tag des Eingangs ist der Tag in der Zeitzone des Vertrags, an dem Ihre Nachricht unser Mailsystem zuerst erreichte oder an dem Sie den Knopf drückten. Was der Absender als Datum schrieb, wird nicht verwendet.',
    'step.earliest':
      'Der früheste letzte Tag ist der Tag des Eingangs plus {days} Tage; der Tag des Eingangs zählt nicht mit. Wer keinen Tag nennt, bekommt diesen, wer einen späteren nennt, jenen.',
    'step.end':
      'Der Dienst läuft den ganzen letzten Tag und endet, wenn in der Zeitzone des Vertrags der nächste Tag beginnt.',
    'step.day':
      'Ein Tag einer Zeile ist ihren Nettobetrag ÷ die Zahl ihrer Tage wert, als genauer Bruch. Was an jedem Tag nach dem letzten übrig ist, wird zusammengezählt, abzüglich dessen, was für diesen Tag schon gutgeschrieben war, und je Zeile einmal kaufmännisch gerundet.',
    'step.tax':
      'Die USt. ist der Satz der ursprünglichen Rechnung auf die gerundeten Nettobeträge einer Gutschrift, je Satz einmal gerundet. Sie wird nie aus einem Bruttobetrag herausgerechnet.',
    'step.short':
      'Bei kürzerer Frist wird nichts erstattet, und ein Zeitraum, der begonnen hat, wird ganz berechnet. Die Bestätigung nennt den frühesten Tag mit Erstattung und ihren Betrag.',
    'step.bridge':
      'Liegt der letzte Tag nach dem, was bezahlt ist, verlängert sich der Vertrag wie sonst, und sein letzter Zeitraum wird nur bis zu diesem Tag berechnet: der Preis abzüglich des Anteils der Tage danach.',
    'step.dues':
      'Was offen ist, muss vor dem Ende beglichen sein. Eine Zahlung vor dem geplanten Tag ändert nichts; danach zählt der Tag der Zahlung, oder das Offene wird von der Erstattung abgezogen, wenn Sie zustimmen.',
    'step.terms':
      'Zusätze und Arbeiten werden nach den Bedingungen erstattet, die dafür angenommen wurden; was außen vor bleibt, wird genannt.',
    examples: 'Durchgerechnete Beispiele',
    'examples.note':
      'Dieselbe Tabelle prüft das Programm. Grundfall: Hosting vom 2026-01-01 bis 2026-12-31 für EUR 1.200,00 und 21 % USt., bezahlt; die Kündigung kam am 2026-05-10.',
    'examples.case': 'Fall',
    'examples.effective': 'Letzter Tag des Dienstes',
    'examples.days': 'Ungenutzte Tage',
    'examples.net': 'Netto',
    'examples.vat': 'USt.',
    'examples.total': 'Summe',
    'examples.how': 'Rechnung',
    'examples.clauses': 'Sätze',
  },
);
