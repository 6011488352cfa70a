import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { mailKind, type MailKind } from '#platform/mail/kinds.ts';
import { publish } from '#platform/outbox/events.ts';
import { say } from '#platform/words/words.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import { loadCase } from '../cases.ts';
import { tellPerson } from '../letters.ts';
import type { PrivacyTables } from '../store.ts';
import { erasureWords } from './erasure-words.ts';
import { identify } from './identify.ts';

const USE = 'privacy.restricted';
const markOf = (mail: string): string => vault().mark(mail.toLowerCase(), USE);

/** Has the data of these addresses only kept from now on, or lets them be used again. */
export async function restrict(
  tx: Tx,
  caller: Caller,
  caseId: Id,
  mails: readonly string[],
  lifted: boolean,
): Promise<void> {
  for (const mail of mails) {
    if ((await isRestricted(tx, mail)) !== lifted) continue;
    await tx
      .tables<PrivacyTables>()
      .insertInto('privacy_restriction')
      .values({
        ...{ tenant_id: tx.tenantId, id: idAt(caller.now), case_id: caseId },
        ...{ mark: markOf(mail), lifted, at: caller.now },
      })
      .execute();
  }
}

/** Ends what a request had restricted. @see Art. 18(3) GDPR: the person is told before */
export async function liftFor(
  tx: Tx,
  context: Pick<AppContext, 'db'>,
  caller: Caller,
  caseId: Id,
): Promise<Result<null, Refusal>> {
  const found = await loadCase(tx, caller, caseId);
  if (!found) return refuse({ code: 'privacy_case_unknown', status: 404 });
  const { row } = found;
  const { mails } = await identify(context, tx.tenantId, { mail: row.person_email, loginId: row.login_id });
  if (row.asks !== 'restriction' || !(await isRestricted(tx, row.person_email)))
    return refuse({
      code: 'privacy_step_not_now',
      status: 409,
      state: found.standing.state,
      because: 'state',
    });
  const note = say(erasureWords, row.language, 'answer.lifted');
  await tellPerson(tx, caller, row, { id: idAt(caller.now), kind: 'answered', note });
  await restrict(tx, caller, caseId, mails, true);
  await publish(tx, caller, 'privacy-case.stepped', caseId, { kind: 'lifted' });
  return ok(null);
}

/** Whether the data of an address may only be kept; in the operator's tenant. */
async function isRestricted(tx: Tx, mail: string): Promise<boolean> {
  const last = await tx
    .tables<PrivacyTables>()
    .selectFrom('privacy_restriction')
    .select('lifted')
    .where('tenant_id', '=', tx.tenantId)
    .where('mark', 'in', [...vault().marks(mail.toLowerCase(), USE)])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last !== undefined && !last.lifted;
}

/** What somebody is owed also while their data is only kept: what a law asks for, bills, and the safety of their account. */
const OWED: readonly string[] = ['legal', 'billing', 'security'];

/**
 * Whether a mail of this kind may go to an address: the operator writes to somebody who had their data restricted only what
 * it owes them. What a factory writes to its own customers is the factory's affair.
 *
 * @see P-rights (restriction), Art. 18 GDPR, clause P-1.2
 */
export async function mayWriteTo(
  context: Pick<AppContext, 'db' | 'clock'>,
  tenantId: Id,
  kind: MailKind,
  recipient: string,
): Promise<boolean> {
  if (OWED.includes(mailKind(kind).purpose)) return true;
  const installation = await loadInstallation(context.db, context.clock.now());
  if (installation?.operatorTenantId !== tenantId) return true;
  return !(await context.db.inTenant(tenantId, (tx) => isRestricted(tx, recipient)));
}
