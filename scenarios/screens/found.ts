import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Screen, StationScreen } from '#platform/web-kit/screen.ts';
import type { Words } from '#platform/words/words.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What the files that fit the patterns export, found as the build of the pages finds them; no component is loaded. */
async function exportsOf(...patterns: readonly string[]): Promise<Record<string, unknown>[]> {
  const paths = globSync(patterns, { cwd: ROOT }).sort();
  const hooks = registerHooks({
    load(url, context, next) {
      if (!url.endsWith('.tsx')) return next(url, context);
      const names = readFileSync(fileURLToPath(url), 'utf8').matchAll(/^export (?:function|const) (\w+)/gm);
      const source = [...names].map(([, name]) => `export const ${name} = null;`).join('\n');
      return { format: 'module', shortCircuit: true, source };
    },
  });
  try {
    return await Promise.all(
      paths.map((path) => import(pathToFileURL(join(ROOT, path)).href) as Promise<Record<string, unknown>>),
    );
  } finally {
    hooks.deregister();
  }
}

/** Every screen of the office that a module declares. */
export async function officeScreens(): Promise<Screen[]> {
  const files = (await exportsOf('modules/*/ui/screens.ts')) as { readonly screens?: readonly Screen[] }[];
  return files.flatMap((file) => file.screens ?? []);
}

/** Every page for the floor. */
export async function floorScreens(): Promise<StationScreen[]> {
  const files = (await exportsOf('modules/*/ui/station/screens.ts')) as {
    readonly stationScreens?: readonly StationScreen[];
  }[];
  return files.flatMap((file) => file.stationScreens ?? []);
}

/** Every catalogue of sentences that a page may show. */
export async function pageCatalogues(): Promise<Words[]> {
  const files = await exportsOf(
    'modules/*/ui/**/*words.ts',
    'platform/web-kit/words.ts',
    'apps/web/{office,station,operator}/words.ts',
  );
  return files.flatMap((file) => Object.values(file)).filter(isWords);
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && 'en' in value && 'de' in value;
}
