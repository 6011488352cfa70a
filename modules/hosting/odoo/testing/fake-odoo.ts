/**
 * Odoo as it is seen on the wire and in its database, small enough for a test: the same paths, the same answers, the same
 * wrong answers (HTTP 200 for errors, `true` for what failed, "restored" for what was cut, an empty database left behind).
 * Its databases are real ones with a few of Odoo's tables. What it does not know it refuses.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { parseArgs } from 'node:util';
import { FakeDatabases, type FakeConfig } from './fake-databases.ts';
import { FakeFault, FakeRpc } from './fake-rpc.ts';
import { readForm } from './read-form.ts';

interface Release {
  /** '18.0' */
  readonly version: string;
  /** file with faults to have, `{"updateFails": true}`; absent: none */
  readonly faults: string;
}

/** What `odoo-bin` does with these arguments. */
export async function main(argv: readonly string[], release: Release): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      config: { type: 'string', short: 'c' },
      database: { type: 'string', short: 'd' },
      init: { type: 'string', short: 'i' },
      update: { type: 'string', short: 'u' },
      'stop-after-init': { type: 'boolean' },
      'no-http': { type: 'boolean' },
    },
  });
  const config = readConfig(readFileSync(values.config!, 'utf8'), release.version);
  const databases = new FakeDatabases(config, () => faultsOf(release));
  if (values['stop-after-init']) {
    if (values.init) await databases.install(values.database!, values.init.split(','));
    if (values.update) await databases.update(values.database!);
    return;
  }
  const server = serveFake(config, databases);
  server.listen(config.port, '127.0.0.1');
  const stopCron = config.cron && config.dbName ? databases.cron(config.dbName) : () => undefined;
  process.once('SIGTERM', () => {
    stopCron();
    server.close();
    server.closeAllConnections();
  });
}

function faultsOf({ faults }: Release): ReadonlySet<string> {
  try {
    return new Set(JSON.parse(readFileSync(faults, 'utf8')) as string[]);
  } catch {
    return new Set();
  }
}

const KNOWN =
  /^(db_(host|port|user|password|name)|dbfilter|list_db|admin_passwd|http_(interface|port)|proxy_mode|data_dir|addons_path|workers|max_cron_threads|without_demo)$/;

function readConfig(text: string, version: string): FakeConfig {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const found = /^([a-z_]+) = (.*)$/.exec(line);
    if (!found) continue;
    if (!KNOWN.test(found[1]!)) throw new Error(`${found[1]} is no option of Odoo`);
    values.set(found[1]!, found[2]!);
  }
  const get = (name: string): string => values.get(name) ?? '';
  return {
    version,
    dbUrl: `postgres://${get('db_user')}:${encodeURIComponent(get('db_password'))}@${get('db_host')}:${get('db_port')}`,
    dbName: get('db_name'),
    dbFilter: get('dbfilter'),
    listDb: get('list_db') === 'True',
    master: get('admin_passwd'),
    dataDir: get('data_dir'),
    port: Number(get('http_port')),
    cron: get('max_cron_threads') !== '0',
  };
}

const html = (text: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body: text });
/** The manager's page with what went wrong in it, as every form of Odoo answers an error. */
const alarm = (text: string): Answer =>
  html(`<html><body><div class="alert alert-danger">${text}</div></body></html>`);

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly location?: string;
}

export function serveFake(config: FakeConfig, databases: FakeDatabases): Server {
  const rpc = new FakeRpc(config, databases);
  const json = (id: unknown, what: object): Answer => ({
    ...{ status: 200, type: 'application/json; charset=utf-8' },
    body: JSON.stringify({ jsonrpc: '2.0', id, ...what }),
  });
  const asRpc = async (body: Buffer, work: (params: Record<string, unknown>) => Promise<unknown>) => {
    const { id, params } = JSON.parse(body.toString()) as { id: unknown; params: Record<string, unknown> };
    try {
      return json(id, { result: (await work(params)) ?? null });
    } catch (error) {
      const { name, message } = FakeFault.of(error);
      const data = {
        name,
        message,
        debug: 'Traceback (most recent call last): …',
        arguments: [message],
        context: {},
      };
      return json(id, { error: { code: 200, message: 'Odoo Server Error', data } });
    }
  };
  const answer = async (request: IncomingMessage, body: Buffer): Promise<Answer> => {
    const path = request.url ?? '';
    if (path === '/web/health') return { status: 200, type: 'application/json', body: '{"status": "pass"}' };
    if (path === '/jsonrpc') return asRpc(body, (params) => rpc.dispatch(params));
    if (path === '/web/session/authenticate')
      return asRpc(body, async (params) => ({ uid: await rpc.authenticate(params) }));
    if (path === '/web/database/list') return asRpc(body, () => rpc.filtered());
    if (path === '/web/login')
      return (await databases.exists(config.dbName)) && !databases.faults().has('loginPageBroken')
        ? html('<form class="oe_login_form">')
        : { status: 500, type: 'text/html', body: 'Internal Server Error' };
    const method = /^\/json\/2\/([a-z0-9_.]+)\/([a-z0-9_]+)$/.exec(path);
    if (method && Number.parseInt(config.version, 10) >= 19)
      return rpc.json2(method[1]!, method[2]!, body, String(request.headers.authorization ?? ''));
    const form = /^\/web\/database\/(backup|restore|duplicate|drop)$/.exec(path)?.[1];
    if (form && request.method === 'POST')
      return manage(form, readForm(String(request.headers['content-type']), body));
    return { status: 404, type: 'text/html; charset=utf-8', body: '<h1>Not Found</h1>' };
  };

  async function manage(form: string, given: ReadonlyMap<string, Buffer>): Promise<Answer> {
    const text = (name: string): string => given.get(name)?.toString() ?? '';
    try {
      rpc.mayManage(text('master_pwd'));
      const name = text('name');
      if (form === 'backup') {
        if (!(await rpc.filtered()).includes(name)) throw new Error(`Database '${name}' is not known`);
        return {
          status: 200,
          type: 'application/octet-stream; charset=binary',
          body: await databases.backup(name),
        };
      }
      if (form === 'restore')
        await databases.restore(name, given.get('backup_file')!, text('neutralize_database') !== '');
      if (form === 'duplicate') await databases.duplicate(name, text('new_name'));
      if (form === 'drop') await databases.drop(name);
      return { status: 303, type: 'text/html', body: '', location: '/web/database/manager' };
    } catch (error) {
      return alarm(`Database ${form} error: ${FakeFault.of(error).message}`);
    }
  }

  return createServer((request, reply) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      void answer(request, Buffer.concat(pieces)).then(({ status, type, body, location }) => {
        reply.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) });
        reply.end(body);
      });
    });
  });
}
