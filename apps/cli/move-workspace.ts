import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { importWorkspace } from '#modules/hosting/module.ts';
import { openContext, type OpenContext } from '#apps/server/open-context.ts';
import { VERSION } from '#apps/server/version.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { createLog } from '#platform/log/log.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { ArchiveUnfit } from '#platform/tenant-data/archive.ts';
import { writeArchive } from '#platform/tenant-data/write-archive.ts';
import { join } from 'node:path';
import type { Io } from './main.ts';
import { configOf } from './operate/installation.ts';

const USAGE = `usage: npm run tenon -- export WORKSPACE --to FILE.zip [--data DIR]     all data of a workspace in one ZIP
       npm run tenon -- import FILE.zip [--as SHORT-NAME] [--data DIR]    an export into this installation
`;

/** What went wrong in words; nothing was changed. */
class MoveProblem extends Error {}

/** `tenon export`: works while the product runs. */
export function exportCommand(argv: string[], io: Io): Promise<number> {
  return inWords(io, async () => {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { to: { type: 'string' }, data: { type: 'string' } },
    });
    const [slug] = positionals;
    if (slug === undefined || values.to === undefined || positionals.length > 1) throw new MoveProblem(USAGE);
    const target = resolve(values.to);
    if (await stat(target).catch(() => null))
      throw new MoveProblem(`${target} exists already; choose another name.`);
    return withInstallation(values.data, io, async ({ context }) => {
      const tenants = await listTenants(context.db);
      const tenant = tenants.find((one) => one.slug === slug);
      if (!tenant)
        throw new MoveProblem(
          `there is no workspace "${slug}". There are: ${tenants.map((one) => one.slug).join(', ')}.`,
        );
      const half = `${target}.part`;
      const out = createWriteStream(half, { mode: 0o600 });
      try {
        const { counts, files } = await writeArchive(context, tenant.id, out, {
          ...{ version: VERSION, now: systemClock.now(), purpose: 'people' },
        });
        out.end();
        await finished(out);
        await rename(half, target);
        const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
        io.out(`${target}: ${rows} rows of ${Object.keys(counts).length} tables, ${files.count} files.\n`);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
      return 0;
    });
  });
}

/** `tenon import`: a new workspace from an export; nothing that is here is touched. */
export function importCommand(argv: string[], io: Io): Promise<number> {
  return inWords(io, async () => {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { as: { type: 'string' }, data: { type: 'string' } },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new MoveProblem(USAGE);
    const path = resolve(file);
    if (!(await stat(path).catch(() => null))) throw new MoveProblem(`there is no file ${path}.`);
    return withInstallation(values.data, io, async ({ context }) => {
      const imported = await importWorkspace(context, path, values.as);
      if (!imported.ok)
        throw new MoveProblem(
          `the short name "${imported.refusal.slug}" is taken here. Give another one with --as.`,
        );
      const { slug, rows, people } = imported.value;
      io.out(
        `The workspace "${slug}" is here with ${rows} rows. Its ${people} people choose a password by "Forgot your password?".\n`,
      );
      return 0;
    });
  });
}

/** Opens an installation for one command, with its database where that is the packaged one. */
export async function withInstallation<T>(
  data: string | undefined,
  io: Io,
  work: (opened: OpenContext) => Promise<T>,
): Promise<T> {
  const config = configOf(data === undefined ? undefined : resolve(data), (sentence) =>
    io.err(`${sentence}\n`),
  );
  const server = config.databaseUrl
    ? undefined
    : await startEmbedded({ dataDir: join(config.dataDir, 'postgres') });
  try {
    const opened = await openContext({
      ownerUrl: config.databaseUrl ?? server!.ownerUrl,
      secret: openSecrets(config.dataDir).secret('database'),
      vault: openVault(readKeyRing(config.dataDir, config.keyRing)),
      filesDir: join(config.dataDir, 'files'),
      log: createLog({ level: 'warn' }),
      clock: systemClock,
      publicUrl: 'http://localhost',
      demoAllowed: false,
      relay: null,
      mailFrom: 'papers@localhost',
    });
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  } finally {
    await server?.stop();
  }
}

/** A refusal is a sentence; anything else is a bug and keeps its trace. */
async function inWords(io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MoveProblem) io.err(`${error.message}\n`);
    else if (error instanceof ArchiveUnfit)
      io.err(
        `The file is not an export that fits here (${error.fault}): ${error.detail}. Nothing was changed.\n`,
      );
    else throw error;
    return 1;
  }
}
