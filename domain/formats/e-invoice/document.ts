import type { Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { TaxCategory } from '#domain/money/tax.ts';

/**
 * A number as decimal text in its shortest form: `12.5`, never `12.50`, `+1` or `1e3`. For quantities, prices and
 * percentages, which may be finer than a minor unit.
 */
export type Decimal = string;

/** An identifier and who gave it: `{ id: '4012345000009', scheme: '0088' }` is a GLN (ISO 6523 for `scheme`). */
export interface Identifier {
  readonly id: string;
  readonly scheme?: string;
}

/** The document's kind, UNTDID 1001 (BT-3). The first of INVOICE_TYPES is the plain invoice. */
export type InvoiceType = (typeof INVOICE_TYPES)[number] | (typeof CREDIT_NOTE_TYPES)[number];
/** 380 invoice, 326 partial, 384 corrected, 386 prepayment, 389 self-billed, 393 factored, 875–877 construction. */
export const INVOICE_TYPES = ['380', '326', '384', '386', '389', '393', '875', '876', '877'] as const;
/** 381 credit note, 261 self-billed credit note, 396 factored credit note. Their amounts are positive. */
export const CREDIT_NOTE_TYPES = ['381', '261', '396'] as const;

/** BG-5, BG-8, BG-12, BG-15. */
export interface Address {
  /** BT-35, BT-50, BT-64, BT-75 */
  readonly line1?: string;
  /** BT-36, BT-51, BT-65, BT-76 */
  readonly line2?: string;
  /** BT-162 … BT-165 */
  readonly line3?: string;
  /** BT-37, BT-52, BT-66, BT-77 */
  readonly city?: string;
  /** BT-38, BT-53, BT-67, BT-78 */
  readonly postCode?: string;
  /** BT-39, BT-54, BT-68, BT-79 */
  readonly region?: string;
  /** ISO 3166-1, two letters; BT-40, BT-55, BT-69, BT-80 */
  readonly country: string;
}

/** BG-6, BG-9: whom to ask about the document. */
export interface Contact {
  /** BT-41, BT-56 */
  readonly name?: string;
  /** BT-42, BT-57 */
  readonly phone?: string;
  /** BT-43, BT-58 */
  readonly email?: string;
}

/** Seller (BG-4) or buyer (BG-7). */
export interface Party {
  /** BT-27, BT-44: name in the register */
  readonly name: string;
  /** BT-28, BT-45: name it trades under, where another */
  readonly tradingName?: string;
  /** BT-29, BT-46; a buyer has at most one */
  readonly ids?: readonly Identifier[];
  /** BT-30, BT-47: number in a register of companies */
  readonly registration?: Identifier;
  /** BT-31, BT-48: VAT number with its country, `DE123456789` */
  readonly vatId?: string;
  /** BT-32: number at the local tax office; sellers only */
  readonly taxNumber?: string;
  /** BT-33: legal notes (court, directors, share capital); sellers only */
  readonly legalText?: string;
  /** BT-34, BT-49: electronic address; `scheme` of the EAS list, `EM` for e-mail */
  readonly endpoint?: Identifier;
  readonly address: Address;
  readonly contact?: Contact;
}

/** BG-16 with BG-17, BG-18, BG-19. */
export interface Payment {
  /** BT-81, UNTDID 4461: 58 SEPA transfer, 30 transfer, 59 SEPA direct debit, 48 card, 54 credit card, 10 cash, 1 other */
  readonly means: string;
  /** BT-82 */
  readonly meansText?: string;
  /** BT-83: what the payer shall write */
  readonly remittance?: string;
  /** BG-17, for means 30 and 58 */
  readonly transfers?: readonly {
    /** BT-84: IBAN without spaces, or a national account number */
    readonly account: string;
    /** BT-85 */
    readonly name?: string;
    /** BT-86 */
    readonly bic?: string;
  }[];
  /** BG-18: the last 4 to 6 digits of a card already charged (never a whole number), BT-87, and its holder, BT-88 */
  readonly card?: { readonly lastDigits: string; readonly holder?: string };
  /** BG-19: BT-89 mandate, BT-90 creditor identifier, BT-91 account to debit */
  readonly debit?: {
    readonly mandate?: string;
    readonly creditorId?: string;
    readonly account?: string;
  };
}

/** BG-20, BG-21 of the document and BG-27, BG-28 of a line (there without tax). */
export interface Adjustment {
  readonly kind: 'allowance' | 'charge';
  /** BT-92, BT-99, BT-136, BT-141; always positive, the kind gives it its sign */
  readonly amountMinor: Minor;
  /** BT-93, BT-100, BT-137, BT-142 */
  readonly baseMinor?: Minor;
  /** BT-94, BT-101, BT-138, BT-143 */
  readonly percent?: Decimal;
  /** BT-97, BT-104, BT-139, BT-144 */
  readonly reason?: string;
  /** BT-98 and BT-140 (UNTDID 5189), BT-105 and BT-145 (UNTDID 7161) */
  readonly reasonCode?: string;
}

/** BT-95/96, BT-102/103, BT-151/152. `percent` is absent for category O, which has no rate, and `0` for all others but S. */
export interface LineTax {
  readonly category: TaxCategory;
  readonly percent?: Decimal;
}

export interface DocumentAdjustment extends Adjustment {
  readonly tax: LineTax;
}

/** BG-23: one row for each category and rate. */
export interface TaxRow extends LineTax {
  /** BT-116 */
  readonly netMinor: Minor;
  /** BT-117 */
  readonly taxMinor: Minor;
  /** BT-120: why no tax is charged, in words */
  readonly exemptionText?: string;
  /** BT-121: the same as a code of the VATEX list */
  readonly exemptionCode?: string;
}

/** BG-22. */
export interface Totals {
  /** BT-106: sum of the lines' nets */
  readonly linesMinor: Minor;
  /** BT-107; absent when the document has no allowance */
  readonly allowancesMinor?: Minor;
  /** BT-108; absent when the document has no charge */
  readonly chargesMinor?: Minor;
  /** BT-109 */
  readonly netMinor: Minor;
  /** BT-110 */
  readonly taxMinor: Minor;
  /** BT-112 */
  readonly grossMinor: Minor;
  /** BT-113: paid already (deposits) */
  readonly prepaidMinor?: Minor;
  /** BT-114: added to make the amount to pay round */
  readonly roundingMinor?: Minor;
  /** BT-115 = BT-112 − BT-113 + BT-114 */
  readonly payableMinor: Minor;
}

/** BG-14, BG-26. At least one of the two. */
export interface Period {
  readonly from?: Day;
  readonly until?: Day;
}

/** BG-29. In units of the currency, not minor units, for any number of decimals: `0.035` EUR for a screw. */
export interface Price {
  /** BT-146: net price of `baseQuantity` pieces, after the discount */
  readonly net: Decimal;
  /** BT-148 before the discount, BT-147 the discount itself: gross − amount = net */
  readonly discount?: { readonly gross: Decimal; readonly amount: Decimal };
  /** BT-149: how many pieces the price is for; absent = 1 */
  readonly baseQuantity?: Decimal;
}

/** BG-31. */
export interface Item {
  /** BT-153 */
  readonly name: string;
  /** BT-154 */
  readonly description?: string;
  /** BT-155 */
  readonly sellerId?: string;
  /** BT-156 */
  readonly buyerId?: string;
  /** BT-157, for example a GTIN with scheme 0160 */
  readonly standardId?: Identifier;
  /** BT-158 with its list (UNTDID 7143) and version */
  readonly classifications?: readonly {
    readonly code: string;
    readonly list: string;
    readonly version?: string;
  }[];
  /** BT-159, ISO 3166-1 */
  readonly originCountry?: string;
  /** BG-32: BT-160, BT-161 */
  readonly attributes?: readonly { readonly name: string; readonly value: string }[];
}

/** BG-25. */
export interface InvoiceLine {
  /** BT-126 */
  readonly id: string;
  /** BT-127 */
  readonly note?: string;
  /** BT-129, negative for something taken back on an invoice */
  readonly quantity: Decimal;
  /** BT-130, UN/ECE Recommendation 20: H87 piece, HUR hour, MTK square metre, MTR metre */
  readonly unit: string;
  /** BT-131 */
  readonly netMinor: Minor;
  /** BT-132: line of the order */
  readonly orderLine?: string;
  /** BT-133 */
  readonly accounting?: string;
  /** BG-26 */
  readonly period?: Period;
  /** BG-27, BG-28 */
  readonly adjustments?: readonly Adjustment[];
  readonly price: Price;
  readonly tax: LineTax;
  readonly item: Item;
}

/** BG-24. A file travels inside the document, or stays at a URL. */
export interface Attachment {
  /** BT-122 */
  readonly id: string;
  /** BT-123 */
  readonly description?: string;
  /** BT-124 */
  readonly url?: string;
  /** BT-125 */
  readonly file?: { readonly name: string; readonly mime: string; readonly base64: string };
}

/**
 * Which rules the document promises to keep: `en16931` the European standard, `xrechnung` the German CIUS 3.0.
 */
export type InvoiceProfile = 'en16931' | 'xrechnung';

/**
 * An invoice or credit note by the semantic model of EN 16931-1. Terms (BT-…) and groups (BG-…) are named at each field.
 * All amounts are minor units of `currency`. Made by `completeInvoice`, judged by `checkInvoice`, written and read as UBL
 * and CII; what is absent here is absent there.
 */
export interface InvoiceDocument {
  readonly profile: InvoiceProfile;
  /** BT-23: business process, as agreed with the buyer */
  readonly process?: string;
  /** BT-3 */
  readonly type: InvoiceType;
  /** BT-1 */
  readonly number: string;
  /** BT-2 */
  readonly issuedOn: Day;
  /** BT-5, ISO 4217 */
  readonly currency: string;
  /** BT-6 and BT-111: the VAT also in the currency it is declared in */
  readonly declaredTax?: { readonly currency: string; readonly taxMinor: Minor };
  /** BT-7 */
  readonly taxPointOn?: Day;
  /** BT-9 */
  readonly dueOn?: Day;
  /** BT-10: what the buyer wants to see on it; for German authorities the Leitweg-ID */
  readonly buyerReference?: string;
  /** BT-11 */
  readonly project?: string;
  /** BT-12 */
  readonly contract?: string;
  /** BT-13: number of the buyer's order */
  readonly order?: string;
  /** BT-14: number of the seller's order */
  readonly salesOrder?: string;
  /** BT-15 */
  readonly receivingAdvice?: string;
  /** BT-16: delivery note */
  readonly despatchAdvice?: string;
  /** BT-17 */
  readonly tender?: string;
  /** BT-18 */
  readonly object?: Identifier;
  /** BT-19 */
  readonly accounting?: string;
  /** BT-20: terms of payment in words; XRechnung writes discounts for early payment in it (BR-DE-18) */
  readonly paymentTerms?: string;
  /** BG-1: BT-21 (UNTDID 4451) and BT-22 */
  readonly notes?: readonly { readonly subject?: string; readonly text: string }[];
  /** BG-3: BT-25 and BT-26, the invoices that this document corrects */
  readonly preceding?: readonly { readonly number: string; readonly issuedOn?: Day }[];
  readonly seller: Party;
  readonly buyer: Party;
  /** BG-10: BT-59, BT-60, BT-61, where another than the seller */
  readonly payee?: {
    readonly name: string;
    readonly id?: Identifier;
    readonly registration?: Identifier;
  };
  /** BG-11: BT-62, BT-63 */
  readonly taxRepresentative?: {
    readonly name: string;
    readonly vatId: string;
    readonly address: Address;
  };
  /** BG-13: BT-70 to whom, BT-71 which place, BT-72 when, BG-15 where */
  readonly delivery?: {
    readonly name?: string;
    readonly locationId?: Identifier;
    readonly on?: Day;
    readonly address?: Address;
  };
  /** BG-14 */
  readonly period?: Period;
  /** BG-16 */
  readonly payment?: Payment;
  /** BG-20, BG-21 */
  readonly adjustments?: readonly DocumentAdjustment[];
  /** BG-22 */
  readonly totals: Totals;
  /** BG-23, highest rate first */
  readonly taxes: readonly TaxRow[];
  /** BG-24 */
  readonly attachments?: readonly Attachment[];
  /** BG-25 */
  readonly lines: readonly InvoiceLine[];
}

/** True for credit notes of every kind. */
export function isCreditNote(document: Pick<InvoiceDocument, 'type'>): boolean {
  return (CREDIT_NOTE_TYPES as readonly string[]).includes(document.type);
}
