import type { Id } from '#domain/kernel/ids.ts';
import { sql } from 'kysely';
import type { AppContext } from '#platform/module/context.ts';
import type { Health, Usage } from '../driver.ts';

/** Slower than this is told to staff. */
const SLOW_MS = 500;

/** Asks the workspace for its own rows, as its pages do, with mail that waits too long and the like as notes. */
export async function looksHealthy(
  { db, clock }: Pick<AppContext, 'db' | 'clock'>,
  tenantId: Id,
): Promise<Health> {
  const started = performance.now();
  try {
    const waiting = await db.inTenant(tenantId, async (tx) => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from outgoing_mail
        where tenant_id = ${tenantId} and state = 'failed' and queued_at > ${clock.now()}::timestamptz - interval '7 days'`.execute(
        tx.tables(),
      );
      return rows[0]!.n;
    });
    const answeredMs = Math.round(performance.now() - started);
    return {
      state: answeredMs > SLOW_MS ? 'slow' : 'ok',
      answeredMs,
      notes: waiting > 0 ? [`${waiting} mails of the last 7 days could not be sent`] : [],
    };
  } catch (error) {
    return { state: 'down', answeredMs: null, notes: [(error as Error).message.slice(0, 200)] };
  }
}

/** People with a role, and bytes of papers and files; rows of orders as a line beside. */
export async function measure({ db, files }: Pick<AppContext, 'db' | 'files'>, tenantId: Id): Promise<Usage> {
  const { users, orders, papers } = await db.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{ users: number; orders: number; papers: string }>`
      select (select count(*)::int from membership where tenant_id = ${tenantId} and active) as users,
        (select count(*)::int from sales_order where tenant_id = ${tenantId}) as orders,
        (select coalesce(sum(bytes), 0)::text from document where tenant_id = ${tenantId}) as papers`.execute(
      tx.tables(),
    );
    return rows[0]!;
  });
  let stored = 0;
  for await (const _ of files.list(tenantId)) stored += 1;
  return { users, bytes: Number(papers), more: { orders, files: stored } };
}
