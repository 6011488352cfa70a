import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { BankStatement, StatementRefusal } from './statement.ts';

/** The statement, if its entries lead from the opening to the closing balance; a part of it was lost or read wrongly otherwise. */
export function closes(statement: BankStatement, field: string): Result<BankStatement, StatementRefusal> {
  const { opening, closing, entries, currency } = statement;
  const should = entries.reduce<bigint>((all, entry) => all + entry.amountMinor, opening.amountMinor);
  if (should === closing.amountMinor) return ok(statement);
  return refuse({
    code: 'statement_balance',
    field,
    value: formatAmount(closing.amountMinor, currency),
    expected: formatAmount(minor(should), currency),
    currency,
  });
}
