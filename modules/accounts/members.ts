import type { Id } from '#domain/kernel/ids.ts';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Role } from '#platform/http/caller.ts';
import type { Database } from '#platform/postgres/database.ts';
import { hashPassword } from './password.ts';
import type { AccountTables, GlobalTables } from './store.ts';

export interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly locale: string;
  readonly demo: boolean;
}

/** Enters a tenant into the directory, under an id that was chosen before or a new one. @throws when the slug is taken */
export async function createTenant(
  db: Database,
  now: Instant,
  tenant: NewTenant,
  id: Id = idAt(now),
): Promise<Id> {
  await db
    .global<GlobalTables>()
    .insertInto('tenant')
    .values({ id, ...tenant, database: 'main', created_at: now })
    .execute();
  return id;
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly role: Role;
  /** null: this login cannot sign in with a password */
  readonly password: string | null;
}

/**
 * Gives a person a role in a tenant; the login is made when the e-mail address is new.
 * @param order keeps the order in which members are listed when several join at one moment
 */
export async function addMember(
  db: Database,
  now: Instant,
  tenantId: Id,
  member: NewMember,
  order = 0,
): Promise<Id> {
  const email = member.email.trim().toLowerCase();
  const passwordHash = member.password === null ? null : await hashPassword(member.password);
  const loginId = await db.inGlobal<GlobalTables, Id>(async (t) => {
    await t
      .insertInto('login')
      .values({
        id: idAt(now),
        email,
        name: member.name,
        locale: member.locale,
        password_hash: passwordHash,
        created_at: now,
        phone: '',
        closed_at: null,
      })
      .onConflict((c) => c.column('email').doNothing())
      .execute();
    const login = await t
      .selectFrom('login')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    await t
      .insertInto('login_tenant')
      .values({ login_id: login.id, tenant_id: tenantId })
      .onConflict((c) => c.doNothing())
      .execute();
    return login.id;
  });
  await db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .insertInto('membership')
      .values({
        tenant_id: tenantId,
        login_id: loginId,
        role: member.role,
        active: true,
        since: addMinutes(now, order),
      })
      .onConflict((c) =>
        c.columns(['tenant_id', 'login_id']).doUpdateSet({ role: member.role, active: true }),
      )
      .execute(),
  );
  return loginId;
}
