import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { AgentReport, CommandInput } from '#platform/host-agent/protocol.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { openAgent } from './agent-client.ts';
import { takeFirstLogin, type FirstLogin } from './first-login.ts';
import type { OdooTables } from './store.ts';

type Facts = Pick<AppContext, 'db' | 'clock' | 'egress'>;

export interface ServerView {
  readonly name: string;
  readonly address: string;
  readonly state: 'taking' | 'closed' | 'retired';
  readonly places: number;
  readonly instances: number;
  /** what its agent says now; null where it does not answer */
  readonly report: AgentReport | null;
  /** why there is no report */
  readonly fault: string;
}

/** The pool of servers, each asked how it is. */
export async function listServers(context: Facts): Promise<ServerView[]> {
  const tenantId = await operatorOf(context);
  if (!tenantId) return [];
  const rows = await context.db.inTenant(tenantId, (tx) =>
    tx
      .tables<OdooTables>()
      .selectFrom('hosting_server')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('name')
      .execute(),
  );
  const used = await context.db.inTenant(tenantId, instancesByServer);
  const asked = async (row: (typeof rows)[number]): Promise<ServerView> => {
    const { id, name, address, state, places } = row;
    const facts = { name, address, state, places, instances: used.get(id) ?? 0 };
    try {
      const agent = await openAgent(context, tenantId, row);
      return { ...facts, report: await agent.call('report', {}), fault: '' };
    } catch (error) {
      return { ...facts, report: null, fault: (error as Error).message };
    }
  };
  return Promise.all(rows.map(asked));
}

/** The server with most room; null where none takes another instance. Placed in one transaction with the instance's entry. */
export async function placeOnServer(tx: Tx): Promise<Id | null> {
  const servers = await tx
    .tables<OdooTables>()
    .selectFrom('hosting_server')
    .select(['id', 'places'])
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'taking')
    .orderBy('id')
    .forUpdate()
    .execute();
  const used = await instancesByServer(tx);
  const room = servers
    .map(({ id, places }) => ({ id, left: places - (used.get(id) ?? 0) }))
    .filter(({ left }) => left > 0)
    .sort((a, b) => b.left - a.left);
  return room[0]?.id ?? null;
}

async function instancesByServer(tx: Tx): Promise<ReadonlyMap<Id, number>> {
  const { rows } = await sql<{ id: Id; n: number }>`
    select server_id as id, count(*)::int as n from hosted_instance
    where tenant_id = ${tx.tenantId} and server_id is not null and state not in ('deleted', 'failed')
    group by server_id`.execute(tx.tables());
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** Has a template made on a server: what new instances there are copied from. Takes minutes. */
export async function makeServerTemplate(
  context: Facts,
  serverName: string,
  wanted: CommandInput<'template.make'>,
): Promise<Result<{ modules: number }, { code: 'server_unknown'; name: string }>> {
  const tenantId = await operatorOf(context);
  const row =
    tenantId &&
    (await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<OdooTables>()
        .selectFrom('hosting_server')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('name', '=', serverName)
        .executeTakeFirst(),
    ));
  if (!row) return refuse({ code: 'server_unknown', name: serverName });
  const agent = await openAgent(context, row.tenant_id, row);
  const { modules } = await agent.call('template.make', wanted);
  return ok({ modules: Object.keys(modules).length });
}

/** The first log-in of an instance, once, for whoever hands it over. */
export async function giveFirstLogin(
  context: Facts,
  slug: string,
): Promise<Result<FirstLogin, { code: 'first_login_taken' | 'instance_unknown' }>> {
  const tenantId = await operatorOf(context);
  if (!tenantId) return refuse({ code: 'instance_unknown' });
  return context.db.inTenant(tenantId, async (tx) => {
    const row = await tx
      .tables<OdooTables>()
      .selectFrom('hosted_instance')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('slug', '=', slug)
      .executeTakeFirst();
    return row ? takeFirstLogin(tx, row.id) : refuse({ code: 'instance_unknown' });
  });
}

async function operatorOf({ db, clock }: Facts): Promise<Id | null> {
  return (await loadInstallation(db, clock.now()))?.operatorTenantId ?? null;
}
