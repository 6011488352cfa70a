import { defineWords } from '#platform/words/words.ts';

export const customerMoneyWords = defineWords(
  {
    'customer.eInvoice': 'E-invoices',
    'customer.profile': 'What the customer takes',
    'customer.profile.none': 'asks for nothing',
    'customer.profile.en16931': 'EN 16931',
    'customer.profile.xrechnung': 'XRechnung',
    'customer.required': 'Issue valid e-invoices only',
    'customer.requiredHint': 'An invoice that a receiver would refuse is not issued.',
    'customer.reference': 'Buyer’s reference (BT-10)',
    'customer.referenceHint': 'Of a German authority: its Leitweg-ID.',
    'customer.saved': 'Saved; it counts from the next invoice on.',
    'customer.discount': 'Early payment',
    'customer.percent': 'Discount',
    'customer.percentHint': '0 ends it; issued invoices keep theirs.',
    'customer.days': 'Days from issue',
    'customer.check': 'Check as e-invoice',
    'customer.checkTitle': 'The invoice as e-invoice, {profile}',
    'customer.checkGood': 'A receiver’s validator would find nothing.',
    'customer.checkRequired':
      'This customer takes valid e-invoices only: what is named here must be mended first.',
    'customer.checkOptional':
      'The invoice can be issued all the same; its PDF then holds no structured data.',
    'customer.severity.fatal': 'must be mended',
    'customer.severity.warning': 'is only warned about',
  },
  {
    'customer.eInvoice': 'E-Rechnungen',
    'customer.profile': 'Was der Kunde annimmt',
    'customer.profile.none': 'verlangt nichts',
    'customer.profile.en16931': 'EN 16931',
    'customer.profile.xrechnung': 'XRechnung',
    'customer.required': 'Nur gültige E-Rechnungen ausstellen',
    'customer.requiredHint': 'Eine Rechnung, die ein Empfänger zurückwiese, wird nicht ausgestellt.',
    'customer.reference': 'Käuferreferenz (BT-10)',
    'customer.referenceHint': 'Bei deutschen Behörden: die Leitweg-ID.',
    'customer.saved': 'Gespeichert; es gilt ab der nächsten Rechnung.',
    'customer.discount': 'Skonto',
    'customer.percent': 'Nachlass',
    'customer.percentHint': '0 beendet ihn; ausgestellte Rechnungen behalten ihren.',
    'customer.days': 'Tage ab Ausstellung',
    'customer.check': 'Als E-Rechnung prüfen',
    'customer.checkTitle': 'Die Rechnung als E-Rechnung, {profile}',
    'customer.checkGood': 'Die Prüfung eines Empfängers fände nichts.',
    'customer.checkRequired':
      'Dieser Kunde nimmt nur gültige E-Rechnungen: Das hier Genannte ist zuerst zu beheben.',
    'customer.checkOptional':
      'Die Rechnung lässt sich trotzdem ausstellen; ihr PDF enthält dann keine strukturierten Daten.',
    'customer.severity.fatal': 'ist zu beheben',
    'customer.severity.warning': 'ist nur eine Warnung',
  },
);
