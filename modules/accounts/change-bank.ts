import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { maskedIban, plainIban, readBic, readIban } from '#domain/money/iban.ts';
import { openBank, valuesInForce } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { queueToPerson, type AccountMail } from './account-mail.ts';
import { aloneFrom, decideBankConfirm, needsSecondPerson } from './bank-rules.ts';
import { loadCompany, saveCompany, shownIban } from './company.ts';
import { mailWords } from './mail-words.ts';
import { proofMissing } from './sessions.ts';
import { HEAD_ROLES, listPeopleAs } from './staff.ts';

interface BankChangeTables {
  company_bank_change: {
    tenant_id: Id;
    id: Id;
    iban_sealed: string;
    iban_shown: string;
    bic: string;
    bank: string;
    asked_by: string;
    asked_name: string;
    asked_at: Instant;
    outcome: 'confirmed' | 'refused' | null;
    decided_by: string | null;
    decided_name: string | null;
    decided_at: Instant | null;
    alone: boolean | null;
  };
}

const placeOf = (tenantId: Id, id: Id): Place => ({
  tenantId,
  table: 'company_bank_change',
  column: 'iban_sealed',
  row: id,
});

/** A change that waits, as whoever may decide it sees it. */
export interface WaitingBankChange {
  readonly id: Id;
  readonly ibanMasked: string;
  readonly bic: string;
  readonly bank: string;
  readonly askedBy: string;
  readonly askedAt: Instant;
  /** the reader asked for it */
  readonly own: boolean;
  /** from when on the reader may confirm their own change; null where somebody else has to */
  readonly aloneFrom: Instant | null;
}

/**
 * Asks for another bank account: checked, by somebody who proved lately who they are, written down, and told by mail to
 * everybody who heads the company. A first account counts at once; any other waits for a second person, and takes the
 * place of a change that waits already.
 * @see clause P-data.types.3
 */
export async function changeBank(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  given: { iban: string; bic: string; bank: string },
): Promise<Result<true, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  let iban = '';
  if (given.iban !== '') {
    const read = readIban(given.iban);
    if (!read.ok) return refuse({ ...read.refusal, field: 'iban' });
    iban = read.value;
  }
  const bic = given.bic === '' ? '' : readBic(given.bic);
  if (bic === null) return refuse({ code: 'bic_form', field: 'bic' });
  const now = { iban: plainIban(company.iban), bic: company.bic };
  await endWaiting(tx, caller, 'refused');
  const [from, to] = [shownIban(company), iban === '' ? '' : maskedIban(iban)];
  if (!needsSecondPerson(now, { iban, bic })) {
    await saveCompany(tx, { ...company, iban, bic, bank: given.bank });
    await publish(tx, caller, 'company.changed', tx.tenantId);
    if (from !== to) await tell(tx, caller, publicUrl, 'bank-changed', { from, to });
    return ok(true);
  }
  const id = idAt(caller.now);
  await tx
    .tables<BankChangeTables>()
    .insertInto('company_bank_change')
    .values({
      tenant_id: tx.tenantId,
      id,
      iban_sealed: iban === '' ? '' : vault().seal(iban, placeOf(tx.tenantId, id)),
      iban_shown: to,
      bic,
      bank: given.bank,
      asked_by: caller.actor,
      asked_name: caller.name,
      asked_at: caller.now,
      outcome: null,
      decided_by: null,
      decided_name: null,
      decided_at: null,
      alone: null,
    })
    .execute();
  await publish(tx, caller, 'company.bank-change-asked', tx.tenantId);
  await tell(tx, caller, publicUrl, 'bank-change-asked', { from, to });
  return ok(true);
}

/** Confirms the change that waits: from now on the new account counts. The old number is gone, its mask stays in the log. */
export async function confirmBank(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  changeId: Id,
): Promise<Result<true, Refusal>> {
  const change = await waiting(tx, changeId, 'lock');
  if (!change) return refuse({ code: 'bank_change_unknown' });
  const missing = proofMissing(caller);
  if (missing) return missing;
  const decided = decideBankConfirm(
    await valuesInForce(tx, caller.now),
    { askedBy: change.asked_by, askedAt: change.asked_at },
    {
      actor: caller.actor,
      provenAt: caller.session?.provenAt ?? null,
      others: await countOtherHeads(tx, caller.actor),
    },
    caller.now,
  );
  if (!decided.ok) return decided;
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  const iban =
    change.iban_sealed === '' ? '' : openBank('billing', change.iban_sealed, placeOf(tx.tenantId, changeId));
  await saveCompany(tx, { ...company, iban, bic: change.bic, bank: change.bank });
  await endWaiting(tx, caller, 'confirmed', decided.value.alone);
  await publish(tx, caller, 'company.changed', tx.tenantId);
  await tell(tx, caller, publicUrl, 'bank-changed', {
    from: shownIban(company),
    to: change.iban_shown,
    askedBy: change.asked_name,
    alone: decided.value.alone,
  });
  return ok(true);
}

/** Takes the change that waits away; the account stays as it is. Whoever heads the company may, who asked as well. */
export async function refuseBank(tx: Tx, caller: Caller, changeId: Id): Promise<Result<true, Refusal>> {
  if (!(await waiting(tx, changeId, 'lock'))) return refuse({ code: 'bank_change_unknown' });
  await endWaiting(tx, caller, 'refused');
  await publish(tx, caller, 'company.changed', tx.tenantId);
  return ok(true);
}

/** The change that waits, if any. */
export async function waitingBankChange(tx: Tx, caller: Caller): Promise<WaitingBankChange | null> {
  const change = await waiting(tx);
  if (!change) return null;
  const own = change.asked_by === caller.actor;
  const alone = own && (await countOtherHeads(tx, caller.actor)) === 0;
  const hours = (await valuesInForce(tx, caller.now))['operator.soloWaitHours'];
  return {
    id: change.id,
    ibanMasked: change.iban_shown,
    bic: change.bic,
    bank: change.bank,
    askedBy: change.asked_name,
    askedAt: change.asked_at,
    own,
    aloneFrom: alone ? aloneFrom(change.asked_at, hours) : null,
  };
}

async function waiting(
  tx: Tx,
  changeId?: Id,
  lock?: 'lock',
): Promise<BankChangeTables['company_bank_change'] | undefined> {
  let query = tx
    .tables<BankChangeTables>()
    .selectFrom('company_bank_change')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('outcome', 'is', null);
  if (changeId) query = query.where('id', '=', changeId);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Ends what waits; its sealed number is not needed any more. */
async function endWaiting(
  tx: Tx,
  caller: Caller,
  outcome: 'confirmed' | 'refused',
  alone: boolean | null = null,
): Promise<void> {
  const ended = await tx
    .tables<BankChangeTables>()
    .updateTable('company_bank_change')
    .set({
      outcome,
      alone,
      iban_sealed: '',
      decided_by: caller.actor,
      decided_name: caller.name,
      decided_at: caller.now,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('outcome', 'is', null)
    .returning(['asked_name', 'iban_shown'])
    .executeTakeFirst();
  if (ended && outcome === 'refused')
    await appendAudit(tx, {
      actor: caller,
      action: 'company.bank-change-refused',
      subject: `company:${tx.tenantId}`,
      facts: { askedBy: ended.asked_name, to: ended.iban_shown },
    });
}

/** Everybody who may change the account, but this one. */
async function countOtherHeads(tx: Tx, actor: string): Promise<number> {
  let count = 0;
  for (const role of HEAD_ROLES)
    for (const { loginId } of await listPeopleAs(tx, role)) count += Number(`login:${loginId}` !== actor);
  return count;
}

async function tell(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  kind: AccountMail & ('bank-changed' | 'bank-change-asked'),
  facts: { from: string; to: string; askedBy?: string; alone?: boolean },
): Promise<void> {
  await appendAudit(tx, {
    actor: caller,
    action: `company.${kind}`,
    subject: `company:${tx.tenantId}`,
    facts,
  });
  for (const role of HEAD_ROLES)
    for (const { email, locale } of await listPeopleAs(tx, role)) {
      const none = say(mailWords, asLocale(locale), 'mail.bank-changed.none');
      await queueToPerson(tx, caller, publicUrl, {
        kind,
        recipient: email,
        locale,
        values: { who: caller.name, from: facts.from || none, to: facts.to || none },
        link: '/company',
      });
    }
}
