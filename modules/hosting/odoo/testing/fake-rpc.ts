import { pbkdf2Sync } from 'node:crypto';
import type { FakeConfig, FakeDatabases } from './fake-databases.ts';

/** An exception of Odoo by its Python name. */
export class FakeFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
  /** Errors of PostgreSQL have the names that psycopg2 gives them. */
  static of(error: unknown): { name: string; message: string } {
    const { name, message, code } = error as Error & { code?: string };
    if (error instanceof FakeFault) return { name, message };
    if (code === '40001') return { name: 'psycopg2.errors.SerializationFailure', message };
    if (code && /^(3D000|28|42501|55000|57P)/.test(code))
      return { name: 'psycopg2.OperationalError', message };
    return { name: 'builtins.Exception', message };
  }
}

const denied = (): FakeFault => new FakeFault('odoo.exceptions.AccessDenied', 'Access Denied');

/** passlib's text of a hash, held against a password. */
function fits(hash: string | null, password: string): boolean {
  const [, , rounds, salt, wanted] = (hash ?? '').split('$');
  if (!wanted) return false;
  const bytes = Buffer.from(salt!.replaceAll('.', '+'), 'base64');
  const found = pbkdf2Sync(password, bytes, Number(rounds), 64, 'sha512').toString('base64');
  return found.replaceAll('+', '.').replace(/=+$/, '') === wanted;
}

export class FakeRpc {
  readonly #config: FakeConfig;
  readonly #databases: FakeDatabases;

  constructor(config: FakeConfig, databases: FakeDatabases) {
    this.#config = config;
    this.#databases = databases;
  }

  mayManage(master: string): void {
    if (!this.#config.listDb || master !== this.#config.master) throw denied();
  }

  /** What web pages see; the RPC services below never look at the filter. */
  async filtered(): Promise<string[]> {
    const all = await this.#databases.list();
    return all.filter((name) => new RegExp(this.#config.dbFilter).test(name));
  }

  async dispatch({ service, method, args }: Record<string, unknown>): Promise<unknown> {
    const given = args as unknown[];
    if (service === 'common') return this.#common(String(method), given);
    if (service === 'db') return this.#db(String(method), given);
    if (service === 'object' && method === 'execute_kw') return this.#object(given);
    throw new FakeFault('builtins.KeyError', `${String(service)}.${String(method)}`);
  }

  async #common(method: string, [db, login, password]: unknown[]): Promise<unknown> {
    const { version } = this.#config;
    if (method === 'version') return { server_version: version, server_serie: version, protocol_version: 1 };
    if (method === 'authenticate' || method === 'login')
      return (await this.#uid(String(db), String(login), String(password))) ?? false;
    throw new FakeFault('builtins.AttributeError', method);
  }

  async #uid(db: string, login: string, password: string): Promise<number | null> {
    const [user] = await this.#databases.on(
      db,
      'select id, password from res_users where login = $1 and active',
      [login],
    );
    return user && fits(user['password'] as string, password) ? Number(user['id']) : null;
  }

  async authenticate({ db, login, password }: Record<string, unknown>): Promise<number> {
    const uid = await this.#uid(String(db), String(login), String(password));
    if (uid === null) throw denied();
    return uid;
  }

  async #db(method: string, given: unknown[]): Promise<unknown> {
    if (method === 'list') {
      if (!this.#config.listDb) throw denied();
      return this.#databases.list();
    }
    if (method === 'db_exist') return this.#databases.exists(String(given[0]));
    const [master, ...rest] = given;
    this.mayManage(String(master));
    const [name, second] = rest.map(String) as [string, string];
    if (method === 'create_database') return this.#databases.create(rest);
    if (method === 'duplicate_database') return this.#databases.duplicate(name, second);
    if (method === 'drop') return this.#databases.drop(name);
    throw new FakeFault('builtins.AttributeError', method);
  }

  async #object([db, uid, password, model, method, args, kwargs]: unknown[]): Promise<unknown> {
    const [user] = await this.#databases.on(String(db), 'select password from res_users where id = $1', [
      uid,
    ]);
    if (!user)
      throw new FakeFault('odoo.exceptions.MissingError', 'Record does not exist or has been deleted.');
    if (!fits(user['password'] as string, String(password))) throw denied();
    if (method === 'create') {
      const [rows] = args as unknown[];
      if (!rows) throw new FakeFault('builtins.IndexError', 'list index out of range');
      return this.#method(String(db), String(model), 'create', [], { vals_list: rows });
    }
    const [ids] = args as [number[]?];
    return this.#method(
      String(db),
      String(model),
      String(method),
      ids ?? [],
      kwargs as Record<string, unknown>,
    );
  }

  async json2(model: string, method: string, body: Buffer, authorization: string) {
    const type = 'application/json; charset=utf-8';
    const no = (status: number, name: string, message: string) => ({
      ...{ status, type },
      body: JSON.stringify({ name, message, arguments: [message], context: {}, debug: '' }),
    });
    const key = /^bearer ([0-9a-f]{40})$/i.exec(authorization)?.[1] ?? '';
    const db = this.#config.dbName || (await this.filtered())[0]!;
    const keys = await this.#databases.on(db, 'select key from res_users_apikeys where index = $1', [
      key.slice(0, 8),
    ]);
    if (!keys.some((one) => fits(String(one['key']), key)))
      return no(401, 'werkzeug.exceptions.Unauthorized', 'Invalid apikey');
    const { ids = [], ...named } = JSON.parse(body.toString()) as { ids?: number[] };
    try {
      const result = await this.#method(db, model, method, ids, named);
      return { status: 200, type, body: JSON.stringify(result ?? null) };
    } catch (error) {
      const { name, message } = FakeFault.of(error);
      const status = /KeyError|AttributeError|MissingError/.test(name)
        ? 404
        : /TypeError/.test(name)
          ? 422
          : 500;
      return no(status, name, message);
    }
  }

  async #method(
    db: string,
    model: string,
    method: string,
    ids: readonly number[],
    named: Record<string, unknown>,
  ): Promise<unknown> {
    if (method.startsWith('_')) throw new FakeFault('odoo.exceptions.AccessError', `${method} is private`);
    const table = { 'res.users': 'res_users', 'res.partner': 'res_partner' }[model];
    if (!table) throw new FakeFault('builtins.KeyError', `Object ${model} doesn't exist`);
    if (method === 'search_count') {
      const [[field, operator, value]] = named['domain'] as [[string, string, unknown]];
      if (field !== 'id' || operator !== '=')
        throw new FakeFault('builtins.ValueError', `Invalid field '${field}' on model '${model}'`);
      const [row] = await this.#databases.on(db, `select count(*)::int as n from ${table} where id = $1`, [
        value,
      ]);
      return row!['n'];
    }
    if (method === 'create') {
      const [{ name }] = named['vals_list'] as [{ name: string }];
      const text = `insert into ${table} (id, name) select max(id) + 1, $1 from ${table} returning id`;
      return (await this.#databases.on(db, text, [name])).map((row) => row['id']);
    }
    if (method === 'unlink') {
      const used = await this.#databases.on(db, 'select from res_users where partner_id = any($1::int[])', [
        ids,
      ]);
      if (used.length > 0)
        throw new FakeFault(
          'odoo.exceptions.ValidationError',
          'Another model is using the record you are trying to delete.',
        );
      await this.#databases.on(db, `delete from ${table} where id = any($1::int[])`, [ids]);
      return true;
    }
    // Does something and gives nothing back; over XML-RPC that is saved and then fails.
    if (method === 'action_touch') {
      await this.#databases.on(db, `update ${table} set name = name || '!' where id = any($1::int[])`, [ids]);
      return undefined;
    }
    throw new FakeFault('builtins.AttributeError', `The method '${model}.${method}' does not exist`);
  }
}
