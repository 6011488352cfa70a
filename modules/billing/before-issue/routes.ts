import type { Id } from '#domain/kernel/ids.ts';
import { ok } from '#domain/kernel/result.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { customerOf, issueInvoice } from '../issue-invoice.ts';
import { checkBefore } from './check-issue.ts';
import * as contract from './contract.ts';
import {
  electronicTerms,
  orderReference,
  referenceFor,
  saveElectronicTerms,
  saveOrderReference,
} from './terms.ts';

async function orderTerms(tx: Tx, orderId: Id) {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  const customer = await customerOf(tx, order.value.customerId);
  return ok({
    orderNumber: order.value.number,
    customerId: customer.id,
    customerName: customer.name,
    buyerReference: await orderReference(tx, orderId),
    customerReference: await referenceFor(tx, order.value.customerId, null),
  });
}

export const beforeIssueHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getElectronicTerms, async ({ tx, input }) => {
    const { customerId } = input.params;
    const customer = await loadCustomer(tx, customerId);
    return customer.ok ? ok({ terms: await electronicTerms(tx, customerId) }) : customer;
  }),
  handle(contract.setElectronicTerms, ({ tx, input }) => {
    const { profile, required, buyerReference } = input.body;
    const terms = profile === 'none' ? null : { profile, required, buyerReference };
    return saveElectronicTerms(tx, input.params.customerId, terms);
  }),
  handle(contract.getOrderTerms, ({ tx, input }) => orderTerms(tx, input.params.orderId)),
  handle(contract.setOrderTerms, async ({ tx, input }) => {
    const { orderId } = input.params;
    const order = await loadOrder(tx, orderId);
    if (!order.ok) return order;
    const saved = await saveOrderReference(tx, orderId, input.body.buyerReference);
    return saved.ok ? orderTerms(tx, orderId) : saved;
  }),
  handle(contract.checkBeforeIssue, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    const order = await loadOrder(tx, orderId);
    if (!order.ok) return order;
    return checkBefore(tx, caller, order.value.customerId, () => issueInvoice(tx, caller, orderId));
  }),
];
