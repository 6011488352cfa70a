import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig, type Config } from '#platform/config/config.ts';
import { readEnvironment } from './deploy-files.ts';

/** The checkout this command belongs to. */
export const HOME = resolve(import.meta.dirname, '../../..');

/**
 * The Node that starts `scripts/boot.mjs`: the system's, which called npm. The packaged one lies in node_modules, and an
 * update takes that away while it runs.
 */
export const systemNode = (): string => process.env['npm_node_execpath'] ?? process.execPath;

/** Where a set-up keeps what it generated. */
export const deployFolder = (dataDir: string): string => join(dataDir, 'deploy');

/**
 * The settings of an installation: those of the surroundings, and below them those of its `deploy/tenon.env`, so that a
 * command typed by hand means the same installation as the service.
 * @param dataDir full path; absent: `TENON_DATA` or the checkout's own
 */
export function configOf(dataDir: string | undefined, warn: (sentence: string) => void): Config {
  const data = dataDir ?? process.env['TENON_DATA'];
  const file = join(deployFolder(resolve(HOME, data ?? '.tenon')), 'tenon.env');
  const kept = existsSync(file) ? readEnvironment(readFileSync(file, 'utf8')) : {};
  return readConfig({ ...kept, ...process.env, ...(data ? { TENON_DATA: data } : {}) }, HOME, warn);
}
