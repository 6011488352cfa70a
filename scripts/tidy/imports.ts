import { codeOf, isCode, isTestOnly, type Mention, type Tree } from './tree.ts';

/** The river (DESIGN §3), source first: calls go up, to a module earlier in this list; events flow down. */
export const RIVER = [
  ...[
    'policy',
    'accounts',
    'catalog',
    'stock',
    'purchasing',
    'production',
    'orders',
    'delivery',
    'billing',
    'hosting',
  ],
  ...['cancellation', 'support', 'odoo-sync', 'privacy', 'site', 'overview'],
];
const ROOMS = ['domain', 'platform', 'modules', 'apps'];

/** The files beside the web application that run on the server: they build it, measure it and hand it out. */
const WEB_ON_SERVER = ['build', 'serve', 'bundles', 'make-icons', 'vite.config'].map(
  (name) => `apps/web/${name}.ts`,
);

/** Places that import what only the run decides, with the reason why nothing hides behind it. */
const COMPUTED: Readonly<Record<string, string>> = {
  'platform/threads/run-task.ts':
    'runs the function of a file that the caller names in a string, and strings are followed',
  'platform/documents/engine.ts': 'the native Typst package of this very system',
};

const roomOf = (path: string) => path.split('/')[0] ?? '';
const partOf = (path: string) => path.split('/')[1] ?? '';
const isUi = (path: string) => /^modules\/[^/]+\/ui\//.test(path);
const isRules = (path: string) => /^modules\/[^/]+\/([\w-]+-)?rules\.ts$/.test(path);

/** Who may import whom. @returns one sentence per violation */
export function importFaults(tree: Tree): string[] {
  const faults: string[] = [];
  for (const [path, text] of tree) {
    const room = roomOf(path);
    if (!isCode(path) || !ROOMS.includes(room)) continue;
    if (
      path.endsWith('.tsx') &&
      !path.startsWith('apps/web/') &&
      !path.startsWith('platform/web-kit/') &&
      !isUi(path)
    ) {
      faults.push(
        `${path}: the server has no build step, so .tsx belongs to apps/web, platform/web-kit and ui/ only`,
      );
    }
    const code = codeOf(path, text);
    if (code.computedImports > 0 && !COMPUTED[path]) {
      faults.push(`${path}: import() of a computed name; this gate could not see where it leads`);
    }
    for (const mention of code.mentions) {
      if (mention.byString) continue;
      const fault = ROOMS.includes(roomOf(mention.target))
        ? inside(path, mention)
        : outside(path, mention, room);
      if (fault) faults.push(`${path} → ${mention.specifier}: ${fault}`);
    }
  }
  return faults;
}

/** Imports of packages, of Node, and of the folders around the rooms. */
function outside(path: string, mention: Mention, room: string): string | undefined {
  if (/^(scripts|bench|scenarios)\//.test(mention.target))
    return `nothing in the rooms may depend on ${roomOf(mention.target)}`;
  if (isTestOnly(path)) return undefined;
  if (room === 'domain') return 'domain imports only domain';
  if (isRules(path)) return 'rules touch domain only';
  return undefined;
}

function inside(path: string, { target, specifier, atRunTime }: Mention): string | undefined {
  const from = roomOf(path);
  const to = roomOf(target);
  const module = partOf(path);
  const crossing = from !== to || (from === 'modules' && module !== partOf(target));
  if (crossing && specifier.startsWith('.')) return `other rooms and modules are reached as #${target}`;
  if (isTestOnly(path)) {
    // A test of a use case opens the application like a caller from outside; the pure rooms stay pure in tests, too.
    if (from === 'domain' && to !== 'domain') return 'domain imports only domain, in tests as well';
    return undefined;
  }
  if (isTestOnly(target)) return 'only tests may import what is made for tests';

  if (from === 'domain') return to === 'domain' ? undefined : 'domain imports only domain';
  if (from === 'platform') {
    return to === 'platform' || target.startsWith('domain/kernel/')
      ? undefined
      : 'platform imports only platform and domain/kernel';
  }
  if (from === 'modules') {
    if (isRules(path)) {
      return to === 'domain' || (!crossing && (!atRunTime || isRules(target)))
        ? undefined
        : 'rules touch domain only';
    }
    return to === 'modules'
      ? betweenModules(path, target)
      : to === 'apps'
        ? 'modules know no apps'
        : undefined;
  }
  return fromApps(path, target, to);
}

function betweenModules(path: string, target: string): string | undefined {
  const own = partOf(path);
  const other = partOf(target);
  if (own === other) {
    if (isUi(target) && !isUi(path)) return 'the server side of a module does not import its screens';
    return undefined;
  }
  if (!RIVER.includes(own)) return `${own} is no module of the river; add it to DESIGN §3 and to this gate`;
  if (RIVER.indexOf(other) > RIVER.indexOf(own) || !RIVER.includes(other)) {
    return `${other} lies downstream of ${own}; publish an event instead, or move the rule`;
  }
  const door = isUi(path) ? `modules/${other}/ui/public.ts` : `modules/${other}/api.ts`;
  return target === door ? undefined : `the door of ${other} is ${door}`;
}

function fromApps(path: string, target: string, to: string): string | undefined {
  const app = partOf(path);
  if (to === 'domain' || to === 'platform') return undefined;
  if (to === 'apps') {
    if (app === partOf(target) || app === 'cli') return undefined;
    return app === 'server' && WEB_ON_SERVER.includes(target)
      ? undefined
      : `apps/${app} does not import apps/${partOf(target)}`;
  }
  if (WEB_ON_SERVER.includes(path)) return 'building and serving the web application needs no module';
  // The station has a door of its own: through the office's it would carry the office's screens along.
  const screens = path.startsWith('apps/web/station/') ? 'station/screens.ts' : 'screens.ts';
  const door = `modules/${partOf(target)}/${app === 'web' ? `ui/${screens}` : 'module.ts'}`;
  return target === door ? undefined : `apps/${app} imports only ${door} of it`;
}

const SERVER_ONLY = new Set([
  'pg',
  'kysely',
  'fastify',
  'graphile-worker',
  'nodemailer',
  'pino',
  'prom-client',
  'exceljs',
  'yauzl',
  'vite',
]);

/** What the browser loads, followed through every import that is still there when the code runs, needs no server. */
export function browserFaults(tree: Tree): string[] {
  const faults: string[] = [];
  const cameFrom = new Map<string, string>();
  const queue: string[] = [];
  for (const path of tree.keys()) {
    const starts = isUi(path) || (path.startsWith('apps/web/') && !WEB_ON_SERVER.includes(path));
    if (!starts || !isCode(path) || isTestOnly(path)) continue;
    cameFrom.set(path, '');
    queue.push(path);
  }
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    for (const { target, atRunTime, byString } of codeOf(path, tree.get(path) ?? '').mentions) {
      if (!atRunTime || byString) continue;
      if (target.startsWith('node:') || SERVER_ONLY.has(target)) {
        faults.push(`${wayTo(path, cameFrom)} → ${target}: the browser cannot load it`);
      } else if (tree.has(target) && isCode(target) && !cameFrom.has(target)) {
        cameFrom.set(target, path);
        queue.push(target);
      }
    }
  }
  return faults;
}

function wayTo(path: string, cameFrom: ReadonlyMap<string, string>): string {
  const before = cameFrom.get(path);
  return before ? `${wayTo(before, cameFrom)} → ${path}` : path;
}

const IMPURE =
  /^(Date\.now|new Date\(\)|Date\(\)|Math\.random|performance\.now|crypto\.\w+|process\.\w+|fetch\(\)|setTimeout\(\)|setInterval\(\)|console\.\w+)$/;

/** Time, chance and the outside come into the pure rooms as arguments. */
export function purityFaults(tree: Tree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const pure = path.startsWith('domain/') || isRules(path);
    if (!pure || !isCode(path) || isTestOnly(path)) return [];
    return [...codeOf(path, text).globals]
      .filter((name) => IMPURE.test(name))
      .map((name) => `${path}: ${name} makes it impure; let it come in as an argument`);
  });
}
