import { timingSafeEqual } from 'node:crypto';
import { addMinutes } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { addressFor, isOperator, recordConsent, type ToAccept } from '#modules/policy/api.ts';
import { systemCaller, type Caller, type Role } from '#platform/http/caller.ts';
import type { GivenConsent } from '#platform/http/consent.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { activate, decideAccepted, toAcceptOnJoining } from './activation.ts';
import { brakesFor, countTry, forgetTries, isBraked } from './brake.ts';
import { mailWords } from './mail-words.ts';
import { addMember } from './members.ts';
import { hashOfToken, newToken } from './one-time-tokens.ts';
import { decidePassword } from './password-choice.ts';
import { checkCode, factorsOf } from './second-factor.ts';
import { goOnAs, loginByPassword, type SignInStep } from './sign-in.ts';
import type { AccountTables, GlobalTables } from './store.ts';
import { accountsWords } from './words.ts';

const LIFE_MINUTES = 7 * 24 * 60;
/** Open at once, so that nobody writes to the world through this door. */
const OPEN_MAX = 100;

/**
 * Asks somebody to work here. The mail carries a link that works once; the link names the tenant, because nobody is known
 * when it is followed.
 */
export async function inviteMember(
  tx: Tx,
  context: Pick<AppContext, 'publicUrl'>,
  caller: Caller,
  given: { email: string; role: Role },
): Promise<Result<{ id: Id }, Refusal>> {
  const email = given.email.trim().toLowerCase();
  if (given.role === 'operator' && !(await isOperator(tx, tx.tenantId)))
    return refuse({ code: 'role_not_here', field: 'role' });
  const tables = tx.tables<AccountTables & GlobalTables>();
  const there = await tables
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .select('login.id')
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('membership.active', '=', true)
    .where('login.email', '=', email)
    .executeTakeFirst();
  if (there) return refuse({ code: 'member_there', field: 'email' });
  const open = await tables
    .selectFrom('invitation')
    .select(['id', 'email'])
    .where('tenant_id', '=', tx.tenantId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .execute();
  if (open.length >= OPEN_MAX) return refuse({ code: 'invitations_many', max: OPEN_MAX });
  // A second invitation to the same address takes the place of the first: only the last link works.
  await withdraw(tx, caller, open.find((row) => row.email === email)?.id);
  const token = newToken();
  const id = idAt(caller.now);
  await tables
    .insertInto('invitation')
    .values({
      tenant_id: tx.tenantId,
      id,
      email,
      role: given.role,
      token_hash: hashOfToken(token),
      invited_by: caller.loginId ?? tx.tenantId,
      created_at: caller.now,
      expires_at: addMinutes(caller.now, LIFE_MINUTES),
      accepted_at: null,
      accepted_by: null,
      withdrawn_at: null,
    })
    .execute();
  await publish(tx, caller, 'invitation.sent', id, { role: given.role });
  const locale = asLocale(caller.locale);
  const values = {
    company: caller.tenantName,
    inviter: caller.name,
    role: say(accountsWords, locale, `accounts.role.${given.role}`),
  };
  const text = (part: 'subject' | 'text' | 'button' | 'note') =>
    say(mailWords, locale, `mail.invitation.${part}`, values);
  await queueMail(tx, caller, {
    kind: 'accounts.invitation',
    subjectId: id,
    recipient: await addressFor(tx, 'accounts.invitation', () => email),
    locale,
    subject: text('subject'),
    headline: text('subject'),
    blocks: [
      { kind: 'text', text: text('text') },
      {
        kind: 'button',
        label: text('button'),
        url: `${context.publicUrl}/link/invitation#${tx.tenantId}.${id}.${token}`,
      },
      { kind: 'note', text: text('note') },
    ],
    documentIds: [],
  });
  return ok({ id });
}

async function withdraw(tx: Tx, caller: Caller, id: Id | undefined): Promise<boolean> {
  if (!id) return false;
  const row = await tx
    .tables<AccountTables>()
    .updateTable('invitation')
    .set({ withdrawn_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
}

export async function withdrawInvitation(
  tx: Tx,
  caller: Caller,
  id: Id,
): Promise<Result<Record<string, never>, { code: 'invitation_unknown' }>> {
  if (!(await withdraw(tx, caller, id))) return refuse({ code: 'invitation_unknown' });
  await publish(tx, caller, 'invitation.withdrawn', id);
  return ok({});
}

interface Found {
  readonly tenantId: Id;
  readonly row: AccountTables['invitation'];
  /** versions of the policies that whoever follows this accepts for the firm, because nobody has yet */
  readonly toAccept: readonly ToAccept[];
  readonly company: string;
  readonly known: boolean;
}

/** The invitation a link leads to; null when it is unknown, used, withdrawn or too old. */
async function find(context: AppContext, link: string): Promise<Found | null> {
  const [tenantId, id, token] = link.split('.');
  if (!isId(tenantId) || !isId(id) || !token) return null;
  const { row, toAccept } = await context.db.inTenant(tenantId, async (tx) => {
    const invited = await tx
      .tables<AccountTables>()
      .selectFrom('invitation')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst();
    const asked = invited ? await toAcceptOnJoining(tx, invited.role, context.clock.now()) : [];
    return { row: invited, toAccept: asked };
  });
  if (!row || !timingSafeEqual(row.token_hash, hashOfToken(token))) return null;
  if (row.accepted_at !== null || row.withdrawn_at !== null || row.expires_at <= context.clock.now())
    return null;
  const { tenantName } = await context.tenantFacts(tenantId);
  const login = await context.db
    .global<GlobalTables>()
    .selectFrom('login')
    .select('id')
    .where('email', '=', row.email)
    .executeTakeFirst();
  return { tenantId, row, toAccept, company: tenantName, known: login !== undefined };
}

const ended = { code: 'link_ended', status: 410 } as const;

/** What an invitation says, to whoever holds its link. */
export async function lookAtInvitation(
  context: AppContext,
  request: RequestFacts,
  link: string,
): Promise<
  Result<{ company: string; role: Role; email: string; known: boolean; toAccept: ToAccept[] }, Refusal>
> {
  const now = context.clock.now();
  const brakes = brakesFor('link', 'invitation', request.ip).slice(1);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  const found = await find(context, link);
  if (!found) {
    await countTry(context.db, now, brakes);
    return refuse(ended);
  }
  const { company, known, row, toAccept } = found;
  return ok({ company, role: row.role, email: row.email, known, toAccept: [...toAccept] });
}

/**
 * Accepts an invitation: whoever is new chooses name and password, whoever has a login signs in to it with everything it
 * asks for. The link proves the address. It is taken in one statement, so of two at once one is heard.
 *
 * The first person with authority accepts the policies with it: before that the account is not open.
 *
 * @param consent of the person who joins, kept with the membership
 */
export async function acceptInvitation(
  context: AppContext,
  request: RequestFacts,
  given: {
    token: string;
    name?: string | undefined;
    password: string;
    code?: string | undefined;
    locale: string;
    accepts: readonly ToAccept[];
  },
  consent: GivenConsent | null,
): Promise<Result<SignInStep, Refusal>> {
  const now = context.clock.now();
  const found = await find(context, given.token);
  if (!found) return refuse(ended);
  const { tenantId, row } = found;
  const brakes = brakesFor('email', row.email, request.ip);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  let proof: 'password' | 'two-factor' = 'password';
  if (found.known) {
    const login = await loginByPassword(context, row.email, given.password);
    const factors = login ? await factorsOf(context, login.id) : null;
    if (!login || (factors!.any && !(given.code && (await checkCode(context, login.id, given.code))))) {
      await countTry(context.db, now, brakes);
      return refuse({ code: 'sign_in_refused', status: 401 });
    }
    if (factors!.any) proof = 'two-factor';
    await forgetTries(context.db, brakes);
  } else {
    if (!given.name) return refuse({ code: 'name_missing', field: 'name' });
    const decision = decidePassword(given.password, [row.email, given.name, found.company]);
    if (!decision.ok) return decision;
  }
  const accepted = decideAccepted(found.toAccept, given.accepts);
  if (!accepted.ok) return accepted;
  if (!(await take(context, found))) return refuse(ended);
  const loginId = await addMember(context.db, now, tenantId, {
    email: row.email,
    name: given.name ?? row.email,
    locale: given.locale,
    role: row.role,
    password: found.known ? null : given.password,
  });
  const facts = await context.tenantFacts(tenantId);
  await context.db.inTenant(tenantId, async (tx) => {
    await tx
      .tables<AccountTables>()
      .updateTable('invitation')
      .set({ accepted_by: loginId })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .execute();
    const joined = {
      ...systemCaller(facts, context.clock, `login:${loginId}`),
      name: given.name ?? row.email,
      now,
    };
    await activate(tx, { ...joined, loginId }, found.toAccept);
    if (consent) await recordConsent(tx, { ...joined, loginId }, consent);
  });
  return goOnAs(context, request, loginId, proof, tenantId);
}

async function take(context: AppContext, { tenantId, row }: Found): Promise<boolean> {
  const taken = await context.db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .updateTable('invitation')
      .set({ accepted_at: context.clock.now() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', row.id)
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst(),
  );
  return taken.numUpdatedRows > 0n;
}
