import type { TestApp } from '#apps/server/test-kit.ts';
import { enterBreach, takeBreachStep } from '#modules/privacy/breaches.ts';
import { enterCase, takeCaseStep } from '#modules/privacy/cases.ts';
import { must } from '#domain/kernel/result.ts';

/** What lies with the operator only, planted in a factory's tenant: a request and a breach, each with a step. */
export async function fillPrivacy(t: TestApp, mark: string): Promise<void> {
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) => {
    const caseId = must(
      await enterCase(tx, caller, {
        asks: 'access',
        channel: 'letter',
        language: 'de',
        of_tenant: null,
        person_name: mark,
        person_email: 'person@zirbelkiefer.example',
        details: mark,
        received_on: caller.today,
      }),
    );
    must(await takeCaseStep(tx, caller, caseId, { kind: 'identity-shown', note: mark }));
    const breachId = must(
      await enterBreach(tx, caller, {
        aware_at: caller.now,
        what: mark,
        categories: ['contact'],
        people: 1,
        records: 1,
        effects: mark,
        measures: mark,
        of_tenants: [],
      }),
    );
    must(await takeBreachStep(tx, caller, breachId, { kind: 'noted', note: mark, happenedAt: caller.now }));
  });
}
