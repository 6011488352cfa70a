import { ok, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as contract from './company-contract.ts';
import { changeBank, confirmBank, refuseBank, waitingBankChange } from './change-bank.ts';
import { changeCompany, loadCompany, revealBank, shownIban } from './company.ts';
import { askAboutCompany, keepVatCheck, newestVatCheck, sourceAllowed } from './vat-checks.ts';

async function view(tx: Tx, caller: Caller): Promise<contract.CompanyView> {
  const company = await loadCompany(tx, caller.tenantName, 'billing');
  const { iban: _, ...shown } = company;
  return {
    ...shown,
    ibanMasked: shownIban(company),
    bankChange: await waitingBankChange(tx, caller),
    vatCheck: await newestVatCheck(tx, company.vatNumber),
    sourceConsent: await sourceAllowed(tx, tx.tenantId),
  };
}

async function changed(tx: Tx, caller: Caller, outcome: Result<true>): Promise<Result<contract.CompanyView>> {
  return outcome.ok ? ok(await view(tx, caller)) : outcome;
}

export const companyHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getCompany, async ({ tx, caller }) => ok(await view(tx, caller))),
  handle(contract.updateCompany, async ({ tx, caller, input }) =>
    changed(tx, caller, await changeCompany(tx, caller, input.body)),
  ),
  handle(
    contract.updateBank,
    async ({ tx, caller, context, input }: Given<typeof contract.updateBank, AppContext>) =>
      changed(tx, caller, await changeBank(tx, caller, context.publicUrl, input.body)),
  ),
  handle(
    contract.confirmBankChange,
    async ({ tx, caller, context, input }: Given<typeof contract.confirmBankChange, AppContext>) =>
      changed(tx, caller, await confirmBank(tx, caller, context.publicUrl, input.params.changeId)),
  ),
  handle(contract.refuseBankChange, async ({ tx, caller, input }) =>
    changed(tx, caller, await refuseBank(tx, caller, input.params.changeId)),
  ),
  handle(contract.revealIban, ({ tx, caller, input }) => revealBank(tx, caller, input.body.reason)),
  handlePrepared(
    contract.checkVat,
    ({ context, caller }: { context: AppContext; caller: Caller }) => askAboutCompany(context, caller),
    ({ tx, caller, prepared }) => keepVatCheck(tx, caller, prepared),
  ),
];
