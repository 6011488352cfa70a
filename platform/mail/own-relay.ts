import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import type { Tx } from '../postgres/tx.ts';
import type { RecordFinding } from './domain-records.ts';
import type { MailTables } from './mail-tables.ts';
import type { RelayPast } from './relay-rules.ts';
import type { MailServer } from './send.ts';

/** Why an own relay did not take a mail. */
export type RelayTrouble = 'connection' | 'server' | 'login' | 'tls' | 'not_allowed' | 'refused';

/** A tenant's own relay as people see it: never with its password. */
export interface OwnRelay {
  readonly host: string;
  readonly port: number;
  readonly security: MailServer['security'];
  /** '' where it wants no login */
  readonly user: string;
  readonly past: RelayPast;
  readonly trouble: { readonly why: RelayTrouble; readonly said: string } | null;
  /** to which the last test mail belongs */
  readonly testId: Id | null;
}

const passwordAt = (tenantId: Id): Place => ({
  tenantId,
  table: 'mail_relay',
  column: 'password_sealed',
  row: tenantId,
});

async function rowOf(tx: Tx): Promise<MailTables['mail_relay'] | undefined> {
  return tx
    .tables<MailTables>()
    .selectFrom('mail_relay')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
}

export async function loadOwnRelay(tx: Tx): Promise<OwnRelay | null> {
  const row = await rowOf(tx);
  return row ? toRelay(row) : null;
}

function toRelay(row: MailTables['mail_relay']): OwnRelay {
  const { host, port, security, login_user: user, ok_at: okAt, failed_at: failedAt } = row;
  const failing = failedAt !== null && (okAt === null || okAt <= failedAt);
  return {
    host,
    port,
    security,
    user,
    past: { okAt, failedAt },
    trouble: failing ? { why: row.failed_why as RelayTrouble, said: row.failed_said } : null,
    testId: row.test_id,
  };
}

/** The same with what it takes to sign in, for sending. @throws SealBroken */
export async function openOwnRelay(tx: Tx): Promise<{ relay: MailServer; past: RelayPast } | null> {
  const row = await rowOf(tx);
  if (!row) return null;
  const { host, port, security, login_user: user, password_sealed: sealed } = row;
  return {
    relay: {
      ...{ host, port, security, own: true },
      ...(sealed === '' ? {} : { login: { user, password: vault().open(sealed, passwordAt(tx.tenantId)) } }),
    },
    past: { okAt: row.ok_at, failedAt: row.failed_at },
  };
}

export interface NewRelay extends Pick<OwnRelay, 'host' | 'port' | 'security' | 'user'> {
  readonly inside: boolean;
  /** absent: the one that is there */
  readonly password?: string | undefined;
}

/** Keeps a relay, whose past begins anew. Without a password of its own it keeps the one that is there. */
export async function saveOwnRelay(tx: Tx, given: NewRelay, at: Instant): Promise<void> {
  const { host, port, inside, security, user, password } = given;
  const sealed =
    user === ''
      ? ''
      : password === undefined
        ? ((await rowOf(tx))?.password_sealed ?? '')
        : vault().seal(password, passwordAt(tx.tenantId));
  const row = {
    ...{ host, port, inside, security, login_user: user, password_sealed: sealed, set_at: at },
    ...{ ok_at: null, failed_at: null, failed_why: '', failed_said: '', test_id: null },
  };
  await tx
    .tables<MailTables>()
    .insertInto('mail_relay')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
}

export async function dropOwnRelay(tx: Tx): Promise<void> {
  await tx.tables<MailTables>().deleteFrom('mail_relay').where('tenant_id', '=', tx.tenantId).execute();
}

/** Which mail is the last test of the relay. */
export async function noteTest(tx: Tx, testId: Id): Promise<void> {
  await tx
    .tables<MailTables>()
    .updateTable('mail_relay')
    .set({ test_id: testId })
    .where('tenant_id', '=', tx.tenantId)
    .execute();
}

/** How the tenant's own relay did with a mail; nothing where another one has taken its place meanwhile. */
export async function noteOwnRelay(
  tx: Tx,
  relay: Pick<MailServer, 'host' | 'port'>,
  at: Instant,
  trouble: { why: RelayTrouble; said: string } | null,
): Promise<void> {
  await tx
    .tables<MailTables>()
    .updateTable('mail_relay')
    .set(
      trouble
        ? { failed_at: at, failed_why: trouble.why, failed_said: trouble.said.slice(0, 300) }
        : { ok_at: at, failed_at: null, failed_why: '', failed_said: '' },
    )
    .where('tenant_id', '=', tx.tenantId)
    .where('host', '=', relay.host)
    .where('port', '=', relay.port)
    .execute();
}

/** The address that a tenant wants in From. */
export interface OwnFrom {
  readonly address: string;
  readonly selector: string;
  readonly token: string;
  readonly proven: boolean;
  readonly checkedAt: Instant | null;
  readonly findings: readonly RecordFinding[];
}

export async function loadOwnFrom(tx: Tx): Promise<OwnFrom | null> {
  const row = await tx
    .tables<MailTables>()
    .selectFrom('mail_from')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  return row
    ? {
        ...{ address: row.address, selector: row.selector, token: row.token },
        ...{ proven: row.proven, checkedAt: row.checked_at, findings: row.findings },
      }
    : null;
}

/** Keeps the address; another domain has to prove itself anew, by the same token. */
export async function saveOwnFrom(
  tx: Tx,
  given: Pick<OwnFrom, 'address' | 'selector' | 'token'>,
  keepsProof: boolean,
): Promise<void> {
  const fresh = { checked_at: null, proven: false, findings: JSON.stringify([]) as never };
  const row = { address: given.address, selector: given.selector, token: given.token };
  await tx
    .tables<MailTables>()
    .insertInto('mail_from')
    .values({ tenant_id: tx.tenantId, ...row, ...fresh })
    .onConflict((c) => c.column('tenant_id').doUpdateSet({ ...row, ...(keepsProof ? {} : fresh) }))
    .execute();
}

export async function dropOwnFrom(tx: Tx): Promise<void> {
  await tx.tables<MailTables>().deleteFrom('mail_from').where('tenant_id', '=', tx.tenantId).execute();
}

/** What the name servers said about the domain of this address. */
export async function saveFindings(
  tx: Tx,
  address: string,
  said: { findings: readonly RecordFinding[]; proven: boolean; at: Instant },
): Promise<void> {
  await tx
    .tables<MailTables>()
    .updateTable('mail_from')
    .set({ findings: JSON.stringify(said.findings) as never, proven: said.proven, checked_at: said.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('address', '=', address)
    .execute();
}
