import { ok } from '#domain/kernel/result.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { issueInvoice } from '../issue-invoice.ts';
import { checkBefore } from './check-issue.ts';
import * as contract from './contract.ts';
import { electronicTerms, saveElectronicTerms } from './terms.ts';

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
  handle(contract.checkBeforeIssue, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    const order = await loadOrder(tx, orderId);
    if (!order.ok) return order;
    return checkBefore(tx, caller, order.value.customerId, () => issueInvoice(tx, caller, orderId));
  }),
];
