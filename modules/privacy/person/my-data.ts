import { timingSafeEqual } from 'node:crypto';
import type { Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Right } from '#domain/policy/rights.ts';
import { loginAddress, proofMissing } from '#modules/accounts/api.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { FileAnswer } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { addStep, enterCase, listCases, takeCaseStep } from '../cases.ts';
import type { MyData } from '../contract.ts';
import type { PrivacyTables } from '../store.ts';
import { archiveMark, openArchiveOf } from './archives.ts';

/** Rights that are carried out at once for whoever has just proved who they are; the others somebody looks at first. */
const AT_ONCE: readonly Right[] = ['access', 'portability', 'restriction', 'objection', 'withdrawal'];

type Refused = Result<never, Refusal>;
const unknown: Refused = refuse({ code: 'address_unknown', status: 404 });

/** The person's own view of their requests lies with the operator, whichever business they are signed in to. */
async function atOperator<T>(
  context: AppContext,
  caller: Caller,
  work: (tx: Tx, own: Caller, loginId: Id) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const installation = await loadInstallation(context.db, context.clock.now());
  if (!installation || caller.loginId === null) return unknown;
  const facts = await context.tenantFacts(installation.operatorTenantId);
  const own = { ...caller, ...facts, role: null, today: dayIn(facts.zone, caller.now) };
  return context.db.inTenant(facts.tenantId, (tx) => work(tx, own, caller.loginId!));
}

export function loadMyData(context: AppContext, caller: Caller): Promise<Result<MyData, Refusal>> {
  return atOperator(context, caller, async (tx, own, loginId) => ok(await viewOf(tx, own, loginId)));
}

async function viewOf(tx: Tx, own: Caller, loginId: Id): Promise<MyData> {
  const archives = await tx
    .tables<PrivacyTables>()
    .selectFrom('privacy_archive')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('id')
    .execute();
  const cases = (await listCases(tx, own)).filter(({ row }) => row.login_id === loginId);
  return {
    requests: cases.map(({ row, steps, standing }) => ({
      ...{ id: row.id, number: row.number, asks: row.asks, receivedOn: row.received_on },
      ...{ dueOn: standing.dueOn, state: standing.state },
      answer: steps.find(({ kind }) => kind === 'answered' || kind === 'refused')?.note ?? '',
      archives: archives
        .filter(
          (one) => one.case_id === row.id && one.recipient.toLowerCase() === row.person_email.toLowerCase(),
        )
        .map((one) => ({
          ...{ id: one.id, label: one.label, bytes: one.bytes, expiresAt: one.expires_at },
          gone: one.file_hash === null || one.expires_at <= own.now,
        })),
    })),
  };
}

/**
 * Enters a request of whoever is signed in: who they are is shown by that, and what needs no second look is done at once.
 * One of a kind at a time; to have data deleted or handed out, they prove once more that it is them.
 *
 * @see P-rights (channels, identity)
 */
export async function askAbout(
  context: AppContext,
  caller: Caller,
  asked: { readonly asks: Right; readonly details: string },
): Promise<Result<MyData, Refusal>> {
  const heavy = ['access', 'portability', 'erasure'].includes(asked.asks);
  const missing = heavy ? proofMissing(caller) : null;
  if (missing) return missing;
  const mail = await loginAddress(context, caller);
  if (!mail.ok) return mail;
  return atOperator(context, caller, async (tx, own, loginId) => {
    const open = (await listCases(tx, own)).find(
      ({ row, standing }) =>
        row.login_id === loginId &&
        row.asks === asked.asks &&
        ['open', 'waits-for-person'].includes(standing.state),
    );
    if (open) return refuse({ code: 'privacy_asked_already', status: 409, number: open.row.number });
    const entered = await enterCase(tx, own, {
      ...{ asks: asked.asks, channel: 'account', login_id: loginId, of_tenant: null },
      ...{ person_name: caller.name, person_email: mail.value, language: asLocale(caller.locale) },
      ...{ details: asked.details, received_on: own.today },
    });
    if (!entered.ok) return entered;
    await addStep(tx, own, entered.value, { kind: 'identity-shown', note: '' });
    if (AT_ONCE.includes(asked.asks)) {
      const begun = await takeCaseStep(tx, own, entered.value, { kind: 'asked-for', note: '' });
      if (!begun.ok) return begun;
    }
    return ok(await viewOf(tx, own, loginId));
  });
}

/** One's own archive; nobody else's is there for whoever asks. */
export async function fetchMine(
  context: AppContext,
  caller: Caller,
  archiveId: Id,
): Promise<FileAnswer | Result<never, Refusal>> {
  const found = await atOperator(context, caller, async (tx, own, loginId) => {
    const { requests } = await viewOf(tx, own, loginId);
    const there = requests.some(({ archives }) => archives.some(({ id, gone }) => id === archiveId && !gone));
    return there ? ok(await rowOf(tx, archiveId)) : unknown;
  });
  return found.ok ? answerWith(context, found.value) : found;
}

/** An archive by its mailed link: whoever reads the mail at the address on file. */
export async function fetchMailed(
  context: AppContext,
  archiveId: Id,
  mark: string,
): Promise<FileAnswer | Result<never, Refusal>> {
  const installation = await loadInstallation(context.db, context.clock.now());
  if (!installation || !timingSafeEqual(Buffer.from(mark), Buffer.from(archiveMark(archiveId))))
    return unknown;
  const row = await context.db.inTenant(installation.operatorTenantId, (tx) => rowOf(tx, archiveId));
  return row && row.expires_at > context.clock.now() ? answerWith(context, row) : unknown;
}

function rowOf(tx: Tx, archiveId: Id): Promise<PrivacyTables['privacy_archive'] | undefined> {
  return tx
    .tables<PrivacyTables>()
    .selectFrom('privacy_archive')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', archiveId)
    .executeTakeFirst();
}

async function answerWith(
  context: AppContext,
  row: PrivacyTables['privacy_archive'] | undefined,
): Promise<FileAnswer | Result<never, Refusal>> {
  const bytes = row && (await openArchiveOf(context, row));
  return bytes ? { contentType: 'application/zip', bytes, name: 'data.zip', download: true } : unknown;
}
