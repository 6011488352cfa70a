import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from './embedded.ts';
import { isAlive } from './process-life.ts';

const asRoot = process.getuid?.() === 0;
let base: string;
let dataDir: string;
const servers: EmbeddedServer[] = [];

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tenon-embedded-'));
  chmodSync(base, 0o755); // an ordinary place, passable for the account that runs the server
  dataDir = join(base, 'installation', 'postgres');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop({ immediate: true });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, openPlace: join(base, 'open'), durable: false, ...options });
  servers.push(server);
  return server;
}

async function ask<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((done) => setTimeout(done, 10));
}

const pidFile = () => join(dataDir, 'data', 'postmaster.pid');

test('a new server is private: loopback, SCRAM, a random password in a closed file, UTF-8 with the built-in locale', async () => {
  const server = await start();
  expect(server.reused).toBe(false);
  const [facts] = await ask<Record<string, string>>(
    server.ownerUrl,
    `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
       current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as synchronous, d.datlocprovider as provider, d.datlocale as locale,
       (select string_agg(distinct auth_method, ',') from pg_hba_file_rules) as methods
     from pg_database d where datname = current_database()`,
  );
  expect(facts).toEqual({
    addresses: '127.0.0.1',
    sockets: '',
    encoding: 'UTF8',
    fsync: 'on',
    synchronous: 'on',
    provider: 'b',
    locale: 'C.UTF-8',
    methods: 'scram-sha-256',
  });
  expect(statSync(join(dataDir, 'server.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'data')).mode & 0o077).toBe(0);

  const wrong = new URL(server.ownerUrl);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('the server never runs as root and sees nothing of the environment of its caller', async () => {
  process.env['PGOPTIONS'] = '-c work_mem=64kB';
  process.env['TENON_PLANTED_SECRET'] = 'x';
  const server = await start();
  delete process.env['PGOPTIONS'];
  delete process.env['TENON_PLANTED_SECRET'];
  if (process.platform === 'linux') {
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
    expect(Number(uid)).toBe(asRoot ? 65534 : process.getuid?.());
    const names = readFileSync(`/proc/${server.pid}/environ`, 'utf8')
      .split('\0')
      .map((pair) => pair.split('=')[0]);
    expect(names.filter((name) => name && !name.startsWith('PG')).sort()).toEqual(['LC_ALL', 'PATH', 'TZ']);
    expect(names).not.toContain('PGOPTIONS');
  }
});

test('a second start joins the running server; only the last one to stop turns it off', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ reused: true, pid: first.pid, ownerUrl: first.ownerUrl });
  await first.stop();
  expect(await ask(second.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

test('two starts at the same moment make one server', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both[0]?.pid).toBe(both[1]?.pid);
  expect(both.map((server) => server.reused).sort()).toEqual([false, true]);
});

test('data, port and password survive a stop', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await start();
  expect(second).toMatchObject({ reused: false, ownerUrl: first.ownerUrl });
  expect(await ask(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('after kill -9 of the server the next start recovers what was acknowledged', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table acknowledged as select 7 as n');
  process.kill(first.pid, 'SIGKILL');
  await gone(first.pid);
  expect(existsSync(pidFile())).toBe(true);
  const second = await start();
  expect(second.reused).toBe(false);
  expect(await ask(second.ownerUrl, 'select n from acknowledged')).toEqual([{ n: 7 }]);
});

test('a process that was killed without stopping is no longer counted as a user', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `
      const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))});
      const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, durable: false });
      console.log(server.pid);
      setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  const pid = Number(said.toString());
  expect(pid).toBeGreaterThan(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await start();
  expect(next).toMatchObject({ reused: true, pid });
  await next.stop();
  expect(isAlive(pid)).toBe(false);
});

test('a pid file that names a stranger, as after a power cut, does not keep the server from starting', async () => {
  const first = await start();
  await first.stop({ immediate: true });
  await gone(first.pid);
  // The id of this very test process: alive and no database server.
  const text = `${process.pid}\n${join(dataDir, 'data')}\n1\n${first.port}\n\n127.0.0.1\n 1 1\nready   \n`;
  writeFileSync(pidFile(), text);
  const second = await start();
  expect(second.reused).toBe(false);
  expect(second.pid).not.toBe(process.pid);
});

test('what an interrupted creation left behind is cleared away and never taken for a database', async () => {
  const other = join(base, 'interrupted');
  mkdirSync(join(other, 'new-halfway', 'data'), { recursive: true });
  writeFileSync(join(other, 'new-halfway', 'data', 'PG_VERSION'), '18\n');
  writeFileSync(join(other, 'server.json'), '{"password":"hal'); // cut off in the middle
  const server = await start({ dataDir: other });
  expect(await ask(server.ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(readdirSync(other).filter((name) => name.startsWith('new-'))).toEqual([]);
});

test('a lost password is replaced, the data stay', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table still_here as select 1 as n');
  await first.stop();
  rmSync(join(dataDir, 'server.json'));
  const second = await start();
  expect(new URL(second.ownerUrl).password).not.toBe(new URL(first.ownerUrl).password);
  expect(await ask(second.ownerUrl, 'select n from still_here')).toEqual([{ n: 1 }]);
});

test('a port that another program took meanwhile is replaced, and that is said', async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(first.port, '127.0.0.1');
  await once(squatter, 'listening');
  const said: string[] = [];
  const second = await start({ log: (sentence) => said.push(sentence) });
  expect(second.port).not.toBe((squatter.address() as AddressInfo).port);
  expect(said).toEqual([
    `Port ${first.port} of the database is taken by another program; using ${second.port}.`,
  ]);
  squatter.close();
});

test('data of another PostgreSQL version are refused with the way out', async () => {
  const other = join(base, 'older');
  mkdirSync(join(other, 'data'), { recursive: true });
  writeFileSync(join(other, 'data', 'PG_VERSION'), '17\n');
  await expect(start({ dataDir: other })).rejects.toThrow(
    /was made by PostgreSQL 17, and this is PostgreSQL 18.*export/,
  );
});

test('a setting the server does not know is refused with its own words', async () => {
  await expect(start({ settings: { no_such_setting: '1' } })).rejects.toThrow(/no_such_setting/);
});

test('settings for a negative control reach the server', async () => {
  const server = await start({ settings: { synchronous_commit: 'off' } });
  expect(await ask(server.ownerUrl, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'off' }]);
});

test('in a folder closed to everybody else an ordinary user stays, and root moves the database to an open place', async () => {
  const closed = join(base, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const server = await start({ dataDir: join(closed, 'postgres') });
  expect(existsSync(join(closed, 'postgres', 'data'))).toBe(!asRoot);
  expect(existsSync(join(closed, 'postgres', 'location'))).toBe(asRoot);
  await ask(server.ownerUrl, 'create table moved as select 5 as n');
  await server.stop();
  const again = await start({ dataDir: join(closed, 'postgres') });
  expect(await ask(again.ownerUrl, 'select n from moved')).toEqual([{ n: 5 }]);
});
