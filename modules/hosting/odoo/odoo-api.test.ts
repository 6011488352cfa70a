import { describe, expect, test } from 'vitest';
import {
  kindOfException,
  OdooFault,
  overJson2,
  overJsonRpc,
  signIn,
  speaksJson2,
  type Wire,
} from './odoo-api.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const answering =
  (body: unknown, status = 200, contentType = JSON_TYPE, seen: Parameters<Wire>[0][] = []): Wire =>
  (request) => {
    seen.push(request);
    return Promise.resolve({
      status,
      contentType,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
/** As Odoo says every error over JSON-RPC: HTTP 200 and the code 200. */
const error = (name: string, message = 'x') => ({
  error: {
    code: 200,
    message: 'Odoo Server Error',
    data: { name, message, debug: 'Traceback', arguments: [], context: {} },
  },
});
const who = { database: 'o_birch', uid: 2, password: 'p' };
const fault = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (thrown: unknown) => (thrown instanceof OdooFault ? [thrown.kind, thrown.message] : String(thrown)),
  );
const call = (wire: Wire) => overJsonRpc(wire, who).call('res.partner', 'read', { ids: [1] });

describe('JSON-RPC', () => {
  test('an error that comes as HTTP 200 is an error, with its kind by name', async () => {
    expect(
      await fault(call(answering(error('odoo.exceptions.ValidationError', 'Field: Component')))),
    ).toEqual(['invalid', 'Field: Component']);
    expect(await fault(call(answering(error('psycopg2.errors.SerializationFailure'))))).toEqual([
      'transient',
      'x',
    ]);
  });

  test('a method that gives nothing back is done: null, and no error', async () => {
    expect(await call(answering({ jsonrpc: '2.0', id: 1, result: null }))).toBeNull();
    expect(await call(answering({ jsonrpc: '2.0', id: 1 }))).toBeNull();
  });

  test('ids and rows of `create` stand first, everything else goes by name', async () => {
    const seen: Parameters<Wire>[0][] = [];
    const api = overJsonRpc(answering({ result: [3] }, 200, JSON_TYPE, seen), who);
    await api.call('res.partner', 'create', { named: { vals_list: [{ name: 'X' }], context: {} } });
    await api.call('res.partner', 'read', { ids: [3], named: { fields: ['name'] } });
    const args = seen.map(({ body }) => (JSON.parse(body!) as { params: { args: unknown[] } }).params.args);
    expect(args).toEqual([
      ['o_birch', 2, 'p', 'res.partner', 'create', [[{ name: 'X' }]], { context: {} }],
      ['o_birch', 2, 'p', 'res.partner', 'read', [[3]], { fields: ['name'] }],
    ]);
  });

  test('a page in place of JSON is no answer, and 502 to 504 may be tried again', async () => {
    expect(await fault(call(answering('<h1>Internal Server Error</h1>', 500, 'text/html')))).toMatchObject([
      'broken',
      {},
    ]);
    expect(await fault(call(answering('', 200, '')))).toMatchObject(['broken', {}]);
    expect(await fault(call(answering('', 503, 'text/html')))).toMatchObject(['transient', {}]);
  });

  test('a wrong password is an answer, a database that is away is none', async () => {
    const credential = { database: 'o_birch', login: 'admin', password: 'wrong' };
    expect(await signIn(answering(error('odoo.exceptions.AccessDenied')), credential)).toBeNull();
    expect(await signIn(answering({ result: { uid: null } }), credential)).toBeNull();
    expect(await signIn(answering({ result: { uid: false } }), credential)).toBeNull();
    expect(await signIn(answering({ result: { uid: 2 } }), credential)).toBe(2);
    expect(await fault(signIn(answering(error('psycopg2.OperationalError')), credential))).toMatchObject([
      'transient',
      {},
    ]);
  });

  test.each([
    ['odoo.exceptions.AccessError', 'access'],
    ['odoo.exceptions.MissingError', 'missing'],
    ['odoo.exceptions.UserError', 'invalid'],
    ['psycopg2.errors.LockNotAvailable', 'transient'],
    ['builtins.TypeError', 'broken'],
    ['', 'broken'],
  ])('%s is %s', (name, kind) => expect(kindOfException(name)).toBe(kind));
});

describe('JSON-2', () => {
  test('everything goes by name, with the key in the header', async () => {
    const seen: Parameters<Wire>[0][] = [];
    const api = overJson2(answering([3], 200, JSON_TYPE, seen), 'k1');
    expect(await api.call('res.partner', 'search', { named: { domain: [] } })).toEqual([3]);
    await api.call('res.partner', 'unlink', { ids: [3] });
    expect(seen).toEqual([
      { path: '/json/2/res.partner/search', body: '{"domain":[]}', bearer: 'k1' },
      { path: '/json/2/res.partner/unlink', body: '{"ids":[3]}', bearer: 'k1' },
    ]);
  });

  test.each([
    [401, 'access'],
    [403, 'access'],
    [404, 'missing'],
    [422, 'invalid'],
    [503, 'transient'],
    [500, 'broken'],
  ])('HTTP %s is %s', async (status, kind) => {
    const wire = answering({ name: '', message: 'no' }, status);
    expect(await fault(overJson2(wire, 'k').call('a.b', 'c', {}))).toMatchObject([kind, 'no']);
  });

  test('404 as a page, as 18 answers it, is missing', async () => {
    const wire = answering('<h1>Not Found</h1>', 404, 'text/html');
    expect(await fault(overJson2(wire, 'k').call('a.b', 'c', {}))).toMatchObject(['missing', {}]);
  });

  test('it is spoken from 19 on', () => {
    expect(['16.0', '18.0', '19.0', '20.0'].map(speaksJson2)).toEqual([false, false, true, true]);
  });
});
