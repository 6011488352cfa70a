import { randomInt } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../../../..');
const AGENT = join(ROOT, 'apps/agent/main.ts');

/** A machine of the pool, for the length of a test: an agent's home, releases, and the agent as a process of its own. */
export interface TestHost {
  readonly home: string;
  readonly releases: readonly string[];
  readonly caddyfile: string;
  readonly doorPort: number;
  /** runs the agent once with these arguments. @returns its exit code and what it said */
  once(...more: string[]): Promise<{ code: number; said: string }>;
  start(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
  /** faults that the servers of a release have from now on */
  setFaults(release: string, faults: readonly string[]): void;
  state(): { instances: Record<string, { process: { pid: number } | null; password: string; port: number }> };
  close(): Promise<void>;
}

/** Holds a run of ports until they are needed: whoever asks for one meanwhile gets another. */
async function holdPorts(count: number): Promise<{ first: number; letGo(): Promise<void> }> {
  for (;;) {
    const first = randomInt(20_000, 32_000);
    const held: Server[] = [];
    try {
      for (let i = 0; i < count; i += 1) {
        const server = createServer();
        server.listen(first + i, '127.0.0.1');
        await once(server, 'listening');
        held.push(server);
      }
    } catch {
      for (const server of held) server.close();
      continue;
    }
    return {
      first,
      letGo: () => Promise.all(held.map((one) => once(one.close(), 'close'))).then(() => undefined),
    };
  }
}

/** @param real folder of a real release, and the interpreter for it */
export async function openTestHost(
  postgres: string,
  real?: { release: string; python: string },
): Promise<TestHost> {
  const home = await mkdtemp(join(tmpdir(), 'tenon-agent-'));
  const folder = join(home, 'releases');
  mkdirSync(folder, { mode: 0o755 });
  const releases: string[] = [];
  if (real) {
    const version = /version_info = \((\d+), (\d+)/.exec(
      readFileSync(join(real.release, 'odoo/release.py'), 'utf8'),
    )!;
    for (const build of ['1', '2']) {
      releases.push(`${version[1]}.${version[2]}-${build}`);
      symlinkSync(real.release, join(folder, releases.at(-1)!));
    }
  } else for (const name of ['18.0-1', '18.0-2', '19.0-1']) releases.push(makeFake(folder, name));
  const { first, letGo } = await holdPorts(24);
  const [port, doorPort] = [first + 22, first + 23];
  const caddyfile = join(home, 'Caddyfile');
  writeFileSync(
    join(home, 'agent.json'),
    JSON.stringify({
      ...{ name: 'host-1', address: '127.0.0.1', port, domain: 'odoo.example', places: 8, postgres },
      ...{ releases: folder, python: real?.python ?? process.execPath, ports: [first, first + 21], doorPort },
      ...{ caddyfile, caddy: null, certificates: null },
    }),
  );
  await letGo();
  let agent: ChildProcess | undefined;
  const run = (...more: string[]) =>
    spawn(process.execPath, [AGENT, '--home', home, ...more], { stdio: ['ignore', 'pipe', 'pipe'] });
  const state: TestHost['state'] = () =>
    JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) as ReturnType<TestHost['state']>;
  return {
    ...{ home, releases, caddyfile, doorPort, state },
    async once(...more) {
      const child = run(...more);
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      const [code] = (await once(child, 'exit')) as [number];
      return { code, said };
    },
    async start() {
      const child = run();
      agent = child;
      let said = '';
      child.stderr.on('data', (text) => (said += String(text)));
      await new Promise<void>((done, fail) => {
        child.stdout.on('data', (text) => String(text).includes('listening') && done());
        child.once('exit', () => fail(new Error(`the agent ended: ${said}`)));
      });
    },
    async kill() {
      const child = agent!;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    setFaults: (release, faults) =>
      writeFileSync(join(folder, release, 'faults.json'), JSON.stringify(faults)),
    async close() {
      agent?.kill('SIGKILL');
      if (existsSync(join(home, 'state.json')))
        for (const { process: mark } of Object.values(state().instances)) if (mark) endGroup(mark.pid);
      await rm(home, { recursive: true, force: true });
    },
  };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It had ended.
  }
}

/** A release whose `odoo-bin` is the fake; Node runs a file without an ending as CommonJS. */
function makeFake(folder: string, name: string): string {
  const release = join(folder, name);
  mkdirSync(release);
  writeFileSync(join(release, 'release.json'), JSON.stringify({ version: name.split('-')[0] }));
  const fake = fileURLToPath(new URL('./fake-bin.ts', import.meta.url));
  writeFileSync(
    join(release, 'odoo-bin'),
    `require('node:module').enableCompileCache(${JSON.stringify(join(tmpdir(), 'tenon-compiled'))});
import(${JSON.stringify(fake)}).catch((error) => { console.error(error); process.exit(1); });\n`,
  );
  return name;
}
