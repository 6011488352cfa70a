import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { boundOf, declareProcessors, loadInstallation } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { publicHalf } from '#platform/host-agent/signing.ts';
import {
  judgeToken,
  REGISTER_PATH,
  registration,
  tokenDigest,
  writeToken,
  type Registration,
} from '#platform/host-agent/token.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { Webhook } from '#platform/http/webhooks.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import { json } from '../store.ts';
import { keyPlace, type OdooTables } from './store.ts';

/** A token that lies about is of use for a day at most. */
const TOKEN_MINUTES = 24 * 60;

type Facts = Pick<AppContext, 'db' | 'clock' | 'publicUrl' | 'tenantFacts'>;

/**
 * Makes the one-time token for a new server's agent, and the key that this agent will obey. The token is shown once; what
 * is kept of it is a hash.
 * @param ownMachine nobody but the operator runs the server; otherwise data flows there only under a confirmed contract
 */
export async function makeAgentToken(
  { db, clock, publicUrl }: Facts,
  { ownMachine, url = publicUrl }: { readonly ownMachine: boolean; readonly url?: string },
): Promise<Result<{ token: string; expiresAt: string }, { code: 'operator_missing' }>> {
  const now = clock.now();
  const installation = await loadInstallation(db, now);
  if (!installation) return refuse({ code: 'operator_missing' });
  const tenantId = installation.operatorTenantId;
  const id = idAt(now);
  const secret = randomBytes(32).toString('base64url');
  const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const expiresAt = addMinutes(now, TOKEN_MINUTES);
  await db.inTenant(tenantId, (tx) =>
    tx
      .tables<OdooTables>()
      .insertInto('hosting_agent')
      .values({
        ...{
          tenant_id: tenantId,
          id,
          token_digest: tokenDigest(secret),
          expires_at: expiresAt,
          used_at: null,
        },
        ...{ signing_key_sealed: vault().seal(key, keyPlace(tenantId, id)), own_machine: ownMachine },
        ...{ server_id: null, authority: null, domain: null, made_at: now },
      })
      .execute(),
  );
  return ok({ token: writeToken({ url, agentId: id, secret, key: publicHalf(key) }), expiresAt });
}

/**
 * The door at which an agent registers. It proves itself by the secret of its token, once; from then on it is trusted by
 * its certificate, and trusts the key that came in the token.
 */
export const registerAgent: Webhook<AppContext> = {
  path: REGISTER_PATH,
  bytesMax: 16 * 1024,
  async take({ context, body }) {
    const read = registration.safeParse(parsed(body));
    if (!read.success) return { code: 'agent_unfit', status: 400 };
    const installation = await loadInstallation(context.db, context.clock.now());
    if (!installation) return { code: 'token_unknown', status: 403 };
    const tenantId = installation.operatorTenantId;
    const facts = await context.tenantFacts(tenantId);
    const taken = await context.db.inTenant(tenantId, async (tx) => {
      const done = await takeToken(tx, read.data, context.clock.now());
      if (done.ok)
        await publish(
          tx,
          systemCaller(facts, context.clock, 'system'),
          'server.registered',
          done.value.serverId,
          {
            name: read.data.name,
          },
        );
      return done;
    });
    if (!taken.ok) return { ...taken.refusal, status: 403 };
    await declareServer(context, read.data, taken.value.ownMachine);
    return null;
  },
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

async function takeToken(
  tx: Tx,
  said: Registration,
  now: ReturnType<AppContext['clock']['now']>,
): Promise<Result<{ serverId: Id; ownMachine: boolean }, Refusal>> {
  const tables = tx.tables<OdooTables>();
  const row = await tables
    .selectFrom('hosting_agent')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', said.agentId as Id)
    .forUpdate()
    .executeTakeFirst();
  const fault = judgeToken(
    row && { digest: row.token_digest, usedAt: row.used_at, expiresAt: row.expires_at },
    said.secret,
    now,
  );
  if (!row || fault) return refuse({ code: fault ?? 'token_unknown' });
  const serverId = row.id;
  const saved = await tables
    .insertInto('hosting_server')
    .values({
      ...{ tenant_id: tx.tenantId, id: serverId, name: said.name, address: said.address },
      ...{ places: said.places, state: 'taking', facts: json({ domain: said.domain }), made_at: now },
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'server_name_taken', name: said.name });
  await tables
    .updateTable('hosting_agent')
    .set({ used_at: now, server_id: serverId, authority: said.authority, domain: said.domain })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', row.id)
    .execute();
  return ok({ serverId, ownMachine: row.own_machine });
}

/** A processor of the register: what hosted servers hold goes there, under a contract unless the machine is ours. */
export const processorOf = (serverName: string): string => `hosting-server:${serverName}`;

async function declareServer(
  { db, clock }: Facts,
  { name, address }: Registration,
  ownMachine: boolean,
): Promise<void> {
  const { hostname, port } = new URL(address);
  await declareProcessors(db, clock, [
    {
      id: processorOf(name),
      name: `${name} (${hostname})`,
      service: 'runs hosted Odoo servers',
      categories: ['hosted-odoo', 'backup', 'contact'],
      purposes: ['order', 'security'],
      places: [true, false].map((inside) => ({ host: hostname, port: Number(port) || 443, inside })),
      bound: boundOf(hostname, ownMachine ? [hostname] : []),
    },
  ]);
}
