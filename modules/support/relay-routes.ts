import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loginAddress } from '#modules/accounts/api.ts';
import { dropFrom, dropRelay, keepLook, lookAtDomain, sendTestMail, setFrom, setRelay } from './own-relay.ts';
import * as contract from './relay-contract.ts';
import { mailWays } from './relay-queries.ts';

type At<R> = Given<R, AppContext>;

async function then(
  { tx, caller, context }: { tx: Tx; caller: Caller; context: AppContext },
  done: Result<null, Refusal>,
): Promise<Result<contract.MailWays, Refusal>> {
  return done.ok ? ok(await mailWays(tx, caller, context)) : done;
}

export const relayHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getWays, async (given: At<typeof contract.getWays>) => then(given, ok(null))),
  handle(contract.putRelay, async (given: At<typeof contract.putRelay>) =>
    then(given, await setRelay(given.tx, given.caller, given.input.body)),
  ),
  handle(contract.dropRelay, async (given: At<typeof contract.dropRelay>) =>
    then(given, await dropRelay(given.tx, given.caller)),
  ),
  handlePrepared(
    contract.testRelay,
    ({ caller, context }: { caller: Caller; context: AppContext }) => loginAddress(context, caller),
    async ({ prepared, ...given }) => then(given, await sendTestMail(given.tx, given.caller, prepared)),
  ),
  handle(contract.putFrom, async (given: At<typeof contract.putFrom>) =>
    then(given, await setFrom(given.context, given.tx, given.caller, given.input.body)),
  ),
  handle(contract.dropFrom, async (given: At<typeof contract.dropFrom>) =>
    then(given, await dropFrom(given.tx, given.caller)),
  ),
  handlePrepared(
    contract.checkFrom,
    ({ caller, context }: { caller: Caller; context: AppContext }) => lookAtDomain(context, caller.tenantId),
    async ({ prepared, ...given }) => then(given, await keepLook(given.tx, given.caller, prepared)),
  ),
];
