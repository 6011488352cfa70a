import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personalTable } from '#domain/kernel/personal.ts';
import { route, type AnyRoute } from '#platform/http/contract.ts';
import { line } from '#platform/http/fields.ts';
import { platformPersonal } from '#platform/module/personal.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { modules } from './modules.ts';
import { FEATURES } from '#domain/policy/features.ts';
import { FILES_FOR, READS_FOR } from '#domain/policy/readers.ts';
import { purposeFaults } from './purpose-gates.ts';
import { OWN_ONLY, shownFaults } from './shown-gates.ts';
import { channelFaults, collectFaults, columnFaults, featureFaults, type Judged } from './privacy-gates.ts';
import { openTestApp, type TestApp } from './test-kit.ts';

let t: TestApp;
let existing: { table: string; column: string }[];
beforeAll(async () => {
  t = await openTestApp();
  // Only then it knows its last doors: those for forms and messages.
  await t.app.server.ready();
  existing = (await asOwner(t.ownerUrl, (query) =>
    query(`select c.relname as table, a.attname as column from pg_class c
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'tenon'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p')`),
  )) as unknown as typeof existing;
});
afterAll(() => t.close());

const maps = [platformPersonal, ...modules.flatMap(({ personal }) => (personal ? [personal] : []))];

describe('columns', () => {
  test('each column of each table is of a category or not personal, in one manifest', () => {
    expect(existing.length).toBeGreaterThan(300);
    expect(columnFaults(maps, existing)).toEqual([]);
  });

  test('a column that nobody declared is seen', () => {
    const found = columnFaults(maps, [...existing, { table: 'customer', column: 'birthday' }]);
    expect(found.filter((fault) => fault.startsWith('customer.'))).toEqual([
      'customer.birthday is in no map: say which category it is, or that it is not personal',
    ]);
  });

  test('a declared column that does not exist is seen, and one declared twice', () => {
    const planted = { customer: personalTable('processor', { nickname: 'contact' }, 'name') };
    const found = columnFaults([...maps, planted], existing);
    expect(found.filter((fault) => fault.startsWith('customer.'))).toEqual([
      'customer.name is mapped 2 times',
      'customer.nickname is mapped and does not exist',
    ]);
  });
});

describe('forms', () => {
  const declared: Judged[] = modules.map((module) => module);
  const asking = (extra: Partial<Parameters<typeof route>[0]>): Judged => ({
    name: 'planted',
    personal: { person: personalTable('controller', { phone: 'contact', shoe_size: 'contact' }, 'id') },
    handlers: [
      {
        route: route({
          method: 'POST',
          path: '/api/planted',
          may: 'signed-in',
          summary: 'Planted.',
          body: z.strictObject({ name: line(10), shoeSize: z.number().optional() }),
          ...(extra as object),
        }) as unknown as AnyRoute,
      },
    ],
  });

  test('each route that takes what people tell declares its form, field by field', () => {
    expect(collectFaults(declared)).toEqual([]);
  });

  test('a route that takes a telephone number unasked is seen, however deep it lies', () => {
    const deep = z.strictObject({ people: z.array(z.strictObject({ phone: line(20) })) });
    expect(collectFaults([asking({ body: deep })])).toEqual([
      'POST /api/planted takes phone and declares no form',
    ]);
  });

  test('a form that nobody declares, that names other fields, or marks them otherwise is seen', () => {
    const collects = { form: 'planted.person', purpose: 'account' as const };
    expect(collectFaults([asking({ collects })])).toEqual([
      'POST /api/planted collects by planted.person, which nobody declares',
    ]);
    const form = {
      id: 'planted.person',
      version: 1,
      purpose: 'support',
      about: 'person',
      fields: [],
    } as const;
    expect(collectFaults([{ ...asking({ collects }), forms: [form] }])).toEqual([
      'POST /api/planted collects for account, and planted.person says support',
      'POST /api/planted takes shoeSize, which planted.person does not name',
    ]);
    const shoeSize = { name: 'shoeSize', category: 'contact', optional: false } as const;
    expect(
      collectFaults([
        { ...asking({ collects }), forms: [{ ...form, purpose: 'account', fields: [shoeSize] }] },
      ]),
    ).toEqual(['POST /api/planted: planted.person marks shoeSize as required, the schema says otherwise']);
  });
});

describe('channels', () => {
  /** Addresses that the server answers, contracts and raw routes alike. */
  const doors = (): { path: string; takesIn: boolean }[] => {
    const printed = t.app.server.printRoutes({ commonPrefix: false });
    const stem: string[] = [];
    return printed.split('\n').flatMap((text) => {
      const match = /^((?:│ {3}| {4})*)[├└]── (\S*)( \([A-Z, ]+\))?/.exec(text);
      if (!match) return [];
      const depth = match[1]!.length / 4;
      stem.length = depth;
      stem[depth] = match[2]!;
      return match[3] ? [{ path: stem.join(''), takesIn: /POST|PUT|PATCH|DELETE/.test(match[3]) }] : [];
    });
  };
  const addresses = (): string[] => doors().map(({ path }) => path);
  const taking = (): string[] =>
    doors()
      .filter(({ takesIn }) => takesIn)
      .map(({ path }) => path);
  const workers = modules.flatMap(({ jobs = [], readers = [] }) => [
    ...jobs.map(({ name }) => name),
    ...readers.map(({ name }) => name),
  ]);

  test('each address, job and reader belongs to a channel of the register', () => {
    expect(addresses().length).toBeGreaterThan(80);
    expect(channelFaults(addresses(), [...workers, 'mail.send', 'outbox.read'])).toEqual([]);
  });

  test('an entry point that no channel names is seen', () => {
    expect(channelFaults(['/fax/inbox', '/apiary'], ['fax.read'])).toHaveLength(3);
  });

  test('everything that takes something in is a feature of the register, with the kinds of data it takes', () => {
    expect(taking().length).toBeGreaterThan(80);
    expect(featureFaults(taking(), modules)).toEqual([]);
  });

  test('a form, an upload or a scan that is in no register is seen, and so are data and features that are not said', () => {
    const news = (paths: readonly string[], more: readonly Judged[] = [], features = FEATURES): string[] =>
      featureFaults([...taking(), ...paths], [...modules, ...more], features);
    expect(news(['/guestbook', '/api/guestbook/:entryId/comments'])).toEqual([
      '/guestbook takes something in and no feature of domain/policy/features.ts names it',
      '/api/guestbook/:entryId/comments takes something in and no feature of domain/policy/features.ts names it',
    ]);
    const hidden = FEATURES.filter(({ id }) => id !== 'contact-form');
    expect(news([], [], hidden).join()).toMatch(/^\/contact takes something in/);
    expect(news([], [], [...FEATURES, { ...FEATURES[0]!, id: 'gone', takes: ['/gone'] }])).toEqual([
      'gone is in the register and nothing takes it in',
    ]);
    const form = { id: 'planted.scan', version: 1, purpose: 'order', about: 'person' } as const;
    const planted: Judged = {
      name: 'planted',
      forms: [{ ...form, fields: [{ name: 'face', category: 'profile-picture', optional: true }] }],
      handlers: [
        {
          route: route({
            ...{
              method: 'POST',
              path: '/api/orders/:orderId/part-lists/scan',
              may: 'signed-in',
              summary: 'x',
            },
            collects: { form: 'planted.scan', purpose: 'order' },
          }) as unknown as AnyRoute,
        },
      ],
    };
    expect(news([], [planted])).toEqual([
      'planted.scan takes profile-picture, which part-lists does not name',
      'planted.scan asks for consent, and part-lists says none is needed',
    ]);
  });
});

describe('purposes', () => {
  const reading = [{ name: 'platform', personal: platformPersonal }, ...modules];
  const known = purposeFaults(reading, READS_FOR, FILES_FOR);
  const newFaults = (extra: Parameters<typeof purposeFaults>[0][number]): string =>
    purposeFaults([...reading, extra], { ...READS_FOR, planted: ['support'] }, FILES_FOR)
      .filter((fault) => !known.includes(fault))
      .join('\n');
  const planted = (extra: Partial<Parameters<typeof route>[0]>) => ({
    name: 'planted',
    handlers: [
      {
        route: route({
          method: 'GET',
          path: '/api/planted',
          may: 'signed-in',
          summary: 'x',
          ...extra,
        }) as AnyRoute,
      },
    ],
  });

  test('each module reads what it keeps, and shows and sends what it has, for purposes that the register allows', () => {
    expect(known).toEqual([]);
  });

  test('a kind of data that is read for no purpose, or for one that the register does not allow, is seen', () => {
    const personal = { planted: personalTable('controller', { iban: 'bank' }, 'id') };
    expect(newFaults({ name: 'planted', personal })).toBe(
      'planted keeps bank (planted.iban) and reads it for no purpose that the register allows',
    );
    expect(newFaults({ name: 'silent', personal })).toMatch(/^silent keeps bank/);
  });

  test('an export for no purpose, and a screen for another than its module’s, are seen', () => {
    expect(newFaults(planted({ kind: 'file' }))).toBe(
      'GET /api/planted sends a file and says for no purpose',
    );
    expect(newFaults(planted({ shows: { purpose: 'billing', whom: () => [] } }))).toBe(
      'GET /api/planted is for billing, and planted reads nothing for that',
    );
    expect(purposeFaults(reading, READS_FOR, { ...FILES_FOR, 'GET /api/gone': 'order' })).toContain(
      'GET /api/gone has a purpose and does not exist',
    );
  });
});

describe('what a route shows', () => {
  const all = [{ personal: platformPersonal }, ...modules];
  const known = shownFaults(all);
  const answering = (shape: z.ZodRawShape, more: object = {}) => ({
    handlers: [
      {
        route: route({
          method: 'GET',
          path: '/api/planted',
          may: 'signed-in',
          summary: 'x',
          response: z.object({ rows: z.array(z.object(shape)) }),
          ...more,
        }) as unknown as AnyRoute,
      },
    ],
  });
  const newFaults = (...planted: Parameters<typeof shownFaults>[0]): string[] =>
    shownFaults([...all, ...planted]).filter((fault) => !known.includes(fault));

  test('each route that answers with data of people says what for and of whom', () => {
    expect(known).toEqual([]);
  });

  test('one that does not is seen, however deep the field lies; one that does is none', () => {
    const email = { customerName: z.string(), email: z.string().nullable() };
    expect(newFaults(answering(email))).toEqual([
      'GET /api/planted shows customerName, email and does not say what for and of whom',
    ]);
    const shows = { purpose: 'order', whom: () => ['customers'] };
    expect(newFaults(answering(email, { shows }))).toEqual([]);
  });

  test('a column that is new makes its field one', () => {
    const birthday = answering({ birthDay: z.string() });
    expect(newFaults(birthday)).toEqual([]);
    const personal = { person: personalTable('controller', { birth_day: 'contact' }, 'id') };
    expect(newFaults(birthday, { personal })).toHaveLength(1);
  });

  test('a reason that nobody needs is seen', () => {
    expect(shownFaults(all, { ...OWN_ONLY, 'GET /api/gone': 'x' })).toEqual([
      'GET /api/gone needs no reason any more',
    ]);
  });
});

test('nothing that leaves has a price: what may go out and what went has no column for money', () => {
  const out = existing.filter(({ table }) =>
    /^(processor|processor_contract|egress_log|disclosure|disclosure_step)$/.test(table),
  );
  expect(new Set(out.map(({ table }) => table)).size).toBe(5);
  expect(out.filter(({ column }) => /price|amount|minor|fee|paid|revenue|currency/.test(column))).toEqual([]);
});
