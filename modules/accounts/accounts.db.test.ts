import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import * as door from './contract.ts';
import * as me from './me-contract.ts';
import { addMember } from './module.ts';
import * as people from './people-contract.ts';
import { openDoor, PASSWORD, tokenOf, type Door } from './testing/door.ts';
import { stepAt, totpCode } from './totp.ts';

const NEW = 'a heron stands by the mill';

let d: Door;
let t: TestApp;
beforeAll(async () => {
  d = await openDoor();
  ({ t } = d);
}, 240_000);
afterAll(() => d?.close());
// Each story begins with a fresh brake.
beforeEach(() => t.clock.advance({ minutes: 20 }));

const ask: Door['ask'] = (...asked) => d.ask(...asked);
const enter: Door['signIn'] = (...given) => d.signIn(...given);
const somebody: Door['member'] = (...given) => d.member(...given);
const mailTo: Door['mailTo'] = (...given) => d.mailTo(...given);

/** Adds an authenticator app. @returns its secret and the recovery codes */
async function withApp(cookie: string): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = (await ask(me.beginTotp, { cookie })).body;
  const code = totpCode(secret, stepAt(t.clock.now()));
  const confirmed = await ask(me.confirmTotp, { cookie, body: { code } });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  return { secret, recoveryCodes: confirmed.body.recoveryCodes };
}

describe('signing in', () => {
  test('asks for the second factor after a right password, takes each code once and no code five times wrong', async () => {
    const { email } = await somebody();
    const { secret } = await withApp((await enter(email)).cookie);
    t.clock.advance({ seconds: 30 });
    const first = await enter(email);
    expect(first.cookie).toBe('');
    expect(first.body).toMatchObject({ signedIn: false, next: { step: 'factor' } });
    const code = totpCode(secret, stepAt(t.clock.now()));
    const answer = { challenge: first.body.next.challenge, code };
    const open = await ask(door.signInWithCode, { body: answer });
    expect(open.body).toMatchObject({ signedIn: true });
    // The same code again, with a question of its own: replayed.
    const second = await enter(email);
    const again = await ask(door.signInWithCode, { body: { challenge: second.body.next.challenge, code } });
    expect(again).toMatchObject({ status: 401, body: { code: 'factor_refused' } });
    t.clock.advance({ seconds: 30 });
    for (let i = 0; i < 4; i++)
      await ask(door.signInWithCode, { body: { challenge: second.body.next.challenge, code: '000000' } });
    const right = totpCode(secret, stepAt(t.clock.now()));
    const late = await ask(door.signInWithCode, {
      body: { challenge: second.body.next.challenge, code: right },
    });
    expect(late.status).not.toBe(200);
  });

  test('takes a recovery code once', async () => {
    const { email } = await somebody();
    const { recoveryCodes } = await withApp((await enter(email)).cookie);
    expect(new Set(recoveryCodes).size).toBe(10);
    const use = async () => {
      const asked = await enter(email);
      return (
        await ask(door.signInWithCode, {
          body: { challenge: asked.body.next.challenge, code: recoveryCodes[0] },
        })
      ).status;
    };
    expect([await use(), await use()]).toEqual([200, 401]);
  });

  test('somebody of two companies chooses one', async () => {
    const other = await t.anotherTenant();
    const { email, loginId } = await somebody();
    await addMember(t.app.context.db, t.clock.now(), other, {
      email,
      name: '',
      locale: 'en',
      role: 'owner',
      password: null,
    });
    const asked = await enter(email);
    expect(asked.cookie).toBe('');
    expect(asked.body.next.tenants).toHaveLength(2);
    const open = await ask(door.signIn, { body: { email, password: PASSWORD, tenantId: other } });
    expect(open.body).toMatchObject({ loginId, tenant: { id: other }, role: 'owner' });
  });

  test('ends the session that this browser had before', async () => {
    const { email } = await somebody();
    const before = (await enter(email)).cookie;
    const now = await t.app.server.inject({
      method: 'POST',
      url: door.signIn.path,
      headers: { cookie: before },
      payload: { email, password: PASSWORD },
    });
    expect(now.statusCode).toBe(200);
    expect((await ask(me.getMe, { cookie: before })).status).toBe(401);
  });

  test('a password hashed with older parameters is hashed anew', async () => {
    const { email, loginId } = await somebody();
    const { db } = t.app.context;
    const hash = async () =>
      (
        await db
          .global<{ login: { id: Id; password_hash: string } }>()
          .selectFrom('login')
          .select('password_hash')
          .where('id', '=', loginId)
          .executeTakeFirstOrThrow()
      ).password_hash;
    const { argon2Sync } = await import('node:crypto');
    const nonce = Buffer.alloc(16, 7);
    const tag = argon2Sync('argon2id', {
      message: PASSWORD,
      nonce,
      memory: 8192,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    });
    const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    await db
      .global<{ login: { id: Id; password_hash: string } }>()
      .updateTable('login')
      .set({ password_hash: `$argon2id$v=19$m=8192,t=1,p=1$${bare(nonce)}$${bare(tag)}` })
      .where('id', '=', loginId)
      .execute();
    expect((await enter(email)).status).toBe(200);
    expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await enter(email)).status).toBe(200);
  });
});

describe('sessions', () => {
  test('are listed with their device, and ended one by one or all others at once', async () => {
    const { email } = await somebody();
    const cookies: string[] = [];
    for (const agent of [
      'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      'Mozilla/5.0 (iPhone) Safari/605',
      'curl',
    ])
      cookies.push(
        String(
          (
            await t.app.server.inject({
              method: 'POST',
              url: door.signIn.path,
              headers: { 'user-agent': agent },
              payload: { email, password: PASSWORD },
            })
          ).headers['set-cookie'],
        ).split(';')[0]!,
      );
    const { sessions } = (await ask(me.listSessions, { cookie: cookies[0]! })).body;
    expect(sessions.map((one: { device: string; here: boolean }) => [one.device, one.here]).sort()).toEqual([
      ['', false],
      ['Firefox, Linux', true],
      ['Safari, iOS', false],
    ]);
    const phone = sessions.find((one: { device: string }) => one.device === 'Safari, iOS');
    expect(
      (await ask(me.endOneSession, { cookie: cookies[0]!, params: { sessionId: phone.id } })).status,
    ).toBe(200);
    expect((await ask(me.getMe, { cookie: cookies[1]! })).status).toBe(401);
    expect((await ask(me.endOtherSessions, { cookie: cookies[0]! })).body).toEqual({ ended: 1 });
    expect((await ask(me.getMe, { cookie: cookies[2]! })).status).toBe(401);
    expect((await ask(me.getMe, { cookie: cookies[0]! })).status).toBe(200);
  });

  test("nobody ends somebody else's", async () => {
    const [one, other] = [await somebody(), await somebody()];
    const [mine, theirs] = [(await enter(one.email)).cookie, (await enter(other.email)).cookie];
    const { sessions } = (await ask(me.listSessions, { cookie: theirs })).body;
    const tried = await ask(me.endOneSession, { cookie: mine, params: { sessionId: sessions[0].id } });
    expect(tried).toMatchObject({ status: 404, body: { code: 'session_unknown' } });
    expect((await ask(me.getMe, { cookie: theirs })).status).toBe(200);
  });

  test('a step that matters wants a proof of the last quarter of an hour, which renews the token', async () => {
    const { email } = await somebody();
    const { cookie } = await enter(email);
    t.clock.advance({ minutes: 14 });
    expect((await ask(me.beginTotp, { cookie })).status).toBe(200);
    t.clock.advance({ minutes: 1 });
    expect(await ask(me.beginTotp, { cookie })).toMatchObject({
      status: 403,
      body: { code: 'proof_needed' },
    });
    expect((await ask(me.proveAgain, { cookie, body: { password: 'something else' } })).status).toBe(422);
    const proven = await ask(me.proveAgain, { cookie, body: { password: PASSWORD } });
    expect(proven.status).toBe(200);
    expect((await ask(me.getMe, { cookie })).status).toBe(401);
    expect((await ask(me.getMe, { cookie: proven.cookie })).body.provenAt).toBe(t.clock.now());
    expect((await ask(me.beginTotp, { cookie: proven.cookie })).status).toBe(200);
  });

  test('end after twelve idle hours, and after seven days in any case', async () => {
    const { email } = await somebody();
    const { cookie } = await enter(email);
    for (let hours = 11; hours < 7 * 24; hours += 11) {
      t.clock.advance({ hours: 11 });
      expect((await ask(me.getMe, { cookie })).status, `${hours} h`).toBe(200);
    }
    t.clock.advance({ hours: 4 });
    expect((await ask(me.getMe, { cookie })).status).toBe(401);
    const idle = (await enter(email)).cookie;
    t.clock.advance({ hours: 12 });
    expect((await ask(me.getMe, { cookie: idle })).status).toBe(401);
  });
});

describe('a forgotten password', () => {
  test('is chosen anew by a link that works once, ends every session and keeps the second factor', async () => {
    const { email } = await somebody();
    const { cookie } = await enter(email);
    await withApp(cookie);
    const host = { host: 'evil.example' };
    await t.app.server.inject({
      method: 'POST',
      url: me.askForReset.path,
      headers: host,
      payload: { email },
    });
    await t.app.runDueJobs();
    const mail = await mailTo(email, 'accounts.reset');
    expect(mail?.link).toMatch(/^http:\/\/tenon\.test\/link\/reset#/);
    const token = tokenOf(mail);
    expect((await ask(me.resetPassword, { body: { token, password: 'password1' } })).body.code).toBe(
      'password_common',
    );
    expect((await ask(me.resetPassword, { body: { token, password: NEW } })).status).toBe(200);
    expect(
      (await ask(me.resetPassword, { body: { token, password: 'another one of them' } })).body.code,
    ).toBe('link_ended');
    expect((await ask(me.getMe, { cookie })).status).toBe(401);
    expect((await enter(email)).status).toBe(401);
    expect((await enter(email, NEW)).body.next.step).toBe('factor');
    expect(await mailTo(email, 'accounts.password-changed')).toBeDefined();
    const stored = await t.app.context.db
      .global<{ one_time_token: { token_hash: Buffer; kind: string } }>()
      .selectFrom('one_time_token')
      .select('token_hash')
      .execute();
    expect(stored.some((row) => row.token_hash.toString().includes(token))).toBe(false);
  });

  test('the link ends after half an hour, and a newer one ends the older', async () => {
    const { email } = await somebody();
    const links: string[] = [];
    for (let i = 0; i < 2; i++) {
      await ask(me.askForReset, { body: { email } });
      await t.app.runDueJobs();
      links.push(tokenOf(await mailTo(email, 'accounts.reset')));
    }
    expect((await ask(me.resetPassword, { body: { token: links[0], password: NEW } })).status).toBe(410);
    t.clock.advance({ minutes: 30 });
    expect((await ask(me.resetPassword, { body: { token: links[1], password: NEW } })).status).toBe(410);
  });

  test('the answer says nothing about the address, also when asked often', async () => {
    const { email } = await somebody();
    const answers = [];
    for (const address of [email, 'nobody@nowhere.example'])
      for (let i = 0; i < 5; i++) answers.push(await ask(me.askForReset, { body: { email: address } }));
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toEqual(
      new Set(['[200,{}]']),
    );
    await t.app.runDueJobs();
    const sent = await t.inTenant((tx) =>
      tx
        .tables<{ outgoing_mail: { tenant_id: Id; recipient: string } }>()
        .selectFrom('outgoing_mail')
        .select('recipient')
        .where('tenant_id', '=', t.tenantId)
        .where('recipient', 'in', [email, 'nobody@nowhere.example'])
        .execute(),
    );
    expect(sent.map((row) => row.recipient)).toEqual([email, email, email]);
  });
});

test('changing a password wants the old one and refuses what everybody tries first', async () => {
  const { email } = await somebody();
  const [here, there] = [(await enter(email)).cookie, (await enter(email)).cookie];
  const change = (current: string, password: string) =>
    ask(me.changePassword, { cookie: here, body: { current, password } });
  expect((await change('wrong one', NEW)).body.errors[0]).toMatchObject({
    code: 'password_wrong',
    field: 'current',
  });
  expect((await change(PASSWORD, 'Factory larch 1')).body.errors[0].code).toBe('password_common');
  expect((await change(PASSWORD, NEW)).status).toBe(200);
  expect((await ask(me.getMe, { cookie: here })).status).toBe(200);
  expect((await ask(me.getMe, { cookie: there })).status).toBe(401);
  expect((await enter(email, NEW)).status).toBe(200);
});

test('an address moves when the new mailbox says so, and the old one can take it back', async () => {
  const { email } = await somebody();
  const { cookie } = await enter(email);
  const next = `moved.${email}`;
  expect((await ask(me.askForEmail, { cookie, body: { email: next } })).body.emailAsked).toBe(next);
  expect((await ask(me.getMe, { cookie })).body.email).toBe(email);
  const confirm = tokenOf(await mailTo(next, 'accounts.email-confirm'));
  const stop = tokenOf(await mailTo(email, 'accounts.email-notice'));
  expect((await ask(me.confirmEmail, { body: { token: confirm } })).status).toBe(200);
  expect((await ask(me.confirmEmail, { body: { token: confirm } })).status).toBe(410);
  expect((await ask(me.getMe, { cookie })).body.email).toBe(next);
  expect((await ask(me.stopEmail, { body: { token: stop } })).status).toBe(200);
  expect((await ask(me.getMe, { cookie })).status).toBe(401);
  expect((await enter(email)).status).toBe(200);
});

test('an address that another login has is not taken, and nobody is told before the mailbox was read', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const { cookie } = await enter(one.email);
  expect((await ask(me.askForEmail, { cookie, body: { email: other.email } })).status).toBe(200);
  const token = tokenOf(await mailTo(other.email, 'accounts.email-confirm'));
  expect((await ask(me.confirmEmail, { body: { token } })).body.code).toBe('email_taken');
  expect((await enter(one.email)).status).toBe(200);
});

test('no link that works once lies readable in the queue of mails', async () => {
  const { email } = await somebody();
  const { cookie } = await enter(email);
  await ask(me.askForReset, { body: { email } });
  await t.app.runDueJobs();
  await ask(me.askForEmail, { cookie, body: { email: `next.${email}` } });
  const owner = await d.as('owner');
  await ask(people.inviteMember, { cookie: owner, body: { email: 'guest@larch.example', role: 'office' } });
  const kinds = [
    [email, 'reset'],
    [`next.${email}`, 'email-confirm'],
    [email, 'email-notice'],
    ['guest@larch.example', 'invitation'],
  ] as const;
  const tokens = await Promise.all(
    kinds.map(async ([to, kind]) =>
      tokenOf(await mailTo(to, `accounts.${kind}`))
        .split('.')
        .at(-1)!,
    ),
  );
  expect(tokens.map((token) => token.length)).toEqual([43, 43, 43, 43]);
  const client = new pg.Client({ connectionString: t.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    expect(rows.length).toBeGreaterThan(50);
    for (const { schema, name } of rows)
      for (const token of tokens) {
        const { rowCount } = await client.query(
          `select from ${schema}."${name}" t where t::text like $1 limit 1`,
          [`%${token}%`],
        );
        expect(rowCount, `${schema}.${name}`).toBe(0);
      }
  } finally {
    await client.end();
  }
});
