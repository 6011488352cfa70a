import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { GlobalTables } from './store.ts';

/** Somebody who works in a tenant that came from elsewhere. */
export interface NamedPerson {
  readonly id: Id;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly phone: string;
}

/**
 * Finds or makes the log-ins of people who come with a tenant, and lets them choose it. Nobody's password comes along:
 * one without a log-in here gets one that opens by "Forgot your password?".
 * @returns their ids there → here
 */
export async function nameLogins(
  db: Database,
  now: Instant,
  tenantId: Id,
  people: readonly NamedPerson[],
): Promise<ReadonlyMap<Id, Id>> {
  return db.inGlobal<GlobalTables, ReadonlyMap<Id, Id>>(async (t) => {
    const ids = new Map<Id, Id>();
    for (const { id, email, name, locale, phone } of people) {
      const taken = await t.selectFrom('login').select('email').where('id', '=', id).executeTakeFirst();
      await t
        .insertInto('login')
        .values({
          // The id may be of somebody else here.
          id: taken && taken.email !== email ? idAt(now) : id,
          ...{ email, name, locale, phone, password_hash: null, created_at: now, closed_at: null },
        })
        .onConflict((c) => c.column('email').doNothing())
        .execute();
      const here = await t
        .selectFrom('login')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow();
      ids.set(id, here.id);
      await t
        .insertInto('login_tenant')
        .values({ login_id: here.id, tenant_id: tenantId })
        .onConflict((c) => c.doNothing())
        .execute();
    }
    return ids;
  });
}
