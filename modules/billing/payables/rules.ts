import type { Finding } from '#domain/formats/e-invoice/check.ts';
import { isCreditNote, type InvoiceDocument, type Party } from '#domain/formats/e-invoice/document.ts';
import type { Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { TaxAmounts } from '#domain/money/ledger/posting.ts';
import { readIban } from '#domain/money/iban.ts';

/** Who a supplier is: what of it stands on an invoice and tells it from all others. */
export interface SupplierFacts {
  readonly name: string;
  readonly vatNumber: string;
  readonly taxNumber: string;
  readonly city: string;
  readonly country: string;
  /** where it is written to; '' where its document does not say */
  readonly email: string;
}

export function supplierOf(seller: Party): SupplierFacts {
  return {
    name: seller.name,
    vatNumber: plainId(seller.vatId ?? ''),
    taxNumber: plainId(seller.taxNumber ?? ''),
    city: seller.address.city ?? '',
    country: seller.address.country,
    email: emailOf(seller),
  };
}

/** The address of its contact, else its electronic address where that is one for mail. */
function emailOf({ contact, endpoint }: Party): string {
  const told = contact?.email ?? (endpoint?.scheme === 'EM' ? endpoint.id : '');
  return /^[^\s@<>]{1,64}@[^\s@<>]{1,189}$/.test(told.trim()) ? told.trim().toLowerCase() : '';
}

const plainId = (text: string): string => text.replace(/[\s.-]/g, '').toUpperCase();

/** What makes two invoices of one supplier: the VAT number, else the tax number, else the name as people hear it. */
export function supplierKey(supplier: SupplierFacts): string {
  if (supplier.vatNumber !== '') return `vat:${plainId(supplier.vatNumber)}`;
  if (supplier.taxNumber !== '') return `tax:${plainId(supplier.taxNumber)}`;
  return `name:${supplier.name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()}`;
}

/** Numbers that differ in letters' size or in spaces alone are one number. */
export function numberKey(number: string): string {
  return number.normalize('NFKC').toLowerCase().replace(/\s/g, '');
}

/** Minor units as text, as they are stored. */
export interface PayableLine {
  readonly id: string;
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly netMinor: string;
  readonly tax: string;
}

/** What of a supplier's document is booked and paid. */
export interface Incoming {
  readonly kind: 'invoice' | 'credit-note';
  readonly number: string;
  readonly currency: string;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly reference: string;
  readonly lines: readonly PayableLine[];
  readonly taxes: readonly (TaxAmounts & { readonly percent: string })[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
  readonly prepaidMinor: Minor;
  readonly roundingMinor: Minor;
  readonly payableMinor: Minor;
  /** the account that the document names; `iban` is '' where it names none, or one whose check digits are wrong */
  readonly account: { readonly name: string; readonly iban: string; readonly bic: string };
}

/** What is booked and paid of a document, as it stands there: nothing is worked out anew. */
export function incomingOf(document: InvoiceDocument): Incoming {
  const { totals, payment } = document;
  const transfer = payment?.transfers?.[0];
  const iban = readIban(transfer?.account ?? '');
  return {
    kind: isCreditNote(document) ? 'credit-note' : 'invoice',
    number: document.number,
    currency: document.currency,
    issuedOn: document.issuedOn,
    // Without a day of its own an invoice is due at once.
    dueOn: document.dueOn ?? document.issuedOn,
    reference: payment?.remittance ?? document.number,
    lines: document.lines.map((line) => ({
      id: line.id,
      name: line.item.name,
      quantity: line.quantity,
      unit: line.unit,
      netMinor: `${line.netMinor}`,
      tax: line.tax.category === 'S' ? `${line.tax.percent ?? '0'} %` : line.tax.category,
    })),
    taxes: document.taxes.map(({ category, percent = '0', netMinor, taxMinor }) => ({
      category,
      percent,
      netMinor,
      taxMinor,
    })),
    netMinor: totals.netMinor,
    taxMinor: totals.taxMinor,
    grossMinor: totals.grossMinor,
    prepaidMinor: totals.prepaidMinor ?? (0n as Minor),
    roundingMinor: totals.roundingMinor ?? (0n as Minor),
    payableMinor: totals.payableMinor,
    account: {
      name: transfer?.name ?? document.payee?.name ?? document.seller.name,
      iban: iban.ok ? iban.value : '',
      bic: transfer?.bic ?? '',
    },
  };
}

/** Rules about sums: a document that breaks one would be booked with other amounts than it says. */
const SUMS = /^BR-CO-1[0-7]$|^BR-(S|Z|E|AE|IC|G|O)-0?[89]$/;

/** Why a document can never be booked as it is; null where a person may decide. */
export type Blocked = 'sums' | 'prepaid' | 'negative' | null;

export function blockedBy(
  incoming: Pick<Incoming, 'grossMinor' | 'prepaidMinor'>,
  findings: readonly Pick<Finding, 'rule' | 'severity'>[],
): Blocked {
  if (findings.some(({ rule, severity }) => severity === 'fatal' && SUMS.test(rule))) return 'sums';
  if (incoming.grossMinor <= 0n) return 'negative';
  return incoming.prepaidMinor !== 0n ? 'prepaid' : null;
}

/** What a person should look at before anything is paid. */
export type Notice =
  'buyer_other' | 'account_missing' | 'account_changed' | 'currency_other' | 'due_day_missing';

/** @param known what is known of this supplier and of ourselves; marks are keyed hashes of accounts, '' for none */
export function noticesOf(
  document: Pick<InvoiceDocument, 'buyer' | 'currency' | 'dueOn'>,
  known: {
    readonly ownVatNumber: string;
    readonly ownCurrency: string;
    readonly accountMark: string;
    readonly earlierMarks: readonly string[];
  },
): Notice[] {
  const buyer = plainId(document.buyer.vatId ?? '');
  const own = plainId(known.ownVatNumber);
  return [
    ...(buyer !== '' && own !== '' && buyer !== own ? (['buyer_other'] as const) : []),
    ...(known.accountMark === '' ? (['account_missing'] as const) : []),
    ...(known.accountMark !== '' &&
    known.earlierMarks.length > 0 &&
    !known.earlierMarks.includes(known.accountMark)
      ? (['account_changed'] as const)
      : []),
    ...(document.currency === known.ownCurrency ? [] : (['currency_other'] as const)),
    ...(document.dueOn === undefined ? (['due_day_missing'] as const) : []),
  ];
}

export type PayableState = 'parked' | 'waiting' | 'approved' | 'overdue' | 'paid' | 'refused';

/** @param openMinor what is still to be paid (credit notes: still to be used), above zero */
export function payableState(
  invoice: { readonly faulty: boolean; readonly dueOn: Day },
  outcome: 'approved' | 'refused' | null,
  openMinor: bigint,
  today: Day,
): PayableState {
  if (outcome === 'refused') return 'refused';
  if (outcome === null) return invoice.faulty ? 'parked' : 'waiting';
  if (openMinor <= 0n) return 'paid';
  return invoice.dueOn < today ? 'overdue' : 'approved';
}

export type ApproveRefusal =
  | { readonly code: 'supplier_invoice_decided' }
  | { readonly code: 'supplier_invoice_blocked_sums'; readonly rules: string }
  | { readonly code: 'supplier_invoice_blocked_prepaid' }
  | { readonly code: 'supplier_invoice_blocked_negative' }
  | { readonly code: 'supplier_invoice_faulty'; readonly field: 'despite'; readonly rules: string };

/**
 * Whether a supplier's invoice may be approved, and with that booked. Faults in its sums cannot be waved through: the supplier
 * corrects them. Other broken rules are accepted with a reason.
 *
 * @param despite why it is approved with the rules it breaks; '' for no reason
 */
export function decideApprove(
  invoice: Pick<Incoming, 'grossMinor' | 'prepaidMinor'>,
  findings: readonly Pick<Finding, 'rule' | 'severity'>[],
  outcome: 'approved' | 'refused' | null,
  despite: string,
): Result<true, ApproveRefusal> {
  if (outcome !== null) return refuse({ code: 'supplier_invoice_decided' });
  const fatal = findings.filter(({ severity }) => severity === 'fatal').map(({ rule }) => rule);
  const rules = [...new Set(fatal)].join(', ');
  const blocked = blockedBy(invoice, findings);
  if (blocked === 'sums') return refuse({ code: 'supplier_invoice_blocked_sums', rules });
  if (blocked) return refuse({ code: `supplier_invoice_blocked_${blocked}` });
  if (rules !== '' && despite === '')
    return refuse({ code: 'supplier_invoice_faulty', field: 'despite', rules });
  return ok(true);
}

/** An invoice that a movement out of the account may have paid. */
export interface PayableItem {
  readonly id: string;
  readonly number: string;
  readonly supplierName: string;
  readonly accountMark: string;
  readonly currency: string;
  readonly openMinor: bigint;
}

export interface OutgoingMatch<I extends PayableItem> {
  readonly item: I;
  /** nothing else could be meant: may be booked by itself */
  readonly certain: boolean;
}

/**
 * Suppliers' invoices that a movement out of the account may have paid, the likeliest first. Certain is only one whose number the
 * movement names, with exactly its amount, and no other that fits as well.
 *
 * @param line `amountMinor` above zero went out
 */
export function matchOutgoing<I extends PayableItem>(
  line: {
    readonly currency: string;
    readonly amountMinor: bigint;
    readonly text: string;
    readonly accountMark: string;
  },
  items: readonly I[],
): OutgoingMatch<I>[] {
  const text = wordsOf(line.text);
  const scored = items
    .filter((item) => item.currency === line.currency && item.openMinor > 0n)
    .map((item) => {
      const named = item.number.length >= 3 && ` ${text} `.includes(` ${wordsOf(item.number)} `);
      const exact = item.openMinor === line.amountMinor;
      const account = item.accountMark !== '' && item.accountMark === line.accountMark;
      return { item, named, exact, score: (named ? 4 : 0) + (exact ? 2 : 0) + (account ? 1 : 0) };
    })
    .filter(({ score, exact, named }) => score >= 2 && (exact || named))
    .sort((a, b) => b.score - a.score || (a.item.number < b.item.number ? -1 : 1));
  const sure = scored.filter(({ named, exact }) => named && exact);
  return scored.map(({ item, named, exact }) => ({ item, certain: named && exact && sure.length === 1 }));
}

/** Letters and digits as words: signs between them are written in many ways. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
