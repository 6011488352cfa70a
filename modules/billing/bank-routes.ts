import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { loadCompany } from '#modules/accounts/api.ts';
import { handle, handlePrepared, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as contract from './bank-contract.ts';
import { listBankLines } from './bank-queries.ts';
import { bookLine, setAsideLine, takeBackLine, type Share } from './book-line.ts';
import { expectationOf, importStatements, readStatements } from './import-statement.ts';

export const bankHandlers: readonly Handler<AppContext>[] = [
  handlePrepared(
    contract.importStatement,
    async ({ caller, context, upload }) => {
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      const company = await context.db.inTenant(caller.tenantId, (tx) =>
        loadCompany(tx, caller.tenantName, 'billing'),
      );
      const read = readStatements(upload.bytes, expectationOf(company, caller.currency));
      return read.ok ? ok({ statements: read.value, tellMasked: upload.tellMasked }) : read;
    },
    async ({ tx, caller, prepared }) => {
      const { maskedCards, ...imported } = await importStatements(tx, caller, prepared.statements);
      prepared.tellMasked(maskedCards);
      return ok(imported);
    },
  ),
  handle(contract.listBankLines, async ({ tx }) => ok(await listBankLines(tx))),
  handle(contract.bookBankLine, async ({ tx, caller, input }) => {
    const { bankLineId } = input.params;
    const shares: Share[] = [];
    for (const [at, share] of input.body.shares.entries()) {
      const amount = parseAmount(share.amount, caller.currency);
      if (!amount.ok) return refuse({ ...amount.refusal, field: `shares.${at}.amount` });
      shares.push({ invoiceId: share.invoiceId, amountMinor: amount.value });
    }
    return then(tx, await bookLine(tx, caller, bankLineId, shares, true));
  }),
  handle(contract.takeBackBankLine, async ({ tx, caller, input }) =>
    then(tx, await takeBackLine(tx, caller, input.params.bankLineId, input.body.paymentId)),
  ),
  handle(contract.setAsideBankLine, async ({ tx, caller, input }) =>
    then(tx, await setAsideLine(tx, caller, input.params.bankLineId, input.body.reason)),
  ),
];

async function then(
  tx: Tx,
  done: Result<{ lineId: Id }, Refusal>,
): Promise<Result<contract.BankLinesView, Refusal>> {
  return done.ok ? ok(await listBankLines(tx)) : done;
}
