import type { TestApp } from '#apps/server/test-kit.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { plainIban } from '#domain/money/iban.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import type { Client } from '#platform/http/client.ts';
import { importStatement } from '../bank-contract.ts';
import { invoiceByHand } from '../contract.ts';
import { camtFile, type Movement } from './bank-file.ts';

/** A customer with everything that a valid e-invoice needs, but for what is left out. */
export async function newCustomer(office: Client, name: string, more: object = {}): Promise<Id> {
  const body = {
    name,
    email: 'buy@forest.example',
    street: 'Am Wald 1',
    postcode: '72072',
    city: 'Tübingen',
    country: 'DE',
    ...more,
  };
  return (await office.call(createCustomer, { body: body as never })).id as Id;
}

/** An invoice of one line with 19 % tax on top. */
export function invoiceTo(office: Client, customerId: Id, unitNet = '100.00', more: object = {}) {
  return office.call(invoiceByHand, {
    params: { customerId },
    body: {
      lines: [{ name: 'Repair', quantity: 1, unitNet, tax: { category: 'S', percent: '19' } }],
      ...more,
    } as never,
  });
}

/** A statement of the demo company's own account, taken in and worked through. */
export async function takeStatement(
  t: TestApp,
  office: Client,
  id: string,
  movements: readonly Movement[],
): Promise<void> {
  // The bank's reference of each booking is its own.
  const own = movements.map((one, no) => ({ ...one, reference: `${id}-${no}` }));
  await office.call(importStatement, {
    upload: {
      bytes: camtFile(own, { account: plainIban(DEMO_COMPANY.iban), id }),
      name: `${id}.xml`,
    },
  });
  for (let run = 0; run < 2; run++) await t.app.runDueJobs();
}
