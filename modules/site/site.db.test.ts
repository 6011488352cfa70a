import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { clauseOf } from '#domain/policy/clauses.ts';
import {
  CHOICE_COOKIE,
  LANGUAGE_COOKIE,
  LAST_VISIT_COOKIE,
  THEME_COOKIE,
} from '#domain/policy/device-storage.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { PlanInput } from '#modules/billing/subscriptions/contract.ts';
import * as plans from '#modules/billing/subscriptions/plans.ts';
import { loadInstallation, versionInForce } from '#modules/policy/api.ts';
import type { Client } from '#platform/http/client.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import * as contract from './contract.ts';

let t: TestApp;
let operatorId: Id;
let operator: Client;
let version: number;

beforeAll(async () => {
  t = await openTestApp();
  const { db } = t.app.context;
  operatorId = (await loadInstallation(db, t.clock.now()))!.operatorTenantId;
  version = (await versionInForce(db, 'privacy', t.clock.now()))!.number;
  operator = await t.client('operator');
});
afterAll(() => t.close());

const rowsOf = (table: string): Promise<Record<string, unknown>[]> =>
  asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${operatorId}'`);
    const rows = await query(`select to_jsonb(t) as row from ${table} t where tenant_id = $1`, [operatorId]);
    return rows.map(({ row }) => row as Record<string, unknown>);
  });
const choices = async () =>
  (await rowsOf('cookie_choice')).sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));

/** A browser without scripts: keeps cookies, follows one redirect after a form. */
function visitor(headers: Record<string, string> = {}) {
  const jar = new Map<string, string>();
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    payload = '',
    extra: Record<string, string> = {},
  ) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await t.app.server.inject({
      ...{ method, url },
      headers: {
        host: 'tenon.test',
        ...headers,
        ...(cookie ? { cookie } : {}),
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...extra,
      },
      ...(method === 'POST' ? { payload } : {}),
    });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  return {
    jar,
    get: (url: string) => send('GET', url),
    post: (url: string, fields: Record<string, string | string[]>, extra = {}) =>
      send(
        'POST',
        url,
        new URLSearchParams(
          Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
        ).toString(),
        extra,
      ),
  };
}

describe('pages', () => {
  test('each page stands in both languages, without a script and without anything from elsewhere', async () => {
    for (const path of [
      '/home',
      '/features',
      '/pricing',
      '/contact',
      '/support',
      '/status',
      '/cookies',
      '/blog',
      '/policy',
    ])
      for (const lang of ['en', 'de']) {
        const page = await visitor().get(`${path}?lang=${lang}`);
        expect([path, page.statusCode, page.body.includes(`<html lang="${lang}"`)]).toEqual([
          path,
          200,
          true,
        ]);
        expect(page.body, path).not.toMatch(/<script|style=|(src|srcset)="https?:/);
        expect(page.body, path).toMatch(/href="\/policy\/privacy\?lang=.*href="\/cookies\?lang=/s);
        expect(page.headers['content-security-policy'], path).toMatch(
          /^default-src 'none';.*require-trusted-types-for 'script'; trusted-types 'none'$/,
        );
      }
  });

  test('prices are the operator’s plans on sale, as they are ordered', async () => {
    expect((await visitor().get('/pricing?lang=en')).body).toContain('No plan is on sale here');
    const caller = await t.caller('owner', operatorId);
    const plan: Omit<PlanInput, 'name' | 'onSale'> = {
      kind: 'hosting',
      months: 12,
      refundable: 'prorated',
      terms: { en: '', de: '' },
      tax: { category: 'S', percent: '19' },
      prices: [{ currency: 'EUR', net: '1200.01' }],
    };
    await t.app.context.db.inTenant(operatorId, async (tx) => {
      const name = { en: 'Workshop', de: 'Werkstatt' };
      await plans.createPlan(tx, caller, { ...plan, code: 'SHOP-12', name, onSale: true });
      const old = { en: 'Old one', de: 'Alter' };
      await plans.createPlan(tx, caller, { ...plan, code: 'OLD-12', name: old, onSale: false });
    });
    const page = (await visitor().get('/pricing?lang=en')).body;
    // 1,200.01 ÷ 12 = 100.000833…: rounded up, so that it never looks cheaper than it is.
    expect(page).toMatch(/Workshop.*€1,200\.01.*for a year.*€100\.01 a month.*plan=SHOP-12/s);
    expect(page).not.toContain('Old one');
  });
});

describe('cookies', () => {
  test('nothing chosen: asked, and no cookie but none at all', async () => {
    const who = visitor();
    for (const path of ['/home', '/policy/privacy', '/blog', '/contact?lang=de']) {
      const page = await who.get(path);
      expect(page.body, path).toMatch(/<section class="pg-ask".*value="accept".*value="reject"/s);
      expect([path, page.headers['set-cookie']]).toEqual([path, undefined]);
    }
    expect((await who.get('/pay/none/none')).body).not.toContain('pg-ask');
    // A number that we did not give out is no choice, whatever it says.
    who.jar.set(CHOICE_COOKIE, '3f2504e0-4f89-41d3-9a0c-0305e82c3301');
    expect((await who.get('/home')).body).toContain('pg-ask');
  });

  test('a yes sets the cookies of its purposes, a no deletes them, and each answer is one more record', async () => {
    const before = (await choices()).length;
    const who = visitor();
    const yes = await who.post('/cookies?lang=de', { choice: 'accept', back: '/features' });
    expect([yes.statusCode, yes.headers.location]).toEqual([303, '/features?lang=de']);
    expect([...who.jar.keys()]).toEqual([CHOICE_COOKIE]);
    expect((await who.get('/features?lang=de')).body).not.toContain('pg-ask');
    expect([who.jar.get(LANGUAGE_COOKIE), who.jar.get(LAST_VISIT_COOKIE)]).toEqual(['de', '2026-03-02']);
    // The mechanisms: the language comes back by itself, and so does the theme; the visit is one in a sum.
    await who.post('/cookies', { theme: 'dark' });
    expect((await who.get('/home')).body).toContain('<html lang="de" data-theme="dark">');
    expect(await rowsOf('visit_count')).toMatchObject([{ day: '2026-03-02', kind: 'first', visits: 1 }]);
    const other = visitor();
    await other.post('/cookies', { choice: 'custom', purpose: ['preferences'] });
    await other.get('/home?lang=de');
    expect([...other.jar.keys()].sort()).toEqual([CHOICE_COOKIE, LANGUAGE_COOKIE].sort());

    const no = await who.post('/cookies', { choice: 'withdraw' });
    const gone = [no.headers['set-cookie'] ?? []].flat().filter((line) => line.includes('Max-Age=0'));
    expect(gone.map((line) => line.split('=')[0]).sort()).toEqual(
      [LANGUAGE_COOKIE, LAST_VISIT_COOKIE, THEME_COOKIE].sort(),
    );
    expect((await who.get('/home')).body).not.toMatch(/pg-ask|data-theme="dark"/);
    expect((await choices()).slice(before).map(({ how, page }) => [how, page])).toEqual([
      ['accept', '/features'],
      ['custom', '/cookies'],
      ['withdrawn', '/cookies'],
    ]);
  });

  test('Global Privacy Control is a no that is recorded once, until somebody says yes', async () => {
    const before = (await choices()).length;
    const who = visitor({ 'sec-gpc': '1' });
    const page = await who.get('/home');
    expect(page.body).not.toContain('pg-ask');
    await who.get('/features?lang=de');
    expect([...who.jar.keys()]).toEqual([CHOICE_COOKIE]);
    await who.post('/cookies', { choice: 'accept' });
    await who.get('/home?lang=de');
    expect(who.jar.has(LANGUAGE_COOKIE)).toBe(true);
    expect((await choices()).slice(before).map(({ how }) => how)).toEqual(['gpc', 'accept']);
  });

  test('a record holds nothing of who it was, and cannot be changed', async () => {
    const [record] = await choices();
    expect(Object.keys(record!).sort()).toEqual(
      [
        ...['at', 'banner_hash', 'choices', 'how', 'id', 'language', 'page', 'policy_hash', 'policy_version'],
        ...['section_hash', 'tenant_id', 'visitor'],
      ].sort(),
    );
    expect(record).toMatchObject({
      policy_version: version,
      choices: { preferences: true, analytics: true },
    });
    const write = (text: 'update' | 'delete') =>
      t.app.context.db.inTenant(operatorId, async (tx) => {
        const tables = tx.tables<{ cookie_choice: { tenant_id: Id; page: string } }>();
        if (text === 'delete') await tables.deleteFrom('cookie_choice').execute();
        else await tables.updateTable('cookie_choice').set({ page: '/' }).execute();
      });
    await expect(write('update')).rejects.toMatchObject({ code: '42501' });
    await expect(write('delete')).rejects.toMatchObject({ code: '42501' });
  });

  test('a form of another site is refused, and what says nothing chooses nothing', async () => {
    const before = (await choices()).length;
    const who = visitor();
    const forged = { 'sec-fetch-site': 'cross-site' };
    expect((await who.post('/cookies', { choice: 'accept' }, forged)).statusCode).toBe(403);
    const origin = { origin: 'http://evil.example' };
    expect((await who.post('/cookies', { choice: 'accept' }, origin)).statusCode).toBe(403);
    expect((await who.post('/cookies', {})).statusCode).toBe(422);
    const away = await who.post('/cookies', { choice: 'reject', back: '//evil.example/x' });
    expect(away.headers.location).toBe('/cookies?lang=en&done=1');
    expect((await choices()).length).toBe(before + 1);
  });

  test('after the months, or another text, the end is recorded and the question comes again', async () => {
    const who = visitor();
    await who.post('/cookies', { choice: 'accept' });
    await who.get('/home?lang=de');
    expect((await who.get('/cookies?lang=en')).body).toMatch(
      /You chose on 2026-03-02\. We ask again from 2026-09-02/,
    );
    // The published sentence changes: what was agreed to is another text now.
    const text = clauseOf('P-1.4').text;
    const say = (en: string) =>
      asOwner(t.ownerUrl, (query) =>
        query(
          `update policy_version set content = jsonb_set(content, '{wording,P-1.4,en}', to_jsonb($1::text))
            where document = 'privacy'`,
          [en],
        ),
      );
    const before = (await choices()).length;
    await say(`${text.en} Really.`);
    const asked = await who.get('/home');
    await say(text.en);
    expect(asked.body).toContain('pg-ask');
    expect([...who.jar.keys()]).toEqual([CHOICE_COOKIE]);
    const late = (await choices()).slice(before);
    expect(late.map(({ how, choices: to }) => [how, to])).toEqual([
      ['expired', { preferences: false, analytics: false }],
    ]);
    expect((await who.get('/home')).body).toContain('pg-ask');
    expect((await choices()).length).toBe(before + 1);
  });
});

describe('an enquiry', () => {
  const told = (extra: Record<string, string> = {}) => ({
    name: 'Kim Ash',
    email: 'kim@ash.example',
    company: 'Ash & Elm',
    message: 'A saw list of 40 parts a day. My card is 4111 1111 1111 1111.',
    about: 'SHOP-12',
    consent: 'yes',
    policyVersion: String(version),
    ...extra,
  });

  test('is kept with its consent, and not without', async () => {
    const who = visitor();
    for (const [fields, says] of [
      [told({ consent: '' }), 'tick the box'],
      [told({ policyVersion: '99' }), 'policy has changed'],
      [told({ email: 'kim' }), 'no e-mail address'],
    ] as const) {
      const page = await who.post('/contact?lang=en', fields);
      expect([page.statusCode, page.body.includes(says)]).toEqual([422, true]);
      // What was typed is still there, masked.
      expect(page.body).toMatch(/Ash &amp; Elm.*•••• 1111/s);
    }
    expect([await rowsOf('lead'), await rowsOf('form_consent')]).toEqual([[], []]);

    const page = await who.post('/contact?lang=de', told());
    expect([page.statusCode, /Anfrage 1\b.*maskiert/s.test(page.body)]).toEqual([200, true]);
    const [lead] = await rowsOf('lead');
    const [consent] = await rowsOf('form_consent');
    expect(lead).toMatchObject({ number: 1, language: 'de', consent_id: consent!['id'], state: 'new' });
    expect(lead!['message']).toMatch(/•••• 1111/);
    expect(consent).toMatchObject({
      ...{
        form: 'site.contact',
        form_version: 1,
        act: 'ticked',
        policy_version: version,
        purpose: 'support',
      },
    });
  });

  test('becomes a customer and a quote once, by the operator alone', async () => {
    const { leads } = await operator.call(contract.listLeads, {});
    const params = { leadId: leads[0]!.id as Id };
    const owner = await t.client('owner');
    await expect(owner.call(contract.quoteLead, { params })).rejects.toMatchObject({
      problem: { status: 403 },
    });
    // Nobody asked where the sender is: the operator's own country stands until the staff knows better.
    await asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${operatorId}'`);
      await query(
        `insert into company (tenant_id, legal_name, street, postcode, city, country, phone, email, vat_number, register, bank)
         values ($1, 'Operator', '', '', '', 'AT', '', '', '', '', '')`,
        [operatorId],
      );
    });
    const after = await operator.call(contract.quoteLead, { params });
    expect(after.leads[0]).toMatchObject({ state: 'quoted', decidedName: 'Operator' });
    const [order] = await rowsOf('sales_order');
    expect(order).toMatchObject({ id: after.leads[0]!.orderId, state: 'draft', reference: '#1 Kim Ash' });
    expect(await rowsOf('customer')).toMatchObject([
      { name: 'Ash & Elm', email: 'kim@ash.example', country: 'AT' },
    ]);
    await expect(operator.call(contract.closeLead, { params })).rejects.toMatchObject({
      problem: { code: 'lead_decided', status: 409 },
    });
  });
});

test('a post is written, published in both languages and never changed again', async () => {
  const post = {
    slug: 'saw-formats',
    title: { en: 'Saw formats', de: 'Sägeformate' },
    summary: { en: 'Two more.', de: 'Zwei mehr.' },
    text: { en: 'First.\n\n<b>Second</b>.', de: '' },
  };
  const { drafts } = await operator.call(contract.savePost, { body: post });
  const params = { postId: drafts[0]!.id as Id };
  await expect(operator.call(contract.publishPost, { params })).rejects.toMatchObject({
    problem: { code: 'post_text_missing', status: 422 },
  });
  await operator.call(contract.savePost, { body: { ...post, text: { ...post.text, de: 'Erstens.' } } });
  const done = await operator.call(contract.publishPost, { params });
  expect([done.drafts, done.published.map(({ slug }) => slug)]).toEqual([
    [],
    expect.arrayContaining(['saw-formats']),
  ]);
  const page = (await visitor().get('/blog/saw-formats?lang=en')).body;
  expect(page).toMatch(/<p>First\.<\/p>\s*<p>&lt;b&gt;Second&lt;\/b&gt;\.<\/p>/);
  expect((await visitor().get('/blog/feed.atom?lang=de')).body).toContain('Sägeformate');
  await expect(operator.call(contract.savePost, { body: post })).rejects.toMatchObject({
    problem: { code: 'post_address_taken', status: 409 },
  });
});
