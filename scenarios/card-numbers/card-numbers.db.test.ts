/**
 * Somebody writes the number of a card wherever something can be written: into every field of every route, query and
 * address, into file names, lists and header lines. Afterwards everything that was kept is searched.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { constants, inflateRawSync, inflateSync } from 'node:zlib';
import excel from 'exceljs';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { modules } from '#apps/server/modules.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { listProducts } from '#modules/catalog/contract.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { addProductLine, createOrder, quoteOrder, uploadPartList } from '#modules/orders/contract.ts';
import { getMail } from '#modules/support/contract.ts';
import { readPdf } from '#platform/documents/testing.ts';
import { keepUpload } from '#platform/files/masking/keep-upload.ts';
import { pdfOf, zipOf } from '#platform/files/masking/testing.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import { BackupProblem, takeBackup } from '#platform/postgres/backup/backup.ts';
import { MASKED_HEADER } from '#platform/http/masked-header.ts';
import { takeMail } from '#platform/mail/intake/take-mail.ts';
import { bodyOf } from '../tenants/probe.ts';

const CARD = '4111 1111 1111 1111';
const DIGITS = '4111111111111111';
const SPELLINGS = [CARD, '4111-1111-1111-1111', DIGITS, '4111\u00a01111\u20131111 1111'];

const routes: readonly AnyRoute[] = modules.flatMap((module) =>
  (module.handlers ?? []).map((handler) => handler.route),
);
const logged: string[] = [];
let t: TestApp;
let owner: pg.Client;
let cookie = '';
/** Routes that ended the session and were asked again with a new one. */
const ended = new Set<string>();

beforeAll(async () => {
  t = await openTestApp({ log: 'debug', logTo: { write: (line) => void logged.push(line) } });
  owner = new pg.Client({ connectionString: t.ownerUrl, options: '-c search_path=tenon' });
  await owner.connect();
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) => {
    await installLibrary(tx, caller);
    await saveCompany(tx, DEMO_COMPANY);
  });
  await signIn();
});
async function signIn(): Promise<void> {
  const answer = await t.app.server.inject({
    method: 'POST',
    url: '/api/session/demo',
    payload: { role: 'owner' },
  });
  expect(answer.statusCode).toBe(200);
  cookie = String(answer.headers['set-cookie']).split(';')[0]!;
}
afterAll(async () => {
  await owner.end();
  await t.close();
});

/** Where a card number is found: every column of every table of the product and of the queue, bytes included. */
async function foundInTables(): Promise<string[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema in ('tenon', 'graphile_worker') and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(60);
  const hex = Buffer.from(DIGITS).toString('hex');
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(
      `select left(t::text, 300) as row from ${name} t
       where regexp_replace(t::text, '[^0-9]', '', 'g') like '%${DIGITS}%' or t::text like '%${hex}%'`,
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

async function foundInFiles(): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(t.filesDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const pdf =
      bytes.subarray(0, 5).toString() === '%PDF-' ? (await readPdf(new Uint8Array(bytes))).text : '';
    if ([path, bytes.toString('latin1'), pdf].some(holdsCard) || fileHoldsCard(bytes)) found.push(path);
  }
  return found;
}

/** What lies packed in a file, level by level, found by the marks of packed streams and not by the code that masks. */
function unfolded(bytes: Buffer, deep = 4): Buffer[] {
  const inner: Buffer[] = [];
  for (
    let at = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')
  )
    inner.push(
      loose(
        inflateRawSync,
        bytes.subarray(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)),
      ),
    );
  for (const { index } of bytes.toString('latin1').matchAll(/stream\r?\n/g))
    inner.push(loose(inflateSync, bytes.subarray(index + 7)));
  for (const { 0: lines } of bytes.toString('latin1').matchAll(/(?:[A-Za-z0-9+/=]{16,}\s+)+/g))
    inner.push(Buffer.from(lines, 'base64'));
  return [
    bytes,
    ...(deep > 0 ? inner.filter(({ length }) => length > 0).flatMap((one) => unfolded(one, deep - 1)) : []),
  ];
}

function loose(unpack: typeof inflateSync, bytes: Buffer): Buffer {
  try {
    return unpack(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/** A card number among the bytes of a file: as text, as text between tags, with two bytes a sign, or packed in it. */
const fileHoldsCard = (bytes: Buffer): boolean =>
  unfolded(bytes).some((one) =>
    [one.toString('latin1'), one.toString('utf16le')].some((text) =>
      /4111[^0-9]{0,3}1111[^0-9]{0,3}1111[^0-9]{0,3}1111/.test(text.replace(/<[^>]*>/g, '')),
    ),
  );

const holdsCard = (text: string): boolean => text.replace(/\D/g, '').includes(DIGITS);

/** A value with one of its texts replaced, for each text that it has; and one with all of them. */
function baited(value: unknown, card: string): unknown[] {
  const paths: (string | number)[][] = [];
  const walk = (one: unknown, path: (string | number)[]): void => {
    if (typeof one === 'string' || typeof one === 'number') paths.push(path);
    else if (Array.isArray(one)) one.forEach((item, i) => walk(item, [...path, i]));
    else if (one !== null && typeof one === 'object')
      for (const [name, member] of Object.entries(one)) walk(member, [...path, name]);
  };
  walk(value, []);
  const put = (into: unknown, list: readonly (string | number)[][]): unknown => {
    const copy = structuredClone(into);
    for (const path of list) {
      let at = copy as Record<string | number, unknown>;
      for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
      at[path.at(-1)!] = typeof at[path.at(-1)!] === 'number' ? Number(DIGITS) : `pay ${card}`;
    }
    return copy;
  };
  return [...paths.map((path) => put(value, [path])), put(value, paths)];
}

/** A body with every member that the schema names, the optional ones as well. */
function fullBody(schema: z.ZodType | undefined): unknown {
  if (schema === undefined) return undefined;
  const needed = bodyOf(schema, t.tenantId) as Record<string, unknown> | undefined;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: object };
  const all = Object.fromEntries(Object.keys(json.properties ?? {}).map((name) => [name, 'x']));
  return typeof needed === 'object' ? { ...all, ...needed } : needed;
}

async function send(
  route: AnyRoute,
  { path = route.path, body }: { path?: string; body?: unknown },
  headers: Record<string, string> = {},
): Promise<Awaited<ReturnType<typeof t.app.server.inject>>> {
  const upload = route.kind === 'upload' && route.method !== 'GET';
  const answer = await t.app.server.inject({
    method: route.method as 'GET',
    url: path.replace(/:\w+/g, encodeURIComponent(CARD)),
    headers: {
      cookie,
      'idempotency-key': crypto.randomUUID(),
      'user-agent': `Browser ${CARD}`,
      ...(route.method === 'GET'
        ? {}
        : { 'content-type': upload ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(route.method === 'GET'
      ? {}
      : { payload: upload ? Buffer.from(`a;b\n${CARD};1\n`) : JSON.stringify(body ?? {}) }),
  });
  if (answer.body.includes('not_signed_in') && !ended.has(route.path)) {
    ended.add(route.path);
    await signIn();
    return send(route, { path, body }, headers);
  }
  expect(answer.statusCode, `${route.method} ${route.path}: ${answer.body.slice(0, 300)}`).toBeLessThan(500);
  return answer;
}

test('a card number in every field of every route is found in no table, no file and no log', async () => {
  let asked = 0;
  for (const route of routes) {
    // Signing out would end the story.
    if (/session/.test(route.path) && route.method === 'DELETE') continue;
    const spelled = SPELLINGS[asked % SPELLINGS.length]!;
    const bodies = [
      ...baited(bodyOf(route.body, t.tenantId), spelled),
      baited(fullBody(route.body), spelled).at(-1),
    ];
    for (const body of bodies) {
      await send(route, { body, path: route.path.replace(/:(\w+Id)\b/g, t.tenantId) });
      asked += 1;
    }
    await send(route, {
      path: `${route.path}?q=${encodeURIComponent(CARD)}&search=${encodeURIComponent(CARD)}`,
    });
    await send(route, {}, { 'idempotency-key': CARD, 'x-file-name': encodeURIComponent(`${CARD}.csv`) });
  }
  expect(asked).toBeGreaterThan(300);
  // Nearly all of it was asked with a session: what ends one is the leaving itself.
  expect([...ended].length, [...ended].join(', ')).toBeLessThanOrEqual(6);
  await t.app.runDueJobs();
  expect(await foundInTables()).toEqual([]);
  expect(await foundInFiles()).toEqual([]);
  expect(logged.filter(holdsCard)).toEqual([]);
}, 180_000);

test('a quote whose every text holds a card number goes out masked, as paper and as mail', async () => {
  const office = await t.client('owner');
  const customer = await office.call(createCustomer, {
    body: {
      name: `Anna ${CARD}`,
      email: 'anna@customer.example',
      street: `${CARD} Street`,
      city: 'Ulm',
      postcode: '89073',
    } as never,
  });
  const { products } = await office.call(listProducts, {});
  const { id: orderId } = await office.call(createOrder, {
    body: { customerId: customer.id, reference: `card ${CARD} CVV 123`, wantedOn: null } as never,
  });
  const base = products.find(({ code }) => code === 'BASE600')!;
  await office.call(addProductLine, {
    params: { orderId },
    body: { productId: base.id, parameters: {}, quantity: 1, unitNet: null } as never,
  });
  await office.call(quoteOrder, { params: { orderId }, body: {} });
  await t.app.runDueJobs();
  const { rows } = await owner.query<{ message: string; papers: number }>(
    `select (select count(*)::int from document) as papers, message::text from outgoing_mail where kind like 'orders.quote%'`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]!.papers).toBeGreaterThan(0);
  const { rows: kept } = await owner.query<{ reference: string }>(
    'select reference from sales_order where id = $1',
    [orderId],
  );
  expect(kept).toEqual([{ reference: 'card •••• 1111 CVV •••' }]);
  expect(await foundInTables()).toEqual([]);
  expect(await foundInFiles()).toEqual([]);

  const list = await t.app.server.inject({
    method: 'POST',
    url: uploadPartList.path.replace(':orderId', (await anotherDraft(customer.id)) as string),
    headers: {
      cookie,
      'idempotency-key': crypto.randomUUID(),
      'content-type': 'application/octet-stream',
      'x-file-name': encodeURIComponent(`list ${DIGITS}.csv`),
    },
    payload: Buffer.from(`Description;Length;Width;Quantity;Material\nshelf ${CARD};800;300;2;W18\n`),
  });
  expect(list.statusCode).toBe(200);
  // One in the name of the file and one in a cell; the sender hears of both.
  expect(list.headers[MASKED_HEADER]).toBe('2');
  expect(await foundInTables()).toEqual([]);
  expect(logged.filter(holdsCard)).toEqual([]);
});

async function anotherDraft(customerId: string): Promise<string> {
  const office = await t.client('owner');
  const { id } = await office.call(createOrder, {
    body: { customerId, reference: 'list', wantedOn: null } as never,
  });
  return id;
}

test('the sender is told: by a header where the text was taken, by a refusal where it could not be', async () => {
  const post = (body: object) =>
    send(createCustomer as unknown as AnyRoute, { body, path: '/api/customers' });
  const taken = await post({ name: `Ben ${CARD}`, email: 'ben@customer.example' });
  expect([taken.statusCode, taken.headers[MASKED_HEADER]]).toEqual([200, '1']);
  const refused = await post({ name: 'Ben', email: CARD });
  expect(refused.statusCode).toBe(422);
  expect(refused.json()).toMatchObject({
    code: 'card_number_refused',
    errors: [{ field: 'email', code: 'card_number_refused', value: '•••• 1111' }],
  });
  expect(refused.body).not.toContain('4111');
});

test('a card number in files of every kind, by mail and by upload, is found in no table, no file and no log', async () => {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Orders');
  sheet.addRows([
    ['Anna', CARD],
    ['Ben', Number(DIGITS)],
    ['Cleo', { richText: [{ text: '4111 1111' }, { text: ' 1111 1111' }] }],
  ]);
  const workbook = Buffer.from(await book.xlsx.writeBuffer());
  const word = '<w:p><w:r><w:t>4111 1111</w:t></w:r><w:r><w:t> 1111 1111</w:t></w:r></w:p>';
  const nested = Buffer.from(
    `From: a@b.example\r\nSubject: x\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`pay ${CARD}`).toString('base64')}\r\n`,
  );
  const files: Record<string, { bytes: Buffer; keptOut?: string }> = {
    'orders.xlsx': { bytes: workbook },
    'letter.docx': { bytes: zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': word }) },
    'lists.zip': { bytes: zipOf({ 'list.csv': `a;${CARD}\n`, 'more.zip': zipOf({ 'b.txt': DIGITS }) }) },
    'old.dat': { bytes: nested },
    'list.csv': { bytes: Buffer.from(`\ufeffa;4111\u00a01111\u00a01111\u00a01111\n`) },
    'paid.pdf': {
      bytes: pdfOf(`BT /F1 9 Tf [(4111 11) 20 (11 1111)] TJ ( 1111) Tj ET`),
      keptOut: 'card_number',
    },
    'locked.zip': { bytes: zipOf({ 'a.txt': CARD }, { locked: true }), keptOut: 'locked' },
    'pdfs.zip': { bytes: zipOf({ 'a.pdf': pdfOf(`BT (${CARD}) Tj ET`) }), keptOut: 'card_number' },
  };
  const parts = Object.entries(files).map(
    ([name, { bytes }]) =>
      `--z\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`,
  );
  const { mailId } = await takeMail(
    {
      ...t.app.context,
      resolve: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
    },
    {
      raw: Buffer.from(
        `From: Anna <anna@customer.example>\r\nTo: info@tenon.example\r\nSubject: files\r\nMessage-ID: <files@customer.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n${parts.join('')}--z--\r\n`,
      ),
      tenantId: t.tenantId,
      channel: 'smtp',
      recipient: 'info@tenon.example',
      peer: { envelopeFrom: 'anna@customer.example' },
      receivedAt: t.clock.now(),
    },
  );
  await t.app.runDueJobs();
  const office = await t.client('owner');
  const mail = await office.call(getMail, { params: { mailId } });
  expect(mail.files.map(({ name, keptOut }) => [name, keptOut])).toEqual(
    Object.entries(files).map(([name, { keptOut }]) => [name, keptOut ?? null]),
  );
  const { rows } = await owner.query<{ message: string }>(
    `select message::text from outgoing_mail where kind = 'support.received' and subject_id = $1`,
    [mailId],
  );
  expect(rows[0]?.message).toMatch(/did not keep paid\.pdf, pdfs\.zip.*did not keep locked\.zip/s);
  await t.app.runDueJobs();
  expect(await foundInTables()).toEqual([]);
  expect(await foundInFiles()).toEqual([]);
  expect(logged.filter(holdsCard)).toEqual([]);
});

test('an upload that is stored is kept only without card numbers', async () => {
  const clean = await keepUpload(t.app.context.files, t.tenantId, pdfOf('BT (a contract) Tj ET'), 100_000);
  expect(clean.ok).toBe(true);
  const found = await keepUpload(t.app.context.files, t.tenantId, pdfOf(`BT (${CARD}) Tj ET`), 100_000);
  expect(found).toMatchObject({ ok: false, refusal: { code: 'file_not_kept', because: 'card_number' } });
  expect(await foundInFiles()).toEqual([]);
});

/** Card numbers and a text that must be there, in the bytes of a backup: dead rows and the log of the server as well. */
async function searched(folder: string): Promise<{ cards: string[]; marks: number }> {
  const cards: string[] = [];
  let marks = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.name.endsWith('.dump') ? await unpacked(path) : await readFile(path);
    const text = bytes.toString('latin1');
    if (
      /4111[^0-9]{0,3}1111[^0-9]{0,3}1111[^0-9]{0,3}1111/.test(text) ||
      (bytes.length < 1024 ** 2 && fileHoldsCard(bytes))
    )
      cards.push(path);
    if (bytes.includes('card •••• 1111 CVV •••')) marks += 1;
  }
  return { cards, marks };
}

/** A dump is compressed; as text it is what it would be put back as. */
async function unpacked(path: string): Promise<Buffer> {
  const { stdout } = await promisify(execFile)('pg_restore', ['--file', '-', path], {
    encoding: 'buffer',
    maxBuffer: 1024 ** 3,
  });
  return stdout;
}

test('a backup of all this holds none either, byte by byte', async () => {
  const target = await mkdtemp(join(tmpdir(), 'tenon-cards-'));
  const options = {
    ownerUrl: t.ownerUrl,
    filesDir: t.filesDir,
    target,
    now: new Date('2026-03-02T10:00:00Z'),
    tenonVersion: '1',
  };
  try {
    await owner.query('checkpoint');
    // By pg_dump where it is of the server's version; else the files of this database, which a base backup copies as they are.
    const folder = await takeBackup({ ...options, embedded: false }).catch(async (error: unknown) => {
      if (!(error instanceof BackupProblem)) throw error;
      const { rows } = await owner.query<{ place: string }>(
        `select current_setting('data_directory') || '/base/' || oid as place from pg_database where datname = current_database()`,
      );
      return rows[0]!.place;
    });
    const found = await searched(folder);
    expect(found.cards).toEqual([]);
    // The same search finds what was masked: it reads what is there.
    expect(found.marks).toBeGreaterThan(0);
  } finally {
    await rm(target, { recursive: true, force: true });
  }
});
