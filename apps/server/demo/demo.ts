import { addMember, createCustomer, createTenant, saveCompany } from '#modules/accounts/module.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { DEMO_COMPANY, DEMO_CUSTOMERS, DEMO_ROLES, DEMO_TENANT } from './people.ts';

/**
 * Makes the demo factory when the installation has none yet: its people, letterhead, products and customers.
 * @returns its id when it was made now and wants its history; null when there was one
 */
export async function openDemo(context: AppContext): Promise<Id | null> {
  if ((await listTenants(context.db)).some((tenant) => tenant.demo)) return null;
  const now = context.clock.now();
  const tenantId = await createTenant(context.db, now, DEMO_TENANT);
  for (const [order, { role, name }] of DEMO_ROLES.entries())
    await addMember(
      context.db,
      now,
      tenantId,
      { email: `${role}@larch-lane.example`, name, locale: 'en', role, password: null },
      order,
    );
  const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, 'demo');
  await context.db.inTenant(tenantId, async (tx) => {
    await saveCompany(tx, DEMO_COMPANY);
    await installLibrary(tx, caller);
    for (const customer of DEMO_CUSTOMERS)
      await createCustomer(tx, caller, {
        phone: '',
        country: 'DE',
        vatNumber: '',
        paymentDays: 14,
        ...customer,
      });
  });
  return tenantId;
}
