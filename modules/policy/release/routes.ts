import { dayIn } from '#domain/kernel/days.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { METRICS } from '#domain/policy/release/metrics.ts';
import { periodOf } from '#domain/policy/release/period.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import { isOperator } from '../installation.ts';
import { boundOf } from '../processors/bound.ts';
import { loadProcessors } from '../processors/store.ts';
import { valuesInForce } from '../record.ts';
import * as contract from './contract.ts';
import { ledgerOf } from './ledger.ts';
import { findTool, keyPlace } from './send-release.ts';
import { listReleases, type ReleaseTables } from './store.ts';

async function view(tx: Tx, caller: Caller): Promise<contract.ReleasesView> {
  const values = await valuesInForce(tx, caller.now);
  const running = periodOf(values['analytics.period'], dayIn(values['operator.zone'], caller.now));
  const releases = await listReleases(tx);
  const { years, refused } = ledgerOf(values, releases, running.year);
  const tool = await findTool(tx);
  const processors = await loadProcessors(tx);
  return {
    running: { period: running.name, until: running.until },
    metrics: METRICS.map(({ name, did }) => ({ name, did })),
    epsilon: values['analytics.epsilonPerRelease'],
    floor: values['analytics.floor'],
    ledger: years,
    refused,
    releases: releases.map(({ period, number, drawnAt, epsilon, floor, numbers, sent }) => ({
      ...{ period, number, drawnAt, epsilon, floor },
      numbers: numbers.map(({ metric, businesses }) => ({
        metric,
        did: METRICS.find(({ name }) => name === metric)!.did,
        businesses: businesses === 'below' ? null : businesses,
      })),
      sentAt: sent?.at ?? null,
      sentTo: sent?.processorId ?? null,
    })),
    tool: tool
      ? {
          processorId: tool.processor_id,
          url: tool.url,
          hasKey: tool.key_sealed !== '',
          changedName: tool.changed_name,
        }
      : null,
    processors: processors
      .filter(({ categories }) => categories.includes('aggregate'))
      .map(({ id, name }) => ({ id, name })),
  };
}

/** The releases are the operator's: whoever has the role in another tenant finds nothing here. */
async function asOperator(
  tx: Tx,
  caller: Caller,
  work: () => Promise<Result<unknown, Refusal>> = () => Promise.resolve(ok(null)),
): Promise<Result<contract.ReleasesView, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const done = await work();
  return done.ok ? ok(await view(tx, caller)) : done;
}

async function setTool(
  tx: Tx,
  caller: Caller,
  { processorId, url, key }: { processorId: string; url: string; key?: string | undefined },
): Promise<Result<null, Refusal>> {
  const address = new URL(url);
  // Open text only to a machine of our own network, as everywhere.
  if (
    (address.protocol !== 'https:' && boundOf(address.hostname, []) !== 'own-machine') ||
    address.username + address.password !== ''
  )
    return refuse({ code: 'tool_address', status: 422, field: 'url', value: url });
  const [processor] = await loadProcessors(tx, processorId);
  if (!processor) return refuse({ code: 'processor_unknown', status: 422, field: 'processorId' });
  if (!processor.categories.includes('aggregate'))
    return refuse({ code: 'tool_categories', status: 422, field: 'processorId', name: processor.name });
  const before = await findTool(tx);
  const sealed = key === undefined ? before?.key_sealed : key && vault().seal(key, keyPlace(tx.tenantId));
  const row = {
    processor_id: processorId,
    url,
    key_sealed: sealed ?? '',
    changed_name: caller.name,
    changed_at: caller.now,
  };
  await tx
    .tables<ReleaseTables>()
    .insertInto('analytics_tool')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'policy.analytics-tool-set',
    subject: `processor:${processorId}`,
    facts: { host: address.host },
  });
  return ok(null);
}

async function dropTool(tx: Tx, caller: Caller): Promise<Result<null, Refusal>> {
  const gone = await tx
    .tables<ReleaseTables>()
    .deleteFrom('analytics_tool')
    .where('tenant_id', '=', tx.tenantId)
    .returning('processor_id')
    .executeTakeFirst();
  if (gone)
    await appendAudit(tx, {
      actor: caller,
      action: 'policy.analytics-tool-dropped',
      subject: `processor:${gone.processor_id}`,
    });
  return ok(null);
}

export const releaseHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listReleases, ({ tx, caller }) => asOperator(tx, caller)),
  handle(contract.setTool, ({ tx, caller, input }) =>
    asOperator(tx, caller, () => setTool(tx, caller, input.body)),
  ),
  handle(contract.dropTool, ({ tx, caller }) => asOperator(tx, caller, () => dropTool(tx, caller))),
];
