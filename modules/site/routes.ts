import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { isOperator } from '#modules/policy/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { dropPost, publishPost, savePost, viewPosts } from './blog/posts.ts';
import * as contract from './contract.ts';
import { getInsights } from './insights/contract.ts';
import { outsideHandlers } from './outside/routes.ts';
import { viewInsights } from './insights/view-insights.ts';
import { closeLead, listLeads, quoteLead } from './leads/leads.ts';

/** The site is the operator's: whoever has the role in another tenant finds nothing here. */
async function asOperator<T>(
  tx: Tx,
  work: () => Promise<Result<unknown, Refusal>>,
  view: (tx: Tx) => Promise<T>,
): Promise<Result<T, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const done = await work();
  return done.ok ? ok(await view(tx)) : done;
}
const nothing = (): Promise<Result<null>> => Promise.resolve(ok(null));

async function viewLeads(tx: Tx): Promise<{ leads: contract.LeadView[] }> {
  const leads = await listLeads(tx);
  return {
    leads: leads.map((one) => ({
      id: one.id,
      number: one.number,
      name: one.name,
      email: one.email,
      company: one.company,
      message: one.message,
      about: one.about,
      language: one.language,
      receivedAt: one.received_at,
      state: one.state,
      customerId: one.customer_id,
      orderId: one.sales_order_id,
      decidedName: one.decided_name,
    })),
  };
}

export const siteHandlers: readonly Handler<AppContext>[] = [
  handle(getInsights, ({ tx, caller }) => asOperator(tx, nothing, () => viewInsights(tx, caller))),
  handle(contract.listLeads, ({ tx }) => asOperator(tx, nothing, viewLeads)),
  handle(contract.quoteLead, ({ tx, caller, input }) =>
    asOperator(tx, () => quoteLead(tx, caller, input.params.leadId as Id), viewLeads),
  ),
  handle(contract.closeLead, ({ tx, caller, input }) =>
    asOperator(tx, () => closeLead(tx, caller, input.params.leadId as Id), viewLeads),
  ),
  handle(contract.listPosts, ({ tx }) => asOperator(tx, nothing, viewPosts)),
  handle(contract.savePost, ({ tx, caller, input }) =>
    asOperator(tx, () => savePost(tx, caller, input.body), viewPosts),
  ),
  handle(contract.publishPost, ({ tx, caller, input }) =>
    asOperator(tx, () => publishPost(tx, caller, input.params.postId as Id), viewPosts),
  ),
  handle(contract.dropPost, ({ tx, input }) =>
    asOperator(tx, () => dropPost(tx, input.params.postId as Id), viewPosts),
  ),
  ...outsideHandlers,
];
