/**
 * The rules of the house, each held by a gate, and each gate proven on planted faults: a gate that sees nothing in a
 * tree with a fault is worse than none. What a gate objects to it says in a sentence; the reason stands at the rule.
 */
import { describe, expect, test } from 'vitest';
import { browserFaults, importFaults, purityFaults } from './scripts/tidy/imports.ts';
import { outwardFaults } from './scripts/tidy/outward.ts';
import { purposeFaults } from './scripts/tidy/purposes.ts';
import { packageFaults } from './scripts/tidy/packages.ts';
import { unreachedFaults, unusedExportFaults } from './scripts/tidy/reach.ts';
import { migrationFaults, textFaults } from './scripts/tidy/text.ts';
import { plant, readTree, type Tree } from './scripts/tidy/tree.ts';

const tree = readTree(import.meta.dirname);
type Gate = (tree: Tree) => string[];
/** A fault: the file it is planted in, its text, and what the gate must say. */
type Fault = readonly [path: string, text: string, says: RegExp];

function gate(
  name: string,
  faultsIn: Gate,
  faults: readonly Fault[],
  fine: readonly (readonly [string, string])[] = [],
) {
  describe(name, () => {
    test('the tree is clean', () => expect(faultsIn(tree)).toEqual([]));
    test.each(faults)('sees a fault planted in %s: %s', (path, text, says) => {
      const before = new Set(faultsIn(tree));
      const found = faultsIn(plant(tree, path, text)).filter((fault) => !before.has(fault));
      expect(found.join('\n')).toMatch(says);
    });
    if (fine.length) {
      test.each(fine)('has nothing against %s: %s', (path, text) => {
        const before = new Set(faultsIn(tree));
        expect(faultsIn(plant(tree, path, text)).filter((fault) => !before.has(fault))).toEqual([]);
      });
    }
  });
}

gate(
  'who may import whom',
  importFaults,
  [
    ['domain/kernel/planted.ts', "import '#platform/clock/clock.ts';", /domain imports only domain/],
    ['domain/kernel/planted.ts', "import { readFileSync } from 'node:fs';", /domain imports only domain/],
    ['domain/kernel/planted.test.ts', "import '#platform/clock/clock.ts';", /in tests as well/],
    ['platform/clock/planted.ts', "import '#domain/money/tax.ts';", /platform imports only/],
    ['platform/clock/planted.ts', "export * from '#modules/accounts/api.ts';", /platform imports only/],
    ['modules/production/planted.ts', "import '#modules/orders/api.ts';", /downstream of production/],
    [
      'modules/production/planted.ts',
      "import type { X } from '#modules/orders/api.ts';",
      /downstream of production/,
    ],
    [
      'modules/production/planted.ts',
      "const x = await import('#modules/orders/api.ts');",
      /downstream of production/,
    ],
    [
      'modules/production/planted.ts',
      "import x = require('#modules/orders/api.ts');",
      /downstream of production/,
    ],
    [
      'modules/production/planted.ts',
      "let x: import('#modules/orders/api.ts').X;",
      /downstream of production/,
    ],
    ['modules/orders/planted.ts', "import '#modules/production/store.ts';", /the door of production is/],
    [
      'modules/orders/planted.ts',
      "import '../production/api.ts';",
      /reached as #modules\/production\/api.ts/,
    ],
    ['modules/orders/planted.ts', "import './ui/screens.ts';", /does not import its screens/],
    ['modules/orders/planted.ts', "import '#apps/server/app.ts';", /modules know no apps/],
    ['modules/orders/planted.ts', 'const x = await import(name);', /computed name/],
    ['modules/orders/planted.tsx', 'export {};', /\.tsx belongs to/],
    ['modules/nowhere/planted.ts', "import '#modules/accounts/api.ts';", /no module of the river/],
    ['modules/orders/ui/planted.ts', "import '#modules/production/api.ts';", /ui\/public\.ts/],
    ['modules/orders/rules.ts', "import './store.ts';", /rules touch domain only/],
    ['modules/orders/price-rules.ts', "import { z } from 'zod';", /rules touch domain only/],
    [
      'apps/server/planted.ts',
      "import '#modules/orders/store.ts';",
      /imports only modules\/orders\/module.ts/,
    ],
    ['apps/cli/planted.ts', "import '#modules/orders/api.ts';", /imports only modules\/orders\/module.ts/],
    [
      'apps/web/planted.ts',
      "import '#modules/orders/module.ts';",
      /imports only modules\/orders\/ui\/screens.ts/,
    ],
    [
      'apps/web/station/planted.ts',
      "import '#modules/accounts/ui/screens.ts';",
      /imports only modules\/accounts\/ui\/station\/screens.ts/,
    ],
    [
      'apps/server/planted.ts',
      "import '../../scripts/tally.ts';",
      /nothing in the rooms may depend on scripts/,
    ],
    ['apps/server/planted.ts', "import './test-kit.ts';", /made for tests/],
  ],
  [
    [
      'modules/orders/planted.ts',
      "import '#modules/production/api.ts'; import './store.ts'; import '#domain/money/tax.ts';",
    ],
    ['modules/orders/rules.ts', "import '#domain/kernel/days.ts'; import type { X } from './contract.ts';"],
    ['apps/server/planted.ts', "import '#modules/orders/module.ts'; import '#platform/clock/clock.ts';"],
    ['platform/clock/planted.ts', "import '#domain/kernel/days.ts'; import { z } from 'zod';"],
  ],
);

gate(
  'what the browser loads',
  browserFaults,
  [
    ['modules/orders/ui/planted.ts', "import { readFile } from 'node:fs/promises';", /browser cannot load/],
    [
      'apps/web/planted.ts',
      "import '#platform/postgres/database.ts';",
      /planted\.ts → .*database\.ts → (pg|kysely)/,
    ],
  ],
  [['modules/orders/ui/planted.ts', "import type { Database } from '#platform/postgres/database.ts';"]],
);

gate(
  'mail goes to addresses that were read for a purpose',
  purposeFaults,
  [
    [
      'modules/orders/planted.ts',
      "queueMail(tx, caller, { kind: 'orders.quote', recipient: customer.email });",
      /planted\.ts:1 mails somebody whose address was read for no purpose/,
    ],
    [
      'modules/orders/planted.ts',
      "queueMail(tx, caller, { recipient: await addressFor(tx, 'orders.quote', load), ...mail });",
      /read for no purpose/,
    ],
    ['modules/orders/planted.ts', 'queueMail(tx, caller, mail);', /read for no purpose/],
    [
      'modules/orders/planted.ts',
      'const shown = vault().open(row.iban_sealed, place);',
      /opens an account number for no purpose/,
    ],
    ['modules/orders/planted.ts', 'for (const one of all) later(queueMail, one);', /read for no purpose/],
    [
      'modules/orders/planted.ts',
      "import { queueMail as send } from '#platform/mail/outbox.ts';",
      /called by its own name/,
    ],
  ],
  [
    [
      'modules/orders/planted.ts',
      "queueMail(tx, caller, { ...mail, recipient: await addressFor(tx, 'orders.quote', load) });",
    ],
  ],
);

gate(
  'time, chance and the outside in the pure rooms',
  purityFaults,
  [
    ['domain/kernel/planted.ts', 'export const at = () => Date.now();', /Date\.now/],
    ['domain/kernel/planted.ts', 'export const at = () => new Date();', /new Date\(\)/],
    ['domain/kernel/planted.ts', 'export const dice = () => Math.random();', /Math\.random/],
    ['modules/orders/rules.ts', "export const x = process.env['X'];", /process\.env/],
  ],
  [['domain/kernel/planted.ts', 'export const at = (ms: number) => new Date(ms).getTime();']],
);

gate(
  'outbound connections and the database',
  outwardFaults,
  [
    ['platform/jobs/planted.ts', "import { connect } from 'node:net';", /only platform\/egress/],
    ['platform/jobs/planted.ts', "import https from 'https';", /only platform\/egress/],
    ['platform/http/planted.ts', "import { request } from 'node:http';", /only platform\/egress/],
    ['platform/http/planted.ts', "import * as net from 'node:net';", /only platform\/egress/],
    ['platform/jobs/planted.ts', "const net = await import('node:net');", /only platform\/egress/],
    ['platform/jobs/planted.ts', "import { Agent } from 'undici';", /only platform\/egress/],
    [
      'platform/mail/send.ts',
      "import nodemailer from 'nodemailer'; nodemailer.createTransport({ host: 'x' });",
      /only platform\/egress/,
    ],
    ['modules/orders/planted.ts', "await fetch('https://example.org');", /fetch\(\) opens a connection/],
    [
      'modules/orders/planted.ts',
      "await globalThis.fetch('https://example.org');",
      /fetch opens a connection/,
    ],
    [
      'modules/orders/planted.ts',
      "import { execFile } from 'node:child_process';",
      /starting other programs/,
    ],
    ['modules/orders/planted.ts', "import { request } from 'undici';", /only platform\/egress/],
    ['modules/orders/planted.ts', "import { createSocket } from 'node:dgram';", /only platform\/egress/],
    ['modules/orders/planted.ts', "import { lookup } from 'node:dns/promises';", /only platform\/egress/],
    ['modules/orders/planted.ts', "import { connect } from 'node:http2';", /only platform\/egress/],
    ['modules/orders/planted.ts', "const net = require('net');", /only platform\/egress/],
    ['modules/orders/planted.ts', "new WebSocket('wss://example.org');", /WebSocket\(…\) opens/],
    ['modules/orders/planted.ts', "process.getBuiltinModule('net');", /getBuiltinModule opens/],
    ['modules/orders/planted.ts', "process.binding('tcp_wrap');", /binding opens/],
    [
      'modules/orders/planted.ts',
      "import { pastTheLock } from '#platform/egress/lock.ts';",
      /the lock is passed by platform\/egress/,
    ],
    [
      'modules/orders/planted.ts',
      "import { allowDatabase } from '#platform/egress/lock.ts';",
      /the lock is passed by/,
    ],
    [
      'modules/orders/planted.ts',
      "import * as lock from '#platform/egress/lock.ts';",
      /the lock is passed by/,
    ],
    ['modules/orders/planted.ts', "import pg from 'pg';", /only platform\/postgres/],
    ['platform/jobs/planted.ts', "import { Pool } from 'pg';", /only platform\/postgres/],
  ],
  [
    ['platform/egress/planted.ts', "import { connect } from 'node:tls'; await fetch('https://example.org');"],
    ['platform/http/planted.ts', "import { createServer } from 'node:http';"],
    ['platform/jobs/planted.ts', "import type { Pool } from 'pg'; import type { Socket } from 'node:net';"],
    ['apps/web/planted.ts', "await fetch('/api/orders');"],
  ],
);

gate(
  'every file is reached',
  unreachedFaults,
  [
    ['modules/orders/planted.ts', 'export {};', /orders\/planted\.ts: no entry/],
    ['platform/http/planted.css', 'a {}', /planted\.css: no entry/],
  ],
  [
    ['modules/orders/planted.test.ts', ''],
    ['bench/planted.bench.ts', ''],
  ],
);

gate(
  'every exported value is taken',
  unusedExportFaults,
  [
    ['domain/kernel/planted.ts', 'export const nobody = 1;', /planted\.ts:1: nobody is exported/],
    ['domain/kernel/planted.ts', '\nexport function nobody() {}', /planted\.ts:2: nobody is exported/],
    ['domain/kernel/planted.ts', 'const nobody = 1;\nexport { nobody };', /nobody is exported/],
    // A file of which everybody takes something else.
    [
      'domain/kernel/result.ts',
      `${tree.get('domain/kernel/result.ts')}export const nobody = 1;`,
      /nobody is exported/,
    ],
  ],
  [
    ['domain/kernel/planted.ts', 'export interface Shape { x: number }'],
    ['modules/site/api.ts', 'export const later = 1;'],
  ],
);

const manifest = JSON.parse(tree.get('package.json') ?? '{}') as Record<string, Record<string, string>>;
const withPackage = (section: string, name: string, version: string) =>
  JSON.stringify({ ...manifest, [section]: { ...manifest[section], [name]: version } });

gate('packages', packageFaults, [
  ['package.json', withPackage('dependencies', 'fastify', '^5.12.8'), /fastify \^5\.12\.8 is not pinned/],
  ['package.json', withPackage('dependencies', 'left-pad', '1.3.0'), /does not use left-pad/],
  ['package.json', withPackage('devDependencies', 'left-pad', '1.3.0'), /nobody uses left-pad/],
  ['package.json', withPackage('optionalDependencies', 'left-pad', '1.3.0'), /left-pad is optional/],
  ['platform/jobs/planted.ts', "import 'left-pad';", /left-pad is not in package\.json/],
  ['platform/jobs/planted.ts', "import 'vitest';", /vitest is a development tool/],
]);

const off = (word: string) => `test.${word}('x', () => {});`;
gate(
  'text',
  textFaults,
  [
    ['domain/kernel/planted.ts', '\n'.repeat(401), /401 lines/],
    ['domain/kernel/planted.test.ts', off('only'), /hides every other test/],
    ['domain/kernel/planted.test.ts', off('skip'), /guards nothing/],
    ['domain/kernel/planted.test.ts', off('concurrent.skip'), /guards nothing/],
    ['domain/kernel/planted.ts', `// @ts-${'ignore'}`, /silences the compiler/],
    ['domain/kernel/planted.ts', `// ${'TO' + 'DO'}: later`, /finish it/],
    ['domain/kernel/planted.ts', `const path = '/${'home'}/someone/x';`, /path of one machine/],
    ['README.md', `see https://${'registry'}.example.org/x`, /outside of the repository/],
    ['domain/kernel/planted.spec.ts', '', /the runner does not see/],
  ],
  [['domain/kernel/planted.test.ts', "test.skipIf(true)('x', () => {});"]],
);

gate(
  'migrations',
  migrationFaults,
  [
    ['modules/planted/migrations/0001_planted.sql', 'create table t ();', /open with a sentence/],
    ['modules/planted/migrations/0002_planted.sql', '-- Tables of nothing at all.\n', /not 1, 2, 3/],
    ['modules/planted/migrations/first.sql', '-- Tables of nothing at all.\n', /is called 0001_/],
    ['modules/planted/migrations/0001_planted.sql', '-- Tables of it.\ncreate trigger t', /create trigger/],
    ['modules/planted/migrations/0001_planted.sql', '-- Tables of it.\n on delete set null', /SET NULL/],
  ],
  [['modules/planted/migrations/0001_planted.sql', '-- Tables of nothing at all.\ncreate table t ();']],
);
