import { addMember, createTenant } from '#modules/accounts/module.ts';
import { loadInstallation, saveInstallation, SHIPPED_OPERATOR } from '#modules/policy/module.ts';
import { must } from '#domain/kernel/result.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Database } from '#platform/postgres/database.ts';

/** One process at a time enters the operator. */
const OPERATOR_LOCK = 7463_004;

/** The operator's tenant on a demo installation; the factory beside it is one of its customers. */
const DEMO_OPERATOR = { slug: 'operator', name: 'Ciertech (demo)' } as const;

/**
 * Gives a demo installation its operator: a tenant like any other, with one member of staff who can be signed in as by
 * one click. An installation without demo gets its operator from the set-up, which asks for name, sites and addresses.
 *
 * Nothing is done where there is an operator already.
 */
export async function openDemoOperator(db: Database, clock: Clock, ownerUrl: string): Promise<void> {
  const now = clock.now();
  if (await loadInstallation(db, now)) return;
  await asOwner(ownerUrl, async (query) => {
    await query('select pg_advisory_xact_lock($1)', [OPERATOR_LOCK]);
    if (await loadInstallation(db, now)) return;
    const tenantId = await createTenant(db, now, {
      ...DEMO_OPERATOR,
      zone: SHIPPED_OPERATOR['operator.zone'],
      currency: 'EUR',
      locale: 'en',
      demo: true,
    });
    await addMember(db, now, tenantId, {
      email: 'operator@ciertech.example',
      name: 'Operator',
      locale: 'en',
      role: 'operator',
      password: null,
    });
    must(await saveInstallation(db, now, tenantId, SHIPPED_OPERATOR));
  });
}

/** A set-up entered an operator of its own: whatever the surroundings say, no demo is made among real data. */
export async function isForReal({ db, clock, tenantFacts }: AppContext): Promise<boolean> {
  const installation = await loadInstallation(db, clock.now());
  return installation !== undefined && !(await tenantFacts(installation.operatorTenantId)).demo;
}
