/**
 * `npm run new:feature <module>/<verb-noun>`: writes the files of STYLE §2 with a red test, in a new module or beside the
 * files of an existing one. Nothing that exists is touched.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { featureFiles } from './feature-files.ts';
import { RIVER } from './tidy/imports.ts';

const root = resolve(import.meta.dirname, '..');

function main([what, ...rest]: string[]): number {
  const found = /^([a-z]+(?:-[a-z]+)*)\/([a-z]+(?:-[a-z0-9]+)+)$/.exec(what ?? '');
  if (!found || rest.length) {
    console.error('usage: npm run new:feature <module>/<verb-noun>, for example orders/confirm-order');
    return 2;
  }
  const [, module = '', useCase = ''] = found;
  if (!RIVER.includes(module)) {
    console.error(`there is no module "${module}" in the river (DESIGN §3): ${RIVER.join(', ')}`);
    return 2;
  }
  const folder = join(root, 'modules', module);
  const isNew = !existsSync(join(folder, 'module.ts'));
  const present = new Set(
    existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [],
  );
  const written: string[] = [];
  for (const [name, text] of featureFiles(module, useCase, isNew)) {
    if (present.has(name)) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { flag: 'wx' });
    written.push(`modules/${module}/${name}`);
  }
  if (written.length === 0) {
    console.error(`modules/${module}/${useCase}.ts is there already`);
    return 1;
  }
  console.log(`${written.join('\n')}\n`);
  console.log(`Now make it green: npm test -- modules/${module}/${useCase}`);
  console.log(
    isNew
      ? `Then add the module to apps/server/modules.ts, in the order of the river.`
      : `Then give it a route in modules/${module}/contract.ts and routes.ts.`,
  );
  return 0;
}

process.exitCode = main(process.argv.slice(2));
