import type { FastifyInstance } from 'fastify';
import { admitSession, callerOf, callerOfSession, recordLook } from '#modules/accounts/module.ts';
import { startSubscriptionCare } from '#modules/billing/module.ts';
import { startCancellationCare } from '#modules/cancellation/module.ts';
import { admitWorkspace, closedDoor, startHostingCare, turnOfJob } from '#modules/hosting/module.ts';
import {
  checkShown,
  consentGate,
  draftWhatChanged,
  keepAccess,
  startDailyCare,
  startProcessorChecks,
  startSelfChecks,
} from '#modules/policy/module.ts';
import { reapplyDeletions, startPrivacyCare } from '#modules/privacy/module.ts';
import { siteFrame, startOutsideLooks } from '#modules/site/module.ts';
import { checkAudit } from '#platform/audit/audit.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import { serveLive } from '#platform/http/live.ts';
import { serveApiPages } from '#platform/http/openapi.ts';
import { createServer } from '#platform/http/server.ts';
import { serveWebhooks } from '#platform/http/webhooks.ts';
import type { Job } from '#platform/jobs/job.ts';
import { runDueJobs, startJobs, type JobRunner, type RunnerOptions } from '#platform/jobs/runner.ts';
import { createMetrics } from '#platform/log/metrics.ts';
import { sendQueuedMail } from '#platform/mail/deliver.ts';
import { serveMailWebhook } from '#platform/mail/intake/webhook.ts';
import type { AppContext } from '#platform/module/context.ts';
import { servePages } from '#platform/pages/serve.ts';
import { readEvents } from '#platform/outbox/read-job.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { resealOldValues } from '#platform/secrets/reseal.ts';
import { historyPapers } from './demo/history-papers.ts';
import { serveHealth } from './health.ts';
import { intakeOf } from './mail-in.ts';
import { modules } from './modules.ts';
import { openContext, type ContextOptions } from './open-context.ts';
import { VERSION } from './version.ts';

export interface AppOptions extends ContextOptions {
  /** shared with a mail provider that hands mail over by HTTP; absent: that door is closed */
  readonly mailHookSecret?: string | undefined;
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
  const metrics = createMetrics();
  const opened = await openContext(options, metrics);
  const { context } = opened;
  const { db } = context;
  const visits = keepAccess({ db, clock: options.clock, log: options.log });
  // Before anybody or anything opens what was put back.
  await reapplyDeletions(context);
  // None of them reads what another writes.
  await Promise.all([
    draftWhatChanged(context),
    startSelfChecks(context),
    startProcessorChecks(context),
    startDailyCare(context),
    startSubscriptionCare(context),
    startHostingCare(context),
    startOutsideLooks(context),
    startCancellationCare(context),
    startPrivacyCare(context),
  ]);

  const authenticate = (request: RequestFacts) => callerOf(context, request);
  const answered = metrics.histogram('tenon_http_seconds', 'Time to answer a request.', ['route', 'status']);
  const server = createServer({
    handlers: modules.flatMap((module) => module.handlers ?? []),
    db,
    clock: options.clock,
    log: options.log,
    context,
    authenticate,
    admit: async (caller, route) =>
      (await admitWorkspace(db, caller, route)) ?? admitSession(context, caller, route),
    consent: consentGate({ db, clock: options.clock }),
    mayShow: (route) => checkShown(`${route.method} ${route.path}`, route.shows?.purpose),
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
    siteFrame,
  );
  serveApiPages(
    server,
    modules.flatMap((module) => (module.handlers ?? []).map((handler) => handler.route)),
    VERSION,
  );
  const live = await serveLive(server, {
    db,
    // Behind a closed door nobody hears either.
    authenticate: async (request) => {
      const caller = await callerOfSession(context, request);
      return caller && (await closedDoor(db, caller.tenantId)) ? null : caller;
    },
  });

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
    jobsUrl: opened.jobsUrl,
    jobs: [...jobs, papers as Job<never, AppContext>],
    context,
    turnOf: (tenantId, job) => turnOfJob(db, tenantId, job),
    onFailure: (job, attempt, error) => options.log.error({ job, attempt, err: error }, 'job failed'),
  };
  const settled = async (): Promise<void> => {
    await opened.settled();
    await visits.settled();
  };
  let running: JobRunner | undefined;
  return {
    server,
    context,
    jobsUrl: opened.jobsUrl,
    startJobs: async () => {
      running ??= await startJobs(runner);
    },
    runDueJobs: () => runDueJobs(runner),
    settled,
    close: async () => {
      await live.stop();
      await server.close();
      await running?.stop();
      await visits.settled();
      await opened.close();
    },
  };
}
