import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import * as company from './company-contract.ts';
import { contactMay, listPeopleAs } from './api.ts';
import * as contacts from './contacts-contract.ts';
import * as door from './contract.ts';
import * as choices from './mail-choices-contract.ts';
import * as me from './me-contract.ts';
import * as people from './people-contract.ts';
import { isOff } from '#platform/mail/choice.ts';
import { openDoor, PASSWORD, tokenOf, type Door } from './testing/door.ts';
import * as claims from './way-back-contract.ts';

let d: Door;
let t: TestApp;
let owner: string;
let operatorId: Id;
beforeAll(async () => {
  d = await openDoor();
  ({ t } = d);
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
}, 240_000);
afterAll(() => d?.close());
beforeEach(async () => {
  t.clock.advance({ minutes: 20 });
  owner = await d.as('owner');
});

const ask: Door['ask'] = (...asked) => d.ask(...asked);
const member: Door['member'] = (...given) => d.member(...given);
const linkTo = async (recipient: string) => tokenOf(await d.mailTo(recipient, 'accounts.invitation'));

const invite = (email: string, role = 'planner') =>
  ask(people.inviteMember, { cookie: owner, body: { email, role } });

describe('an invitation', () => {
  test('makes a login with the role that was offered, once', async () => {
    expect((await invite('new@person.example')).status).toBe(200);
    const token = await linkTo('new@person.example');
    expect((await ask(people.lookAtInvitation, { body: { token } })).body).toMatchObject({
      role: 'planner',
      email: 'new@person.example',
      known: false,
    });
    const accept = (body: object) => ask(people.acceptInvitation, { body: { token, ...body } });
    expect((await accept({ password: PASSWORD })).body.errors[0].code).toBe('name_missing');
    expect((await accept({ name: 'New', password: 'larch1234' })).body.errors[0].code).toBe(
      'password_common',
    );
    const done = await accept({ name: 'New', password: PASSWORD });
    expect(done.body).toMatchObject({ signedIn: true, role: 'planner', name: 'New' });
    expect((await accept({ name: 'New', password: PASSWORD })).body.code).toBe('link_ended');
  });

  test('to somebody who has a login wants that login, and leaves it as it is', async () => {
    const other = await t.anotherTenant();
    const { email, loginId, name } = await member('owner', other);
    await invite(email);
    const token = await linkTo(email);
    const wrong = await ask(people.acceptInvitation, {
      body: { token, password: 'something else entirely' },
    });
    expect(wrong.status).toBe(401);
    const done = await ask(people.acceptInvitation, { body: { token, password: PASSWORD } });
    expect(done.body).toMatchObject({ signedIn: true, loginId, role: 'planner', name });
  });

  test('ends when it is withdrawn, after seven days, and when a newer one is sent', async () => {
    await invite('late@person.example');
    const first = await linkTo('late@person.example');
    const { id } = (await invite('late@person.example')).body;
    const second = await linkTo('late@person.example');
    const look = async (token: string) => (await ask(people.lookAtInvitation, { body: { token } })).status;
    expect([await look(first), await look(second)]).toEqual([410, 200]);
    await ask(people.withdrawInvitation, { cookie: owner, params: { invitationId: id } });
    expect(await look(second)).toBe(410);
    await invite('late@person.example');
    const third = await linkTo('late@person.example');
    t.clock.advance({ hours: 7 * 24 });
    expect(await look(third)).toBe(410);
  });

  test('is refused to somebody who works here, and for the role of the operator', async () => {
    const { email } = await member();
    expect((await invite(email)).body.errors[0].code).toBe('member_there');
    expect((await invite('x@y.example', 'operator')).body.errors[0].code).toBe('role_not_here');
  });
});

describe('a membership', () => {
  test('that is changed ends the sessions it had here, at once', async () => {
    const { loginId, enter } = await member();
    const cookie = await enter();
    const change = (body: object) => ask(people.changeMember, { cookie: owner, params: { loginId }, body });
    expect((await change({ role: 'planner', active: true })).status).toBe(200);
    expect((await ask(me.getMe, { cookie })).status).toBe(401);
    expect((await ask(me.getMe, { cookie: await enter() })).body.role).toBe('planner');
    expect((await change({ role: 'planner', active: false })).status).toBe(200);
    expect(await enter()).toBe('');
  });

  test('of the last owner cannot be ended or lowered, also by two owners at once', async () => {
    const other = await t.anotherTenant();
    const [one, two] = [await member('owner', other), await member('owner', other)];
    const cookies = [await one.enter(), await two.enter()];
    // The tenant came with an owner of its own, who goes first.
    const { members } = (await ask(people.listPeople, { cookie: cookies[0]! })).body;
    const third = members.find(
      (m: { role: string; loginId: Id }) =>
        m.role === 'owner' && ![one.loginId, two.loginId].includes(m.loginId),
    );
    const lower = (cookie: string, loginId: Id) =>
      ask(people.changeMember, { cookie, params: { loginId }, body: { role: 'office', active: true } });
    expect((await lower(cookies[0]!, third.loginId)).status).toBe(200);
    const ownersNow = async () => (await t.inTenant((tx) => listPeopleAs(tx, 'owner'))).length;
    const both = await Promise.all([lower(cookies[0]!, two.loginId), lower(cookies[1]!, one.loginId)]);
    const [done, refused] = both.map(({ status }) => status).sort();
    // Whoever comes second is the last owner, or was lowered before: as office, or with the session that this ended.
    expect(done).toBe(200);
    expect([401, 403, 409]).toContain(refused);
    expect(await ownersNow()).toBe(1);
  });
});

describe("the operator's own tenant", () => {
  test('is run by its staff: they invite each other, see the company, and the last one stays', async () => {
    const [one, two] = [await member('operator', operatorId), await member('operator', operatorId)];
    const cookie = await one.enter();
    const sent = await ask(people.inviteMember, {
      cookie,
      body: { email: 'third@operator.example', role: 'operator' },
    });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    const listed = (await ask(people.listPeople, { cookie })).body;
    expect(listed.invitations).toMatchObject([{ email: 'third@operator.example', role: 'operator' }]);
    expect((await ask(company.getCompany, { cookie })).status).toBe(200);
    const end = (loginId: Id) =>
      ask(people.changeMember, { cookie, params: { loginId }, body: { role: 'operator', active: false } });
    for (const { loginId } of listed.members as { loginId: Id }[])
      if (loginId !== one.loginId) expect((await end(loginId)).status).toBe(200);
    expect(await two.enter()).toBe('');
    expect((await end(one.loginId)).body.code).toBe('last_owner');
    expect((await ask(me.closeMe, { cookie, body: { email: one.email } })).body.code).toBe('only_owner');
    // None of this is open in anybody else's company.
    expect((await ask(people.listPeople, { cookie: owner })).body.members).not.toContainEqual(
      expect.objectContaining({ loginId: one.loginId }),
    );
  });
});

describe('a second factor by role', () => {
  test('is asked only by somebody who has one, and keeps whoever has none at their own account', async () => {
    const { loginId, enter } = await member('owner', t.tenantId);
    const cookie = await enter();
    const rule = (factorRoles: string[]) => ask(people.setFactorRoles, { cookie, body: { factorRoles } });
    expect((await rule(['owner'])).body.code).toBe('own_factor_first');
    expect((await rule(['office'])).status).toBe(200);
    const office = await member();
    const theirs = await office.enter();
    expect((await ask(people.listPeople, { cookie: theirs })).body.code).toBe('second_factor_missing');
    expect((await ask(door.session, { cookie: theirs })).body).toMatchObject({
      signedIn: true,
      factorMissing: true,
    });
    expect((await ask(me.getMe, { cookie: theirs })).status).toBe(200);
    expect((await ask(me.beginTotp, { cookie: theirs })).status).toBe(200);
    await rule([]);
    expect((await ask(people.listPeople, { cookie: theirs })).status).toBe(200);
    expect(loginId).toBeDefined();
  });
});

describe('mail that is not needed', () => {
  test('is turned off and on by each person, and for a contact who says so; what is needed cannot be', async () => {
    const mine = (await ask(choices.myMailChoices, { cookie: owner })).body as choices.MailChoices;
    expect(mine.kinds).toContainEqual({ kind: 'service.maintenance', wanted: true });
    const off = { kind: 'service.maintenance', wanted: false };
    expect((await ask(choices.chooseMyMail, { cookie: owner, body: off })).body.kinds).toContainEqual(off);
    // One person's word counts for nobody else.
    const other = await d.as('office');
    expect((await ask(choices.myMailChoices, { cookie: other })).body.kinds).not.toContainEqual(off);
    expect((await ask(choices.chooseMyMail, { cookie: owner, body: { ...off, wanted: true } })).body).toEqual(
      mine,
    );
    const needed = await ask(choices.chooseMyMail, {
      cookie: owner,
      body: { kind: 'billing.invoice', wanted: false },
    });
    expect(needed.status).toBe(422);

    const firm = await ask(door.createCustomer, {
      cookie: owner,
      body: { name: 'Birch', email: 'birch@choice.example' },
    });
    const params = { customerId: firm.body.id as string };
    const anna = await ask(contacts.addContact, {
      cookie: owner,
      params,
      body: { name: 'Anna', email: 'Anna@choice.example' },
    });
    const said = { contactId: anna.body.id as string, kind: 'delivery.note', wanted: false };
    const told = await ask(choices.chooseCustomerMail, { cookie: other, params, body: said });
    const wanted = (told.body.people as choices.MailChoices[]).map(({ address, kinds }) => [
      address,
      kinds.find(({ kind }) => kind === 'delivery.note')!.wanted,
    ]);
    expect(wanted).toEqual([
      ['birch@choice.example', true],
      ['anna@choice.example', false],
    ]);
    expect(await t.inTenant((tx) => isOff(tx, 'anna@choice.example', 'delivery.note'))).toBe(true);
    expect(await t.inTenant((tx) => isOff(tx, 'birch@choice.example', 'delivery.note'))).toBe(false);
    const stranger = await ask(choices.chooseCustomerMail, {
      cookie: other,
      params,
      body: { ...said, contactId: t.tenantId },
    });
    expect(stranger.body.code).toBe('contact_unknown');
  });
});

describe('the company', () => {
  test('takes numbers whose digits fit, keeps the account sealed, and shows it whole only for a reason', async () => {
    const details = { legalName: 'Larch GmbH', country: 'DE', vatNumber: 'DE136695975' };
    const wrong = await ask(company.updateCompany, { cookie: owner, body: details });
    expect(wrong.body.errors[0]).toMatchObject({ code: 'vat_check', field: 'vatNumber' });
    const right = await ask(company.updateCompany, {
      cookie: owner,
      body: { ...details, vatNumber: 'de 136695976' },
    });
    expect(right.body).toMatchObject({ vatNumber: 'DE136695976', vatCheck: null, sourceConsent: false });
    const bank = (iban: string) =>
      ask(company.updateBank, { cookie: owner, body: { iban, bic: 'cobadeff' } });
    expect((await bank('DE88 3704 0044 0532 0130 00')).body.errors[0].code).toBe('iban_check');
    expect((await bank('DE89 3704 0044 0532 0130 00')).body.ibanMasked).toBe('DE•• •••• •••• •••• ••30 00');
    const stored = await t.inTenant((tx) =>
      tx
        .tables<{ company: { tenant_id: Id; iban: string; iban_sealed: string; iban_mark: string } }>()
        .selectFrom('company')
        .selectAll()
        .where('tenant_id', '=', t.tenantId)
        .executeTakeFirstOrThrow(),
    );
    expect(JSON.stringify(stored)).not.toMatch(/0532\s?0130/);
    expect(stored.iban_mark).not.toBe('');
    const second = await member('owner');
    const waits = (await bank('DE75 5121 0800 1245 1261 99')).body;
    // Another account waits: the one before it counts, and everybody who decides is told with both masked.
    expect(waits).toMatchObject({
      ibanMasked: 'DE•• •••• •••• •••• ••30 00',
      bankChange: { ibanMasked: 'DE•• •••• •••• •••• ••61 99', own: true, aloneFrom: null },
    });
    const asked = await d.mailTo(second.email, 'accounts.bank-change-asked');
    expect(asked?.text).toContain('from DE•• •••• •••• •••• ••30 00 to DE•• •••• •••• •••• ••61 99');
    expect(asked?.text).not.toMatch(/0532|5126/);
    const confirm = (cookie: string, changeId: string) =>
      ask(company.confirmBankChange, { cookie, params: { changeId } });
    expect((await confirm(owner, waits.bankChange.id)).body.code).toBe('bank_second_person');
    const other = await second.enter();
    const done = (await confirm(other, waits.bankChange.id)).body;
    expect(done).toMatchObject({ ibanMasked: 'DE•• •••• •••• •••• ••61 99', bankChange: null });
    expect((await d.mailTo(second.email, 'accounts.bank-changed'))?.text).toContain('••61 99');
    expect((await confirm(other, waits.bankChange.id)).body.code).toBe('bank_change_unknown');
    // A change that is taken back leaves the account; nobody who may not change it may confirm it.
    const again = (await bank('DE89 3704 0044 0532 0130 00')).body.bankChange;
    expect((await confirm(await d.as('office'), again.id)).status).toBe(403);
    const kept = await ask(company.refuseBankChange, { cookie: other, params: { changeId: again.id } });
    expect(kept.body).toMatchObject({ ibanMasked: 'DE•• •••• •••• •••• ••61 99', bankChange: null });
    const back = (await bank('DE89 3704 0044 0532 0130 00')).body.bankChange;
    await confirm(other, back.id);
    const { rows } = await t.inTenant((tx) =>
      sql<{
        sealed: string;
      }>`select iban_sealed as sealed from company_bank_change where tenant_id = ${t.tenantId}`.execute(
        tx.tables<object>(),
      ),
    );
    expect(rows.map(({ sealed }) => sealed)).toEqual(['', '', '']);
    const reveal = (reason: string) => ask(company.revealIban, { cookie: owner, body: { reason } });
    expect((await reveal('')).body.errors[0].code).toBe('bank_reveal_reason_missing');
    expect((await reveal('a transfer failed')).body.iban).toBe('DE89 3704 0044 0532 0130 00');
    const { looks } = (await ask(people.listSupport, { cookie: owner })).body;
    expect(looks[0]).toMatchObject({ what: 'company.bank-revealed', reason: 'a transfer failed' });
    t.clock.advance({ minutes: 15 });
    expect((await bank('')).body.code).toBe('proof_needed');
  });

  test('is asked about at no source without its consent', async () => {
    const asked = await ask(company.checkVat, { cookie: owner });
    expect(asked.body.code).toBe('source_consent_missing');
    // The register names whom it would be asked from the day of the set-up on.
    const register = await t.app.context.db
      .global<{ processor: { id: string; service: string; categories: unknown } }>()
      .selectFrom('processor')
      .select(['service', 'categories'])
      .where('id', '=', 'eu-vat-number')
      .execute();
    expect(register).toEqual([{ service: 'says whether a VAT number is valid', categories: ['company'] }]);
  });
});

describe('a login', () => {
  test('that is closed opens nothing, and its address is free again', async () => {
    const { email, enter } = await member();
    const cookie = await enter();
    const close = (text: string) => ask(me.closeMe, { cookie, body: { email: text } });
    expect((await close('another@larch.example')).body.errors[0].code).toBe('close_not_meant');
    expect((await close(email)).status).toBe(200);
    expect((await ask(me.getMe, { cookie })).status).toBe(401);
    expect(await enter()).toBe('');
    await invite(email);
    const token = await linkTo(email);
    const back = await ask(people.acceptInvitation, { body: { token, name: 'Again', password: PASSWORD } });
    expect(back.body.signedIn).toBe(true);
  });

  test('of the only owner stays open', async () => {
    const other = await t.anotherTenant();
    const { email, loginId, enter } = await member('owner', other);
    const cookie = await enter();
    const { members } = (await ask(people.listPeople, { cookie })).body;
    const first = members.find(
      (m: { role: string; loginId: Id }) => m.role === 'owner' && m.loginId !== loginId,
    );
    await ask(people.changeMember, {
      cookie,
      params: { loginId: first.loginId },
      body: { role: 'owner', active: false },
    });
    expect((await ask(me.closeMe, { cookie, body: { email } })).body.code).toBe('only_owner');
  });

  test('takes over the companies of another of the same person', async () => {
    const other = await t.anotherTenant();
    const [keeps, goes] = [await member(), await member('owner', other)];
    const cookie = await keeps.enter();
    const merge = (password: string) =>
      ask(me.mergeIntoMe, { cookie, body: { email: goes.email, password } });
    expect((await merge('not its password at all')).status).toBe(401);
    expect((await merge(PASSWORD)).body.companies).toHaveLength(1);
    expect(await goes.enter()).toBe('');
    const asked = await ask(door.signIn, { body: { email: keeps.email, password: PASSWORD } });
    expect(asked.body.next.tenants.map((one: { id: Id }) => one.id).sort()).toEqual(
      [t.tenantId, other].sort(),
    );
  });
});

describe('a company without an owner', () => {
  test('gets a new one after fourteen days, by two approvals, unless an owner comes back', async () => {
    const company = await t.anotherTenant();
    const [boss, planner] = [await member('owner', company), await member('office', company)];
    const cookie = await planner.enter();
    const request = (by: string) =>
      ask(claims.askForOwnership, { cookie: by, body: { reason: 'she has left' } });
    await boss.enter();
    expect((await request(cookie)).body.code).toBe('owner_there');
    t.clock.advance({ hours: 31 * 24 });
    expect((await request(await planner.enter())).status).toBe(200);
    expect((await request(await planner.enter())).body.code).toBe('claim_there');
    // An owner signs in: it is over.
    await boss.enter();
    expect((await ask(claims.getClaim, { cookie: await planner.enter() })).body.claim).toBeNull();

    t.clock.advance({ hours: 31 * 24 });
    const { id } = (await request(await planner.enter())).body;
    const [one, two] = [await member('operator', operatorId), await member('operator', operatorId)];
    const approve = (by: string) => ask(claims.approveClaim, { cookie: by, params: { claimId: id } });
    expect((await approve(await one.enter())).body.code).toBe('claim_waits');
    t.clock.advance({ hours: 14 * 24 });
    expect((await approve(await one.enter())).body).toEqual({ done: false });
    expect((await approve(await one.enter())).body.code).toBe('second_person');
    expect((await ask(me.getMe, { cookie: await planner.enter() })).body.role).toBe('office');
    expect((await approve(await two.enter())).body).toEqual({ done: true });
    expect((await ask(me.getMe, { cookie: await planner.enter() })).body.role).toBe('owner');
    expect((await approve(await two.enter())).body.code).toBe('claim_unknown');
  });

  test('is decided by the operator alone', async () => {
    const stranger = await (await member('operator', await t.anotherTenant())).enter();
    expect((await ask(claims.listClaims, { cookie: stranger })).status).toBe(403);
  });
});

test('a contact of a customer may what it was given, is no staff, and is found only where it belongs', async () => {
  const { id: customerId } = (
    await ask(door.createCustomer, { cookie: owner, body: { name: 'Forest House', email: 'f@h.example' } })
  ).body;
  const buyer = { name: 'Buyer', email: 'Buyer@forest.example', mayCancel: true };
  const add = (body: object) => ask(contacts.addContact, { cookie: owner, params: { customerId }, body });
  const { id: contactId } = (await add(buyer)).body;
  expect((await add(buyer)).body.errors[0].code).toBe('contact_there');
  const can = (email: string, what: 'owner' | 'may-cancel' | 'billing') =>
    t.inTenant((tx) => contactMay(tx, customerId, email, what));
  expect([
    await can('buyer@forest.example', 'may-cancel'),
    await can('buyer@forest.example', 'billing'),
  ]).toEqual([true, false]);
  expect(await can('f@h.example', 'may-cancel')).toBe(false);
  expect(await t.inTenant((tx) => contactMay(tx, contactId, 'buyer@forest.example', 'may-cancel'))).toBe(
    false,
  );
  const params = { customerId, contactId };
  await ask(contacts.changeContact, {
    cookie: owner,
    params,
    body: { ...buyer, mayCancel: false, owner: true },
  });
  expect(await can('buyer@forest.example', 'may-cancel')).toBe(true);
  expect((await ask(contacts.endContact, { cookie: owner, params })).status).toBe(200);
  expect((await ask(contacts.endContact, { cookie: owner, params })).status).toBe(404);
  expect(await can('buyer@forest.example', 'may-cancel')).toBe(false);
  expect((await ask(contacts.listContacts, { cookie: owner, params })).body.contacts).toEqual([]);
});

test('a picture is made anew, served to colleagues alone, and gone at once', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const { loginId, enter } = await member();
  const cookie = await enter();
  expect((await ask(me.setPicture, { cookie, bytes: Buffer.from('<svg/>') })).body.errors[0].code).toBe(
    'picture_kind',
  );
  expect((await ask(me.setPicture, { cookie, bytes: png })).body.picture).toMatch(/^[0-9a-f]{16}$/);
  const shown = await ask(me.getPicture, { cookie: owner, params: { loginId } });
  expect(shown).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
  const stranger = await (await member('owner', await t.anotherTenant())).enter();
  expect((await ask(me.getPicture, { cookie: stranger, params: { loginId } })).status).toBe(404);
  await ask(me.removePicture, { cookie });
  expect((await ask(me.getPicture, { cookie: owner, params: { loginId } })).status).toBe(404);
});
