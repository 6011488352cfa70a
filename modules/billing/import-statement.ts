import { createHash } from 'node:crypto';
import { readCamt053 } from '#domain/formats/bank/camt053.ts';
import { readMt940 } from '#domain/formats/bank/mt940.ts';
import type { BankEntry, BankStatement, StatementExpectation } from '#domain/formats/bank/statement.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { Refusal, Result } from '#domain/kernel/result.ts';
import { maskedIban, plainIban } from '#domain/money/iban.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { readXml } from '#platform/xml/read-xml.ts';
import { sql } from 'kysely';
import type { BankTables } from './bank-store.ts';

/** Rows of one INSERT: far below what one statement may carry. */
const CHUNK = 500;
const MARK = 'billing.bank-account';

/**
 * Reads a statement file: camt.053 where it is XML, else MT 940. A file of another account or currency, one that is cut off
 * or whose entries do not lead from its opening to its closing balance is refused as a whole.
 */
export function readStatements(
  bytes: Buffer,
  expected: StatementExpectation,
): Result<BankStatement[], Refusal> {
  if (/^(\ufeff|\xef\xbb\xbf)?\s*</.test(bytes.subarray(0, 200).toString('latin1'))) {
    const root = readXml(bytes);
    return root.ok ? readCamt053(root.value, expected) : root;
  }
  const utf8 = bytes.toString('utf8');
  return readMt940(utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8, expected);
}

export interface Imported {
  readonly statements: number;
  /** movements that no file brought before */
  readonly newLines: number;
  /** movements that were known from another file */
  readonly knownLines: number;
  readonly maskedCards: number;
}

/**
 * Keeps the movements of statements, each once: the same file again, or another whose days overlap, brings nothing twice.
 * Card numbers in the payers' words are masked before anything is written (clause P-2.1c).
 */
export async function importStatements(
  tx: Tx,
  caller: Caller,
  statements: readonly BankStatement[],
): Promise<Imported> {
  const tables = tx.tables<BankTables>();
  // One import at a time: two files with the same days would race for the same movements.
  await sql`select pg_advisory_xact_lock(hashtextextended(${tx.tenantId}, 7464))`.execute(tables);
  const counted = { statements: 0, newLines: 0, knownLines: 0, maskedCards: 0 };
  for (const statement of statements) {
    const accountMark = markOf(statement.account);
    const statementId = idAt(caller.now);
    const saved = await tables
      .insertInto('bank_statement')
      .values({
        tenant_id: tx.tenantId,
        id: statementId,
        format: statement.format,
        account_mark: accountMark,
        account_shown: shown(statement.account),
        reference: statement.id,
        currency: statement.currency,
        opening_on: statement.opening.on,
        opening_minor: statement.opening.amountMinor,
        closing_on: statement.closing.on,
        closing_minor: statement.closing.amountMinor,
        entries: statement.entries.length,
        imported_by: caller.name,
        imported_at: caller.now,
      })
      .onConflict((c) => c.columns(['tenant_id', 'account_mark', 'reference', 'closing_on']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!saved) {
      counted.knownLines += statement.entries.length;
      continue;
    }
    counted.statements++;
    const seen = new Map<string, number>();
    const rows = statement.entries
      .filter((entry) => entry.amountMinor !== 0n)
      .map((entry) => {
        const plain = fingerprintOf(entry);
        // Two alike on one statement are two: the second, third … of its kind.
        const nth = (seen.get(plain) ?? 0) + 1;
        seen.set(plain, nth);
        const row = rowOf(tx.tenantId, statementId, accountMark, statement.currency, entry, caller);
        counted.maskedCards += row.masked;
        return { ...row.row, fingerprint: `${plain}.${nth}` };
      });
    for (let at = 0; at < rows.length; at += CHUNK) {
      const chunk = rows.slice(at, at + CHUNK);
      const fresh = await tables
        .insertInto('bank_line')
        .values(chunk)
        .onConflict((c) => c.columns(['tenant_id', 'account_mark', 'fingerprint']).doNothing())
        .returning('id')
        .execute();
      counted.newLines += fresh.length;
      counted.knownLines += chunk.length - fresh.length;
    }
    await publish(tx, caller, 'bank-statement.imported', statementId, { entries: rows.length });
  }
  return counted;
}

/** The keyed hash by which an account is recognised; '' for none. */
function markOf(account: string | undefined): string {
  const plain = plainIban(account ?? '');
  return plain === '' ? '' : vault().mark(plain, MARK);
}

function shown(account: string | undefined): string {
  const plain = plainIban(account ?? '');
  return plain === '' ? '' : maskedIban(plain);
}

/** What a movement is in every file: its day, its amount, and the bank's own reference or, without one, its words. */
function fingerprintOf(entry: BankEntry): string {
  const own = entry.bankReference
    ? [entry.bankReference]
    : [
        entry.remittance,
        entry.counterparty.name ?? '',
        entry.counterparty.account ?? '',
        entry.endToEndId ?? '',
      ];
  return createHash('sha256')
    .update(JSON.stringify([entry.bookedOn, `${entry.amountMinor}`, ...own]))
    .digest('base64url')
    .slice(0, 32);
}

function rowOf(
  tenantId: Id,
  statementId: Id,
  accountMark: string,
  currency: string,
  entry: BankEntry,
  caller: Caller,
): { row: Omit<BankTables['bank_line'], 'fingerprint'>; masked: number } {
  const words = maskCardNumbers(entry.remittance);
  const name = maskCardNumbers(entry.counterparty.name ?? '');
  const reference = maskCardNumbers(entry.endToEndId ?? '');
  return {
    masked: words.masked + name.masked + reference.masked,
    row: {
      tenant_id: tenantId,
      id: idAt(caller.now),
      statement_id: statementId,
      account_mark: accountMark,
      position: entry.position,
      booked_on: entry.bookedOn,
      value_on: entry.valueOn,
      amount_minor: entry.amountMinor,
      currency,
      payer_name: name.text,
      payer_mark: markOf(entry.counterparty.account),
      payer_shown: shown(entry.counterparty.account),
      remittance: words.text,
      creditor_reference: entry.creditorReference ?? '',
      end_to_end_id: reference.text,
      return_reason: entry.returnReason ?? (entry.reversal ? 'reversal' : ''),
    },
  };
}

/** A statement is of the company's own account, in the tenant's currency. */
export function expectationOf(company: { readonly iban: string }, currency: string): StatementExpectation {
  const account = plainIban(company.iban);
  return { currency, ...(account ? { account } : {}) };
}
