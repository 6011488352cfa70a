const camel = (kebab: string) => kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (kebab: string) => camel(`-${kebab}`);
const snake = (kebab: string) => kebab.replaceAll('-', '_');
const spoken = (kebab: string) => kebab.replaceAll('-', ' ');

/**
 * The files of one feature, by the plan of STYLE §2.
 *
 * @param module kebab-case name of the module
 * @param useCase the verb and its noun, `confirm-order`
 * @param isNew whether the module has no files yet
 * @returns file name inside the module's folder → text
 */
export function featureFiles(module: string, useCase: string, isNew: boolean): Map<string, string> {
  const [verb = '', ...rest] = useCase.split('-');
  const noun = rest.join('-');
  const files = new Map([
    [`${useCase}.ts`, useCaseText(useCase, noun)],
    [`${useCase}.db.test.ts`, testText(useCase, noun)],
  ]);
  if (!isNew) return files;
  files.set('README.md', readme(module, noun, useCase));
  files.set('module.ts', manifest(module));
  files.set(
    'api.ts',
    `/** What modules downstream may call. Everything else here is private. */\nexport { ${camel(useCase)} } from './${useCase}.ts';\n`,
  );
  files.set('contract.ts', contract(module, noun, verb, useCase));
  files.set('rules.ts', rules(verb, noun));
  files.set('rules.test.ts', rulesTest(verb, noun));
  files.set('store.ts', store(noun));
  files.set('routes.ts', routes(useCase));
  files.set('words.ts', words(module, noun));
  files.set(`migrations/0001_${snake(module)}.sql`, migration(noun));
  return files;
}

const useCaseText = (useCase: string, noun: string) => `import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';

export interface ${pascal(useCase)}Refusal {
  readonly code: '${snake(noun)}_unknown';
}

/**
 * TELL: what becomes true when this succeeds, what follows after the commit, and what is refused.
 * Load, decide, save, tell; nothing in here that cannot be rolled back.
 */
export async function ${camel(useCase)}(
  _tx: Tx,
  _caller: Caller,
  _${camel(noun)}Id: Id,
): Promise<Result<{ readonly id: Id }, ${pascal(useCase)}Refusal & { readonly [fact: string]: unknown }>> {
  return Promise.resolve(refuse({ code: '${snake(noun)}_unknown' }));
}
`;

const testText = (useCase: string, noun: string) => `import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { uuidV7 } from '#domain/kernel/ids.ts';
import { ${camel(useCase)} } from './${useCase}.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

// Red on purpose: write first what must be true, with the expected value derived in view.
test('TELL: a sentence that says what broke when this fails', async () => {
  const ${camel(noun)}Id = uuidV7(Date.parse(app.clock.now()), randomBytes(10));
  const caller = await app.caller();
  const outcome = await app.inTenant((tx) => ${camel(useCase)}(tx, caller, ${camel(noun)}Id));
  expect(outcome).toMatchObject({ ok: true, value: { id: ${camel(noun)}Id } });
});
`;

const readme = (module: string, noun: string, useCase: string) => `# ${module}

TELL: one sentence on what this module is for.

- **Owns** \`${snake(noun)}\`.
- **States** TELL.
- **Calls** nothing upstream. **Announces** nothing yet.
- **Start reading** at \`${useCase}.ts\`.
`;

const manifest = (module: string) => `import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { handlers } from './routes.ts';
import { ${camel(module)}Words } from './words.ts';

export const ${camel(module)}: Module<AppContext> = {
  name: '${module}',
  migrations: migrationsOf('${module}', import.meta.url),
  handlers,
  words: [${camel(module)}Words],
};
`;

const contract = (module: string, noun: string, verb: string, useCase: string) => `import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id } from '#platform/http/fields.ts';

const may = permissions('${module}', { write: ['owner', 'office'] });

export const ${camel(useCase)} = route({
  method: 'POST',
  path: '/api/${noun}s/:${camel(noun)}Id/${verb}',
  may: may.write,
  summary: 'TELL: what it does, in one sentence.',
  params: z.strictObject({ ${camel(noun)}Id: id }),
  response: z.object({ id: z.string() }),
});
`;

const rules = (verb: string, noun: string) => `/**
 * TELL: may this ${spoken(noun)} be ${verb}ed? By which facts, in which units, and where the rule comes from.
 */
export function decide${pascal(verb)}(facts: { readonly state: string }): boolean {
  return facts.state === 'draft';
}
`;

const rulesTest = (verb: string, noun: string) => `import { expect, test } from 'vitest';
import { decide${pascal(verb)} } from './rules.ts';

test('only a draft ${spoken(noun)} passes', () => {
  expect(decide${pascal(verb)}({ state: 'draft' })).toBe(true);
  expect(decide${pascal(verb)}({ state: 'done' })).toBe(false);
});
`;

const store = (noun: string) => `import type { Id } from '#domain/kernel/ids.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** The tables of this module; nobody else reads or writes them. */
interface Tables {
  ${snake(noun)}: { tenant_id: Id; id: Id };
}

export async function find${pascal(noun)}(tx: Tx, ${camel(noun)}Id: Id): Promise<{ readonly id: Id } | undefined> {
  return tx
    .tables<Tables>()
    .selectFrom('${snake(noun)}')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', ${camel(noun)}Id)
    .executeTakeFirst();
}
`;

const routes = (useCase: string) => `import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { ${camel(useCase)} } from './${useCase}.ts';

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.${camel(useCase)}, async ({ tx, caller, input }) => ${camel(useCase)}(tx, caller, input.params.${camel(useCase.slice(useCase.indexOf('-') + 1))}Id)),
];
`;

const words = (module: string, noun: string) => `import { defineWords } from '#platform/words/words.ts';

export const ${camel(module)}Words = defineWords(
  { 'refusal.${snake(noun)}_unknown': 'There is no such ${spoken(noun)}.' },
  { 'refusal.${snake(noun)}_unknown': 'TELL: derselbe Satz auf Deutsch.' },
);
`;

const migration = (
  noun: string,
) => `-- TELL: what these tables hold. Expand-only: no table or column is dropped here.

create table ${snake(noun)} (
  tenant_id uuid not null,
  id uuid not null,
  primary key (tenant_id, id)
);
select shard('${snake(noun)}');
grant select, insert, update on ${snake(noun)} to tenon_app;
`;
