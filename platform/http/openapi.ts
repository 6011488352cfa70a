import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { CONSENT_HEADER } from './consent.ts';
import { permissionTable, type AnyRoute } from './contract.ts';

type JsonObject = Record<string, unknown>;

const PROBLEM = {
  type: 'object',
  required: ['code', 'status', 'title'],
  properties: {
    code: { type: 'string', description: 'stable name of what happened' },
    status: { type: 'integer' },
    title: { type: 'string', description: 'what happened, in the reader’s language' },
    remedy: { type: 'string', description: 'what to try' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'field', 'title'],
        properties: {
          code: { type: 'string' },
          field: { type: 'string' },
          value: {},
          title: { type: 'string' },
          remedy: { type: 'string' },
        },
      },
    },
  },
};

/** OpenAPI 3.1 of every route contract, made from the schemas that the server itself parses with. */
export function openApi(routes: readonly AnyRoute[], version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Tenon', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-tenon' } },
    },
  };
}

function operation(route: AnyRoute): JsonObject {
  const problem = {
    description: 'Refused.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary: route.summary,
    operationId: `${route.method.toLowerCase()} ${route.path}`,
    'x-permission': route.may,
    ...(route.may === 'public' ? {} : { security: [{ session: [] }] }),
    ...(route.collects ? { 'x-collects': route.collects } : {}),
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(route.method !== 'GET' && route.idempotent
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: true,
              description: 'a fresh UUID per change, the same one to repeat it',
              schema: { type: 'string', minLength: 8, maxLength: 120 },
            },
          ]
        : []),
      ...(route.collects ? [consentParameter(route.collects.form)] : []),
    ],
    ...requestBody(route),
    responses: {
      '200': { description: 'Done.', content: answerContent(route) },
      '4XX': problem,
      '5XX': problem,
    },
  };
}

/** Not marked as required: what a factory keeps about its own customers needs none. */
function consentParameter(form: string): JsonObject {
  return {
    name: CONSENT_HEADER,
    in: 'header',
    required: false,
    description: `consent to the form ${form}, which GET /api/policy/forms/${form} describes: percent-encoded JSON with form, version, policyVersion and act; with givenBy and givenOn when entered for somebody else`,
    schema: { type: 'string', maxLength: 2000 },
  };
}

function requestBody(route: AnyRoute): JsonObject {
  if (route.kind === 'upload')
    return {
      requestBody: {
        required: true,
        content: {
          'application/octet-stream': {
            schema: { type: 'string', format: 'binary', maxLength: route.bytesMax },
          },
        },
      },
    };
  if (!(route.body as z.ZodType | undefined)) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
    },
  };
}

function answerContent(route: AnyRoute): JsonObject {
  if (route.kind === 'file')
    return { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return {
    'application/json': {
      schema: (route.response as z.ZodType | undefined)
        ? schemaOf(route.response, 'output')
        : { type: 'null' },
    },
  };
}

function parameters(schema: z.ZodType | undefined, where: 'path' | 'query'): JsonObject[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
  return rest;
}

/** `/api/openapi.json` for programs and `/api` for people: every route with its permission, no script needed. */
export function serveApiPages(server: FastifyInstance, routes: readonly AnyRoute[], version: string): void {
  let document: string | undefined;
  server.get('/api/openapi.json', async (_request, reply) =>
    reply
      .header('content-type', 'application/json; charset=utf-8')
      .send((document ??= JSON.stringify(openApi(routes, version)))),
  );
  server.get('/api', async (_request, reply) =>
    reply.header('content-type', 'text/html; charset=utf-8').send(apiPage(routes)),
  );
}

const text = (value: string): string => value.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function apiPage(routes: readonly AnyRoute[]): string {
  const roles = permissionTable();
  const row = (route: AnyRoute): string =>
    `<tr><td><code>${route.method}</code></td><td><code>${text(route.path)}</code></td><td>${text(route.summary)}</td>` +
    `<td>${text(roles.get(route.may as never)?.join(', ') ?? route.may)}</td></tr>`;
  const sorted = [...routes].sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.method < b.method ? -1 : 1,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tenon API</title>
<style>:root{color-scheme:light dark}body{font:15px/22px system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid #8884}
.wide{overflow-x:auto}code{font-size:.9em}</style></head><body><main><h1>Tenon API</h1>
<p>${routes.length} routes. Machine-readable: <a href="/api/openapi.json">OpenAPI 3.1</a>. Each change carries an <code>Idempotency-Key</code>;
refusals are <code>application/problem+json</code> with code, field, value and remedy. Live news: <code>GET /api/live</code>.</p>
<div class="wide" tabindex="0" role="region" aria-label="Routes"><table><thead><tr><th>Method</th><th>Path</th><th>What it does</th><th>Who may</th></tr></thead><tbody>
${sorted.map(row).join('\n')}</tbody></table></div></main></body></html>`;
}
