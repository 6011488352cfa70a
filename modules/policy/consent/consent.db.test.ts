import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse } from '#domain/kernel/result.ts';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { createCustomer, listCustomers, session, signIn } from '#modules/accounts/contract.ts';
import { inviteMember } from '#modules/accounts/invitations.ts';
import { updateMe } from '#modules/accounts/me-contract.ts';
import { addMember, createTenant } from '#modules/accounts/module.ts';
import { acceptInvitation, lookAtInvitation } from '#modules/accounts/people-contract.ts';
import { forgetPicture, keepPicture, loadPicture } from '#modules/accounts/pictures.ts';
import type { Caller } from '#platform/http/caller.ts';
import { ProblemError, type Client } from '#platform/http/client.ts';
import { CONSENT_HEADER, writeConsent, type ConsentSent } from '#platform/http/consent.ts';
import { describeForm } from '#platform/http/consent-form.ts';
import { route } from '#platform/http/contract.ts';
import { handle } from '#platform/http/handler.ts';
import { createServer } from '#platform/http/server.ts';
import { openLinks } from '#platform/mail/link-secrets.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { isOperator, loadInstallation, saveInstallation, SHIPPED_OPERATOR } from '../installation.ts';
import { checkPurpose, checkShown, openBank, forPurpose, onPurposeRefused } from '../purpose-access.ts';
import { acceptPolicy, requireAcceptance } from './accept-policy.ts';
import * as contract from './contract.ts';
import { registerForms } from './forms.ts';
import { consentGate } from './gate.ts';
import { requireSourceConsent, saveSourceConsent } from './source-consent.ts';
import { versionInForce } from './version-in-force.ts';

let t: TestApp;
let owner: Client;
let operator: Client;
let office: Client;
let officeLogin: Id;
let operatorId: Id;
let inForce: number;

const PLANTED = {
  id: 'planted.profile',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [],
} as const;
const save = route({
  method: 'POST',
  path: '/api/planted',
  may: 'signed-in',
  summary: 'Planted.',
  collects: { form: PLANTED.id, purpose: PLANTED.purpose },
  body: z.strictObject({ nickname: z.string() }),
  response: z.object({ saved: z.string() }),
});

beforeAll(async () => {
  t = await openTestApp();
  await publishVersion(1, t.clock.now());
  registerForms([PLANTED]);
  owner = await t.client('owner');
  operator = await t.client('operator');
  office = await t.client('office');
  officeLogin = (await office.call(session, {})).loginId as Id;
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
  inForce = (await versionInForce(t.app.context.db, 'privacy', t.clock.now()))!.number;
});
afterAll(() => t.close());

/** A version of both policies, unless the installation has published one of that number by itself. */
async function publishVersion(number: number, from: string, kind = 'material'): Promise<void> {
  await asOwner(t.ownerUrl, async (query) => {
    for (const document of ['privacy', 'cancellation']) {
      const slug = `version-${document}-${number}`;
      const [there] = await query('select from policy_version where document = $1 and number = $2', [
        document,
        number,
      ]);
      if (there) continue;
      await query(`insert into blog_post values ($1, '{}', $2)`, [slug, from]);
      await query(
        `insert into policy_version values ($1, $2, $3, $4, $5, 1, $6, 'system', 'Tenon', 'system', 'Tenon', $7, $7)`,
        [
          document,
          number,
          JSON.stringify({ parameters: DEFAULTS }),
          String(number).repeat(64).slice(0, 64),
          kind,
          slug,
          from,
        ],
      );
    }
  });
}

const rowsOf = (table: string, tenantId: Id): Promise<Record<string, unknown>[]> =>
  asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${tenantId}'`);
    const rows = await query(`select to_jsonb(t) as row from ${table} t where tenant_id = $1 order by at`, [
      tenantId,
    ]);
    return rows.map(({ row }) => row as Record<string, unknown>);
  });

const refusalOf = async (asked: Promise<unknown>): Promise<unknown> => {
  const error = await asked.then(
    () => null,
    (e: unknown) => e,
  );
  return error instanceof ProblemError ? error.problem : error;
};

const consentTo = (form: string, extra: Partial<ConsentSent> = {}): ConsentSent => ({
  form,
  version: 1,
  policyVersion: inForce,
  act: 'button',
  ...extra,
});

describe('a form of a person', () => {
  /** A server with one route that collects; its answer may be refused, so that nothing is saved. */
  const ask = async (headers: Record<string, string>, caller: Caller, body = { nickname: 'x' }) => {
    const { context } = t.app;
    const server = createServer({
      handlers: [
        handle(save, async ({ input }) =>
          input.body.nickname === 'taken'
            ? refuse({ code: 'nickname_taken' })
            : ok({ saved: input.body.nickname }),
        ),
      ],
      db: context.db,
      clock: context.clock,
      log: context.log,
      context,
      authenticate: async () => caller,
      consent: consentGate(context),
    });
    const answer = await server.inject({
      method: 'POST',
      url: save.path,
      headers: { 'idempotency-key': crypto.randomUUID(), 'content-type': 'application/json', ...headers },
      payload: body,
    });
    await server.close();
    return { status: answer.statusCode, ...(answer.json() as Record<string, unknown>) };
  };
  const person = async (): Promise<Caller> => ({ ...(await t.caller('office')), loginId: officeLogin });

  test('without consent nothing is stored, whoever sends it', async () => {
    expect(await ask({}, await person())).toMatchObject({ status: 422, code: 'consent_required' });
    expect(await ask({ [CONSENT_HEADER]: '%7Bnonsense' }, await person())).toMatchObject({
      code: 'consent_required',
    });
    const old = writeConsent(consentTo(PLANTED.id, { policyVersion: inForce + 1 }));
    expect(await ask({ [CONSENT_HEADER]: old }, await person())).toMatchObject({ code: 'consent_required' });
    expect(await rowsOf('form_consent', t.tenantId)).toEqual([]);
  });

  test('with consent the proof is stored with the data, and once for a repeated request', async () => {
    const headers = {
      [CONSENT_HEADER]: writeConsent(consentTo(PLANTED.id)),
      'idempotency-key': crypto.randomUUID(),
    };
    expect(await ask(headers, await person())).toMatchObject({ status: 200, saved: 'x' });
    expect(await ask(headers, await person())).toMatchObject({ status: 200, saved: 'x' });
    const rows = await rowsOf('form_consent', t.tenantId);
    expect(rows).toMatchObject([
      {
        form: PLANTED.id,
        form_version: 1,
        purpose: 'account',
        policy_version: inForce,
        act: 'button',
        login_id: officeLogin,
        given_by: null,
      },
    ]);
    expect(rows[0]!['policy_hash']).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a refused request leaves no consent behind', async () => {
    const before = await rowsOf('form_consent', t.tenantId);
    const sent = { [CONSENT_HEADER]: writeConsent(consentTo(PLANTED.id)) };
    expect(await ask(sent, await person(), { nickname: 'taken' })).toMatchObject({ code: 'nickname_taken' });
    expect(await rowsOf('form_consent', t.tenantId)).toEqual(before);
  });

  test('a route that collects is not registered where nobody asks', () => {
    const { db, clock, log } = t.app.context;
    expect(() =>
      createServer({
        handlers: [handle(save, async () => ok({ saved: '' }))],
        db,
        clock,
        log,
        context: t.app.context,
        authenticate: async () => null,
      }),
    ).toThrow(/collects personal data and nobody asks/);
  });
});

describe('what a tenant keeps about its own customers', () => {
  const body = { name: 'Ash & Elm', email: 'buy@ash.example' } as never;

  test('in the operator’s own tenant asks who agreed, how and when', async () => {
    const unasked = operator.call(createCustomer, { body });
    expect(await refusalOf(unasked)).toMatchObject({ code: 'consent_required', status: 422 });
    const alone = operator.call(createCustomer, { body, consent: consentTo('accounts.customer') });
    expect(await refusalOf(alone)).toMatchObject({ code: 'consent_required' });
    const consent = consentTo('accounts.customer', {
      act: 'telephone',
      givenBy: 'Mrs Ash',
      givenOn: '2026-03-01',
    });
    await operator.call(createCustomer, { body, consent });
    expect(await rowsOf('form_consent', operatorId)).toMatchObject([
      {
        form: 'accounts.customer',
        act: 'telephone',
        given_by: 'Mrs Ash',
        given_on: '2026-03-01',
        login_id: null,
      },
    ]);
  });

  test('is the tenant’s own: a factory is not asked', async () => {
    await owner.call(createCustomer, { body });
    const facts = await owner.call(describeForm, { query: { form: 'accounts.customer' } });
    expect(facts).toMatchObject({ asked: false, entered: true });
  });
});

describe('the operator', () => {
  test('is a tenant like any other, entered once', async () => {
    const { db } = t.app.context;
    expect(await isOperator(db, operatorId)).toBe(true);
    expect(await isOperator(db, t.tenantId)).toBe(false);
    const again = await saveInstallation(db, t.clock.now(), t.tenantId, SHIPPED_OPERATOR);
    expect(again).toMatchObject({ ok: false, refusal: { code: 'operator_settled' } });
    const unnamed = { ...SHIPPED_OPERATOR, 'operator.name': ' ' };
    expect(await saveInstallation(db, t.clock.now(), t.tenantId, unnamed)).toMatchObject({
      refusal: { code: 'operator_name_missing' },
    });
    expect((await loadInstallation(db, t.clock.now()))?.settings['operator.zone']).toBe('Europe/Berlin');
  });

  test('sees every proof as a copy that the tenants brought, and reads in none of them', async () => {
    await t.app.runDueJobs();
    const { proofs } = await operator.call(contract.listProofs, { query: { limit: 50 } });
    expect(proofs).toHaveLength(2);
    expect(proofs.find(({ ofAnotherTenant }) => ofAnotherTenant)).toMatchObject({
      kind: 'consent',
      subject: PLANTED.id,
      given: true,
    });
    expect(proofs.find(({ ofAnotherTenant }) => !ofAnotherTenant)).toMatchObject({ givenBy: 'Mrs Ash' });
    expect(await refusalOf(owner.call(contract.listProofs, { query: {} }))).toMatchObject({
      code: 'not_allowed',
    });
  });

  test('has the record of processing from the columns that exist', async () => {
    const record = await operator.call(contract.getRecord, {});
    expect(record.operator).toBe('Ciertech');
    const contact = record.rows.find(({ category }) => category === 'contact')!;
    expect(contact.columns).toContain('customer.email');
    expect(contact.kept[0]!.en).toBe('end of the relationship + 1 year');
    expect(record.forms.map(({ id }) => id)).toContain('accounts.customer');
  });
});

describe('an acceptance', () => {
  const later = { document: 'privacy', occasion: 'activation', act: 'button' } as const;
  const party = { kind: 'login', id: '0198c0de-0000-7000-8000-0000000000aa' as Id, name: 'Owner' } as const;
  const isAccepted = async (tenantId: Id, parties?: readonly Id[]) =>
    t.app.context.db.inTenant(tenantId, (tx) =>
      requireAcceptance(tx, { document: 'privacy', now: t.clock.now(), ...(parties ? { parties } : {}) }),
    );

  test('of the version in force opens what needs it; another version is no acceptance', async () => {
    const caller = await t.caller('owner');
    expect(await isAccepted(t.tenantId)).toMatchObject({ refusal: { code: 'policy_not_accepted' } });
    const wrong = await t.inTenant((tx) =>
      acceptPolicy(tx, caller, { ...later, version: inForce + 1, party }),
    );
    expect(wrong).toMatchObject({ refusal: { code: 'policy_version_not_in_force', inForce } });
    must(await t.inTenant((tx) => acceptPolicy(tx, caller, { ...later, version: inForce, party })));
    expect(await isAccepted(t.tenantId)).toMatchObject({ ok: true });
    expect(await isAccepted(t.tenantId, [party.id])).toMatchObject({ ok: true });
    expect(await isAccepted(t.tenantId, ['0198c0de-0000-7000-8000-0000000000bb' as Id])).toMatchObject({
      ok: false,
    });
    expect(await isAccepted(t.tenantId, [])).toMatchObject({ ok: false });
  });

  test('in one factory is none in another, nor in the operator’s copy', async () => {
    await t.app.runDueJobs();
    expect(await rowsOf('policy_acceptance', operatorId)).toHaveLength(1);
    expect(await isAccepted(operatorId)).toMatchObject({ ok: false });
  });

  test('outlives a change of words and not a change of substance', async () => {
    await publishVersion(inForce + 1, t.clock.now(), 'editorial');
    expect(await isAccepted(t.tenantId)).toMatchObject({ ok: true });
    await publishVersion(inForce + 2, addMinutes(t.clock.now(), 60), 'material');
    expect(await isAccepted(t.tenantId)).toMatchObject({ ok: true });
    t.clock.advance({ minutes: 61 });
    expect(await isAccepted(t.tenantId)).toMatchObject({ refusal: { version: inForce + 2 } });
    inForce += 2;
    await owner.call(contract.acceptPolicy, {
      body: { document: 'privacy', version: inForce, act: 'ticked', occasion: 'later' },
    });
    const open = await owner.call(contract.myConsents, {});
    expect(open.toAccept).toEqual([{ document: 'cancellation', version: inForce }]);
    expect((await (await t.client('office')).call(contract.myConsents, {})).toAccept).toEqual([]);
  });
});

describe('an account', () => {
  const PASSWORD = 'seven larches at the lake';
  let elm: Id;
  const enter = async (email: string): Promise<Client> => {
    const client = await t.client(null);
    await client.call(signIn, { body: { email, password: PASSWORD } });
    return client;
  };
  const newTenant = (slug: string): Promise<Id> =>
    createTenant(t.app.context.db, t.clock.now(), {
      ...{ slug, name: `Factory ${slug}`, zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', demo: false },
    });
  const accept = (client: Client, version: number) =>
    Promise.all(
      (['privacy', 'cancellation'] as const).map((document) =>
        client.call(contract.acceptPolicy, {
          body: { document, version, act: 'button', occasion: 'activation' },
        }),
      ),
    );

  test('opens for nobody before a person with authority has accepted both policies', async () => {
    elm = await newTenant('elm');
    for (const role of ['owner', 'office'] as const)
      await addMember(t.app.context.db, t.clock.now(), elm, {
        ...{ email: `${role}@elm.example`, name: role, locale: 'en', role, password: PASSWORD },
      });
    const [first, second] = [await enter('owner@elm.example'), await enter('office@elm.example')];
    for (const client of [first, second])
      expect(await refusalOf(client.call(listCustomers, {}))).toMatchObject({
        code: 'account_not_active',
        status: 403,
      });
    expect(await refusalOf(accept(second, inForce))).toMatchObject({ code: 'not_allowed' });
    const asked = await first.call(contract.myConsents, {});
    expect(asked).toMatchObject({ active: false, toAccept: [{ version: inForce }, { version: inForce }] });
    await first.call(contract.acceptPolicy, {
      body: { document: 'privacy', version: inForce, act: 'button', occasion: 'activation' },
    });
    expect(await refusalOf(first.call(listCustomers, {}))).toMatchObject({ code: 'account_not_active' });
    await accept(first, inForce);
    expect((await second.call(listCustomers, {})).customers).toEqual([]);
    expect(await rowsOf('policy_acceptance', elm)).toMatchObject(
      Array(3).fill({ occasion: 'activation', version: inForce, party_name: 'owner' }),
    );
  });

  test('goes on under the accepted version while a later one is asked for', async () => {
    const client = await enter('owner@elm.example');
    expect((await client.call(contract.myConsents, {})).toAccept).toEqual([]);
    await publishVersion(inForce + 1, t.clock.now(), 'material');
    inForce += 1;
    t.clock.advance({ minutes: 1 });
    expect(await client.call(contract.myConsents, {})).toMatchObject({
      active: true,
      toAccept: [
        { document: 'privacy', version: inForce },
        { document: 'cancellation', version: inForce },
      ],
    });
    expect((await client.call(listCustomers, {})).customers).toEqual([]);
  });

  test('is opened by whoever joins it first with authority, and not without a tick', async () => {
    const ash = await newTenant('ash');
    const invited = async (role: 'owner' | 'office') => {
      const caller = await t.caller('owner', ash);
      const email = `${role}@ash.example`;
      must(
        await t.app.context.db.inTenant(ash, (tx) =>
          inviteMember(tx, t.app.context, caller, { email, role }),
        ),
      );
      const [mail] = await t.app.context.db.inTenant(ash, (tx) =>
        tx
          .tables<MailTables>()
          .selectFrom('outgoing_mail')
          .selectAll()
          .where('tenant_id', '=', ash)
          .where('recipient', '=', email)
          .execute(),
      );
      const blocks = openLinks(mail!) ?? mail!.message.blocks;
      const button = blocks.find((block) => block.kind === 'button');
      return button!.url.split('#')[1]!;
    };
    const joins = async (
      token: string,
      accepts: { document: 'privacy' | 'cancellation'; version: number }[],
    ) =>
      (await t.client(null)).call(acceptInvitation, {
        body: { token, name: 'Kim', password: PASSWORD, locale: 'en', accepts },
      });
    const visitor = await t.client(null);
    // Who has no authority joins and opens nothing.
    const office = await invited('office');
    expect((await visitor.call(lookAtInvitation, { body: { token: office } })).toAccept).toEqual([]);
    const token = await invited('owner');
    const { toAccept } = await visitor.call(lookAtInvitation, { body: { token } });
    expect(toAccept).toEqual([
      { document: 'privacy', version: inForce },
      { document: 'cancellation', version: inForce },
    ]);
    for (const accepts of [[], toAccept.slice(0, 1), toAccept.map((one) => ({ ...one, version: 1 }))])
      expect(await refusalOf(joins(token, accepts))).toMatchObject({
        code: 'policy_not_accepted',
        status: 422,
      });
    expect(await rowsOf('policy_acceptance', ash)).toEqual([]);
    await joins(token, toAccept);
    expect(await rowsOf('policy_acceptance', ash)).toMatchObject(
      Array(2).fill({ occasion: 'activation', act: 'ticked', version: inForce, party_name: 'Kim' }),
    );
    // Also the very first page opens when a later version was published in between.
    await publishVersion(inForce + 1, t.clock.now(), 'material');
    inForce += 1;
    t.clock.advance({ minutes: 1 });
    const client = await enter('owner@ash.example');
    const asked = await client.call(contract.myConsents, {});
    expect(asked).toMatchObject({ active: true, toAccept: [{ version: inForce }, { version: inForce }] });
    expect((await client.call(listCustomers, {})).customers).toEqual([]);
  });
});

describe('a foreign source', () => {
  const subject = async () => ({ kind: 'company', id: t.tenantId }) as const;
  const mayAsk = async () =>
    t.inTenant(async (tx) => requireSourceConsent(tx, 'eu-vat-number', await subject()));

  test('is asked nothing without consent to this very source, and nothing any more after it was taken back', async () => {
    expect(await mayAsk()).toMatchObject({
      refusal: { code: 'source_consent_missing', source: 'eu-vat-number' },
    });
    await owner.call(contract.sayOfSource, { body: { source: 'eu-vat-number', given: true } });
    expect(await mayAsk()).toMatchObject({ ok: true });
    expect((await owner.call(contract.myConsents, {})).sources).toMatchObject([{ given: true }]);
    const other = { kind: 'customer', id: t.tenantId } as const;
    expect(await t.inTenant((tx) => requireSourceConsent(tx, 'eu-vat-number', other))).toMatchObject({
      ok: false,
    });
    await owner.call(contract.sayOfSource, { body: { source: 'eu-vat-number', given: false } });
    expect(await mayAsk()).toMatchObject({ ok: false });
  });

  test('is let be asked by an owner only', async () => {
    const asked = office.call(contract.sayOfSource, { body: { source: 'eu-vat-number', given: true } });
    expect(await refusalOf(asked)).toMatchObject({ code: 'not_allowed' });
    const system = await t.caller('owner');
    must(
      await t.inTenant(async (tx) =>
        saveSourceConsent(tx, system, {
          source: 'eu-vat-number',
          subject: await subject(),
          given: true,
          act: 'button',
        }),
      ),
    );
    expect(await mayAsk()).toMatchObject({ ok: true });
  });
});

describe('taking a consent back', () => {
  test('tells first what ends and what stays, keeps what it told, and ends the consent', async () => {
    const preview = () => office.call(contract.previewWithdrawal, { query: { purpose: 'account' } });
    const given = async () => (await office.call(contract.myConsents, {})).purposes;
    expect(await given()).toMatchObject([{ purpose: 'account', given: true, form: PLANTED.id }]);
    const told = await preview();
    expect(told.keptByLaw.map(({ name }) => name.en)).toContain('Invoices and payments');
    expect(told.keptByLaw.find(({ name }) => name.en === 'Invoices and payments')?.kept[0]?.en).toContain(
      '10 years',
    );
    expect(told.ends.map(({ en }) => en)).toContain('Profile picture');
    expect(await rowsOf('consent_withdrawal', t.tenantId)).toEqual([]);

    t.clock.advance({ minutes: 1 });
    expect(await office.call(contract.withdrawConsent, { body: { purpose: 'account' } })).toEqual(told);
    const rows = await rowsOf('consent_withdrawal', t.tenantId);
    expect(rows).toMatchObject([{ purpose: 'account', told: { purpose: 'account' } }]);
    expect(await given()).toMatchObject([{ purpose: 'account', given: false }]);
    // What was done before stays: the consent is still there beside its withdrawal.
    expect(await rowsOf('form_consent', t.tenantId)).not.toEqual([]);
    expect(await refusalOf(preview())).toMatchObject({ code: 'consent_not_given' });
    await t.app.runDueJobs();
    expect(await rowsOf('consent_withdrawal', operatorId)).toMatchObject([{ told: { purpose: 'account' } }]);
  });

  test('takes the picture with it, and leaves one that came with a new consent', async () => {
    const caller = { ...(await t.caller('office')), loginId: officeLogin };
    const has = async () => 'bytes' in (await t.inTenant((tx) => loadPicture(tx, officeLogin)));
    const put = () =>
      t.inTenant((tx) =>
        keepPicture(
          tx,
          { ...caller, now: t.clock.now() },
          { bytes: new Uint8Array([1]), contentType: 'image/webp' },
        ),
      );
    await put();
    t.clock.advance({ minutes: 1 });
    await office.call(updateMe, {
      body: { name: 'Office', phone: '', locale: 'en' },
      consent: consentTo('accounts.profile'),
    });
    t.clock.advance({ minutes: 1 });
    await office.call(contract.withdrawConsent, { body: { purpose: 'order' } }).catch(() => undefined);
    await t.app.runDueJobs();
    expect(await has()).toBe(true);
    await office.call(contract.withdrawConsent, { body: { purpose: 'account' } });
    await t.app.runDueJobs();
    expect(await has()).toBe(false);
    // The event of a withdrawal may be read late.
    const event = { payload: { loginId: officeLogin, purpose: 'account' }, at: t.clock.now() };
    t.clock.advance({ minutes: 1 });
    await put();
    await t.inTenant((tx) => forgetPicture.read(tx, caller, event as never));
    expect(await has()).toBe(true);
  });

  test('is nobody else’s affair: another person has given nothing', async () => {
    const asked = owner.call(contract.withdrawConsent, { body: { purpose: 'account' } });
    expect(await refusalOf(asked)).toMatchObject({ code: 'consent_not_given', status: 409 });
  });
});

describe('reading for a purpose', () => {
  test('gives what the register allows; anything else is refused and told', async () => {
    const told: unknown[] = [];
    onPurposeRefused((refusal) => told.push(refusal));
    const read = await t.inTenant((tx) => forPurpose(tx, 'delivery').read('contact', async () => 'address'));
    expect(read).toEqual({ ok: true, value: 'address' });
    expect(checkPurpose('analytics', 'contact')).toMatchObject({ refusal: { code: 'purpose_not_allowed' } });
    expect(checkPurpose('marketing', 'contact')).toMatchObject({ ok: false });
    let looked = false;
    const refused = await t.inTenant((tx) =>
      forPurpose(tx, 'support').read('bank' as never, async () => (looked = true)),
    );
    expect(refused).toMatchObject({ ok: false, refusal: { purpose: 'support', category: 'bank' } });
    expect(looked).toBe(false);
    expect(told).toHaveLength(3);
    // An account number is not even opened, and a file that says for no purpose is not handed out.
    expect(() => openBank('support' as never, 'sealed', {} as never)).toThrow(
      'bank details be read for support',
    );
    expect(checkShown('GET /api/planted.pdf', undefined)).toMatchObject({ code: 'purpose_not_allowed' });
    expect(checkShown('GET /api/invoices/:invoiceId/invoice.pdf', undefined)).toBeNull();
    expect(told).toHaveLength(5);
  });

  test('another category than the purpose’s own does not compile', () => {
    const access = forPurpose(undefined as never, 'support');
    const load = async () => null;
    // @ts-expect-error bank details are not for support
    expect(() => access.read('bank', load)).not.toThrow();
    void access.read('correspondence', load);
  });
});

test('a proof can be added and never changed', async () => {
  type Proofs = Record<string, { tenant_id: Id; actor: string }>;
  const { db } = t.app.context;
  for (const table of ['policy_acceptance', 'form_consent', 'consent_withdrawal', 'source_consent']) {
    const change = db.inTenant(t.tenantId, async (tx) => {
      await tx.tables<Proofs>().updateTable(table).set({ actor: 'me' }).execute();
    });
    await expect(change).rejects.toMatchObject({ code: '42501' });
    const remove = db.inTenant(t.tenantId, async (tx) => {
      await tx.tables<Proofs>().deleteFrom(table).execute();
    });
    await expect(remove).rejects.toMatchObject({ code: '42501' });
  }
});
