import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded, type EmbeddedServer } from '../embedded/embedded.ts';
import { removeOld, takeBackup } from './backup.ts';
import { checkBackup, digestOf, readManifest, writeManifest, type Manifest } from './manifest.ts';
import { restoreBackup, tryBackup } from './restore.ts';

const base = mkdtempSync(join(tmpdir(), 'tenon-backup-'));
chmodSync(base, 0o755);
const open = join(base, 'open');
const filesDir = join(base, 'live', 'files');
let server: EmbeddedServer;
let backup: string;

beforeAll(async () => {
  server = await startEmbedded({ dataDir: join(base, 'live', 'postgres'), openPlace: open, durable: false });
  await ask(server.ownerUrl, 'create schema tenon; create table tenon.note (id int primary key, text text)');
  await ask(
    server.ownerUrl,
    "insert into tenon.note select n, repeat('oak', n) from generate_series(1, 500) n",
  );
  mkdirSync(join(filesDir, 'ab'), { recursive: true });
  writeFileSync(join(filesDir, 'ab', 'invoice'), 'an invoice');
  backup = await take(new Date('2026-03-02T10:00:00Z'));
}, 120_000);
afterAll(async () => {
  await server.stop({ immediate: true });
  rmSync(base, { recursive: true, force: true });
});

const take = (now: Date): Promise<string> =>
  takeBackup({
    ownerUrl: server.ownerUrl,
    embedded: true,
    filesDir,
    target: join(base, 'off-site'),
    now,
    tenonVersion: '1.2.3',
  });

async function ask<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** A whole backup of three files: what the checks see of a large one. */
async function smallBackup(): Promise<string> {
  const folder = mkdtempSync(join(base, 'small-'));
  mkdirSync(join(folder, 'data', 'global'), { recursive: true });
  const paths = ['data/PG_VERSION', 'data/global/pg_control'];
  for (const path of paths) writeFileSync(join(folder, path), `18 ${path}`);
  const files = Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await digestOf(join(folder, path))] as const)),
  );
  await writeManifest(folder, {
    ...{ format: 1, kind: 'base', madeAt: '2026-03-02T10:00:00Z', tenonVersion: '1', postgres: '18' },
    files,
  } as Manifest);
  expect(await checkBackup(folder)).toEqual([]);
  return folder;
}

test('a backup made while rows are written holds every row that was acknowledged before it began, and opens by itself', async () => {
  let writing = true;
  const writer = (async () => {
    for (let id = 1_000; writing; id++)
      await ask(server.ownerUrl, `insert into tenon.note values (${id}, 'late')`);
  })();
  const { before } = (
    await ask<{ before: number }>(server.ownerUrl, 'select count(*)::int as before from tenon.note')
  )[0]!;
  const folder = await take(new Date('2026-03-02T11:00:00Z'));
  writing = false;
  await writer;
  expect(await checkBackup(folder)).toEqual([]);
  expect(await readManifest(folder)).toMatchObject({ kind: 'base', postgres: '18', tenonVersion: '1.2.3' });
  const scratch = join(base, 'scratch');
  mkdirSync(scratch);
  const counts = await tryBackup(folder, scratch);
  expect(counts['note']).toBeGreaterThanOrEqual(before);
  expect(existsSync(join(scratch, 'files', 'ab', 'invoice'))).toBe(true);
  // The server forgot nothing of the backup: no slot keeps its log for ever.
  expect(await ask(server.ownerUrl, 'select slot_name from pg_replication_slots')).toEqual([]);
});

test('a restored installation goes on where the backup was made', async () => {
  const dataDir = join(base, 'restored');
  mkdirSync(dataDir);
  await restoreBackup(backup, dataDir, { openPlace: open });
  const restored = await startEmbedded({ dataDir: join(dataDir, 'postgres'), openPlace: open });
  try {
    const rows = await ask<{ n: number; longest: number }>(
      restored.ownerUrl,
      'select count(*)::int as n, max(length(text)) as longest from tenon.note',
    );
    expect(rows).toEqual([{ n: 500, longest: 1500 }]);
    await ask(restored.ownerUrl, "insert into tenon.note values (7777, 'goes on')");
  } finally {
    await restored.stop({ immediate: true });
  }
  expect(await readFile(join(dataDir, 'files', 'ab', 'invoice'), 'utf8')).toBe('an invoice');
  await expect(restoreBackup(backup, dataDir, { openPlace: open })).rejects.toThrow(
    /already holds a database/,
  );
});

test.each([
  [
    'a cut file',
    async (folder: string) => truncate(join(folder, 'data', 'PG_VERSION'), 0),
    /PG_VERSION is not what/,
  ],
  [
    'a missing file',
    (folder: string) => rmSync(join(folder, 'data', 'global', 'pg_control')),
    /pg_control is missing/,
  ],
  [
    'a file too many',
    (folder: string) => writeFileSync(join(folder, 'data', 'x'), ''),
    /data\/x does not belong/,
  ],
  ['no manifest', (folder: string) => rmSync(join(folder, 'manifest.json')), /was not finished/],
  ['half a manifest', (folder: string) => truncate(join(folder, 'manifest.json'), 90), /cannot be read/],
])('%s is refused and nothing is restored', async (_name, damage, message) => {
  const folder = await smallBackup();
  await damage(folder);
  const dataDir = mkdtempSync(join(base, 'target-'));
  await expect(restoreBackup(folder, dataDir, { openPlace: open })).rejects.toThrow(message);
  expect(readdirSync(dataDir)).toEqual([]);
});

test('only finished backups count, the newest are kept', async () => {
  const target = join(base, 'rotation');
  for (const name of [
    'tenon-2026-01-01T00-00-00Z',
    'tenon-2026-01-02T00-00-00Z',
    'tenon-2026-01-03T00-00-00Z',
    'mine',
  ])
    mkdirSync(join(target, name), { recursive: true });
  expect(await removeOld(target, 2)).toEqual(['tenon-2026-01-01T00-00-00Z']);
  expect(readdirSync(target)).toContain('mine');
});

test('a target that cannot be written, and a second backup in the same second, are refused in words', async () => {
  writeFileSync(join(base, 'a-file'), '');
  await expect(
    takeBackup({
      ...{ ownerUrl: server.ownerUrl, embedded: true, filesDir, tenonVersion: '1' },
      target: join(base, 'a-file'),
      now: new Date(),
    }),
  ).rejects.toThrow(/cannot be written/);
  await expect(take(new Date('2026-03-02T10:00:00Z'))).rejects.toThrow(/exists already/);
  expect(readdirSync(join(base, 'off-site')).filter((name) => name.startsWith('unfinished'))).toEqual([]);
});
