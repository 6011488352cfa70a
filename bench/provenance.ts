import { execFileSync } from 'node:child_process';
import { cpus, totalmem, type as osType } from 'node:os';

/** The commit measured, with `+` when the working tree differs from it; a figure without it cannot be repeated. */
export function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return (
      git('rev-parse', '--short=12', 'HEAD') +
      (git('status', '--porcelain', '--untracked-files=no') ? '+' : '')
    );
  } catch {
    return 'unknown';
  }
}

/** The machine measured on, in one line. */
export function machine(): string {
  const cores = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${osType()} ${process.arch}, ${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}, ${memoryGb} GB, Node ${process.version}`;
}
