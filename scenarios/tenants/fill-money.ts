import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { plainIban } from '#domain/money/iban.ts';
import {
  bookBankLine,
  importStatement,
  listBankLines,
  setAsideBankLine,
} from '#modules/billing/bank-contract.ts';
import { camtFile } from '#modules/billing/testing/bank-file.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import { addDays } from '#domain/kernel/days.ts';
import { must } from '#domain/kernel/result.ts';
import * as billing from '#modules/billing/contract.ts';
import { remind } from '#modules/billing/module.ts';
import { openDispute } from '#modules/billing/reminder-contract.ts';
import type { Client } from '#platform/http/client.ts';

/** Money of every kind for one customer: credit notes, a refund, a set-off, a payment that the bank took back, a reminder, a dispute. */
export async function fillMoney(
  t: TestApp,
  owner: Client,
  customerId: Id,
  invoiceId: Id,
  mark: string,
): Promise<void> {
  await owner.call(billing.setTerms, { params: { customerId }, body: { percent: '2', days: 10 } });
  // One piece of the delivery was invoiced wrongly and may be invoiced again.
  await owner.call(billing.creditInvoice, {
    params: { invoiceId },
    body: { reason: mark, again: true, lines: [{ lineNo: 1, quantity: 1 }] } as never,
  });
  const byHand = (unitNet: string) =>
    owner.call(billing.invoiceByHand, {
      params: { customerId },
      body: { lines: [{ name: mark, quantity: 1, unitNet, tax: { category: 'S', percent: '19' } }] } as never,
    });
  const first = await byHand('10.00');
  const second = await byHand('20.00');
  const paid = await owner.call(billing.recordPayment, {
    params: { invoiceId: first.id as Id },
    body: { amount: '15.00', reference: mark, mayExceed: true } as never,
  });
  const itemId = paid.payments[0]!.id as Id;
  await owner.call(billing.refund, {
    params: { itemId },
    body: { amount: '1.00', reference: mark } as never,
  });
  await owner.call(billing.setOff, {
    params: { itemId },
    body: { invoiceId: second.id, amount: '1.00' } as never,
  });
  await owner.call(openDispute, { params: { invoiceId: second.id as Id }, body: { reason: mark } });
  // Two months later, as far as this letter knows.
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) =>
    must(await remind(tx, { ...caller, today: addDays(caller.today, 60) }, customerId, 'EUR')),
  );
  // Three movements: one booked by hand, one set aside, one that still waits.
  const account = plainIban(DEMO_COMPANY.iban);
  const name = mark;
  const bytes = camtFile(
    [
      { cents: 5_00, name, text: mark },
      { cents: -3_00, name, text: mark },
      { cents: 1_00, name, text: mark },
    ],
    { account },
  );
  await owner.call(importStatement, { upload: { bytes, name: `${mark}.xml` } });
  const { open } = await owner.call(listBankLines, {});
  const at = (amount: string) => ({ bankLineId: open.find((line) => line.amount === amount)!.id as Id });
  await owner.call(bookBankLine, {
    params: at('5.00'),
    body: { shares: [{ invoiceId: second.id as Id, amount: '5.00' }] },
  });
  await owner.call(setAsideBankLine, { params: at('-3.00'), body: { reason: mark } });
  await owner.call(billing.chargeBack, { params: { paymentId: itemId }, body: { reason: mark } as never });
}
