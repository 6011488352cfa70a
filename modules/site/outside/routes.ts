import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { OutsideFault } from '#domain/policy/outside-site.ts';
import { isOperator, registerOwnServer } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { SiteTables } from '../store.ts';
import * as contract from './contract.ts';
import { lookOutside } from './look.ts';

async function view(tx: Tx, publicUrl: string): Promise<contract.OutsideView> {
  const tables = tx.tables<SiteTables>();
  const sites = await tables
    .selectFrom('outside_site')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('address')
    .execute();
  const looks = await tables
    .selectFrom('outside_look')
    .distinctOn('site_id')
    .select(['site_id', 'looked_at', 'faults'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('site_id')
    .orderBy('looked_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return {
    footer: `<a href="${publicUrl}/policy/privacy">Privacy policy</a> · <a href="${publicUrl}/cookies">Cookie settings</a>`,
    sites: sites.map(({ id, address, essential_cookies: cookies }) => {
      const look = looks.find((one) => one.site_id === id);
      return {
        ...{ id, address, essentialCookies: cookies as readonly string[] },
        lookedAt: look?.looked_at ?? null,
        faults: (look?.faults ?? []) as readonly OutsideFault[],
      };
    }),
  };
}

/** The sites are the operator's: whoever has the role in another tenant finds nothing here. */
async function asOperator(
  tx: Tx,
  { publicUrl }: AppContext,
  work: () => Promise<Result<unknown, Refusal>> = () => Promise.resolve(ok(null)),
): Promise<Result<contract.OutsideView, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const done = await work();
  return done.ok ? ok(await view(tx, publicUrl)) : done;
}

/** Enters a site, registers its machine as one of the operator's own, and has it looked at now. */
async function saveSite(
  tx: Tx,
  caller: Caller,
  { address, essentialCookies }: { address: string; essentialCookies: readonly string[] },
): Promise<Result<null, Refusal>> {
  const url = new URL(address);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const label = url.hostname.slice(0, 120);
  const place = await registerOwnServer(tx, caller, { label, kind: 'server', host: url.hostname, port });
  if (!place.ok && place.refusal.code !== 'own_server_known') return place;
  const row = {
    essential_cookies: JSON.stringify(essentialCookies),
    changed_name: caller.name,
    changed_at: caller.now,
  };
  await tx
    .tables<SiteTables>()
    .insertInto('outside_site')
    .values({ tenant_id: tx.tenantId, id: idAt(caller.now), address: url.href, ...row })
    .onConflict((c) => c.columns(['tenant_id', 'address']).doUpdateSet(row))
    .execute();
  await queueJob(tx, lookOutside, {}, { key: lookOutside.name });
  return ok(null);
}

async function dropSite(tx: Tx, siteId: Id): Promise<Result<null, Refusal>> {
  const gone = await tx
    .tables<SiteTables>()
    .deleteFrom('outside_site')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', siteId)
    .returning('id')
    .executeTakeFirst();
  return gone ? ok(null) : refuse({ code: 'outside_site_unknown', status: 404 });
}

export const outsideHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listOutside, ({ tx, context }) => asOperator(tx, context)),
  handle(contract.saveOutside, ({ tx, caller, context, input }) =>
    asOperator(tx, context, () => saveSite(tx, caller, input.body)),
  ),
  handle(contract.dropOutside, ({ tx, context, input }) =>
    asOperator(tx, context, () => dropSite(tx, input.params.outsideSiteId as Id)),
  ),
];
