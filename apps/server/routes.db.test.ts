import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnyRoute } from '#platform/http/contract.ts';
import { holds, permissionTable } from '#platform/http/contract.ts';
import { ROLES, type Role } from '#platform/http/caller.ts';
import { openApi } from '#platform/http/openapi.ts';
import { createKey, listKeys } from '#modules/accounts/keys-contract.ts';
import { modules } from './modules.ts';
import { openTestApp, type TestApp } from './test-kit.ts';

/** Made from the contract: a route that is added is tested here without anybody remembering it. */
const routes: readonly AnyRoute[] = modules.flatMap((module) =>
  (module.handlers ?? []).map((handler) => handler.route),
);
const STRANGER = '0198c0de-0000-7000-8000-00000000dead';

let t: TestApp;
const cookies = new Map<Role, string>();
/** API keys: one of an owner with everything a key can hold, one with a single permission. */
let wide: { key: string; permissions: readonly string[] };
let narrow: { key: string; permissions: readonly string[] };

beforeAll(async () => {
  t = await openTestApp();
  for (const role of ROLES) {
    const answer = await t.app.server.inject({ method: 'POST', url: '/api/session/demo', payload: { role } });
    cookies.set(role, String(answer.headers['set-cookie']).split(';')[0]!);
  }
  const owner = await t.client('owner');
  const { grantable } = await owner.call(listKeys, {});
  const keyWith = async (permissions: string[]) => ({
    permissions,
    key: (await owner.call(createKey, { body: { name: 'x', permissions, days: 1 } })).key,
  });
  [wide, narrow] = [await keyWith(grantable), await keyWith(['accounts.readCustomers'])];
});
afterAll(() => t.close());

async function ask(
  route: AnyRoute,
  role: Role | null,
  key?: string,
): Promise<{ status: number; body: string; code: string | undefined }> {
  const upload = route.kind === 'upload';
  const answer = await t.app.server.inject({
    method: route.method as 'GET',
    url: route.path.replace(/:\w+/g, STRANGER),
    headers: {
      'idempotency-key': crypto.randomUUID(),
      ...(role ? { cookie: cookies.get(role)! } : {}),
      ...(key ? { authorization: `Bearer ${key}`, origin: 'https://elsewhere.example' } : {}),
      ...(route.method === 'GET'
        ? {}
        : { 'content-type': upload ? 'application/octet-stream' : 'application/json' }),
    },
    ...(route.method === 'GET' ? {} : { payload: upload ? Buffer.from('nothing') : '{}' }),
  });
  let code: string | undefined;
  try {
    code = (JSON.parse(answer.body) as { code?: string }).code;
  } catch {
    code = undefined;
  }
  return { status: answer.statusCode, body: answer.body, code };
}

test('every route names a permission that somebody holds, and has a summary', () => {
  for (const route of routes) {
    expect(route.summary, route.path).toMatch(/^[A-Z].*\.$/);
    if (route.may === 'public' || route.may === 'signed-in') continue;
    expect(permissionTable().get(route.may)?.length, `${route.method} ${route.path}`).toBeGreaterThan(0);
  }
});

test('no two routes share method and path', () => {
  const names = routes.map((route) => `${route.method} ${route.path.replace(/:\w+/g, ':')}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('the OpenAPI document describes each route', () => {
  const paths = openApi(routes, '0').paths as Record<string, Record<string, unknown>>;
  expect(Object.values(paths).flatMap((path) => Object.keys(path))).toHaveLength(routes.length);
});

describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    test('tells a visitor nothing', async () => {
      if (route.may === 'public') return expect(await ask(route, null)).not.toMatchObject({ code: 'bug' });
      expect(await ask(route, null)).toMatchObject({ status: 401, code: 'not_signed_in' });
    });

    test('is closed to each role that lacks the permission, and open to the others', async () => {
      if (route.may === 'public') return;
      for (const role of cookies.keys()) {
        const answer = await ask(route, role);
        if (!holds(role, route.may)) expect(answer, role).toMatchObject({ status: 403, code: 'not_allowed' });
        else
          expect(answer.code ?? 'ok', `${role}: ${answer.body.slice(0, 300)}`).not.toMatch(
            /^(not_allowed|bug)$/,
          );
      }
    });

    test('is open to an API key that was given its permission, and to no other', async () => {
      if (route.may === 'public') return;
      t.clock.advance({ seconds: 1 });
      for (const { key, permissions } of [wide, narrow]) {
        // The owner's session comes along and counts for nothing.
        const answer = await ask(route, 'owner', key);
        if (route.may === 'signed-in' || !permissions.includes(route.may))
          expect(answer, `${permissions.length}`).toMatchObject({ status: 403, code: 'not_allowed' });
        else
          expect(answer.code ?? 'ok', answer.body.slice(0, 300)).not.toMatch(
            /^(not_allowed|bug|origin_foreign|key_too_fast)$/,
          );
      }
    });
  },
);

/** Routes that no contract declares, each with the reason. */
const OUTSIDE: Readonly<Record<string, string>> = {
  'GET /healthz': 'for supervisors, before anything else works',
  'GET /metrics': 'for the machine itself only',
  'GET /pages.css': 'the look of the public pages',
  'GET /api': 'the API page, made from the contracts',
  'GET /api/openapi.json': 'made from the contracts',
  'GET /api/live': 'a stream, which no JSON schema describes',
};

function undeclared(printed: string): string[] {
  const pages = modules.flatMap((module) =>
    (module.pages ?? []).flatMap(({ path, post }) => [`GET ${path}`, ...(post ? [`POST ${path}`] : [])]),
  );
  const hooks = modules.flatMap((module) => (module.webhooks ?? []).map(({ path }) => `POST ${path}`));
  const declared = new Set([
    ...routes.map((route) => `${route.method} ${route.path}`),
    ...pages,
    ...hooks,
  ]);
  return registered(printed).filter((name) => !declared.has(name) && !OUTSIDE[name]);
}

/** Method and path of every registered route, from the server's own listing (`├── /healthz (GET, HEAD)`). */
function registered(printed: string): string[] {
  const found: string[] = [];
  const stem: string[] = [];
  for (const text of printed.split('\n')) {
    const match = /^((?:│ {3}| {4})*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(text);
    if (!match) continue;
    const depth = match[1]!.length / 4;
    stem.length = depth;
    stem[depth] = match[2]!;
    for (const method of match[3]?.split(', ') ?? [])
      if (method !== 'HEAD') found.push(`${method} ${stem.join('')}`);
  }
  return found;
}

test('every registered route is declared by a contract, and the test sees one that is not', () => {
  const printed = t.app.server.printRoutes({ commonPrefix: false });
  expect(registered(printed).length).toBeGreaterThanOrEqual(routes.length);
  expect(undeclared(printed)).toEqual([]);
  expect(undeclared(`${printed}└── /api/planted (POST)\n`)).toEqual(['POST /api/planted']);
});
