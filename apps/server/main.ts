import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { systemClock } from '#platform/clock/clock.ts';
import { ConfigError, readConfig, type Config } from '#platform/config/config.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { allowDatabase, allowListening, lockOutside } from '#platform/egress/lock.ts';
import { createLog } from '#platform/log/log.ts';
import { requeueWaitingMail } from '#platform/mail/outbox.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { buildWeb } from '#apps/web/build.ts';
import { serveWeb } from '#apps/web/serve.ts';
import { createApp, type App } from './app.ts';
import { openDemo } from './demo/demo.ts';
import { lanNotice, reachedInLan, serveLan } from './lan.ts';
import { mailboxAt, startMailIn } from './mail-in.ts';
import { isForReal } from './operator.ts';
import { relayOf } from './relay.ts';
import { sayRunning } from './running.ts';
import { VERSION } from './version.ts';

const root = resolve(import.meta.dirname, '../..');

/**
 * `npm start`: the whole product in one process. Pages can be served first; a new demo gets its history behind them.
 * SIGINT and SIGTERM stop everything that was started, in reverse order.
 */
async function main(): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      for (const each of stops.reverse()) await each().catch(() => undefined);
    })());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void stop().then(() => process.exit(0)));

  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  // Before anything else runs: whatever reaches outside from here on went through the door, or is refused and told.
  lockOutside((what) => say(`Refused: ${what}. Only the door of platform/egress opens connections.`));
  try {
    const config = readConfig(withArguments(process.env, process.argv.slice(2)), root, say);
    const reached = config.lan ? reachedInLan() : undefined;
    if (config.databaseUrl) allowDatabase(config.databaseUrl);
    for (const host of [config.host, config.mailInHost]) if (host !== undefined) allowListening(host);
    const log = createLog({
      level: config.logLevel === 'info' && process.stderr.isTTY ? 'warn' : config.logLevel,
    });
    const building = buildWeb({ outDir: join(config.dataDir, 'web'), log: say });
    building.catch(() => undefined);
    const ownerUrl = config.databaseUrl ?? (await embedded(config, say, stops));
    const secrets = openSecrets(config.dataDir);
    const app = await createApp({
      ownerUrl,
      secret: secrets.secret('database'),
      vault: openVault(readKeyRing(config.dataDir, config.keyRing), () =>
        readKeyRing(config.dataDir, config.keyRing),
      ),
      clock: systemClock,
      log,
      filesDir: join(config.dataDir, 'files'),
      // Links in mail have to open on a phone too.
      publicUrl:
        config.publicUrl ??
        (reached ? `https://${reached.addresses[1]}:${config.lanPort}` : `http://localhost:${config.port}`),
      demoAllowed: config.demo,
      relay: relayOf(config.smtpUrl),
      secondRelay: relayOf(config.secondSmtpUrl),
      bounceDomain: config.mailInDomain,
      mailbox: mailboxAt(config.imapUrl),
      ownMachines: config.ownMachines,
      mailHookSecret: config.mailHookSecret,
      mailFrom: config.mailFrom ?? 'papers@localhost',
    });
    stops.push(() => app.close());
    const withDemo = config.demo && !(await isForReal(app.context));
    if (withDemo) {
      const demo = openDemo({ context: app.context, ownerUrl });
      stops.push(() => demo.stop());
      demo.finished.catch((error: unknown) => {
        if (!stopping) log.error({ err: error }, 'the demo could not be made; the next start tries again');
      });
      await demo.ready;
    }
    await serveWeb(app.server, await building);
    await listen(app.server, config);
    const lan =
      reached && (await serveLan(app.server, { dataDir: config.dataDir, port: config.lanPort, say }));
    if (lan) stops.push(() => lan.stop());
    const origin = originOf(app, config);
    const since = new Date().toISOString();
    const unsay = sayRunning(config.dataDir, { pid: process.pid, origin, version: VERSION, since });
    stops.unshift(() => Promise.resolve(unsay()));
    announce(origin, config, withDemo, say);
    if (lan) lanNotice(lan).forEach(say);
    for (const tenant of await listTenants(app.context.db))
      await app.context.db.inTenant(tenant.id, requeueWaitingMail);
    stops.push(await startMailIn(app.context, config));
    await app.startJobs();
  } catch (error) {
    if (stopping) return;
    say(error instanceof ConfigError ? error.message : String((error as Error).stack ?? error));
    await stop();
    process.exit(1);
  }
}

/** `--lan` is TENON_LAN=yes in another spelling. @throws ConfigError for anything else */
function withArguments(env: NodeJS.ProcessEnv, args: readonly string[]): NodeJS.ProcessEnv {
  const unknown = args.find((arg) => arg !== '--lan');
  if (unknown !== undefined)
    throw new ConfigError(
      `"${unknown}" is no argument of npm start. It takes --lan, for phones in this network.`,
    );
  return args.length > 0 ? { ...env, TENON_LAN: 'yes' } : env;
}

async function embedded(
  config: Config,
  say: (sentence: string) => void,
  stops: (() => Promise<unknown>)[],
): Promise<string> {
  const server = await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), log: say });
  stops.push(() => server.stop());
  return server.ownerUrl;
}

async function listen(server: FastifyInstance, config: Config): Promise<void> {
  try {
    await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(
      `port ${config.port} is taken by another program. Start with another one: PORT=${config.port + 1} npm start`,
    );
  }
}

function originOf(app: App, config: Config): string {
  const at = app.server.addresses()[0] as { port: number } | undefined;
  return `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${at?.port ?? config.port}`;
}

function announce(origin: string, config: Config, demo: boolean, say: (sentence: string) => void): void {
  say('');
  if (!demo) {
    say(`  Tenon is running at ${config.publicUrl ?? origin}. The proxy finds it at ${origin}.`);
    say('');
    return;
  }
  say(`  Tenon is running.   Larch Lane Furniture (demo)`);
  say(`  Office    ${origin}/`);
  say(`  Station   ${origin}/station`);
  say(`  API       ${origin}/api`);
  say('  Ctrl+C stops it; what you did stays.');
  say('');
}

await main();
