import { spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { makePrivateFolder, type Home } from './home.ts';
import { diskFull, EmbeddedProblem } from './problem.ts';

/** Superuser of the embedded server. The application never connects as this role, only migrations do. */
export const OWNER = 'tenon_owner';

/** The only variables the server's programs see: nothing of the caller's `PG…`, `LD_…` or locale gets in. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  if (process.platform === 'win32') {
    // Windows programs do not start without these.
    const kept = ['SystemRoot', 'TEMP', 'PATH', 'COMSPEC'].map((name) => [name, process.env[name] ?? '']);
    return { ...(Object.fromEntries(kept) as Record<string, string>), LC_ALL: 'C' };
  }
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Makes the data directory: in a temporary folder first, renamed when it is whole, so that an interrupted start leaves
 * nothing that looks like a database.
 * @param durable false saves the flush to disk, for databases that live as long as a test
 */
export async function makeCluster(
  home: Home,
  binaries: Binaries,
  password: string,
  durable: boolean,
): Promise<void> {
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith('new-')) rmSync(join(home.folder, name), { recursive: true, force: true });
  }
  const folder = makePrivateFolder(home, 'new-');
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.account) chownSync(passwordFile, home.account.uid, home.account.gid);
  const options = [
    ...['--pgdata', data, '--username', OWNER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    // The built-in provider sorts the same on every system and never changes under an index with a system update.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
  ];
  try {
    await runToEnd(home, binaries.initdb, options);
    renameSync(data, home.data);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws EmbeddedProblem when the data were made by another major version */
export function checkVersion(home: Home, binaries: Binaries): void {
  const file = join(home.data, 'PG_VERSION');
  if (!existsSync(file)) {
    throw new EmbeddedProblem(
      `${home.data} is no PostgreSQL data directory (PG_VERSION is missing).`,
      'Move it away to start with an empty database, or put the right folder back from a backup.',
    );
  }
  const found = readFileSync(file, 'utf8').trim();
  if (found !== binaries.major) {
    throw new EmbeddedProblem(
      `${home.data} was made by PostgreSQL ${found}, and this is PostgreSQL ${binaries.major}.`,
      'Start the release of Tenon that made it, export there and import here, or set TENON_DATA to another folder.',
    );
  }
}

/** Sets a new owner password on a server that is not running, for an installation whose `server.json` was lost. */
export async function resetPassword(home: Home, binaries: Binaries, password: string): Promise<void> {
  if (!/^[\w-]+$/.test(password)) throw new RangeError('the password would need quoting');
  const statement = `ALTER ROLE ${OWNER} PASSWORD '${password}'\n`;
  await runToEnd(home, binaries.postgres, ['--single', '-D', home.data, 'postgres'], statement);
}

function runToEnd(home: Home, file: string, args: string[], input = ''): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd: home.folder, env: cleanEnvironment(), ...home.account });
    let said = '';
    const hear = (chunk: Buffer) => (said += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.stdin.on('error', () => undefined); // it ended before it read all; its exit code tells
    child.stdin.end(input);
    child.once('error', (cause) => fail(cannotRun(file, cause)));
    child.once('close', (code) => {
      if (code === 0) done();
      else fail(explainOutput(said, home.folder));
    });
  });
}

export function cannotRun(file: string, cause: Error): EmbeddedProblem {
  return new EmbeddedProblem(
    `${file} cannot be started (${cause.message}).`,
    'The packaged PostgreSQL needs a system with glibc (not Alpine). Set DATABASE_URL to your own server otherwise.',
    { cause },
  );
}

/** Finds the known misfortunes in what the server's programs said. */
export function explainOutput(said: string, place: string): EmbeddedProblem {
  const last = said.trim().split('\n').slice(-6).join('\n');
  if (/No space left on device|Disk quota exceeded/.test(said)) return diskFull(place, new Error(last));
  if (/error while loading shared libraries|GLIBC_/.test(said)) {
    return new EmbeddedProblem(
      `The packaged PostgreSQL does not run on this system: ${last}.`,
      'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.',
    );
  }
  if (/[Pp]ermission denied|wrong ownership|group or world access/.test(said)) {
    return new EmbeddedProblem(
      `The database folder ${place} has the wrong owner or permissions: ${last}.`,
      'Give it back to the user who made it, or set TENON_DATA to another folder.',
    );
  }
  return new EmbeddedProblem(
    `PostgreSQL in ${place} did not start: ${last}.`,
    'Its log is server.log in that folder.',
  );
}
