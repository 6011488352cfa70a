import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Role } from '#platform/http/caller.ts';
import { CONSENT_HEADER, writeConsent, type Collects } from '#platform/http/consent.ts';
import { openLinks } from '#platform/mail/link-secrets.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import * as contract from '../contract.ts';
import { addMember } from '../module.ts';

export const PASSWORD = 'seven larches at the lake';

export interface Said {
  readonly status: number;
  readonly cookie: string;
  // What a route answers is checked by its schema; here it is looked into freely.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly cookie?: string;
  /** an API key, sent as `Authorization: Bearer` */
  readonly key?: string;
  readonly body?: unknown;
  readonly params?: Record<string, string>;
  readonly bytes?: Buffer;
  readonly agent?: string;
}

interface Asks {
  readonly method: string;
  readonly path: string;
  readonly collects?: Collects | null;
}

/** An application as it is met at its door: requests as a browser or a program sends them, and the mails that went out. */
export interface Door {
  readonly t: TestApp;
  ask(route: Asks, given?: Asked): Promise<Said>;
  /** somebody new with a password */
  member(
    role?: Role,
    tenantId?: Id,
  ): Promise<{ email: string; loginId: Id; name: string; enter(): Promise<string> }>;
  signIn(email: string, password?: string): Promise<Said>;
  /** signs in as the demo's member of a role. @returns the cookie */
  as(role: Role): Promise<string>;
  /** the newest mail of a kind to an address, with the secret part of its link put back */
  mailTo(
    recipient: string,
    kind: string,
  ): Promise<{ subject: string; text: string; link: string } | undefined>;
  close(): Promise<void>;
}

export async function openDoor(): Promise<Door> {
  const t = await openTestApp();
  let count = 0;
  const ask: Door['ask'] = async (route, given = {}) => {
    const answer = await t.app.server.inject({
      method: route.method as 'GET',
      url: route.path.replace(/:(\w+)/g, (_, name: string) => given.params?.[name] ?? ''),
      headers: {
        'idempotency-key': crypto.randomUUID(),
        ...agreeing(route),
        ...(given.cookie ? { cookie: given.cookie } : {}),
        ...(given.key ? { authorization: `Bearer ${given.key}` } : {}),
        ...(given.agent ? { 'user-agent': given.agent } : {}),
        ...(given.bytes ? { 'content-type': 'application/octet-stream' } : {}),
      },
      ...(route.method === 'GET' ? {} : { payload: given.bytes ?? (given.body as object) ?? {} }),
    });
    const json = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0]!,
      body: json ? (JSON.parse(answer.body) as unknown) : answer.rawPayload,
      headers: answer.headers,
    };
  };
  const signIn: Door['signIn'] = (email, password = PASSWORD) =>
    ask(contract.signIn, { body: { email, password } });
  return {
    t,
    ask,
    signIn,
    member: async (role = 'office', tenantId = t.tenantId) => {
      const email = `member${++count}@larch.example`;
      const name = `Member ${count}`;
      const loginId = await addMember(t.app.context.db, t.clock.now(), tenantId, {
        email,
        name,
        locale: 'en',
        role,
        password: PASSWORD,
      });
      return { email, loginId, name, enter: async () => (await signIn(email)).cookie };
    },
    as: async (role) => (await ask(contract.signInDemo, { body: { role } })).cookie,
    mailTo: async (recipient, kind) => {
      const row = await t.inTenant((tx) =>
        tx
          .tables<MailTables>()
          .selectFrom('outgoing_mail')
          .selectAll()
          .where('tenant_id', '=', t.tenantId)
          .where('recipient', '=', recipient)
          .where('kind', '=', kind)
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
      if (!row) return undefined;
      const blocks = openLinks(row) ?? row.message.blocks;
      return {
        subject: row.message.subject,
        text: JSON.stringify(blocks),
        link: blocks.find((block) => block.kind === 'button')?.url ?? '',
      };
    },
    close: () => t.close(),
  };
}

/** What stands behind `#` of a mail's link. */
export const tokenOf = (mail: { link: string } | undefined): string => mail?.link.split('#')[1] ?? '';

/** The act of consent, where a route collects personal data. */
function agreeing(route: Asks): Record<string, string> {
  const { collects } = route;
  return collects
    ? { [CONSENT_HEADER]: writeConsent({ form: collects.form, version: 1, policyVersion: 1, act: 'button' }) }
    : {};
}
