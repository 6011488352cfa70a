import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import { listNotices, readNotices } from './notices.ts';

export const noticeHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listNotices, async ({ tx, caller }) => ok(await listNotices(tx, caller))),
  handle(contract.readNotices, async ({ tx, caller }) => {
    await readNotices(tx, caller);
    return ok(await listNotices(tx, caller));
  }),
];
