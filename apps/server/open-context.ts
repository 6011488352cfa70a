import { dirname, join } from 'node:path';
import { formatWords } from '#domain/formats/words.ts';
import { moneyWords } from '#domain/money/words.ts';
import { productWords } from '#domain/product/words.ts';
import { listMembersOf, listOperatorStaff } from '#modules/accounts/module.ts';
import {
  declareProcessors,
  keepEgress,
  onPurposeRefused,
  plugMembers,
  plugStaff,
  processorGuard,
  publishShipped,
  registerForms,
  registerPersonalMaps,
} from '#modules/policy/module.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { createNames, nameServers } from '#platform/egress/dns.ts';
import { createEgress } from '#platform/egress/egress.ts';
import { createFileStore } from '#platform/files/store.ts';
import { tableWords } from '#platform/files/table-words.ts';
import type { Log } from '#platform/log/log.ts';
import type { Metrics } from '#platform/log/metrics.ts';
import type { Mailbox } from '#platform/mail/intake/imap.ts';
import type { MailServer } from '#platform/mail/send.ts';
import type { AppContext } from '#platform/module/context.ts';
import { platformPersonal } from '#platform/module/personal.ts';
import { registerReaders } from '#platform/outbox/readers.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { Database } from '#platform/postgres/database.ts';
import { tenantDirectory } from '#platform/postgres/directory.ts';
import { prepareDatabase } from '#platform/postgres/prepare.ts';
import { mayWriteTo, rowsGone } from '#modules/privacy/module.ts';
import { plugMailGuard } from '#platform/mail/guard.ts';
import { plugRowsGone } from '#platform/tenant-data/rows-gone.ts';
import { eraseTenantRows } from '#platform/postgres/tenant-rows.ts';
import { platformSealed, registerSealed } from '#platform/secrets/reseal.ts';
import { plugVault, type Vault } from '#platform/secrets/vault.ts';
import { loadWords } from '#platform/words/words.ts';
import { declaredProcessors } from './declared.ts';
import { migrationFolders, modules } from './modules.ts';
import { openDemoOperator } from './operator.ts';

/** What every program of an installation needs to know. */
export interface ContextOptions {
  /** the owner's URL: roles, schema and migrations; everything else runs as the application role */
  readonly ownerUrl: string;
  /** installation secret, from which the database roles' passwords come */
  readonly secret: string;
  /** seals what must not be readable in the database */
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly filesDir: string;
  /** where hosting works and keeps backups; beside the files when absent */
  readonly hostingDir?: string;
  readonly publicUrl: string;
  readonly demoAllowed: boolean;
  readonly relay: MailServer | null;
  /** takes the mail while the first relay cannot */
  readonly secondRelay?: MailServer | null;
  /** domain whose mail comes to this installation: reports of failed delivery are asked to come there */
  readonly bounceDomain?: string | undefined;
  /** mailbox whose mail is read, if there is one */
  readonly mailbox?: Pick<Mailbox, 'host' | 'port'> | null;
  /** hosts among these that are machines of our own; with any other provider there must be a contract */
  readonly ownMachines?: readonly string[] | undefined;
  readonly mailFrom: string;
  readonly connections?: number;
}

/** The use cases and all they stand on, without anybody who asks for them. */
export interface OpenContext {
  readonly context: AppContext;
  readonly jobsUrl: string;
  /** waits until everything that is written behind the door out is stored */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Prepares the database, tells the rooms what the modules bring, and publishes the text that the program is shipped
 * with. The server is built on it; a command that only runs use cases needs no more.
 * @param metrics where it is counted what goes out; absent for a command
 */
export async function openContext(options: ContextOptions, metrics?: Metrics): Promise<OpenContext> {
  plugVault(options.vault);
  const prepared = await prepareDatabase(options.ownerUrl, options.secret, migrationFolders);
  for (const file of prepared.applied) options.log.info({ file }, 'migration applied');
  const db = new Database({
    url: prepared.appUrl,
    ...(options.connections ? { connections: options.connections } : {}),
    onConnectionError: (error) =>
      options.log.warn({ err: error }, 'a database connection broke and will be replaced'),
  });
  await db.assertWalls();
  const relays = [options.relay, options.secondRelay].filter((relay) => relay != null);
  const kept = keepEgress({ db, clock: options.clock, log: options.log });
  const guard = processorGuard({ db, clock: options.clock });
  const egress = createEgress({
    guard,
    record: kept.record,
    log: options.log,
    ...(metrics ? { counters: metrics } : {}),
  });
  const context: AppContext = {
    db,
    clock: options.clock,
    log: options.log,
    files: createFileStore(options.filesDir),
    egress,
    names: createNames({ guard }),
    relays,
    bounces: options.bounceDomain ? { domain: options.bounceDomain, secret: options.secret } : null,
    mailFrom: options.mailFrom,
    publicUrl: options.publicUrl,
    demoAllowed: options.demoAllowed,
    tenantFacts: tenantDirectory(db),
    hostingDir: options.hostingDir ?? join(dirname(options.filesDir), 'hosting'),
    eraseTenant: (tenantId) => eraseTenantRows(options.ownerUrl, tenantId),
    asOwner: (work) => asOwner(options.ownerUrl, work),
  };
  for (const words of [
    productWords,
    formatWords,
    moneyWords,
    tableWords,
    ...modules.flatMap((module) => module.words ?? []),
  ])
    loadWords(words);
  registerReaders(modules.flatMap((module) => module.readers ?? []));
  registerSealed([...platformSealed, ...modules.flatMap((module) => module.sealed ?? [])]);
  registerForms(modules.flatMap((module) => module.forms ?? []));
  registerPersonalMaps([
    platformPersonal,
    ...modules.flatMap((module) => (module.personal ? [module.personal] : [])),
  ]);
  const misused = metrics?.counter(
    'tenon_purpose_refused_total',
    'Personal data asked for a purpose it is not kept for.',
    ['purpose', 'category'],
  );
  plugStaff(listOperatorStaff);
  plugMailGuard((tenantId, kind, recipient) => mayWriteTo(context, tenantId, kind, recipient));
  plugRowsGone((tenantId, nullable) => rowsGone(context, tenantId, nullable));
  plugMembers(listMembersOf);
  onPurposeRefused(({ purpose, category }) => {
    misused?.inc({ purpose, category });
    options.log.warn({ purpose, category }, 'personal data asked for a purpose it is not kept for');
  });
  if (options.demoAllowed) await openDemoOperator(db, options.clock, options.ownerUrl);
  // Before the text is published: it names who gets data.
  await declareProcessors(
    db,
    options.clock,
    declaredProcessors(relays, nameServers(), options.mailbox ?? null, options.ownMachines ?? []),
  );
  await publishShipped(db, options.clock);
  return {
    context,
    jobsUrl: prepared.jobsUrl,
    settled: kept.settled,
    close: async () => {
      await kept.settled();
      await db.close();
    },
  };
}
