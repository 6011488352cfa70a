import { isCode, isTestOnly, type Tree } from './tree.ts';

const LINES_MAX = 400;
/** Tables of examples and scenarios may be longer than the code they hold to account. */
const TEST_LINES_MAX = 600;
/** Search kernels: one algorithm each, whose parts read better together. */
const LONGER: Readonly<Record<string, string>> = {};

// Put together from pieces, so that this file does not trip over itself.
const either = (...words: string[]) => words.join('|');
const RULES: readonly { find: RegExp; where: (path: string) => boolean; why: string }[] = [
  {
    find: new RegExp(`\\b(${either('test', 'it', 'describe', 'suite')})(\\.\\w+)*\\.${'only'}\\b`),
    where: (path) => path.endsWith('.test.ts'),
    why: 'runs only itself and hides every other test',
  },
  {
    find: new RegExp(
      `\\b(${either('test', 'it', 'describe', 'suite')})(\\.\\w+)*\\.(${either('skip', 'todo', 'fails')})\\b(?!If)`,
    ),
    where: (path) => path.endsWith('.test.ts'),
    why: 'a test that does not run guards nothing',
  },
  {
    find: new RegExp(`@ts-${either('(ignore', 'nocheck)')}`),
    where: isCode,
    why: 'silences the compiler without a reason; @ts-expect-error with one tells when it is over',
  },
  {
    find: new RegExp(`\\b(${either('TO' + 'DO', 'FIX' + 'ME')})\\b`),
    where: isCode,
    why: 'finish it or open an issue',
  },
  {
    find: new RegExp(`(^|[\\s"'\`(=])(/${either('(home', 'root', 'Users', 'work', 'tmp', 'mnt)')}/[\\w.-]+)`),
    where: (path) => /\.(ts|tsx|js|mjs|json|sql|md|typ)$|^\.ci\//.test(path),
    why: 'a path of one machine',
  },
  {
    find: /https?:\/\/[\w.-]*(registry|artifactory|nexus|verdaccio|npmmirror)[\w.-]*/i,
    where: () => true,
    why: 'package registries are configured outside of the repository',
  },
];

/** Length of files, tests switched off, silenced compilers, traces of one machine. @returns one sentence per fault */
export function textFaults(tree: Tree): string[] {
  const faults: string[] = [];
  for (const [path, text] of tree) {
    const lines = text.split('\n');
    const most = isTestOnly(path) ? TEST_LINES_MAX : LINES_MAX;
    if (isCode(path) && lines.length > most + 1 && !LONGER[path]) {
      faults.push(
        `${path}: ${lines.length - 1} lines; split it, or name it in scripts/tidy/text.ts with the reason`,
      );
    }
    if (/\.(spec\.\w+|test\.(tsx|js|mjs|mts))$/.test(path)) {
      faults.push(
        `${path}: tests are named *.test.ts, *.db.test.ts or *.web.test.ts; the runner does not see this one`,
      );
    }
    for (const { find, where, why } of RULES) {
      if (!where(path)) continue;
      const at = lines.findIndex((line) => find.test(line));
      if (at >= 0) faults.push(`${path}:${at + 1}: ${find.exec(lines[at] ?? '')?.[0].trim()}: ${why}`);
    }
  }
  for (const path of Object.keys(LONGER)) {
    const text = tree.get(path);
    if (text !== undefined && text.split('\n').length <= LINES_MAX + 1)
      faults.push(`${path} is no longer too long; take it off the list`);
  }
  return faults;
}

/** Migrations: numbered without gaps within their module, opening with a sentence, changing nothing by magic. */
export function migrationFaults(tree: Tree): string[] {
  const faults: string[] = [];
  const numbers = new Map<string, number[]>();
  for (const [path, text] of tree) {
    const found = /^(.+)\/migrations\/([^/]+)\.sql$/.exec(path);
    if (!found) continue;
    const [, folder = '', name = ''] = found;
    const number = /^(\d{4})_[a-z0-9_]+$/.exec(name)?.[1];
    if (number === undefined) faults.push(`${path}: a migration is called 0001_what_it_brings.sql`);
    else numbers.set(folder, [...(numbers.get(folder) ?? []), Number(number)]);
    const opening =
      /^(?:--[^\n]*\n)+/
        .exec(text)?.[0]
        .replace(/^--\s?/gm, '')
        .trim() ?? '';
    if (!/^[A-Z].{10,}[.:]/s.test(opening))
      faults.push(`${path}: open with a sentence of purpose in a comment`);
    const statements = text.replace(/--[^\n]*/g, '');
    const magic = /\bcreate\s+(or\s+replace\s+)?(constraint\s+)?(trigger|rule|materialized\s+view)\b/i.exec(
      statements,
    );
    if (magic) faults.push(`${path}: ${magic[0]}: what happens, happens in code`);
    if (/\bon\s+(delete|update)\s+set\s+(null|default)\b/i.test(statements)) {
      faults.push(`${path}: SET NULL would empty tenant_id with it; use RESTRICT or CASCADE`);
    }
  }
  for (const [folder, found] of numbers) {
    const sorted = found.sort((a, b) => a - b);
    if (sorted.some((number, index) => number !== index + 1)) {
      faults.push(`${folder}/migrations: numbers ${sorted.join(', ')} are not 1, 2, 3 …`);
    }
  }
  return faults;
}
