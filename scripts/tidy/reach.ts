import { posix } from 'node:path';
import { codeOf, isCode, type Tree } from './tree.ts';

/** Files that somebody or some tool starts by name: nothing imports them. */
const ENTRIES: readonly RegExp[] = [
  /^scripts\/boot\.mjs$/, // what every npm script runs; the commands it hands over to are strings in it
  /^(vitest|eslint|apps\/web\/vite)\.config\.(ts|js)$/,
  /^apps\/web\/.*\.html$/,
  /^apps\/agent\/main\.ts$/, // what runs on a server of the operator
  /^apps\/web\/make-icons\.ts$/, // run by hand when the mark changes
  /^bench\/[\w-]+\.bench\.ts$/, // looked up by name
  /\.test\.ts$/,
];
/** Doors: what they offer is a promise to others and may be taken up later. */
const DOORS =
  /^modules\/[^/]+\/(api|module)\.ts$|^modules\/[^/]+\/ui\/((station|operator)\/)?(public|screens)\.ts$|\.bench\.ts$/;

/** Every source file is reached from an entry or a test. @returns one sentence per file that nothing leads to */
export function unreachedFaults(tree: Tree): string[] {
  const queue = [...tree.keys()].filter((path) => ENTRIES.some((entry) => entry.test(path)));
  const reached = new Set(queue);
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const target of targetsOf(path, tree)) {
      if (!tree.has(target) || reached.has(target)) continue;
      reached.add(target);
      queue.push(target);
    }
  }
  return [...tree.keys()]
    .filter((path) => (isCode(path) || path.endsWith('.css')) && !reached.has(path))
    .map((path) => `${path}: no entry and no test leads here; it is dead`);
}

function targetsOf(path: string, tree: Tree): string[] {
  const text = tree.get(path) ?? '';
  if (isCode(path))
    return [...codeOf(path, text).mentions.map((mention) => mention.target), ...globbed(path, text, tree)];
  const folder = path.slice(0, path.lastIndexOf('/'));
  const written = [...text.matchAll(/(?:src|href|@import)\s*=?\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? '',
  );
  // In a page a path is meant from the page's own folder or from the root of the web application.
  return written.flatMap((to) => [to, `${folder}/${to}`, `apps/web/${to}`]).map(tidyPath);
}

/** Files that the bundler gathers by a pattern: `import.meta.glob('../modules/*\/ui/screens.ts')`. */
function globbed(path: string, text: string, tree: Tree): string[] {
  return [...text.matchAll(/import\.meta\.glob[^(]*\(\s*'([^']+)'/g)].flatMap(([, pattern = '']) => {
    const wanted = posix
      .join(posix.dirname(path), pattern)
      .split('*')
      .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const matcher = new RegExp(`^${wanted.join('[^/]*')}$`);
    return [...tree.keys()].filter((file) => matcher.test(file));
  });
}

const tidyPath = (path: string) => path.replace(/\/\.?\//g, '/').replace(/^\.?\//, '');

/** Values that are exported and that no other file takes. @returns one sentence per name */
export function unusedExportFaults(tree: Tree): string[] {
  const taken = new Set<string>();
  for (const [path, text] of tree) {
    if (!isCode(path)) continue;
    for (const { target, names, byString } of codeOf(path, text).mentions) {
      // A file named in a string is loaded by something that looks up its exports itself, such as a worker thread.
      for (const name of byString && target === path ? [] : names) taken.add(`${target}\0${name}`);
    }
  }
  const faults: string[] = [];
  for (const [path, text] of tree) {
    if (!isCode(path) || DOORS.test(path) || ENTRIES.some((entry) => entry.test(path))) continue;
    if (taken.has(`${path}\0*`)) continue;
    for (const [name, line] of codeOf(path, text).exports) {
      if (!taken.has(`${path}\0${name}`))
        faults.push(`${path}:${line}: ${name} is exported and nobody takes it`);
    }
  }
  return faults;
}
