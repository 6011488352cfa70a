import { ok, refuse } from '#domain/kernel/result.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { runningServices } from '#modules/billing/api.ts';
import { isOperator } from '#modules/policy/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { findCases, OPEN_STATES } from '../store.ts';
import { listToCancel } from './contract.ts';

export const intakeHandlers: readonly Handler<AppContext>[] = [
  handle(listToCancel, async ({ tx }) => {
    if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
    const running = await runningServices(tx);
    const customers = await loadCustomers(
      tx,
      running.map(({ customerId }) => customerId),
    );
    const cases = await findCases(tx, { names: OPEN_STATES });
    return ok({
      subscriptions: running
        .filter(({ id }) => !cases.some((one) => one.subscription_id === id))
        .map(({ id, number, customerId }) => ({
          id,
          name: [number, customers.get(customerId)?.name ?? ''].filter(Boolean).join(' · '),
          customerId,
        })),
    });
  }),
];
