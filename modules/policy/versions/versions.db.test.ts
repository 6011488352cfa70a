import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMinutes } from '#domain/kernel/days.ts';
import { DATA_CATEGORIES } from '#domain/kernel/personal.ts';
import { must } from '#domain/kernel/result.ts';
import { CLAUSE_IDS } from '#domain/policy/ids.ts';
import { shippedContent, type PolicyContent } from '#domain/policy/version.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { createCustomer, session } from '#modules/accounts/contract.ts';
import { addContact } from '#modules/accounts/contacts-contract.ts';
import { addMember, listOperatorStaff } from '#modules/accounts/module.ts';
import { announcePublished } from '#modules/accounts/policy-mail.ts';
import { newId } from '#platform/clock/clock.ts';
import type { Caller } from '#platform/http/caller.ts';
import { describeForm } from '#platform/http/consent-form.ts';
import { toEvent, type EventTables } from '#platform/outbox/events.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { myConsents, objectToUsage } from '../consent/contract.ts';
import { loadInstallation } from '../installation.ts';
import { declareProcessors } from '../processors/declare-processors.ts';
import { checkPromises, loadProofs } from '../proofs/proofs.ts';
import type { PolicyTables } from '../store.ts';
import { forgetAccess } from '../usage/forget-access.ts';
import type { UsageTables } from '../usage/store.ts';
import { listPolicies } from './contract.ts';
import { draftWhatChanged } from './draft-what-changed.ts';
import { dropDraft, findDraft, publishDraft, saveDraft, submitDraft } from './drafts.ts';
import { publishShipped } from './publish-shipped.ts';
import { publishVersion, type Publication } from './publish-version.ts';
import { versionHandlers } from './routes.ts';
import { listPosts, listVersions, type PolicyDb } from './queries.ts';

let t: TestApp;
beforeAll(async () => void (t = await openTestApp()));
afterAll(() => t.close());

const db = (): PolicyDb => t.app.context.db.global<PolicyTables>();
const someone = { actor: 'login:one', name: 'One' };
const post = (slug: string): Publication['post'] => ({
  slug,
  title: { en: 'News', de: 'Neues' },
  summary: { en: 'What is new.', de: 'Was neu ist.' },
});
async function publish(content: PolicyContent, slug: string, basedOn: number) {
  return t.app.context.db.inGlobal<PolicyTables, Awaited<ReturnType<typeof publishVersion>>>((transaction) =>
    publishVersion(transaction, {
      content,
      basedOn,
      post: post(slug),
      author: someone,
      approver: { actor: 'login:two', name: 'Two' },
      now: t.clock.now(),
    }),
  );
}
async function get(url: string): Promise<string> {
  const answer = await t.app.server.inject({ url, headers: { 'accept-language': 'en' } });
  expect(answer.statusCode, url).toBe(200);
  return answer.body;
}

describe('published versions', () => {
  test('begin with the shipped text at the first start, each with its post, and only once', async () => {
    await publishShipped(t.app.context.db, t.clock);
    for (const document of ['privacy', 'cancellation'] as const) {
      const [first, ...rest] = await listVersions(db(), document);
      expect(rest).toEqual([]);
      expect(first).toMatchObject({ number: 1, kind: 'material', inForceFrom: first?.publishedAt });
    }
    expect((await listPosts(db())).map(({ slug }) => slug)).toEqual([
      'cancellation-policy-1',
      'privacy-policy-1',
    ]);
  });

  test('cannot be changed or deleted by the application', async () => {
    const denied = /permission denied/;
    await expect(
      db()
        .updateTable('policy_version')
        .set({ hash: '0'.repeat(64) })
        .execute(),
    ).rejects.toThrow(denied);
    await expect(db().deleteFrom('policy_version').execute()).rejects.toThrow(denied);
    await expect(db().updateTable('blog_post').set({ words: '{}' }).execute()).rejects.toThrow(denied);
    await expect(db().deleteFrom('blog_post').execute()).rejects.toThrow(denied);
    await expect(db().updateTable('policy_self_check').set({ findings: '[]' }).execute()).rejects.toThrow(
      denied,
    );
  });

  test('are never without their post: when the post fails, nothing is published', async () => {
    const [first] = await listVersions(db(), 'cancellation');
    const parameters = { ...first!.content.parameters, 'cancel.noticeDays': 20 };
    // The address of the post is taken: its row cannot be written, and the version goes with it.
    await expect(publish({ ...first!.content, parameters }, 'privacy-policy-1', 1)).rejects.toThrow(
      /blog_post/,
    );
    expect(await listVersions(db(), 'cancellation')).toHaveLength(1);
    // Nor can a version be written beside a post that is not there.
    await expect(
      db()
        .insertInto('policy_version')
        .values({
          ...{
            document: 'cancellation',
            number: 2,
            content: '{}',
            hash: '0'.repeat(64),
            kind: 'editorial',
            shipped: 1,
          },
          ...{ blog_slug: 'no-such-post', author: 'x', author_name: 'x', approver: 'x', approver_name: 'x' },
          ...{ published_at: t.clock.now(), in_force_from: t.clock.now() },
        })
        .execute(),
    ).rejects.toThrow(/foreign key/);
    const silent = { ...post('a-post'), summary: { en: '', de: '' } };
    const said = await t.app.context.db.inGlobal<PolicyTables, unknown>((transaction) =>
      publishVersion(transaction, {
        content: { ...first!.content, parameters },
        basedOn: 1,
        post: silent,
        author: someone,
        approver: someone,
        now: t.clock.now(),
      }),
    );
    expect(said).toMatchObject({ refusal: { code: 'post_words_missing' } });
  });

  test('of substance count after the notice that was promised, also when the notice itself is shortened', async () => {
    const before = t.clock.now();
    const [first] = await listVersions(db(), 'cancellation');
    const parameters = {
      ...first!.content.parameters,
      'policy.noticeDaysMaterial': 5,
      'cancel.noticeDays': 20,
    };
    const second = must(await publish({ ...first!.content, parameters }, 'cancellation-policy-2', 1));
    // 2 March + 30 days = 1 April, which starts in Berlin at 22:00 UTC the evening before.
    expect(second).toMatchObject({ number: 2, kind: 'material', inForceFrom: '2026-03-31T22:00:00.000Z' });
    expect(await publish(second.content, 'again', 2)).toMatchObject({
      refusal: { code: 'policy_unchanged' },
    });
    expect(await publish(shippedContent('cancellation'), 'late', 1)).toMatchObject({
      refusal: { code: 'policy_moved_on', number: 2 },
    });
    expect(t.clock.now()).toBe(before);
  });

  test('of words alone wait for the change of substance before them', async () => {
    const [second] = await listVersions(db(), 'cancellation');
    const wording = {
      ...second!.content.wording,
      'C-8b': { en: 'Do keep that mail.', de: 'Heben Sie diese Mail auf.' },
    };
    const third = must(await publish({ ...second!.content, wording }, 'cancellation-policy-3', 2));
    expect(third).toMatchObject({ number: 3, kind: 'editorial', inForceFrom: second!.inForceFrom });
  });
});

describe('the public pages', () => {
  test('show the version in force, and every version at its own address', async () => {
    const now = await get('/policy/cancellation');
    expect(now).toContain('data-parameter="cancel.noticeDays">30<');
    expect(await get('/policy/cancellation/2')).toContain('data-parameter="cancel.noticeDays">20<');
    t.clock.set('2026-04-01T00:00:00.000Z');
    expect(await get('/policy/cancellation')).toContain('data-parameter="cancel.noticeDays">20<');
    expect(await get('/policy/cancellation/1')).toContain('data-parameter="cancel.noticeDays">30<');
    for (const path of [
      '/policy/cancellation/4',
      '/policy/cancellation/01',
      '/policy/secrets/1',
      '/blog/none',
    ])
      expect((await t.app.server.inject({ url: path })).statusCode, path).toBe(404);
  });

  test('show every clause with its number and whether it is proven, without a script, in both languages', async () => {
    for (const language of ['en', 'de']) {
      const pages = [
        await get(`/policy/privacy?lang=${language}`),
        await get(`/policy/cancellation?lang=${language}`),
      ];
      const marked = [...pages.join('').matchAll(/id="([PC]-[\w.]+)"\s+data-proof="(proven|not-proven)"/g)];
      expect(marked.map((match) => match[1])).toEqual(CLAUSE_IDS);
      expect(pages.join('')).not.toMatch(/<script|(src|href)="https?:/);
    }
    expect(await get('/policy')).toContain('/policy/privacy');
    expect((await get('/policy/cancellation')).match(/id="W-\d/g)!.length).toBeGreaterThan(45);
  });

  test('announce a version with its difference and the day from which it counts', async () => {
    const announced = await get('/blog/cancellation-policy-2');
    expect(announced).toContain('2026-04-01');
    expect(announced).toMatch(/<del>30<\/del>[^]*<ins>20<\/ins>/);
    const difference = await get('/policy/cancellation/2/diff');
    // C-2a prints the days of notice: its words stayed, and it says another number.
    expect(difference).toMatch(/C-2a[^]*<del>30<\/del> <ins>20<\/ins>/);
    expect(difference).toMatch(
      /cancel\.noticeDays<\/th>\s*<td><del>30<\/del><\/td>\s*<td><ins>20<\/ins><\/td>/,
    );
    expect(difference).toMatch(/refund\.initiateWithinDays<\/th>\s*<td>14<\/td>\s*<td>14<\/td>/);
    expect(await get('/policy/cancellation/3/diff')).toMatch(/<ins>Do<\/ins>|<ins>Do keep/);
    expect(await get('/blog')).toContain('/blog/cancellation-policy-3');
    const feed = await get('/blog/feed.atom');
    expect(feed).toMatch(/^<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
    expect(feed.match(/<entry/g)).toHaveLength(4);
  });
});

test('the privacy policy shows the record of processing, made from the columns that exist', async () => {
  const page = await get('/policy/privacy');
  for (const category of DATA_CATEGORIES) expect(page).toContain(`data-category="${category}"`);
  // Invoices are kept for as long as the version says.
  expect(page).toMatch(/data-category="invoice"[^]*?10 years[^]*?<\/tr>/);
  // Whom the configuration names gets data under its name.
  expect(page).toContain('<h2 id="processors">');
  expect(await get('/policy/cancellation')).not.toContain('data-category=');
});

test('what another program found when it checked itself says nothing about this one', async () => {
  const { db: database } = t.app.context;
  await checkPromises(database, t.clock, 'daily');
  t.clock.advance({ minutes: 1 });
  const before = await loadProofs(database, t.clock.now());
  expect(before.checkedAt).not.toBeNull();
  const broken = CLAUSE_IDS.map((clause) => ({ clause, mechanism: 'x', finding: 'broken' }));
  await db()
    .insertInto('policy_self_check')
    .values({
      ...{ id: newId(t.clock), at: t.clock.now(), occasion: 'daily', program: 'f'.repeat(64) },
      findings: JSON.stringify(broken),
    })
    .execute();
  expect(await loadProofs(database, t.clock.now())).toEqual(before);
});

describe('the editor', () => {
  const summary = { en: 'Our lawyer’s words.', de: 'Die Worte unserer Anwältin.' };
  const words = { en: 'We keep watch over your privacy.', de: 'Wir wachen über Ihre Privatsphäre.' };
  const input = { wording: { 'P-2.1a': words }, parameters: {}, summary };

  /** Runs as staff of the operator, in its tenant. */
  async function operate<T>(
    work: (tx: Tx, caller: Caller) => Promise<T>,
    as = 'the only one',
    provenAt?: string,
  ): Promise<T> {
    const { operatorTenantId } = (await loadInstallation(t.app.context.db, t.clock.now()))!;
    const [only] = await t.app.context.db.inTenant(operatorTenantId, listOperatorStaff);
    const actor = as === 'the only one' ? only!.actor : as;
    const session = provenAt
      ? {
          sessionId: operatorTenantId,
          provenAt,
          proof: 'password' as const,
          factorMissing: false,
          supportId: null,
        }
      : undefined;
    const caller = {
      ...(await t.caller('operator', operatorTenantId)),
      actor,
      ...(session ? { session } : {}),
    };
    return t.app.context.db.inTenant(operatorTenantId, (tx) => work(tx, caller));
  }

  test.each([
    ['P-1.5', { en: 'We are we.', de: 'Wir sind wir.' }, 'clause_hole_missing'],
    ['P-2.1a', { en: 'We take 5 things.', de: 'Wir nehmen Dinge.' }, 'clause_number_literal'],
    ['P-9.9', words, 'clause_unknown'],
  ])('refuses other promises for %s and saves nothing', async (id, text, code) => {
    const saved = await operate((tx, caller) =>
      saveDraft(tx, caller, 'privacy', { ...input, wording: { [id]: text } }),
    );
    expect(saved).toMatchObject({ ok: false, refusal: { code } });
    expect(await operate((tx) => findDraft(tx, 'privacy'))).toBeUndefined();
  });

  test('refuses a value that does not fit, typed as text', async () => {
    const parameters = { 'cookie.consentMonths': 'six' };
    const saved = await operate((tx, caller) => saveDraft(tx, caller, 'privacy', { ...input, parameters }));
    expect(saved).toMatchObject({
      refusal: { code: 'parameter_invalid', parameter: 'cookie.consentMonths' },
    });
  });

  test('takes other words; only a second person approves them at once, and then version, post and event are there', async () => {
    must(await operate((tx, caller) => saveDraft(tx, caller, 'privacy', input)));
    expect(await operate((tx, caller) => publishDraft(tx, caller, 'privacy'))).toMatchObject({
      refusal: { code: 'policy_draft_open' },
    });
    must(await operate((tx, caller) => submitDraft(tx, caller, 'privacy')));
    const alone = await operate((tx, caller) => publishDraft(tx, caller, 'privacy'));
    expect(alone).toMatchObject({ refusal: { code: 'second_person_needed' } });
    const version = must(await operate((tx, caller) => publishDraft(tx, caller, 'privacy'), 'login:two'));
    expect(version).toMatchObject({ number: 2, kind: 'editorial', inForceFrom: t.clock.now() });
    expect(await get('/policy/privacy')).toContain(words.en);
    expect(await get('/blog/privacy-policy-2')).toContain(summary.en);
    const told = await operate(async (tx) =>
      tx
        .tables<EventTables>()
        .selectFrom('event')
        .select('payload')
        .where('name', '=', 'policy.published')
        .execute(),
    );
    expect(told.map(({ payload }) => payload)).toEqual([
      {
        document: 'privacy',
        number: 2,
        kind: 'editorial',
        inForceFrom: t.clock.now(),
        slug: 'privacy-policy-2',
      },
    ]);
  });

  /** A customer of the operator with two contacts, one of whom owns the factory that works here as well. */
  async function takeOnCustomer(): Promise<void> {
    const operator = await t.client('operator');
    const consent = (form: string) => ({
      ...{ form, version: 1, policyVersion: 2, act: 'telephone' as const },
      ...{ givenBy: 'Mrs Ash', givenOn: '2026-03-01' as const },
    });
    const { id } = await operator.call(createCustomer, {
      body: { name: 'Ash', email: 'ash@ash.example' } as never,
      consent: consent('accounts.customer'),
    });
    for (const [email, locale] of [
      ['kai@ash.example', 'de'],
      ['Owner@larch.example', 'en'],
    ] as const)
      await operator.call(addContact, {
        params: { customerId: id },
        body: { name: 'Kai', email, locale, phone: '', owner: true, mayCancel: false, billing: false },
        consent: consent('accounts.contact'),
      });
    // Without a contact the customer's own address is all there is.
    await operator.call(createCustomer, {
      body: { name: 'Elm', email: 'Elm@elm.example' } as never,
      consent: consent('accounts.customer'),
    });
  }
  const mailed = async (kind: string) =>
    operate(async (tx) =>
      tx
        .tables<MailTables>()
        .selectFrom('outgoing_mail')
        .select(['recipient', 'message'])
        .where('tenant_id', '=', tx.tenantId)
        .where('kind', '=', kind)
        .orderBy('recipient')
        .execute(),
    );

  test('lets one person publish after a day and a new sign-in', async () => {
    await takeOnCustomer();
    const partner = {
      email: 'partner@larch.example',
      name: 'Partner',
      locale: 'en',
      password: null,
    } as const;
    await addMember(t.app.context.db, t.clock.now(), t.tenantId, { ...partner, role: 'owner' });
    const parameters = { 'cookie.consentMonths': '3' };
    must(
      await operate((tx, caller) => saveDraft(tx, caller, 'privacy', { ...input, wording: {}, parameters })),
    );
    must(await operate((tx, caller) => submitDraft(tx, caller, 'privacy')));
    const signedInBefore = t.clock.now();
    t.clock.advance({ hours: 24 });
    const again = await operate(
      (tx, caller) => publishDraft(tx, caller, 'privacy'),
      'the only one',
      signedInBefore,
    );
    expect(again).toMatchObject({ refusal: { code: 'sign_in_again' } });
    const version = must(
      await operate((tx, caller) => publishDraft(tx, caller, 'privacy'), 'the only one', t.clock.now()),
    );
    expect(version).toMatchObject({ number: 3, kind: 'material' });
    expect(version.inForceFrom > t.clock.now()).toBe(true);
  });

  test('writes of a change of substance to everybody who acts for a business, once and in their language', async () => {
    await t.app.runDueJobs();
    const mails = await mailed('policy.changed');
    // Version 2 changed words alone and was not mailed; the owner of the factory is a contact, too, and gets one mail.
    expect(mails.map(({ recipient }) => recipient)).toEqual([
      'elm@elm.example',
      'kai@ash.example',
      'owner@larch.example',
      'partner@larch.example',
    ]);
    const [elm, kai] = mails.map(({ message }) => JSON.stringify(message));
    expect(elm).toContain('counts from');
    expect(kai).toContain('ändert sich am');
    expect(kai).toContain('http://tenon.test/blog/privacy-policy-3?lang=de');
    // Run again, as after a crash: nobody is written to twice.
    const { operatorTenantId } = (await loadInstallation(t.app.context.db, t.clock.now()))!;
    const [event] = await operate(async (tx) =>
      tx
        .tables<EventTables>()
        .selectFrom('event')
        .selectAll()
        .where('tenant_id', '=', operatorTenantId)
        .where('name', '=', 'policy.published')
        .orderBy('id', 'desc')
        .execute(),
    );
    await operate((tx, caller) => announcePublished.read(tx, caller, toEvent(event!) as never));
    await t.app.runDueJobs();
    expect(await mailed('policy.changed')).toHaveLength(4);
  });

  test('leaves nobody the way of one person where there are two', async () => {
    const { operatorTenantId } = (await loadInstallation(t.app.context.db, t.clock.now()))!;
    const second = { email: 'two@ciertech.example', name: 'Two', locale: 'de', password: null } as const;
    await addMember(t.app.context.db, t.clock.now(), operatorTenantId, { ...second, role: 'operator' });
    must(
      await operate((tx, caller) =>
        saveDraft(tx, caller, 'privacy', {
          ...input,
          wording: { 'P-2.1a': { en: 'We take care.', de: 'Wir passen auf.' } },
        }),
      ),
    );
    must(await operate((tx, caller) => submitDraft(tx, caller, 'privacy')));
    t.clock.advance({ hours: 24 });
    const alone = await operate(
      (tx, caller) => publishDraft(tx, caller, 'privacy'),
      'the only one',
      t.clock.now(),
    );
    expect(alone).toMatchObject({ refusal: { code: 'approval_by_another', others: 1 } });
    must(await operate((tx) => dropDraft(tx, 'privacy')));
  });

  test('drafts the next version by itself when the program does something else than the text says, and tells the staff', async () => {
    const { context } = t.app;
    await draftWhatChanged(context);
    expect(await operate((tx) => findDraft(tx, 'privacy'))).toBeUndefined();
    await declareProcessors(context.db, t.clock, [
      {
        ...{ id: 'relay.example:25', name: 'relay.example', service: 'mail relay', places: [] },
        ...{ categories: ['contact'], purposes: ['order'], bound: 'own-machine' },
      },
    ]);
    await draftWhatChanged(context);
    await draftWhatChanged(context);
    const draft = await operate((tx) => findDraft(tx, 'privacy'));
    expect(draft).toMatchObject({ state: 'open', author: 'system', basedOn: 3 });
    expect(draft?.content.annexes.processors).toContain('relay.example, mail relay: contact');
    // The lawyer's sentence of version 2 is the operator's own and stays.
    expect(draft?.content.wording['P-2.1a']).toEqual(words);
    expect(draft?.summary.de).toContain('Unsere Software wurde aktualisiert');
    await t.app.runDueJobs();
    expect((await mailed('policy.drafted')).map(({ recipient }) => recipient)).toEqual([
      // Once for each of the two policies and each of the staff.
      ...['operator@ciertech.example', 'operator@ciertech.example'],
      ...['two@ciertech.example', 'two@ciertech.example'],
    ]);
    must(await operate((tx, caller) => submitDraft(tx, caller, 'privacy')));
    const published = must(await operate((tx, caller) => publishDraft(tx, caller, 'privacy')));
    expect(published).toMatchObject({ number: 4, kind: 'material' });
    expect(await get('/policy/privacy/4')).toContain('<li>relay.example, mail relay: contact</li>');
    expect(await get('/policy/privacy/4/diff')).toContain('<ins>relay.example, mail relay: contact</ins>');
    await draftWhatChanged(context);
    expect(await operate((tx) => findDraft(tx, 'privacy'))).toBeUndefined();
  });

  test('is closed to a role of the same name in another tenant', async () => {
    const handler = versionHandlers.find(({ route }) => route === (listPolicies as unknown))!;
    const answer = await t.inTenant(async (tx) =>
      handler.handle!({
        tx,
        caller: await t.caller('operator'),
        context: t.app.context,
        prepared: undefined,
        input: { params: undefined, query: undefined, body: undefined },
      }),
    );
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'operator_only' } });
  });
});

describe('the log of visits', () => {
  const linesOf = async (route: string) => {
    await t.app.settled();
    return t.app.context.db
      .global<UsageTables>()
      .selectFrom('access_log')
      .selectAll()
      .where('route', '=', route)
      .orderBy('id')
      .execute();
  };

  test('leaves out whoever objected, from the next request on, and takes them up again when they say so', async () => {
    const operator = await t.client('operator');
    const { loginId } = await operator.call(session, {});
    const mine = async () =>
      (await linesOf('GET /api/policies')).filter(({ login_id: login }) => login === loginId).length;
    await operator.call(listPolicies, {});
    expect(await mine()).toBe(1);
    expect((await operator.call(myConsents, {})).objected).toBe(false);
    await operator.call(objectToUsage, { body: { objects: true } });
    await operator.call(listPolicies, {});
    expect(await mine()).toBe(0);
    expect((await operator.call(myConsents, {})).objected).toBe(true);
    await operator.call(objectToUsage, { body: { objects: false } });
    await operator.call(listPolicies, {});
    expect(await mine()).toBe(1);
  });

  test('holds no more than it says, and ends line by line and address by address', async () => {
    const { db: database } = t.app.context;
    const operator = await t.client('operator');
    await operator.call(describeForm, { query: { form: 'accounts.profile' } });
    const [line] = (await linesOf('GET /api/policy/form')).slice(-1);
    expect(line).toMatchObject({ status: 200, ip: '127.0.0.1', ip_cut: false });
    const all = await database.global<UsageTables>().selectFrom('access_log').selectAll().execute();
    expect(JSON.stringify(all)).not.toMatch(/\?|accounts\.profile/);
    const { at } = line!;
    await forgetAccess(database, addMinutes(at, 7 * 24 * 60 - 1));
    expect((await linesOf(line!.route)).at(-1)).toMatchObject({ ip: '127.0.0.1' });
    await forgetAccess(database, addMinutes(at, 7 * 24 * 60));
    expect((await linesOf(line!.route)).at(-1)).toMatchObject({ ip: '127.0.0.0', ip_cut: true });
    await forgetAccess(database, addMinutes(at, 30 * 24 * 60 - 1));
    expect((await linesOf(line!.route)).length).toBeGreaterThan(0);
    await forgetAccess(database, addMinutes(at, 30 * 24 * 60));
    expect(await linesOf(line!.route)).toEqual([]);
  });
});
