import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '../clock/id-at.ts';
import type { Caller } from '../http/caller.ts';
import { queueJob, type Job } from '../jobs/job.ts';
import type { Log } from '../log/log.ts';
import type { Database } from '../postgres/database.ts';
import type { Tx } from '../postgres/tx.ts';
import { vault } from '../secrets/vault.ts';
import {
  canonicalJson,
  findAuditFault,
  GENESIS,
  hashOf,
  sealOf,
  storable,
  type AuditEntry,
  type AuditFault,
  type AuditHead,
  type Fact,
} from './chain.ts';

interface AuditTables {
  audit_head: { tenant_id: Id; seq: number; hash: string; seal: string };
  audit_entry: {
    tenant_id: Id;
    seq: number;
    at: Instant;
    actor: string;
    actor_name: string;
    action: string;
    subject: string;
    reason: string | null;
    facts: string;
    hash: string;
  };
  audit_check: { tenant_id: Id; id: Id; at: Instant; seq: number; hash: string; fault: string | null };
}

export interface AuditAppend {
  /** who acts and when */
  readonly actor: Pick<Caller, 'actor' | 'name' | 'now'>;
  /** past tense with its area, `company.bank-revealed` */
  readonly action: string;
  /** what it was done to, `company:<id>` */
  readonly subject: string;
  /** in the words of who did it, where one is asked for */
  readonly reason?: string | undefined;
  /** what a reader needs to understand it; never the secret that was looked at */
  readonly facts?: Readonly<Record<string, Fact>>;
}

/**
 * Adds an entry to the tenant's audit log, inside the transaction: what was done and that it was done are saved together
 * or not at all. Entries of one tenant wait for each other from here to the end of the transaction; call it late.
 * @returns the entry's number
 */
export async function appendAudit(tx: Tx, append: AuditAppend): Promise<number> {
  const { tenantId } = tx;
  const { chain } = vault();
  const tables = tx.tables<AuditTables>();
  await tables
    .insertInto('audit_head')
    .values({ tenant_id: tenantId, seq: 0, hash: GENESIS, seal: sealOf(chain, tenantId, 0, GENESIS) })
    .onConflict((c) => c.doNothing())
    .execute();
  const head = await tables
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const at = append.actor.now;
  const seq = head.seq + 1;
  const entry = {
    seq,
    at: withMicroseconds(at),
    actor: storable(append.actor.actor),
    actorName: storable(append.actor.name),
    action: append.action,
    subject: storable(append.subject),
    reason: append.reason === undefined ? null : storable(append.reason),
    facts: canonicalJson(append.facts ?? {}),
  };
  const hash = hashOf(chain, tenantId, head.hash, entry);
  const { actorName, ...same } = entry;
  await tables
    .insertInto('audit_entry')
    .values({ tenant_id: tenantId, ...same, at, actor_name: actorName, hash })
    .execute();
  await tables
    .updateTable('audit_head')
    .set({ seq, hash, seal: sealOf(chain, tenantId, seq, hash) })
    .where('tenant_id', '=', tenantId)
    .execute();
  return seq;
}

const PAGE = 1000;

/** Reads the tenant's whole chain and tells the first fault; null when every entry is what was written. */
export async function verifyAudit(tx: Tx): Promise<AuditFault | null> {
  const tables = tx.tables<AuditTables>();
  const head = await tables
    .selectFrom('audit_head')
    .select(['seq', 'hash', 'seal'])
    .where('tenant_id', '=', tx.tenantId)
    // Shared with nobody who adds an entry: end and entries are read at one moment.
    .forShare()
    .executeTakeFirst();
  const checkpoints = await tables
    .selectFrom('audit_check')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tx.tenantId)
    .where('seq', '>', 0)
    .execute();
  return findAuditFault(
    vault().chain,
    tx.tenantId,
    readChain(tx),
    (head as AuditHead | undefined) ?? null,
    checkpoints,
  );
}

async function* readChain(tx: Tx): AsyncGenerator<AuditEntry> {
  let after = 0;
  for (;;) {
    const rows = await entriesOf(tx).where('seq', '>', after).orderBy('seq').limit(PAGE).execute();
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}

/** To the last digit that the database keeps, so that no digit of a time can be changed unseen. */
const AT = sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

function entriesOf(tx: Tx) {
  return tx
    .tables<AuditTables>()
    .selectFrom('audit_entry')
    .select([
      'seq',
      AT.as('at'),
      'actor',
      'actor_name as actorName',
      'action',
      'subject',
      'reason',
      'facts',
      'hash',
    ])
    .where('tenant_id', '=', tx.tenantId);
}

/** What an entry says, for a screen. */
export interface AuditLine {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly facts: unknown;
}

/**
 * The tenant's entries, newest first.
 * @param options.before only entries with a smaller number, for the next page
 * @param options.actions only these, e.g. those that tell who looked at something
 */
export async function listAudit(
  tx: Tx,
  options: { before?: number; limit: number; actions?: readonly string[]; subject?: string },
): Promise<AuditLine[]> {
  let query = entriesOf(tx).orderBy('seq', 'desc').limit(options.limit);
  if (options.before !== undefined) query = query.where('seq', '<', options.before);
  if (options.actions) query = query.where('action', 'in', options.actions);
  if (options.subject !== undefined) query = query.where('subject', '=', options.subject);
  return (await query.execute()).map(({ hash: _, at, facts, ...same }) => ({
    ...same,
    at: new Date(at).toISOString() as Instant,
    facts: JSON.parse(facts) as unknown,
  }));
}

/** Where the chain ended at the last check, and whether anything was found. */
export interface AuditCheckLine {
  readonly at: Instant;
  readonly seq: number;
  readonly fault: string | null;
}

/** The newest check; null before the first. */
export async function lastAuditCheck(tx: Tx): Promise<AuditCheckLine | null> {
  const row = await tx
    .tables<AuditTables>()
    .selectFrom('audit_check')
    .select(['at', 'seq', 'fault'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

interface CheckContext {
  readonly db: Database;
  readonly clock: { now(): Instant };
  readonly log: Log;
}

/**
 * Checks the tenant's chain, keeps what was found, and writes it to the log, which lies outside the database: whoever
 * could rewrite the tables would have to rewrite that as well. Safe to run twice.
 */
export const checkAudit: Job<Record<string, never>, CheckContext> = {
  name: 'audit.check',
  attempts: 5,
  timeoutSeconds: 600,
  behindClosedDoor: true,
  async run({ context, tenantId }) {
    const now = context.clock.now();
    const { head, fault } = await context.db.inTenant(tenantId, async (tx) => {
      const found = await verifyAudit(tx);
      const tables = tx.tables<AuditTables>();
      const end = (await tables
        .selectFrom('audit_head')
        .select(['seq', 'hash'])
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()) ?? { seq: 0, hash: GENESIS };
      const said = found ? `${found.kind} at ${found.seq}` : null;
      await tables
        .insertInto('audit_check')
        .values({
          tenant_id: tenantId,
          id: idAt(now),
          at: now,
          seq: found ? 0 : end.seq,
          hash: end.hash,
          fault: said,
        })
        .execute();
      return { head: end, fault: said };
    });
    const line = { tenantId, seq: head.seq, hash: head.hash };
    if (fault) context.log.error({ ...line, fault }, 'the audit log was tampered with');
    else context.log.info(line, 'audit log checked');
  },
};

/** Queues a check of the tenant's chain; asked for again before it ran, it runs once. */
export async function queueAuditCheck(tx: Tx, runAt?: Instant): Promise<void> {
  await queueJob(tx, checkAudit, {}, { key: 'audit.check', ...(runAt === undefined ? {} : { runAt }) });
}

function withMicroseconds(at: Instant): string {
  return at.replace(
    /(?:\.(\d{1,6}))?Z$/,
    (_, decimals: string | undefined) => `.${(decimals ?? '').padEnd(6, '0')}Z`,
  );
}
