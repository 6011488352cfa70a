import { addDays } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import { setBooks } from '#modules/billing/books/contract.ts';
import { setElectronicTerms } from '#modules/billing/before-issue/contract.ts';
import * as billing from '#modules/billing/contract.ts';
import * as payables from '#modules/billing/payables/contract.ts';
import * as sepa from '#modules/billing/sepa/contract.ts';
import { supplierDocument, supplierXml } from '#modules/billing/testing/supplier-file.ts';
import type { Client } from '#platform/http/client.ts';

const IBAN = 'DE89370400440532013000';

/** Money that goes out and money that is collected: a supplier's invoice, a mandate that ended, runs in every state, the books. */
export async function fillMoneyOut(t: TestApp, owner: Client, customerId: Id, mark: string): Promise<void> {
  const { today } = await t.caller('owner');
  const bytes = supplierXml(supplierDocument(mark));
  const taken = await owner.call(payables.uploadSupplierInvoice, { upload: { bytes, name: `${mark}.xml` } });
  const params = { supplierInvoiceId: taken.id as Id };
  await owner.call(payables.approveSupplierInvoice, { params, body: {} as never });
  await owner.call(payables.paySupplierInvoice, {
    params,
    body: { amount: '1.00', reference: mark } as never,
  });

  await owner.call(sepa.setSepaSettings, { body: { creditorId: 'DE98ZZZ09999999999', noticeDays: 5 } });
  const record = (reference: string) =>
    owner.call(sepa.recordMandate, {
      params: { customerId },
      body: { reference, signedOn: today, accountName: mark, iban: IBAN } as never,
    });
  const { mandates } = await record('M-1');
  await owner.call(sepa.revokeMandate, {
    params: { mandateId: mandates[0]!.id as Id },
    body: { reason: mark },
  });
  await record('M-2');
  const compose = async (): Promise<Id> => {
    const invoice = await owner.call(billing.invoiceByHand, {
      params: { customerId },
      body: {
        lines: [{ name: mark, quantity: 1, unitNet: '7.00', tax: { category: 'S', percent: '19' } }],
      } as never,
    });
    const run = await owner.call(sepa.composeDebits, {
      body: { collectOn: addDays(today, 7), invoiceIds: [invoice.id as Id] },
    });
    return run.id as Id;
  };
  await owner.call(sepa.cancelRun, { params: { runId: await compose() }, body: { reason: mark } });
  await owner.call(sepa.handOverRun, { params: { runId: await compose() } });

  await owner.call(setElectronicTerms, {
    params: { customerId },
    body: { profile: 'en16931', required: false, buyerReference: mark },
  });
  await owner.call(setBooks, {
    body: {
      chart: 'SKR03',
      adviser: 1001,
      client: 7,
      accountDigits: 4,
      yearStartsMonth: 1,
      numbers: [{ account: '4400', number: '8401' }],
    },
  });
}
