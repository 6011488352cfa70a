import childProcess, { ChildProcess } from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import workerThreads from 'node:worker_threads';

/** Something in this process tried to reach outside by itself. A bug: everything goes through the door of platform/egress. */
export class OutsideLocked extends Error {
  readonly code = 'egress_denied';
  constructor(what: string) {
    super(
      `${what} is locked: only platform/egress opens connections, and only platform/postgres the database`,
    );
    this.name = 'OutsideLocked';
  }
}

/** Programs of the packaged PostgreSQL: the only ones that the server starts. */
const PROGRAMS = new Set(['initdb', 'postgres', 'pg_ctl', 'pg_dump', 'pg_restore']);

let passing = 0;
let locked = false;
const places = new Set<string>();
const ownNames = new Set(['localhost']);

/**
 * Does something that the lock refuses elsewhere. Only the door itself calls it, for an address that was judged; what
 * `work` starts must start before it returns.
 */
export function pastTheLock<T>(work: () => T): T {
  passing += 1;
  try {
    return work();
  } finally {
    passing -= 1;
  }
}

/** Lets connections to the database of this URL through, by TCP or by socket file. For platform/postgres and the start. */
export function allowDatabase(url: string): void {
  const { hostname, port, searchParams } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '') || 'localhost';
  places.add(`${host}:${Number(port) || 5432}`);
  const folder = searchParams.get('host') ?? decodeURIComponent(host);
  if (folder.startsWith('/')) places.add(`${folder}/.s.PGSQL.${Number(port) || 5432}`);
}

/** Lets the name under which this process listens be looked up: it is its own. For the start, before anything listens. */
export function allowListening(host: string): void {
  ownNames.add(host);
}

/**
 * Locks this process and every thread it starts from now on: sockets, datagrams, name look-ups and programs are refused
 * unless the door or the database asked for them. Once locked it stays so.
 *
 * It is a second wall. The first is the build, which refuses the imports; this one stops what the build cannot see: a
 * package that calls home, code that comes by a computed name.
 * @param onRefused told of each refusal, e.g. to count it
 */
export function lockOutside(onRefused: (what: string) => void = () => undefined): void {
  if (locked) return;
  locked = true;
  const refuse = (what: string): never => {
    onRefused(what);
    throw new OutsideLocked(what);
  };
  lockSockets(refuse);
  lockDatagrams(refuse);
  lockNames(refuse);
  lockPrograms(refuse);
  lockThreads();
  lockBindings(refuse);
  syncBuiltinESMExports();
}

type Refuse = (what: string) => never;
type Call = (this: unknown, ...args: unknown[]) => unknown;

/** Puts another function in a member's place, for good. */
function replace(owner: object, name: string, make: (original: Call) => Call): void {
  const original = (owner as Record<string, Call | undefined>)[name];
  if (typeof original !== 'function') return;
  Object.defineProperty(owner, name, { value: make(original), writable: false, configurable: false });
}

/** TCP, socket files, TLS, HTTP, fetch and web sockets all end in this one function. */
function lockSockets(refuse: Refuse): void {
  replace(
    net.Socket.prototype,
    'connect',
    (original) =>
      function connect(...args) {
        const place = placeOf(args);
        if (passing === 0 && !places.has(place)) return refuse(`a connection to ${place}`);
        // Looking up the name of a place that is allowed belongs to connecting to it.
        return pastTheLock(() => original.apply(this, args));
      },
  );
}

function placeOf(args: readonly unknown[]): string {
  // net.connect hands over its arguments in an array of its own.
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (first !== null && typeof first === 'object') {
    const { path, host, port } = first as { path?: string; host?: string; port?: number | string };
    return path ?? `${host ?? 'localhost'}:${port ?? ''}`;
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return first;
  return `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`;
}

function lockDatagrams(refuse: Refuse): void {
  for (const name of ['send', 'connect'])
    replace(dgram.Socket.prototype, name, () => () => refuse('a datagram'));
}

/** A name tells something by being asked for. Addresses need no asking, and listening asks for its own name only. */
function lockNames(refuse: Refuse): void {
  const look = (original: Call): Call =>
    function lookUp(...args) {
      const name = String(args[0]);
      if (passing > 0 || ownNames.has(name) || net.isIP(name) > 0) return original.apply(this, args);
      return refuse(`asking for the name ${name}`);
    };
  for (const owner of [dns, dns.promises]) {
    replace(owner, 'lookup', look);
    for (const name of ['lookupService', 'reverse'])
      replace(owner, name, () => () => refuse('asking for a name'));
    for (const name of Object.keys(owner).filter((key) => key.startsWith('resolve')))
      replace(owner, name, look);
  }
  for (const { prototype } of [dns.Resolver, dns.promises.Resolver])
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(prototype)).concat(
      Object.getOwnPropertyNames(prototype),
    ))
      if (/^(resolve|reverse)/.test(name)) replace(prototype, name, look);
}

function lockPrograms(refuse: Refuse): void {
  const check = (file: string): void => {
    if (!PROGRAMS.has(basename(file).replace(/\.exe$/i, ''))) refuse(`starting ${basename(file)}`);
  };
  replace(
    ChildProcess.prototype,
    'spawn',
    (original) =>
      function spawn(...args) {
        check((args[0] as { file: string }).file);
        return original.apply(this, args);
      },
  );
  // The waiting kinds do not pass through ChildProcess; the server uses none of them.
  for (const name of ['spawnSync', 'execFileSync', 'execSync'])
    replace(
      childProcess,
      name,
      () =>
        (...args) =>
          refuse(`starting ${String(args[0]).split(/\s/)[0]}`),
    );
}

/** A thread has modules of its own, so each locks itself before anything else runs in it. */
function lockThreads(): void {
  const Plain = workerThreads.Worker;
  const preload = ['--require', fileURLToPath(new URL('./lock-thread.ts', import.meta.url))];
  class LockedWorker extends Plain {
    constructor(file: string | URL, options: workerThreads.WorkerOptions = {}) {
      super(file, { ...options, execArgv: [...preload, ...(options.execArgv ?? [])] });
    }
  }
  Object.defineProperty(workerThreads, 'Worker', {
    value: LockedWorker,
    writable: false,
    configurable: false,
  });
}

/** The way past every module above: Node's own bindings, which packages of another age still ask for. */
function lockBindings(refuse: Refuse): void {
  const NAMES = /^(tcp|pipe|udp|tls|tty|cares|process|spawn_sync|worker)_?(wrap|sync)?$/;
  replace(
    process,
    'binding',
    (original) =>
      function binding(...args) {
        if (NAMES.test(String(args[0]))) return refuse(`the binding ${String(args[0])}`);
        return original.apply(this, args);
      },
  );
}
