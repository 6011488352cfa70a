import type { FastifyInstance } from 'fastify';
import { formatWords } from '#domain/formats/words.ts';
import { moneyWords } from '#domain/money/words.ts';
import { productWords } from '#domain/product/words.ts';
import {
  admitSession,
  callerOf,
  callerOfSession,
  listMembersOf,
  listOperatorStaff,
  recordLook,
} from '#modules/accounts/module.ts';
import { startSubscriptionCare } from '#modules/billing/module.ts';
import {
  consentGate,
  declareProcessors,
  draftWhatChanged,
  keepAccess,
  keepEgress,
  onPurposeRefused,
  plugMembers,
  plugStaff,
  registerForms,
  publishShipped,
  registerPersonalMaps,
  processorGuard,
  startDailyCare,
  startProcessorChecks,
  startSelfChecks,
} from '#modules/policy/module.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { createNames, nameServers } from '#platform/egress/dns.ts';
import { createEgress } from '#platform/egress/egress.ts';
import { checkAudit } from '#platform/audit/audit.ts';
import { tableWords } from '#platform/files/table-words.ts';
import { createFileStore } from '#platform/files/store.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import { serveLive } from '#platform/http/live.ts';
import { serveApiPages } from '#platform/http/openapi.ts';
import { createServer } from '#platform/http/server.ts';
import { serveWebhooks } from '#platform/http/webhooks.ts';
import type { Job } from '#platform/jobs/job.ts';
import { runDueJobs, startJobs, type JobRunner, type RunnerOptions } from '#platform/jobs/runner.ts';
import type { Log } from '#platform/log/log.ts';
import { createMetrics } from '#platform/log/metrics.ts';
import { sendQueuedMail } from '#platform/mail/deliver.ts';
import type { Mailbox } from '#platform/mail/intake/imap.ts';
import { serveMailWebhook } from '#platform/mail/intake/webhook.ts';
import type { MailServer } from '#platform/mail/send.ts';
import type { AppContext } from '#platform/module/context.ts';
import { platformPersonal } from '#platform/module/personal.ts';
import { servePages } from '#platform/pages/serve.ts';
import { registerReaders } from '#platform/outbox/readers.ts';
import { readEvents } from '#platform/outbox/read-job.ts';
import { Database } from '#platform/postgres/database.ts';
import { listTenants, tenantDirectory } from '#platform/postgres/directory.ts';
import { prepareDatabase } from '#platform/postgres/prepare.ts';
import { platformSealed, registerSealed, resealOldValues } from '#platform/secrets/reseal.ts';
import { plugVault, type Vault } from '#platform/secrets/vault.ts';
import { loadWords } from '#platform/words/words.ts';
import { declaredProcessors } from './declared.ts';
import { historyPapers } from './demo/history-papers.ts';
import { serveHealth } from './health.ts';
import { intakeOf } from './mail-in.ts';
import { migrationFolders, modules } from './modules.ts';
import { openDemoOperator } from './operator.ts';
import { VERSION } from './version.ts';

export interface AppOptions {
  /** the owner's URL: roles, schema and migrations; everything else runs as the application role */
  readonly ownerUrl: string;
  /** installation secret, from which the database roles' passwords come */
  readonly secret: string;
  /** seals what must not be readable in the database */
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  readonly filesDir: string;
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
  /** shared with a mail provider that hands mail over by HTTP; absent: that door is closed */
  readonly mailHookSecret?: string | undefined;
  readonly mailFrom: string;
  readonly connections?: number;
}

/** The composed application: a server that does not listen yet, and a queue that nobody works on yet. */
export interface App {
  readonly server: FastifyInstance;
  readonly context: AppContext;
  readonly jobsUrl: string;
  /** works off the queue until the app is closed */
  startJobs(): Promise<void>;
  /** runs what is due now and returns when nothing is left; for scenarios, seeds and tests */
  runDueJobs(): Promise<void>;
  /** waits until everything that is written behind the answers is stored */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Prepares the database and puts everything together. */
export async function createApp(options: AppOptions): Promise<App> {
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
  const metrics = createMetrics();
  const relays = [options.relay, options.secondRelay].filter((relay) => relay != null);
  const visits = keepAccess({ db, clock: options.clock, log: options.log });
  const kept = keepEgress({ db, clock: options.clock, log: options.log });
  const guard = processorGuard({ db, clock: options.clock });
  const egress = createEgress({
    guard,
    record: kept.record,
    log: options.log,
    counters: metrics,
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
  const misused = metrics.counter(
    'tenon_purpose_refused_total',
    'Personal data asked for a purpose it is not kept for.',
    ['purpose', 'category'],
  );
  plugStaff(listOperatorStaff);
  plugMembers(listMembersOf);
  onPurposeRefused(({ purpose, category }) => {
    misused.inc({ purpose, category });
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
  await draftWhatChanged(context);
  await startSelfChecks(context);
  await startProcessorChecks(context);
  await startDailyCare(context);
  await startSubscriptionCare(context);

  const authenticate = (request: RequestFacts) => callerOf(context, request);
  const answered = metrics.histogram('tenon_http_seconds', 'Time to answer a request.', ['route', 'status']);
  const server = createServer({
    handlers: modules.flatMap((module) => module.handlers ?? []),
    db,
    clock: options.clock,
    log: options.log,
    context,
    authenticate,
    admit: (caller, route) => admitSession(context, caller, route),
    consent: consentGate({ db, clock: options.clock }),
    looked: recordLook,
    onAnswered: (route, status, seconds, who, ip) => {
      answered.observe({ route, status: String(status) }, seconds);
      visits.record({
        ...{ route, status, seconds, ip },
        ...{ tenantId: who?.tenantId ?? null, loginId: who?.loginId ?? null },
      });
    },
  });
  if (options.mailHookSecret)
    serveMailWebhook(server, intakeOf(context), { secret: options.mailHookSecret, bounces: context.bounces });
  serveWebhooks(
    server,
    modules.flatMap((module) => module.webhooks ?? []),
    context,
  );
  serveHealth(server, { db, metrics });
  servePages(
    server,
    modules.flatMap((module) => module.pages ?? []),
    context,
  );
  serveApiPages(
    server,
    modules.flatMap((module) => (module.handlers ?? []).map((handler) => handler.route)),
    VERSION,
  );
  const live = await serveLive(server, { db, authenticate: (request) => callerOfSession(context, request) });

  const jobs = [
    readEvents,
    sendQueuedMail,
    checkAudit,
    resealOldValues,
    ...modules.flatMap((module) => module.jobs ?? []),
  ] as Job<never, AppContext>[];
  const papers = historyPapers(jobs, async (id) =>
    (await listTenants(db)).some((tenant) => tenant.id === id),
  );
  const runner: RunnerOptions<AppContext> = {
    jobsUrl: prepared.jobsUrl,
    jobs: [...jobs, papers as Job<never, AppContext>],
    context,
    onFailure: (job, attempt, error) => options.log.error({ job, attempt, err: error }, 'job failed'),
  };
  const settled = async (): Promise<void> => {
    await kept.settled();
    await visits.settled();
  };
  let running: JobRunner | undefined;
  return {
    server,
    context,
    jobsUrl: prepared.jobsUrl,
    startJobs: async () => {
      running ??= await startJobs(runner);
    },
    runDueJobs: () => runDueJobs(runner),
    settled,
    close: async () => {
      await live.stop();
      await server.close();
      await running?.stop();
      await settled();
      await db.close();
    },
  };
}
