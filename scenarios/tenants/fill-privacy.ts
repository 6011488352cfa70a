import type { TestApp } from '#apps/server/test-kit.ts';
import { enterBreach, takeBreachStep } from '#modules/privacy/breaches.ts';
import { enterCase, takeCaseStep } from '#modules/privacy/cases.ts';
import { restrict } from '#modules/privacy/person/restriction.ts';
import type { PrivacyTables } from '#modules/privacy/store.ts';
import { must } from '#domain/kernel/result.ts';
import { newId } from '#platform/clock/clock.ts';
import { sql } from 'kysely';

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
    const tables = tx.tables<PrivacyTables>();
    const own = { tenant_id: tx.tenantId, id: newId(t.clock), case_id: caseId };
    const day = { made_at: caller.now, expires_at: caller.now, removed_at: null };
    const none = sql<string>`'[]'::jsonb`;
    await tables
      .insertInto('privacy_archive')
      .values({
        ...own,
        ...day,
        part: 'self',
        label: mark,
        recipient: mark,
        file_hash: null,
        key_sealed: '',
        bytes: 1,
      })
      .execute();
    await restrict(tx, caller, caseId, ['person@zirbelkiefer.example'], false);
    await tables
      .insertInto('privacy_erased')
      .values({
        ...{ ...own, number: 1, at: caller.now, logins: none, contacts: none, customers: none },
        ...{ mail_marks: none, name_marks: sql<string>`${JSON.stringify([mark])}::jsonb`, tenants: none },
      })
      .execute();
    const record = { tenant_id: tx.tenantId, id: newId(t.clock), of_tenant: null, at: caller.now };
    await tables
      .insertInto('privacy_erasure')
      .values({
        ...{ ...record, erased_id: own.id, occasion: 'request', kept: none },
        counts: sql<string>`${JSON.stringify({ [mark]: { changed: 1, deleted: 0 } })}::jsonb`,
      })
      .execute();
    await tables
      .insertInto('privacy_retention')
      .values({
        ...record,
        rules: sql<string>`${JSON.stringify([{ table: mark, columns: [], before: caller.today, rows: 1 }])}::jsonb`,
      })
      .execute();
    await tables
      .insertInto('privacy_correction')
      .values({ ...own, fields: none, before_sealed: '', at: caller.now })
      .execute();
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
