import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The list of what was deleted for a person, beside the database and in the folder of backups: a database that is put back
 * brings the list of its own day, and what was deleted since must not come back with it.
 */
export const DELETIONS_FILE = 'deletions.jsonl';

/**
 * Brings every entry of one folder's list into another's, and takes none away: the list in the folder of backups grows with
 * each backup, and a data folder that is put back gets all of it. Twice is as once.
 *
 * @returns how many entries were new there
 */
export async function bringDeletions(from: string, to: string): Promise<number> {
  const [given, there] = await Promise.all([linesIn(from), linesIn(to)]);
  const news = given.filter((line) => !there.includes(line));
  if (news.length === 0) return 0;
  await mkdir(to, { recursive: true });
  const handle = await open(join(to, DELETIONS_FILE), 'a', 0o600);
  try {
    await handle.appendFile(news.map((line) => `${line}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  return news.length;
}

async function linesIn(folder: string): Promise<string[]> {
  try {
    return (await readFile(join(folder, DELETIONS_FILE), 'utf8')).split('\n').filter(Boolean);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}
