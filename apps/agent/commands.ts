import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  COMMANDS,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '#platform/host-agent/protocol.ts';
import { setCredential, setKey } from './credentials.ts';
import { digestOf, readPiece, writePiece } from './files.ts';
import { AgentRefusal, type Host } from './host.ts';
import {
  known,
  makeBackup,
  makeInstance,
  measureInstance,
  removeInstance,
  runInstance,
} from './instances.ts';
import { LocalOdoo } from './odoo-http.ts';
import { isRunning } from './processes.ts';
import { writeProxy } from './proxy.ts';
import { reportOf } from './report.ts';
import { switchRelease } from './switch-release.ts';
import { makeTemplate, removeTemplate } from './templates.ts';

type Commands = { readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandOutput<N>> };

/** What each command does. Those of one instance are taken one after the other. */
function commandsOf(host: Host): Commands {
  const { state, folders } = host;
  return {
    report: () => reportOf(host, new Date()),
    'template.make': (input) => makeTemplate(host, input),
    'template.remove': async ({ template }) => {
      await removeTemplate(host, template);
      return {};
    },
    'instance.make': (input) => makeInstance(host, input),
    'instance.credential': async ({ instance, credential }) => {
      await setCredential(host, known(host, instance), credential);
      return {};
    },
    'instance.run': async ({ instance, running }) => {
      await runInstance(host, instance, running);
      return {};
    },
    'instance.door': async ({ instance: name, closed }) => {
      const instance = known(host, name);
      instance.closed = closed;
      if (!closed && instance.hosts.length > 0) instance.used = true;
      state.putInstance(instance);
      await writeProxy(host);
      return {};
    },
    'instance.release': ({ instance, release }) => switchRelease(host, instance, release),
    'instance.measure': ({ instance }) => measureInstance(host, instance),
    'instance.remove': ({ instance }) => removeInstance(host, instance),
    'backup.make': async ({ instance, file }) => {
      await makeBackup(host, instance, file);
      return digestOf(folders.work(file));
    },
    'file.read': ({ file, offset }) => readPiece(folders.work(file), offset),
    'file.write': ({ file, offset, base64 }) => writePiece(folders.work(file), offset, base64),
    'file.remove': async ({ file }) => {
      await rm(folders.work(file), { force: true });
      return {};
    },
    'odoo.call': async ({ instance: name, path, body, bearer }) => {
      const instance = known(host, name);
      if (!isRunning(instance.process)) throw new AgentRefusal('not_running', `${name} is stopped`);
      // The server itself refuses the db service as well (list_db); nobody needs to ask it.
      if (path === '/jsonrpc' && !/"service":\s*"(common|object)"/.test(body ?? ''))
        throw new AgentRefusal('input_unfit', 'the services are common and object');
      return new LocalOdoo(host.egress, instance.port).send(path, body, bearer);
    },
    'odoo.key': async ({ instance }) => ({ key: await setKey(host, known(host, instance)) }),
    inventory: async () => {
      const { databases, roles } = await host.databases.owned();
      const inside = (folder: string) =>
        existsSync(join(host.home, folder)) ? readdirSync(join(host.home, folder)) : [];
      return {
        things: [
          ...databases.map((name) => ({ kind: 'database', name })),
          ...roles.map((name) => ({ kind: 'role', name })),
          ...inside('data').map((name) => ({ kind: 'folder', name })),
          ...state.instances().map(({ name }) => ({ kind: 'odoo', name })),
          ...inside('work').map((name) => ({ kind: 'work-file', name })),
        ],
      };
    },
  };
}

/** Commands that look only, or whose work lies in files: they wait for nobody. */
const FREE: ReadonlySet<string> = new Set(['report', 'inventory', 'file.read', 'file.write', 'file.remove']);

/** Takes one command: its name must be known and its input fit to the letter. */
export function commandTaker(host: Host): (command: string, input: unknown) => Promise<unknown> {
  const commands = commandsOf(host);
  const queues = new Map<string, Promise<unknown>>();
  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const mine = (queues.get(key) ?? Promise.resolve()).then(work, work);
    const ended = mine.catch(() => undefined);
    queues.set(key, ended);
    void ended.then(() => {
      if (queues.get(key) === ended) queues.delete(key);
    });
    return mine;
  };
  return async (command, given) => {
    if (!Object.hasOwn(COMMANDS, command)) throw new AgentRefusal('command_unknown', command.slice(0, 40));
    const name = command as CommandName;
    const parsed = COMMANDS[name].input.safeParse(given);
    if (!parsed.success) {
      const [first] = parsed.error.issues;
      throw new AgentRefusal('input_unfit', `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`);
    }
    const input = parsed.data as Record<string, unknown>;
    const work = () => (commands[name] as (input: unknown) => Promise<unknown>)(input);
    if (FREE.has(name) || name === 'odoo.call') return work();
    const key = input['instance'] ?? input['template'];
    return inTurn(typeof key === 'string' ? key : randomBytes(8).toString('hex'), work);
  };
}
