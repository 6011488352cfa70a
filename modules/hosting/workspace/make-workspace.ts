import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { addMember, createTenant, trySignIn } from '#modules/accounts/api.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';
import type { Restored } from '#platform/tenant-data/restore.ts';
import type {
  Copy,
  CopyOrder,
  DriverRefusal,
  DriverRun,
  Provisioned,
  ProvisionOrder,
  StepFacts,
} from '../driver.ts';
import { closeDoor } from './door.ts';

type Facts = Pick<AppContext, 'db' | 'clock' | 'files' | 'publicUrl' | 'tenantFacts' | 'eraseTenant'>;

/**
 * Makes a tenant of this installation with the library of materials and products, gives it its first owner, and tries
 * whether that owner would be let in.
 */
export async function makeWorkspace(
  context: Facts,
  run: DriverRun,
  order: ProvisionOrder,
): Promise<Result<Provisioned, DriverRefusal>> {
  const { db, clock } = context;
  const { tenantId } = await chosenId(run);
  const { slug, title: name } = run.instance;
  const taken = await bySlug(db, slug);
  if (taken && taken.id !== tenantId) return refuse({ code: 'hosting_slug_taken', slug });
  await run.claim({ kind: 'tenant', name: tenantId });
  await run.step('directory', async () => {
    const { zone, currency, locale } = order;
    if (!taken)
      await createTenant(db, clock.now(), { slug, name, zone, currency, locale, demo: false }, tenantId);
    return {};
  });
  const facts = await context.tenantFacts(tenantId);
  await run.step('library', async () => {
    await db.inTenant(tenantId, (tx) => installLibrary(tx, systemCaller(facts, clock, 'system')));
    return {};
  });
  const { loginId } = await run.step('owner', async () => ({
    loginId: await addMember(db, clock.now(), tenantId, { ...order.owner, role: 'owner', password: null }),
  }));
  const loginCheck = await signInTried(context, tenantId, loginId);
  if (loginCheck === null)
    return refuse({ code: 'hosting_login_failed', detail: 'the first owner would not be let in' });
  return ok({
    version: '',
    url: context.publicUrl,
    facts: { tenantId, ownerLoginId: loginId },
    loginCheckedAt: clock.now(),
    loginCheck,
  });
}

/** The tenant's id is chosen once, before anything is made under it. */
function chosenId(run: DriverRun): Promise<{ readonly tenantId: Id } & StepFacts> {
  return run.step('tenant', () => Promise.resolve({ tenantId: idAt(run.now()) }));
}

async function bySlug(db: AppContext['db'], slug: string): Promise<{ id: Id } | undefined> {
  return db
    .global<DirectoryTables>()
    .selectFrom('tenant')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** How the sign-in of a person was tried; null where they would not be let in as owner. */
async function signInTried(context: Facts, tenantId: Id, loginId: Id): Promise<string | null> {
  const seen = await trySignIn(context, tenantId, loginId);
  return seen?.tenantId === tenantId && seen.role === 'owner'
    ? `a session of the owner was opened and let into ${seen.tenantName}`
    : null;
}

/**
 * Puts an archive into a tenant beside the workspace. Its door is closed until all of it is there; nothing of it is ever
 * sent: what waited to be sent stays with the original, and no job of the copy is queued.
 */
export async function makeCopy(
  context: Facts,
  run: DriverRun,
  copy: CopyOrder,
  put: (tenantId: Id) => Promise<Restored>,
): Promise<Copy> {
  const { db, clock } = context;
  const original = await context.tenantFacts(run.instance.facts['tenantId'] as Id);
  const { tenantId } = await chosenId(run);
  await run.claim({ kind: 'tenant', name: tenantId });
  await run.step('directory', async () => {
    const { zone, currency, locale, tenantName } = original;
    if (!(await bySlug(db, copy.slug)))
      await createTenant(
        ...([db, clock.now()] as const),
        { slug: copy.slug, name: `${tenantName} (${copy.slug})`, zone, currency, locale, demo: false },
        tenantId,
      );
    await closeDoor(db, tenantId, { reason: 'operator', since: clock.now() });
    return {};
  });
  const { rows } = await run.step('rows', async () => {
    // All rows come at once: where there are some, an attempt before this one was killed after it had put them.
    const before = await membersOf(db, tenantId);
    if (before.length > 0) return { rows: 0 };
    const { counts } = await put(tenantId);
    return { rows: Object.values(counts).reduce((sum, n) => sum + n, 0) };
  });
  await run.step('open', async () => {
    await letIn(db, tenantId, await membersOf(db, tenantId));
    await closeDoor(db, tenantId, { reason: 'copy', since: clock.now() });
    return {};
  });
  return { slug: copy.slug, url: context.publicUrl, facts: { tenantId, rows } };
}

async function membersOf(db: AppContext['db'], tenantId: Id): Promise<Id[]> {
  const rows = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<{ membership: { tenant_id: Id; login_id: Id; active: boolean } }>()
      .selectFrom('membership')
      .select('login_id')
      .where('tenant_id', '=', tenantId)
      .where('active', '=', true)
      .execute(),
  );
  return rows.map(({ login_id: id }) => id);
}

/** The people of the workspace may choose its copy when they sign in. */
async function letIn(db: AppContext['db'], tenantId: Id, loginIds: readonly Id[]): Promise<void> {
  if (loginIds.length === 0) return;
  await db
    .global<{ login_tenant: { login_id: Id; tenant_id: Id } }>()
    .insertInto('login_tenant')
    .values(loginIds.map((login) => ({ login_id: login, tenant_id: tenantId })))
    .onConflict((c) => c.doNothing())
    .execute();
}

/** Deletes a workspace or a copy, whole or half-made; what was claimed for it is released when it is gone. */
export async function removeWorkspace(
  context: Facts,
  run: DriverRun,
  tenantId: Id,
): Promise<Readonly<Record<string, number>>> {
  const counts = await context.eraseTenant(tenantId);
  await context.files.removeTenant(tenantId);
  await run.release({ kind: 'tenant', name: tenantId });
  return counts;
}
