import { mutationsOf, type Mutation } from './mutation.ts';

const BILLING = 'modules/billing';
const MONEY = 'domain/money';

/** Faults in issuing, paying, crediting, giving back, matching and subscribing. */
export const moneyMutations: readonly Mutation[] = [
  ...mutationsOf(
    [`${BILLING}/rules.test.ts`],
    [
      [
        'more than is open of an invoice is taken without a question',
        `${BILLING}/rules.ts`,
        'if (amountMinor > openMinor && !mayExceed)',
        'if (amountMinor > openMinor && !mayExceed && openMinor < 0n)',
      ],
      [
        'a discount for paying early is given after its last day',
        `${BILLING}/rules.ts`,
        'receivedOn <= offer.until && missing',
        'missing',
      ],
      [
        'a refund takes more of a payment than it was',
        `${BILLING}/rules.ts`,
        'const part = payment.leftMinor < left ? payment.leftMinor : left;',
        'const part = left;',
      ],
      [
        'deposits ask for more than the order',
        `${BILLING}/rules.ts`,
        'if (wanted === 0n || wanted > left)',
        'if (wanted === 0n)',
      ],
      [
        'more of a line is credited than was invoiced',
        `${BILLING}/credit-rules.ts`,
        'const above = quantity > leftQuantity || netMinor > left(line);',
        'const above = quantity > leftQuantity;',
      ],
      [
        'the last credit note forgets the cent that rounding left',
        `${BILLING}/credit-rules.ts`,
        'minor(last ? grossLeftMinor - totals.grossMinor : 0n)',
        'minor(0n)',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/cards/rules.test.ts`],
    [
      [
        'a card payment of another amount is booked as if it had been asked for',
        `${BILLING}/cards/rules.ts`,
        "  if (paid.amountMinor !== known.amountMinor) return 'card_amount_other';\n",
        '',
      ],
      [
        'a refund that the provider reports late is booked back a state',
        `${BILLING}/cards/rules.ts`,
        'if (was !== undefined && RANK[refund.state] <= RANK[was]) return [];',
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/sepa/rules.test.ts`],
    [
      [
        'a disputed invoice is collected',
        `${BILLING}/sepa/rules.ts`,
        "  if (one.disputed) return 'disputed';\n",
        '',
      ],
      [
        'a transfer goes to the bank without a second person',
        `${BILLING}/sepa/rules.ts`,
        "if (step === 'hand-over' && kind === 'transfer' && state !== 'approved')",
        "if (step === 'hand-over' && kind === 'transfer' && state === 'approved')",
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/payables/rules.test.ts`],
    [
      [
        'a supplier’s wrong sums are booked with a reason',
        `${BILLING}/payables/rules.ts`,
        "severity === 'fatal' && SUMS.test(rule))) return 'sums';",
        "severity === 'warning' && SUMS.test(rule))) return 'sums';",
      ],
      [
        'of two invoices that fit as well one is paid by itself',
        `${BILLING}/payables/rules.ts`,
        'certain: named && exact && sure.length === 1',
        'certain: named && exact',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/write-off/rules.test.ts`],
    [
      [
        'more is written off than is open',
        `${BILLING}/write-off/rules.ts`,
        'if (amountMinor > openMinor)',
        'if (amountMinor > openMinor * 2n)',
      ],
    ],
  ),
  ...mutationsOf(
    [`${MONEY}/ledger/ledger.test.ts`],
    [
      [
        'tax that we owe ourselves is owed under reverse charge whatever it is for',
        `${MONEY}/ledger/self-assessed.ts`,
        "    category === 'AE'\n",
        "    category !== ('' as string)\n",
      ],
      [
        'a fee that the provider kept is no expense',
        `${MONEY}/ledger/posting.ts`,
        'const fee = event.feeMinor ?? 0n;',
        'const fee = 0n * (event.feeMinor ?? 0n);',
      ],
    ],
  ),
  ...mutationsOf(
    [`${MONEY}/matching/matching.test.ts`],
    [
      [
        'a movement that came too late takes the discount for paying early',
        `${MONEY}/matching/match.ts`,
        'item.offers?.find((offer) => line.valueOn <= offer.until)',
        'item.offers?.find((offer) => line.valueOn <= offer.until || true)',
      ],
      [
        'an invoice is paid by two movements of one statement',
        `${MONEY}/matching/match.ts`,
        'of.left -= pay + discount;',
        'of.left -= 0n * (pay + discount);',
      ],
    ],
  ),
  ...mutationsOf(
    [`${MONEY}/subscriptions/subscriptions.test.ts`, `${MONEY}/subscriptions/examples.test.ts`],
    [
      [
        'what was sold without a refund is given back',
        `${MONEY}/subscriptions/refund.ts`,
        "line.refundable === 'none' ? 'terms' : eligible",
        "line.refundable === ('never' as string) ? 'terms' : eligible",
      ],
      [
        'a term goes on after the planned end',
        `${MONEY}/subscriptions/next-part.ts`,
        "of.lastTerm === 'part' && of.endsOn !== null && of.endsOn < term.until",
        "of.lastTerm === 'part' && of.endsOn !== null && of.endsOn < from",
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/billing.db.test.ts`],
    [
      [
        'two people who pay one invoice pay it twice',
        `${BILLING}/record-payment.ts`,
        '  await lockCustomer(tx, invoice.customer_id);\n',
        '',
      ],
      [
        'an invoice is issued and not booked',
        `${BILLING}/save-invoice.ts`,
        'if (grossMinor !== 0n)',
        'if (grossMinor === 1n)',
      ],
      [
        'an invoice that was credited in full is paid',
        `${BILLING}/record-payment.ts`,
        "return refuse({ code: 'payment_of_cancelled_invoice', number: invoiceNumber(invoice) });",
        'input.mayExceed;',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/bank.db.test.ts`],
    [
      [
        'half of a booking that was refused stays',
        `${BILLING}/book-batches.ts`,
        'else await sql`rollback to savepoint one_booking`.execute(tx.tables());',
        '',
      ],
      [
        'more is paid out by the provider than it ever received',
        `${BILLING}/cards/book-payouts.ts`,
        '  if ((await heldByProvider(tx, line.currency)) < line.amount_minor) return null;\n',
        '',
      ],
      [
        'what somebody has booked by hand is booked once more',
        `${BILLING}/book-line.ts`,
        'return stillOwed ? bookLine(tx, caller, line, shares, false) : null;',
        'return stillOwed || shares.length ? bookLine(tx, caller, line, shares, false) : null;',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/money-out.db.test.ts`, `${BILLING}/money-elsewhere.db.test.ts`],
    [
      [
        'what is on its way to the bank is given back by hand as well',
        `${BILLING}/give-back.ts`,
        "  if ((await claimsOn(tx, [item.itemId])).size > 0) return refuse({ code: 'item_in_run' });\n",
        '',
      ],
      [
        'tax that a supplier left to us is booked nowhere',
        `${BILLING}/payables/decide-invoice.ts`,
        "        selfAssessed: selfAssess(taxes, taxPercent ?? '0'),\n",
        '',
      ],
    ],
  ),
  ...mutationsOf(
    [`${BILLING}/subscriptions/subscriptions.db.test.ts`],
    [
      [
        'a term is billed and stays due',
        `${BILLING}/subscriptions/renew.ts`,
        '  await updateSubscription(tx, of.id, { paid_until: next.until });\n',
        '',
      ],
      [
        'a renewal that is refused reaches nobody',
        `${BILLING}/subscriptions/care.ts`,
        '        await context.db.inTenant(tenantId, (tx) => noteRefusal(tx, caller(), id, refusal));\n',
        '',
      ],
    ],
  ),
];
