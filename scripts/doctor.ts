/**
 * `npm run doctor`: what is wrong with this machine, and what to do. Each finding is one line; what could not be looked at
 * is called *unchecked*, never clean.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  chmodSync,
  statfsSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { totalmem, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { readConfig, type Config } from '#platform/config/config.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { assertSafe } from '#platform/postgres/safety.ts';

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

type Verdict = 'ok' | 'problem' | 'unchecked';
interface Finding {
  readonly verdict: Verdict;
  readonly what: string;
  readonly remedy?: string;
}

const ok = (what: string): Finding => ({ verdict: 'ok', what });
const problem = (what: string, remedy: string): Finding => ({ verdict: 'problem', what, remedy });
const unchecked = (what: string): Finding => ({ verdict: 'unchecked', what });
const reason = (error: unknown) => (error instanceof Error ? error.message : String(error)).trim();

function node(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24)
    return problem(`Node ${process.version} is too old.`, 'Start through npm, or install Node 24.');
  return ok(`Node ${process.version} (${process.execPath})`);
}

function packages(): Finding {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules/.tenon-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8').startsWith(wanted))
    return ok('Packages agree with package-lock.json');
  return problem(
    'Packages differ from package-lock.json.',
    'Run any npm script, such as "npm run typecheck"; it installs them.',
  );
}

function folder(config: Config): Finding {
  let at = config.dataDir;
  while (!existsSync(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
  } catch {
    return problem(`${at} cannot be written.`, 'Give it to the user who runs Tenon, or set TENON_DATA.');
  }
  const { bavail, bsize } = statfsSync(at);
  const freeGb = (bavail * bsize) / 1e9;
  if (freeGb < 2)
    return problem(`Only ${freeGb.toFixed(1)} GB are free at ${at}.`, 'Free some space; 2 GB is the least.');
  return ok(`Data in ${config.dataDir}, ${freeGb.toFixed(0)} GB free`);
}

function memory(): Finding {
  const gb = totalmem() / 2 ** 30;
  if (gb < 1.8)
    return problem(`${gb.toFixed(1)} GB of memory are too few.`, 'Use a machine with 2 GB or more.');
  return ok(`${gb.toFixed(0)} GB of memory`);
}

async function port(config: Config): Promise<Finding> {
  const free = await new Promise<boolean>((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen(config.port, config.host, () => probe.close(() => done(true)));
  });
  const address = `http://${config.host}:${config.port}`;
  if (free) return ok(`Port ${config.port} is free`);
  try {
    const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) });
    if (answer.ok) return ok(`Tenon is running at ${address}`);
  } catch {
    // Whoever it is, it is not Tenon.
  }
  return problem(
    `Port ${config.port} is taken by another program.`,
    `End it, or choose another: PORT=${config.port + 1} npm start.`,
  );
}

async function database(config: Config): Promise<Finding> {
  if (config.databaseUrl) return ownDatabase(config.databaseUrl);
  const place = mkdtempSync(join(tmpdir(), 'tenon-doctor-'));
  chmodSync(place, 0o711);
  try {
    const server = await startEmbedded({ dataDir: join(place, 'postgres'), durable: false });
    await server.stop({ immediate: true });
    return ok('The packaged PostgreSQL starts');
  } catch (error) {
    return problem('The packaged PostgreSQL does not start.', reason(error));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function ownDatabase(url: string): Promise<Finding> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await assertSafe(async (text) => (await client.query<Record<string, unknown>>(text)).rows);
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return ok(`DATABASE_URL answers: PostgreSQL ${rows[0]?.server_version ?? ''}`);
  } catch (error) {
    return problem(
      `DATABASE_URL cannot be used: ${reason(error)}`,
      'Check host, name and password, and that the server runs.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Only tests need a browser; the product does not. */
async function chromium(): Promise<Finding> {
  const tried: string[] = [];
  const works = async (file: string) => {
    try {
      const { stdout } = await run(file, ['--version', '--no-sandbox'], { timeout: 20_000 });
      return ok(`${stdout.trim()} for the tests (${file})`);
    } catch (error) {
      tried.push(reason(error).split('\n').slice(0, 2).join(' '));
      return undefined;
    }
  };
  for (const file of ['chromium', 'google-chrome', 'chrome']) {
    const found = await works(file);
    if (found) return found;
  }
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const found = await works(await packaged.executablePath());
    if (found) return found;
  } catch (error) {
    tried.push(reason(error));
  }
  return problem(
    `No Chromium runs here, so the tests in a browser cannot: ${tried.at(-1) ?? ''}`,
    'Install one: "apt-get install chromium" on Debian and Ubuntu, Google Chrome elsewhere.',
  );
}

async function typst(): Promise<Finding> {
  const suffixes: Readonly<Record<string, string>> = {
    'linux-x64': 'linux-x64-gnu',
    'linux-arm64': 'linux-arm64-gnu',
    'win32-x64': 'win32-x64-msvc',
    'darwin-x64': 'darwin-x64',
    'darwin-arm64': 'darwin-arm64',
  };
  const suffix = suffixes[`${process.platform}-${process.arch}`];
  try {
    if (!suffix) throw new Error(`no package for ${process.platform} ${process.arch}`);
    createRequire(import.meta.url)(`@myriaddreamin/typst-ts-node-compiler-${suffix}`);
    return ok('Typst runs natively; invoices can be archived as PDF/A');
  } catch (native) {
    try {
      await import('@myriaddreamin/typst-ts-web-compiler');
      return ok(
        `Typst runs as WebAssembly (${reason(native)}); papers are plain PDF without the archive profile`,
      );
    } catch (error) {
      return problem(
        'Typst does not load, so no paper can be made.',
        `${reason(error)} Remove node_modules and start again.`,
      );
    }
  }
}

interface Audit {
  readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
}

async function advisories(): Promise<Finding> {
  let said = '';
  try {
    ({ stdout: said } = await run('npm', ['audit', '--json', '--omit=dev'], {
      cwd: root,
      timeout: 30_000,
      maxBuffer: 2 ** 26,
      shell: process.platform === 'win32',
    }));
  } catch (error) {
    said = (error as { stdout?: string }).stdout ?? ''; // a finding is an exit code, too
  }
  let counts: Readonly<Record<string, number>> | undefined;
  try {
    counts = (JSON.parse(said) as Audit).metadata?.vulnerabilities;
  } catch {
    counts = undefined;
  }
  if (!counts) return unchecked('Security advisories of packages: the advisory service does not answer');
  const serious = (counts['high'] ?? 0) + (counts['critical'] ?? 0);
  if (serious > 0)
    return problem(`${serious} packages have a serious known weakness.`, 'See "npm audit --omit=dev".');
  return ok(`No serious known weakness in packages (${counts['total'] ?? 0} of any kind)`);
}

async function main(): Promise<number> {
  const notes: Finding[] = [];
  let config: Config;
  try {
    config = readConfig(process.env, root, (sentence) =>
      notes.push(problem(sentence, 'Correct or remove it.')),
    );
  } catch (error) {
    console.log(`problem    ${reason(error)}`);
    return 1;
  }
  const checks = [
    node,
    packages,
    memory,
    () => folder(config),
    () => port(config),
    () => database(config),
    typst,
    chromium,
    advisories,
  ];
  let problems = 0;
  const show = ({ verdict, what, remedy }: Finding) => {
    if (verdict === 'problem') problems += 1;
    console.log(
      `${verdict.padEnd(10)} ${what}${remedy === undefined ? '' : `\n${' '.repeat(11)}→ ${remedy}`}`,
    );
  };
  notes.forEach(show);
  for (const check of checks) {
    try {
      show(await check());
    } catch (error) {
      show(unchecked(`${check.name || 'a check'} could not be made: ${reason(error)}`));
    }
  }
  console.log(problems === 0 ? '\nNothing stands in the way.' : `\n${problems} to mend.`);
  return problems === 0 ? 0 : 1;
}

process.exitCode = await main();
