import type { Id } from '#domain/kernel/ids.ts';
import type { Known } from '#domain/policy/cancellation/intake/judge-mail.ts';
import { findContacts, listCustomers, loadCustomers } from '#modules/accounts/api.ts';
import { servicesOf } from '#modules/billing/api.ts';
import { listInstanceNames } from '#modules/hosting/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { findCases, OPEN_STATES } from '../store.ts';

/**
 * The people and contracts that a mail from this address may be about: those of the customers for whom it speaks; for an
 * address that speaks for nobody the names by which a text could tell a customer.
 * @param zone of the operator: what “the end of the month” means
 */
export async function loadKnown(tx: Tx, from: string, zone: string): Promise<Known> {
  const speakers = await findContacts(tx, from);
  const own = [...new Set(speakers.map(({ customerId }) => customerId))];
  const customers = own.length > 0 ? [...(await loadCustomers(tx, own)).values()] : await listCustomers(tx);
  const hosts = await listInstanceNames(tx);
  const namesOf = (customerId: string): string[] =>
    hosts.filter((one) => one.customerId === customerId).flatMap(({ names }) => names);
  const open = await findCases(tx, { customerIds: own, names: OPEN_STATES });
  const subscriptions: Known['subscriptions'][number][] = [];
  for (const accountId of own)
    for (const { id, number, state } of await servicesOf(tx, accountId)) {
      const running = open.find((one) => one.subscription_id === id);
      subscriptions.push({
        id,
        accountId,
        names: [number, ...hosts.filter((one) => one.subscriptionId === id).flatMap(({ names }) => names)],
        active: state !== 'ended',
        openCase: running
          ? {
              id: running.id,
              verified: running.name !== 'unverified',
              askedOn: running.state.plan?.askedOn ?? running.state.askedOn,
            }
          : null,
      });
    }
  return {
    zone,
    contacts: speakers.map(({ customerId, contact }) => ({
      address: contact.email,
      accountId: customerId,
      mayCancel: contact.owner || contact.mayCancel,
    })),
    accounts: customers.map(({ id, number }) => ({ id: id as Id, names: [number, ...namesOf(id)] })),
    subscriptions,
  };
}
