import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { loadToday } from './today.ts';

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.today, async ({ tx, caller }) => ok(await loadToday(tx, caller))),
];
