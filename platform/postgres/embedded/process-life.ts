import { readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** True while a process of this id exists (a zombie does not count). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return statOf(pid)?.state !== 'Z';
}

/**
 * Tells a process from a later one that was given the same id: on Linux the moment of its birth, elsewhere
 * nothing is known and the id alone decides.
 */
export function birthOf(pid: number): string {
  return statOf(pid)?.bornAt ?? '';
}

function statOf(pid: number): { state: string; bornAt: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // The second field is the program's name in parentheses and may itself contain spaces and parentheses.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', bornAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * Whether process `pid` works in `folder`, as a PostgreSQL server does in its data directory.
 * @returns undefined where the system does not tell
 */
export function worksIn(pid: number, folder: string): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch (error) {
    // A process of another user does not show its folder; it is not ours then, unless we are hidden from /proc.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : false;
  }
}
