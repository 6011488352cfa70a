import { codeOf, isCode, isTestOnly, type Tree } from './tree.ts';

/** Modules with which a program can open a connection to somewhere else. */
const CONNECTING =
  /^(node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises|inspector)$|^(undici|ws|axios|got|nodemailer|smtp-server)$/;
const CONNECTING_GLOBALS = new Set([
  'fetch()',
  'new WebSocket(…)',
  'new EventSource(…)',
  'new XMLHttpRequest()',
  'globalThis.fetch',
  'window.fetch',
  'globalThis.WebSocket',
  'globalThis.EventSource',
  'navigator.sendBeacon',
  'new RTCPeerConnection(…)',
  'new RTCPeerConnection()',
  'new WebTransport(…)',
  // Node's own modules by another way than an import, which the gate would see.
  'process.binding',
  'process.getBuiltinModule',
  'process.dlopen',
]);

/** Ways past the lock of platform/egress, and who may take them. */
const PAST_THE_LOCK: Readonly<Record<string, RegExp>> = {
  pastTheLock: /^platform\/egress\//,
  allowListening: /^apps\/server\//,
  allowDatabase: /^(platform\/postgres|apps\/(server|cli))\//,
};

/** Folder or file → what it may take from which of these modules, with the reason. Egress itself may take anything. */
const LISTENERS: readonly { where: RegExp; names: RegExp; reason: string }[] = [
  {
    where: /^platform\/(http|mail)\/(?!send\.ts)/,
    names: /^(createServer|Server|Socket|IncomingMessage|ServerResponse|SMTPServer|SMTPServerSession|isIP)$/,
    reason: 'answers requests',
  },
  {
    where: /^platform\/postgres\/embedded\/postmaster\.ts$/,
    names: /^createServer$/,
    reason: 'asks for a free port',
  },
  {
    where: /^apps\/agent\/(server|door)\.ts$/,
    names: /^(createServer|Server|IncomingMessage)$/,
    reason: 'answers the control plane and the proxy of its own server',
  },
  {
    where: /^apps\/web\/(build|serve)\.ts$|^apps\/server\//,
    names: /^(createServer|Server|isIP|isIPv4)$/,
    reason: 'the web server itself',
  },
  {
    where: /^apps\/cli\/doctor-mail\.ts$/,
    names: /^isIP$/,
    reason: 'tells an address from a name',
  },
  {
    where: /^platform\/mail\/send\.ts$/,
    names: /^default$/,
    reason: 'speaks SMTP over a socket that egress opened (getSocket)',
  },
];
/** Code that runs in a browser talks to the server it came from and to nothing else (the page's policy sees to that). */
const BROWSER = /^(apps\/web\/|platform\/web-kit\/|modules\/[^/]+\/ui\/)/;

/** Programs started by ours could connect anywhere; each place that starts one is known. */
const STARTS_PROGRAMS: Readonly<Record<string, string>> = {
  'platform/egress/lock.ts': 'refuses them',
  'platform/postgres/embedded/cluster.ts': 'initdb and the single-user server of the packaged PostgreSQL',
  'platform/postgres/embedded/postmaster.ts': 'the packaged PostgreSQL',
  'platform/postgres/backup/dump.ts': 'pg_dump and pg_restore of an own server, on the command line',
  'apps/agent/processes.ts': 'Odoo and the proxy, on the servers that run them',
  'apps/cli/operate/update-command.ts': 'git, on the command line',
  'apps/cli/operate/update-steps.ts': 'git, the service and the release that is tried, on the command line',
};

/** Packages that open the database, and who may. */
const DATABASE: readonly { package: RegExp; where: RegExp }[] = [
  { package: /^(pg|pg-.*|postgres)$/, where: /^platform\/postgres\// },
  { package: /^graphile-worker$/, where: /^platform\/(postgres|jobs)\// },
];

/** Only platform/egress reaches out, only platform/postgres opens the database. @returns one sentence per violation */
export function outwardFaults(tree: Tree): string[] {
  const faults: string[] = [];
  for (const [path, text] of tree) {
    if (!isCode(path) || isTestOnly(path) || !/^(domain|platform|modules|apps)\//.test(path)) continue;
    const code = codeOf(path, text);
    for (const { target, names, atRunTime, byString } of code.mentions) {
      if (!atRunTime || byString) continue;
      for (const rule of DATABASE) {
        if (rule.package.test(target) && !rule.where.test(path)) {
          faults.push(`${path} → ${target}: only platform/postgres opens the database`);
        }
      }
      if (/^(node:)?(child_process|cluster)$/.test(target) && !STARTS_PROGRAMS[path]) {
        faults.push(
          `${path} → ${target}: starting other programs is for the places named in scripts/tidy/outward.ts`,
        );
      }
      if (target === 'platform/egress/lock.ts') {
        for (const name of names) {
          if (name === '*' || PAST_THE_LOCK[name]?.test(path) === false)
            faults.push(`${path} → ${name}: the lock is passed by platform/egress and for the database only`);
        }
      }
      if (!CONNECTING.test(target) || path.startsWith('platform/egress/')) continue;
      const rule = LISTENERS.find(({ where }) => where.test(path));
      const refused = names.filter((name) => !rule?.names.test(name));
      const ownSocket = target === 'nodemailer' && !text.includes('getSocket');
      if (!rule || refused.length || ownSocket) {
        faults.push(
          `${path} → ${target} (${refused.join(', ')}): only platform/egress opens outbound connections`,
        );
      }
    }
    if (path.startsWith('platform/egress/') || BROWSER.test(path)) continue;
    for (const name of code.globals) {
      if (CONNECTING_GLOBALS.has(name))
        faults.push(`${path}: ${name} opens a connection; only platform/egress may`);
    }
  }
  return faults;
}
