import type { Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { TaxCategory } from '../tax.ts';
import { accountFor, taxKey, type Chart } from './chart.ts';
import { selfAssessedLines, type SelfAssessed } from './self-assessed.ts';
import { balanceOf, type EntryKind, type EntryLine, type LedgerEntry } from './entry.ts';

/** Net and tax of one category and rate, as the document shows them. */
export interface TaxAmounts {
  readonly category: TaxCategory;
  readonly percent?: string;
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
}

/** A document that changes what somebody owes. Amounts are positive as printed; the kind gives them their side. */
export interface PostedDocument {
  readonly kind: 'invoice' | 'credit-note' | 'deposit-invoice' | 'supplier-invoice' | 'supplier-credit-note';
  readonly number: string;
  readonly on: Day;
  readonly party: string;
  readonly currency: string;
  readonly taxes: readonly TaxAmounts[];
  /** BT-114 of the document: added to the amount to pay */
  readonly roundingMinor?: Minor;
  /** credit notes: the invoice they reduce; without one they are an open item of their own */
  readonly reduces?: string;
  /** final invoices: deposit invoices that are taken off again, as they were invoiced */
  readonly deposits?: readonly { readonly number: string; readonly taxes: readonly TaxAmounts[] }[];
  /** suppliers' documents: the account of expenses or stock; the chart's purchases when absent */
  readonly expenseAccount?: string;
  /** suppliers' documents: the tax that is owed and deducted by the buyer itself */
  readonly selfAssessed?: readonly SelfAssessed[];
}

/** A part of moved money that goes to one document. */
export interface Settlement {
  readonly party: string;
  readonly item: string;
  readonly amountMinor: Minor;
  /** what is forgiven besides, by rate; positive */
  readonly discount?: readonly TaxAmounts[];
}

/** Money that moved, or an open item that changed without a document. Amounts are positive; the kind says the direction. */
export interface MovedMoney {
  /**
   * `payment` from a customer, `refund` to a customer, `charge-back` of a customer's payment, `payment-out` to a supplier,
   * `offset` of a credit against a document, `write-off` of a receivable.
   */
  readonly kind: 'payment' | 'refund' | 'charge-back' | 'payment-out' | 'offset' | 'write-off';
  readonly reference: string;
  readonly on: Day;
  readonly currency: string;
  /** where the money is; of no meaning for `offset` and `write-off` */
  readonly through: 'bank' | 'cash' | 'card-clearing';
  readonly settles: readonly Settlement[];
  /** money of a known party without a document: an item of its own under this entry's reference */
  readonly onAccount?: { readonly party: string; readonly amountMinor: Minor };
  /** money of an unknown party */
  readonly unassignedMinor?: Minor;
  /** kept by the bank or provider: of a payment it never arrives, on a charge-back and money out it is taken on top */
  readonly feeMinor?: Minor;
  /** `offset`: the credit that is used up; `settles` says for what */
  readonly from?: { readonly party: string; readonly item: string };
  /** `write-off`: the lost amounts by rate, whose tax is given back */
  readonly lost?: readonly TaxAmounts[];
  /** `write-off`: where the net goes; `bad-debt` when absent, `rounding` for a difference too small to ask for */
  readonly lostTo?: 'bad-debt' | 'rounding';
  /** `write-off`: what was lost is owed again, because it is paid after all; every line turned round */
  readonly again?: boolean;
}

/**
 * The entry of a document: receivable or payable against income or expense and tax, per category and rate.
 *
 * @throws RangeError when the chart has no account for a rate, or the document's amounts are all 0
 */
export function postDocument(document: PostedDocument, chart: Chart): LedgerEntry {
  const supplier = document.kind.startsWith('supplier');
  // +1 where the receivable is debited or the supplier's expense is.
  const sign = document.kind.endsWith('credit-note') ? -1n : 1n;
  const lines: EntryLine[] = [];
  for (const row of document.taxes) {
    const tax = taxKey(row);
    if (supplier) {
      lines.push(line(document.expenseAccount ?? chart.roles.purchases, sign * row.netMinor, { tax }));
      lines.push(line(chart.roles['input-tax'], sign * row.taxMinor, { tax }));
      continue;
    }
    const income =
      document.kind === 'deposit-invoice' ? chart.roles['deposits-received'] : accountFor(chart.revenue, tax);
    lines.push(line(income, -sign * row.netMinor, { tax }));
    if (row.taxMinor !== 0n)
      lines.push(line(accountFor(chart.outputTax, tax), -sign * row.taxMinor, { tax }));
  }
  for (const deposit of document.deposits ?? [])
    for (const row of deposit.taxes) {
      const tax = taxKey(row);
      lines.push(line(chart.roles['deposits-received'], sign * row.netMinor, { tax, item: deposit.number }));
      if (row.taxMinor !== 0n)
        lines.push(line(accountFor(chart.outputTax, tax), sign * row.taxMinor, { tax }));
    }
  lines.push(...selfAssessedLines(document.selfAssessed ?? [], sign, chart));
  const rounding = document.roundingMinor ?? 0n;
  lines.push(line(chart.roles.rounding, (supplier ? sign : -sign) * rounding));
  const owed = -balanceOf({ lines });
  const item = document.reduces ?? document.number;
  const account = supplier ? chart.roles.payables : chart.roles.receivables;
  lines.unshift(line(account, owed, { party: document.party, item }));
  return entry(document.kind, document, document.number, lines);
}

/**
 * The entry of moved money. What neither a settlement, nor a payment on account, nor the unassigned part explains does not
 * exist: the amount that moved is their sum.
 *
 * @throws RangeError when nothing is settled, or a part is negative
 */
export function postMoney(event: MovedMoney, chart: Chart): LedgerEntry {
  const parts = [
    ...event.settles.map((each) => each.amountMinor),
    event.onAccount?.amountMinor ?? 0n,
    event.unassignedMinor ?? 0n,
  ];
  if (parts.some((part) => part < 0n)) throw new RangeError(`a part of ${event.reference} is negative`);
  const moved = parts.reduce<bigint>((all, part) => all + part, 0n);
  const toSupplier = event.kind === 'payment-out';
  const items = toSupplier ? chart.roles.payables : chart.roles.receivables;
  // +1 where money comes in and a receivable goes down.
  const down = event.kind === 'payment' || event.kind === 'offset' || event.kind === 'write-off';
  const sign = down && !event.again ? 1n : -1n;
  const lines: EntryLine[] = [];
  for (const each of event.settles) {
    const discount = each.discount ?? [];
    const forgiven = discount.reduce((all, row) => all + row.netMinor + row.taxMinor, 0n);
    lines.push(line(items, -sign * (each.amountMinor + forgiven), { party: each.party, item: each.item }));
    for (const row of discount) lines.push(...discountLines(row, toSupplier, sign, chart));
  }
  if (event.onAccount)
    lines.push(
      line(items, -sign * event.onAccount.amountMinor, {
        party: event.onAccount.party,
        item: event.reference,
      }),
    );
  lines.push(line(chart.roles.unassigned, -sign * (event.unassignedMinor ?? 0n)));
  if (event.kind === 'offset') {
    if (!event.from) throw new RangeError(`offset ${event.reference} names no credit`);
    lines.push(line(items, moved, { party: event.from.party, item: event.from.item }));
  } else if (event.kind === 'write-off') {
    lines.push(...lostLines(event, moved, sign, chart));
  } else {
    const fee = event.feeMinor ?? 0n;
    lines.push(line(chart.roles['bank-fees'], fee), line(chart.roles[event.through], sign * moved - fee));
  }
  return entry(event.kind, event, event.reference, lines);
}

/**
 * The entry of paid reminder fees and default interest: damages, no supply, so without tax (and in no receivable before: a
 * claim on them is worth what is paid of it).
 */
export function postLateCharge(
  event: Pick<MovedMoney, 'reference' | 'on' | 'currency' | 'through'> & { readonly amountMinor: Minor },
  chart: Chart,
): LedgerEntry {
  return entry('payment', event, event.reference, [
    line(chart.roles[event.through], event.amountMinor),
    line(chart.roles['late-charges'], -event.amountMinor),
  ]);
}

/** The entry of money that the provider of cards paid out to the bank. */
export function postPayout(
  event: Pick<MovedMoney, 'reference' | 'on' | 'currency'> & { readonly amountMinor: Minor },
  chart: Chart,
): LedgerEntry {
  return entry('payment', event, event.reference, [
    line(chart.roles.bank, event.amountMinor),
    line(chart.roles['card-clearing'], -event.amountMinor),
  ]);
}

/** A discount lowers income and output tax, or, taken from a supplier, expense and input tax. */
function discountLines(row: TaxAmounts, toSupplier: boolean, sign: bigint, chart: Chart): EntryLine[] {
  const tax = taxKey(row);
  const on = toSupplier ? chart.roles['discount-taken'] : chart.roles['discount-given'];
  const taxAccount = toSupplier
    ? chart.roles['input-tax']
    : row.taxMinor === 0n
      ? ''
      : accountFor(chart.outputTax, tax);
  return [line(on, sign * row.netMinor, { tax }), line(taxAccount, sign * row.taxMinor, { tax })];
}

function lostLines(event: MovedMoney, moved: bigint, sign: bigint, chart: Chart): EntryLine[] {
  const lost = event.lost ?? [];
  const explained = lost.reduce((all, row) => all + row.netMinor + row.taxMinor, 0n);
  if (explained !== moved)
    throw new RangeError(`write-off ${event.reference}: rates explain ${explained} of ${moved}`);
  return lost.flatMap((row) => {
    const tax = taxKey(row);
    const taxAccount = row.taxMinor === 0n ? '' : accountFor(chart.outputTax, tax);
    const net = chart.roles[event.lostTo ?? 'bad-debt'];
    return [line(net, sign * row.netMinor, { tax }), line(taxAccount, sign * row.taxMinor, { tax })];
  });
}

function line(
  account: string,
  amount: bigint,
  more: Omit<EntryLine, 'account' | 'amountMinor'> = {},
): EntryLine {
  return { account, amountMinor: minor(amount), ...more };
}

function entry(
  kind: EntryKind,
  event: { readonly on: Day; readonly currency: string },
  reference: string,
  all: readonly EntryLine[],
): LedgerEntry {
  const lines = all.filter((each) => each.amountMinor !== 0n);
  if (lines.length === 0) throw new RangeError(`${kind} ${reference} moves nothing`);
  const made = { on: event.on, currency: event.currency, reference, kind, lines };
  if (balanceOf(made) !== 0n)
    throw new RangeError(`${kind} ${reference} does not balance: ${balanceOf(made)}`);
  return made;
}
