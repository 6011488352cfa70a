import { ok } from '#domain/kernel/result.ts';
import { hmm } from '#domain/kernel/units.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { countBoards, keepBoards, receiveBoards } from './boards.ts';
import * as contract from './contract.ts';
import { putOffcut, scrapOffcut } from './offcuts.ts';
import { boardView, listMovements, listOffcuts, listStock, offcutView } from './queries.ts';

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listStock, async ({ tx, caller }) => ok(await listStock(tx, caller.currency))),
  handle(contract.listOffcuts, async ({ tx, caller, input }) =>
    ok({ offcuts: await listOffcuts(tx, caller.currency, input.query.state, input.query.materialCode) }),
  ),
  handle(contract.receiveBoards, async ({ tx, caller, input }) => {
    const row = await receiveBoards(tx, caller, input.body);
    return row.ok ? ok(boardView(row.value, caller.currency)) : row;
  }),
  handle(contract.countBoards, async ({ tx, caller, input }) => {
    const row = await countBoards(tx, caller, input.params.boardId, input.body);
    return row.ok ? ok(boardView(row.value, caller.currency)) : row;
  }),
  handle(contract.keepBoards, async ({ tx, caller, input }) => {
    const row = await keepBoards(tx, caller, input.params.boardId, input.body);
    return row.ok ? ok(boardView(row.value, caller.currency)) : row;
  }),
  handle(contract.listMovements, ({ tx, input }) => listMovements(tx, input.params.boardId)),
  handle(contract.addOffcut, async ({ tx, caller, input }) => {
    const { length, width, ...rest } = input.body;
    const kept = await putOffcut(tx, caller, { ...rest, length: hmm(length), width: hmm(width) });
    return kept.ok ? ok(offcutView(kept.value.row, await loadShopData(tx), caller.currency)) : kept;
  }),
  handle(contract.scrapOffcut, async ({ tx, caller, input }) => {
    const row = await scrapOffcut(tx, caller, input.params.offcutId, input.body.reason);
    return row.ok ? ok(offcutView(row.value, await loadShopData(tx), caller.currency)) : row;
  }),
];
