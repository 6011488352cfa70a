import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bringDeletions, DELETIONS_FILE } from './deletions-file.ts';

test('a folder that is put back gets what was deleted since its backup, and loses nothing of its own', async () => {
  const [backups, data] = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'tenon-list-'))));
  onTestFinished(async () => {
    for (const folder of [backups!, data!]) await rm(folder, { recursive: true, force: true });
  });
  expect(await bringDeletions(backups!, data!)).toBe(0);
  await writeFile(join(backups!, DELETIONS_FILE), '{"id":"a"}\n{"id":"b"}\n');
  await writeFile(join(data!, DELETIONS_FILE), '{"id":"c"}\n{"id":"a"}\n');
  expect(await bringDeletions(backups!, data!)).toBe(1);
  expect(await bringDeletions(backups!, data!)).toBe(0);
  expect(await readFile(join(data!, DELETIONS_FILE), 'utf8')).toBe('{"id":"c"}\n{"id":"a"}\n{"id":"b"}\n');
});
