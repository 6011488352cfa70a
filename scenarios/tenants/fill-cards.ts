import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { bookFacts } from '#modules/billing/cards/book-facts.ts';
import { saveCardAccount } from '#modules/billing/cards/contract.ts';
import type { CardTables } from '#modules/billing/cards/store.ts';
import * as billing from '#modules/billing/contract.ts';
import { refundItem } from '#modules/billing/give-back.ts';
import type { Client } from '#platform/http/client.ts';
import { newId } from '#platform/clock/clock.ts';

/** Cards of every kind: keys, a page that was paid, a refund to the card, a payment that waits, messages of both sorts. */
export async function fillCards(t: TestApp, owner: Client, customerId: Id, mark: string): Promise<void> {
  await owner.call(saveCardAccount, {
    body: { secretKey: 'sk_live_Zirbelkiefer0', webhookSecret: 'whsec_Zirbelkiefer0' },
  });
  const paid = await pageFor(t, owner, customerId, mark);
  const parked = await pageFor(t, owner, customerId, mark);
  const caller = await t.caller('owner');
  const facts = (page: Page, amountMinor: bigint) => ({
    sessionId: page.sessionId,
    reference: `cs_${page.sessionId}`,
    page: 'paid' as const,
    intent: `pi_${page.sessionId}`,
    paid: { amountMinor, currency: 'EUR', at: t.clock.now(), brand: 'visa', last4: '4242' },
    refunds: [],
    disputes: [],
  });
  await t.inTenant(async (tx) => {
    await bookFacts(tx, caller, facts(paid, 1_190n));
    await bookFacts(tx, caller, facts(parked, 1_191n));
  });
  await owner.call(billing.creditInvoice, {
    params: { invoiceId: paid.invoiceId },
    body: { reason: mark, again: false, lines: [] } as never,
  });
  await t.inTenant(async (tx) => {
    must(await refundItem(tx, caller, paid.invoiceId, { paidOn: caller.today, reference: mark }));
    const tables = tx.tables<CardTables>();
    const tenant = { tenant_id: t.tenantId };
    await tables
      .insertInto('card_event')
      .values({ ...tenant, id: `evt_${mark}`, kind: 'charge.refunded', received_at: caller.now })
      .execute();
    await tables
      .insertInto('card_event_ignored')
      .values({ ...tenant, kind: mark, messages: 1, last_at: caller.now })
      .execute();
  });
}

interface Page {
  readonly sessionId: Id;
  readonly invoiceId: Id;
}

/** An invoice with a page of the provider, as if the provider had made it. */
async function pageFor(t: TestApp, owner: Client, customerId: Id, mark: string): Promise<Page> {
  const invoice = await owner.call(billing.invoiceByHand, {
    params: { customerId },
    body: {
      lines: [{ name: mark, quantity: 1, unitNet: '10.00', tax: { category: 'S', percent: '19' } }],
    } as never,
  });
  const [sessionId, invoiceId] = [newId(t.clock), invoice.id as Id];
  await t.inTenant((tx) =>
    tx
      .tables<CardTables>()
      .insertInto('card_session')
      .values({
        tenant_id: t.tenantId,
        id: sessionId,
        invoice_id: invoiceId,
        amount_minor: minor(1_190n),
        currency: 'EUR',
        state: 'open',
        reference: `cs_${sessionId}`,
        intent: null,
        url: `https://checkout.example/${mark}`,
        made_at: t.clock.now(),
        expires_at: t.clock.now(),
      })
      .execute(),
  );
  return { sessionId, invoiceId };
}
