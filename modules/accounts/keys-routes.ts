import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { createKey, listKeys, revokeKey } from './api-keys.ts';
import * as contract from './keys-contract.ts';

export const keyHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listKeys, async ({ tx, caller }) => ok(await listKeys(tx, caller))),
  handle(contract.createKey, ({ tx, caller, input }) => createKey(tx, caller, input.body)),
  handle(contract.revokeKey, ({ tx, caller, input }) => revokeKey(tx, caller, input.params.keyId)),
];
