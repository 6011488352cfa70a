import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// A checkout in small: our real boot.mjs, a lock file, commands that tell what they got, and an npm that notes each
// call and takes a moment, so that two boots can meet in it.
let checkout: string;
const running: ChildProcess[] = [];

const FAKE_NPM = `
const fs = require('node:fs'), path = require('node:path');
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
console.log('npm talks on its stdout');
fs.rmSync('node_modules', { recursive: true, force: true });
const name = { win32: 'node-win-' }[process.platform] ?? 'node-' + process.platform + '-';
const bin = path.join('node_modules', name + process.arch, 'bin');
fs.mkdirSync(bin, { recursive: true });
fs.symlinkSync(process.execPath, path.join(bin, 'node'));
const ms = Number(process.env.NPM_TAKES_MS ?? 0);
if (fs.existsSync('npm-fails')) process.exit(7);
setTimeout(() => {
  const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
  fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify(lock));
}, ms);`;

const lockWith = (version: string) =>
  JSON.stringify({ packages: { '': {}, 'node_modules/left': { version, integrity: `sha-${version}` } } });

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'tenon-boot-'));
  for (const folder of ['scripts', 'apps/cli', 'apps/server'])
    mkdirSync(join(checkout, folder), { recursive: true });
  cpSync(join(import.meta.dirname, 'boot.mjs'), join(checkout, 'scripts/boot.mjs'));
  writeFileSync(join(checkout, 'package.json'), '{"type":"module"}');
  writeFileSync(join(checkout, 'npm-cli.cjs'), FAKE_NPM);
  writeFileSync(join(checkout, 'package-lock.json'), lockWith('1'));
  writeFileSync(
    join(checkout, 'apps/cli/main.ts'),
    `const args: string[] = process.argv.slice(2);
     console.log(JSON.stringify({ args, path: process.env['PATH'] }));
     process.exitCode = Number(args[0] ?? 0);`,
  );
  // A server that needs a moment to stop and says which signals reached it.
  writeFileSync(
    join(checkout, 'apps/server/main.ts'),
    `for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {
       console.log('got ' + signal);
       setTimeout(() => process.exit(5), 100);
     });
     console.log('up');
     setInterval(() => {}, 1000);`,
  );
});

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(checkout, { recursive: true, force: true });
});

function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(checkout, 'scripts/boot.mjs'), ...args], {
    cwd: checkout,
    env: { ...process.env, npm_execpath: join(checkout, 'npm-cli.cjs'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>(
    (done) => child.once('close', (code, signal) => done({ code, signal, ...out })),
  );
  return { child, out, ended };
}

const boot = (args: string[], env?: Record<string, string>) => start(args, env).ended;
const installs = () =>
  existsSync(join(checkout, 'npm-calls'))
    ? readFileSync(join(checkout, 'npm-calls'), 'utf8').trim().split('\n')
    : [];

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((done) => setTimeout(done, 10));
}

test('the first boot installs, with npm talking on stderr only, and the second finds everything there', async () => {
  const first = await boot(['tenon', '0', 'a b']);
  expect(first.stderr).toContain('npm talks on its stdout');
  expect(first.stdout.trim().split('\n')).toHaveLength(1);
  const seen = JSON.parse(first.stdout) as { args: string[]; path: string };
  expect(seen.args).toEqual(['0', 'a b']);
  expect(seen.path.startsWith(join(checkout, 'node_modules'))).toBe(true);

  const second = await boot(['tenon', '0']);
  expect(second.stderr).toBe('');
  expect(installs()).toEqual(['ci --include=dev --include=optional']);
});

test('a changed lock file installs again, the exit code of the command comes through', async () => {
  await boot(['tenon', '0']);
  writeFileSync(join(checkout, 'package-lock.json'), lockWith('2'));
  expect((await boot(['tenon', '3'])).code).toBe(3);
  expect(installs()).toHaveLength(2);
});

test('two boots at once install once', async () => {
  const both = await Promise.all([1, 2].map(() => boot(['tenon', '0'], { NPM_TAKES_MS: '400' })));
  expect(both.map((end) => end.code)).toEqual([0, 0]);
  expect(installs()).toHaveLength(1);
  expect(both.map((end) => end.stderr).join()).toContain('waiting for it');
});

test('a failed install is not taken for a finished one', async () => {
  writeFileSync(join(checkout, 'npm-fails'), '');
  const failed = await boot(['tenon', '0']);
  expect(failed).toMatchObject({ code: 7, stdout: '' });
  expect(failed.stderr).toContain('npm ci failed (exit 7)');
  rmSync(join(checkout, 'npm-fails'));
  expect((await boot(['tenon', '0'])).code).toBe(0);
  expect(installs()).toHaveLength(2);
});

test('a boot killed in the middle of the install leaves a lock that the next one sees through', async () => {
  const killed = start(['tenon', '0'], { NPM_TAKES_MS: '700' });
  await until(() => installs().length === 1);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(join(checkout, '.tenon/boot.lock'))).toBe(true);
  // Its npm is still at work: the next boot waits for the end of it instead of working against it.
  const next = await boot(['tenon', '0']);
  expect(next.code).toBe(0);
  expect(next.stderr).toContain('waiting for it');
});

test('the lock of a dead process is taken over, the lock of a living one is respected', async () => {
  mkdirSync(join(checkout, '.tenon'));
  const lock = join(checkout, '.tenon/boot.lock');
  writeFileSync(lock, JSON.stringify({ host: hostname(), pids: [2 ** 22 + 1] })); // above the largest process id
  expect((await boot(['tenon', '0'])).code).toBe(0);

  writeFileSync(join(checkout, 'package-lock.json'), lockWith('2'));
  writeFileSync(lock, JSON.stringify({ host: hostname(), pids: [process.pid] }));
  const waiting = start(['tenon', '0']);
  await until(() => waiting.out.stderr.includes('waiting for it'));
  expect(installs()).toHaveLength(1);
  rmSync(lock);
  expect((await waiting.ended).code).toBe(0);
});

test('packages installed by hand from the same lock are accepted, with one missing they are not', async () => {
  await boot(['tenon', '0']);
  rmSync(join(checkout, 'node_modules/.tenon-stamp'));
  mkdirSync(join(checkout, 'node_modules/left'));
  writeFileSync(join(checkout, 'node_modules/left/package.json'), '{}');
  await boot(['tenon', '0']);
  expect(installs()).toHaveLength(1);

  rmSync(join(checkout, 'node_modules/.tenon-stamp'));
  rmSync(join(checkout, 'node_modules/left'), { recursive: true });
  await boot(['tenon', '0']);
  expect(installs()).toHaveLength(2);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s reaches the command once and its own exit code comes back',
  async (signal) => {
    const server = start(['start']);
    await until(() => server.out.stdout.includes('up'));
    server.child.kill(signal);
    expect(await server.ended).toMatchObject({ code: 5, stdout: `up\ngot ${signal}\n` });
  },
);

test('when npm and its shell are gone, the command is stopped as well', async () => {
  await boot(['tenon', '0']);
  // A shell that dies of the signal without passing it on, as stands between npm and every script.
  const shell = spawn('sh', ['-c', `"${process.execPath}" scripts/boot.mjs start; true`], {
    cwd: checkout,
    env: { ...process.env, npm_lifecycle_event: 'start', npm_execpath: join(checkout, 'npm-cli.cjs') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(shell);
  let said = '';
  shell.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const closed = new Promise((done) => shell.stdout.once('close', done));
  await until(() => said.includes('up'));
  shell.kill('SIGTERM');
  await closed; // the last writer of that pipe is the command itself
  expect(said).toBe('up\ngot SIGTERM\n');
});

test('an unknown command is refused with the list of known ones', async () => {
  const refused = await boot(['toString']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('start|test|lint');
});
