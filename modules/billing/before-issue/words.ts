import { defineWords } from '#platform/words/words.ts';

export const beforeIssueWords = defineWords(
  {
    'refusal.e_invoice_required':
      'This customer takes only valid e-invoices, and this document would break rules: {rules}.',
    'refusal.e_invoice_required.remedy':
      'Mend what is named below, or change on the customer’s account page what it asks for; nothing was issued.',
    'refusal.e_invoice_rule': '{rule}: {title}',
    'refusal.e_invoice_rule.remedy': '{remedy}',
    'refusal.leitweg_id_wrong': 'The check digits of the Leitweg-ID {value} are wrong.',
    'refusal.leitweg_id_wrong.remedy': 'Copy it once more from the order; it looks like 04011000-12345-03.',
    'refusal.buyer_reference_missing': 'XRechnung asks for the buyer’s reference (BT-10, BR-DE-15).',
    'refusal.buyer_reference_missing.remedy':
      'Ask the customer; a German authority gives its Leitweg-ID with the order.',
  },
  {
    'refusal.e_invoice_required':
      'Dieser Kunde nimmt nur gültige E-Rechnungen, und dieser Beleg verletzte Regeln: {rules}.',
    'refusal.e_invoice_required.remedy':
      'Beheben Sie das unten Genannte, oder ändern Sie auf der Kontoseite des Kunden, was er verlangt; nichts wurde ausgestellt.',
    'refusal.e_invoice_rule': '{rule}: {title}',
    'refusal.e_invoice_rule.remedy': '{remedy}',
    'refusal.leitweg_id_wrong': 'Die Prüfziffern der Leitweg-ID {value} stimmen nicht.',
    'refusal.leitweg_id_wrong.remedy':
      'Übernehmen Sie sie noch einmal aus der Bestellung; sie sieht aus wie 04011000-12345-03.',
    'refusal.buyer_reference_missing': 'Die XRechnung verlangt die Käuferreferenz (BT-10, BR-DE-15).',
    'refusal.buyer_reference_missing.remedy':
      'Fragen Sie den Kunden; eine deutsche Behörde nennt ihre Leitweg-ID mit der Bestellung.',
  },
);
