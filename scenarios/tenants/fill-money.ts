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
import { acceptAgreement, issueAgreement } from '#modules/billing/agreements/contract.ts';
import { payCharge } from '#modules/billing/late-charges/contract.ts';
import { saveMoneySettings, saveTaxRate } from '#modules/billing/money-settings/contract.ts';
import { recordOnAccount } from '#modules/billing/on-account/contract.ts';
import { listReminders, openDispute } from '#modules/billing/reminder-contract.ts';
import { writeOffInvoice } from '#modules/billing/write-off/contract.ts';
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
  await fillRest(t, owner, customerId, second.id as Id, mark);
  await owner.call(billing.chargeBack, { params: { paymentId: itemId }, body: { reason: mark } as never });
}

/** A loss that was paid after all, money on account, what late payers owe, a rate of tax of one's own, a service agreement. */
async function fillRest(
  t: TestApp,
  owner: Client,
  customerId: Id,
  invoiceId: Id,
  mark: string,
): Promise<void> {
  await owner.call(writeOffInvoice, { params: { invoiceId }, body: { reason: mark, amount: '2.00' } });
  const { open } = await owner.call(billing.getInvoice, { params: { invoiceId } });
  const more = (Number(open) + 1).toFixed(2);
  await owner.call(billing.recordPayment, {
    params: { invoiceId },
    body: { amount: more, reference: mark, mayExceed: true } as never,
  });
  await owner.call(recordOnAccount, {
    params: { customerId },
    body: { amount: '7.00', reference: mark } as never,
  });
  await owner.call(saveTaxRate, {
    body: { country: 'XX', class: 'standard', from: '2026-01-01', percent: '19' },
  });
  await owner.call(saveMoneySettings, {
    body: {
      difference: '0.50',
      fee1: '2.50',
      fee2: '5.00',
      fee3: '10.00',
      basePercent: '1.27',
      overBasePercent: '9',
      interestFromLevel: 1,
    },
  });
  const late = await owner.call(billing.invoiceByHand, {
    params: { customerId },
    body: {
      lines: [{ name: mark, quantity: 1, unitNet: '9.00', tax: { category: 'S', percent: '19' } }],
    } as never,
  });
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) =>
    must(await remind(tx, { ...caller, today: addDays(caller.today, 90) }, late.customerId as Id, 'EUR')),
  );
  const { sent } = await owner.call(listReminders, {});
  const letter = sent.find(({ charges }) => Number(charges) > 0)!;
  await owner.call(payCharge, {
    params: { reminderId: letter.id as Id },
    body: { amount: '0.50' } as never,
  });
  const { agreements } = await owner.call(issueAgreement, {
    params: { customerId },
    body: {
      title: mark,
      terms: mark,
      startsOn: '2026-04-01',
      lines: [{ name: mark, rhythm: 'monthly', net: '5.00' }],
    } as never,
  });
  await owner.call(acceptAgreement, {
    params: { agreementId: agreements[0]!.id as Id },
    body: { acceptedBy: mark } as never,
  });
}
