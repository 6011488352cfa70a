import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** Path from the root of the repository, with `/` → text. A gate gets the whole of it, a proof plants one more file. */
export type Tree = ReadonlyMap<string, string>;

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.tenon', '.git', 'results']);
const READ = /\.(ts|tsx|mts|js|mjs|cjs|sql|css|html|json|typ|md)$|(^|\/)(\.ci\/run|\.npmrc|\.gitignore)$/;

export function readTree(root: string): Tree {
  const tree = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) walk(path);
      } else if (entry.isFile() && READ.test(path) && path !== 'package-lock.json') {
        tree.set(path, readFileSync(join(root, path), 'utf8'));
      }
    }
  };
  walk('');
  return tree;
}

/** The tree with one file more or changed: how each gate proves that it sees a fault. */
export function plant(tree: Tree, path: string, text: string): Tree {
  return new Map([...tree, [path, text]]);
}

const isGate = (path: string) => path === 'tidy.test.ts' || path.startsWith('scripts/tidy/');
export const isCode = (path: string) => /\.(ts|tsx|mts|js|mjs|cjs)$/.test(path);

/** Code that runs only under the test runner: tests, what they are set up with, and their stand-ins for the outside. */
export const isTestOnly = (path: string) =>
  /\.test\.ts$|(^|\/)(testing|fixtures)\/|(^|\/)testing\.tsx?$|(^|\/)[\w-]*test-(kit|kits|server|data)\.tsx?$|(^|\/)(fake|sample)-[\w-]+\.ts$|^scenarios\//.test(
    path,
  );

/** One mention of another file or package. */
export interface Mention {
  /** as written */
  readonly specifier: string;
  /** path of the file meant, or the name of a package, or a `node:` module */
  readonly target: string;
  /** false for `import type`, which is gone when the code runs */
  readonly atRunTime: boolean;
  /** what is taken; `*` when it may be anything */
  readonly names: readonly string[];
  /** a path in a string (`new URL('./worker.ts', …)`), not an import */
  readonly byString: boolean;
}

export interface Code {
  readonly mentions: readonly Mention[];
  /** values (not types) other files can import, with the line */
  readonly exports: ReadonlyMap<string, number>;
  /** names used as global functions or objects, e.g. `fetch`, `Date.now` */
  readonly globals: ReadonlySet<string>;
  /** `import(x)` of something only known at run time */
  readonly computedImports: number;
}

const parsed = new Map<string, Code>();

/** Reads one file; the same text is read once, however many gates ask. */
export function codeOf(path: string, text: string): Code {
  const key = `${path}\0${text}`;
  const known = parsed.get(key) ?? parse(path, text);
  parsed.set(key, known);
  return known;
}

/** Where a specifier in `from` leads. */
function resolveFrom(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1).replace(/\?.*$/, '');
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier).replace(/\?.*$/, '');
  if (specifier.startsWith('node:')) return specifier;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

function parse(path: string, text: string): Code {
  const kind = path.endsWith('x')
    ? ts.ScriptKind.TSX
    : path.endsWith('.ts')
      ? ts.ScriptKind.TS
      : ts.ScriptKind.JS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const mentions: Mention[] = [];
  const exports = new Map<string, number>();
  const globals = new Set<string>();
  let computedImports = 0;
  const mention = (specifier: string, names: readonly string[], atRunTime = true, byString = false) =>
    mentions.push({ specifier, target: resolveFrom(path, specifier), atRunTime, names, byString });
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const textOf = (node: ts.Node | undefined) =>
    node && ts.isStringLiteralLike(node) ? node.text : undefined;

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      const bindings = clause?.namedBindings;
      const typeOnly = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
      const names = [
        ...(clause?.name ? ['default'] : []),
        ...(bindings && ts.isNamespaceImport(bindings) ? ['*'] : []),
        ...named.map((element) => (element.propertyName ?? element.name).text),
      ];
      const runs =
        !typeOnly &&
        (named.length === 0 || names.length > named.length || named.some((one) => !one.isTypeOnly));
      mention(textOf(node.moduleSpecifier) ?? '', names, runs);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      const clause = node.exportClause;
      const elements = clause && ts.isNamedExports(clause) ? clause.elements : undefined;
      const names = elements?.map((element) => (element.propertyName ?? element.name).text) ?? ['*'];
      mention(textOf(node.moduleSpecifier) ?? '', names, !node.isTypeOnly);
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      mention(textOf(node.moduleReference.expression) ?? '', ['*'], !node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      mention(textOf(node.argument.literal) ?? '', ['*'], false);
    } else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (isImport || isRequire) {
        const specifier = textOf(node.arguments[0]);
        if (specifier === undefined) computedImports += 1;
        else mention(specifier, ['*']);
      }
    }
    // The gates themselves name files that exist only for a proof.
    if (
      !isGate(path) &&
      ts.isStringLiteralLike(node) &&
      !isSpecifier(node) &&
      /^[\w./#@-]+\.(tsx?|mjs|js|css)$/.test(node.text)
    ) {
      const text = node.text;
      mentions.push({
        specifier: text,
        target: resolveFrom(path, text),
        atRunTime: true,
        names: ['*'],
        byString: true,
      });
      // Paths are also given from the root, as in a command line.
      mentions.push({
        specifier: text,
        target: text.replace(/^\//, ''),
        atRunTime: true,
        names: ['*'],
        byString: true,
      });
    }
    if (ts.isIdentifier(node)) collectGlobal(node, globals);
    collectExports(node, (name) => exports.set(name, lineOf(node)));
    ts.forEachChild(node, visit);
  };
  visit(source);
  // A second reader that shares nothing with the walk above: what it sees and the walk does not is added as it is.
  const seen = new Set(mentions.map((one) => one.specifier));
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (!seen.has(fileName)) mention(fileName, ['*']);
  }
  return { mentions, exports, globals, computedImports };
}

/** Whether a string is what an import or export names; such a mention is counted as the import it is. */
function isSpecifier(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true;
  if (ts.isExternalModuleReference(parent) || ts.isLiteralTypeNode(parent)) return true;
  return ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** `fetch`, `Date.now`, … where the name is looked up globally: not a member of something, not a declared name. */
function collectGlobal(node: ts.Identifier, into: Set<string>): void {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) {
    if (parent.name === node) return;
    into.add(`${node.text}.${parent.name.text}`);
    return;
  }
  if (ts.isCallExpression(parent) && parent.expression === node) into.add(`${node.text}()`);
  if (ts.isNewExpression(parent) && parent.expression === node) {
    into.add(`new ${node.text}(${parent.arguments?.length ? '…' : ''})`);
  }
}

function collectExports(node: ts.Node, add: (name: string) => void): void {
  if (ts.isExportDeclaration(node) && !node.moduleSpecifier && !node.isTypeOnly && node.exportClause) {
    if (ts.isNamedExports(node.exportClause)) {
      for (const element of node.exportClause.elements) if (!element.isTypeOnly) add(element.name.text);
    }
    return;
  }
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (!modifiers.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)) return;
  if (modifiers.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword)) return;
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
    if (node.name) add(node.name.text);
  } else if (ts.isVariableStatement(node)) {
    for (const { name } of node.declarationList.declarations) if (ts.isIdentifier(name)) add(name.text);
  }
}
