import { defineWords } from '#platform/words/words.ts';

export const orderMoneyWords = defineWords(
  {
    'orderMoney.title': 'Invoices of an order',
    'orderMoney.sentence': 'Money of {order}, {customer}.',
    'orderMoney.deposit': 'Deposit or progress invoice',
    'orderMoney.depositText':
      'A share of the order before it is delivered. The final invoice takes it off with its tax.',
    'orderMoney.kind': 'Kind',
    'orderMoney.kind.deposit': 'Deposit, before the work',
    'orderMoney.kind.progress': 'Progress, during the work',
    'orderMoney.percent': 'Share of the order',
    'orderMoney.issue': 'Issue the invoice',
    'orderMoney.issued': '{number} is issued.',
    'orderMoney.reference': 'E-invoices of this order',
    'orderMoney.referenceField': 'Buyer’s reference (BT-10)',
    'orderMoney.referenceHint': 'Of a German authority: the Leitweg-ID that stands in this order.',
    'orderMoney.referenceOfCustomer': 'Left empty, that of the customer holds: {reference}.',
    'orderMoney.referenceNone': 'The customer has named none for all of its orders.',
    'orderMoney.saved': 'Saved; it stands on the next invoice of this order.',
  },
  {
    'orderMoney.title': 'Rechnungen eines Auftrags',
    'orderMoney.sentence': 'Geld zu {order}, {customer}.',
    'orderMoney.deposit': 'Anzahlungs- oder Abschlagsrechnung',
    'orderMoney.depositText':
      'Ein Anteil des Auftrags vor der Lieferung. Die Schlussrechnung zieht ihn mit seiner Steuer ab.',
    'orderMoney.kind': 'Art',
    'orderMoney.kind.deposit': 'Anzahlung, vor der Arbeit',
    'orderMoney.kind.progress': 'Abschlag, während der Arbeit',
    'orderMoney.percent': 'Anteil am Auftrag',
    'orderMoney.issue': 'Rechnung ausstellen',
    'orderMoney.issued': '{number} ist ausgestellt.',
    'orderMoney.reference': 'E-Rechnungen dieses Auftrags',
    'orderMoney.referenceField': 'Käuferreferenz (BT-10)',
    'orderMoney.referenceHint': 'Bei deutschen Behörden: die Leitweg-ID aus dieser Bestellung.',
    'orderMoney.referenceOfCustomer': 'Bleibt es leer, gilt die des Kunden: {reference}.',
    'orderMoney.referenceNone': 'Der Kunde hat keine für alle seine Aufträge genannt.',
    'orderMoney.saved': 'Gespeichert; sie steht auf der nächsten Rechnung dieses Auftrags.',
  },
);
