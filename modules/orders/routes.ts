import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { priceParts } from '#domain/product/cost.ts';
import { explosionView, loadProduct, loadShopData } from '#modules/catalog/api.ts';
import { promiseFor } from '#modules/production/api.ts';
import { documentAnswer } from '#platform/documents/stored.ts';
import { readTable } from '#platform/files/read-table.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, handlePrepared, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { acceptOrder } from './accept-order.ts';
import { cancelOrder } from './cancel-order.ts';
import * as contract from './contract.ts';
import type { OrderView } from './contract.ts';
import { copyOrder } from './copy-order.ts';
import {
  addProductLine,
  createOrder,
  linesOf,
  priceOf,
  remake,
  removeLine,
  updateLine,
  updateOrder,
} from './edit-order.ts';
import { addFreeLine, isMade, updateFreeLine } from './free-lines.ts';
import { makeProductLine } from './lines.ts';
import { chooseReading, importPartList, previewPartList, takePartList } from './part-lists.ts';
import { listOrders, loadPaper, viewOrder } from './queries.ts';
import { quoteOrder } from './quote-order.ts';
import { loadSettings, saveSettings } from './settings.ts';
import { unitsOf } from './units.ts';

/** Every change answers with the order as it is then. */
async function then(tx: Tx, caller: Caller, orderId: Id, done: Result<unknown>): Promise<Result<OrderView>> {
  return done.ok ? viewOrder(tx, caller, orderId) : done;
}

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listOrders, async ({ tx, caller, input }) => ok(await listOrders(tx, caller, input.query))),
  handle(contract.getOrder, ({ tx, caller, input }) => viewOrder(tx, caller, input.params.orderId)),
  handle(contract.createOrder, async ({ tx, caller, input }) => {
    const created = await createOrder(tx, caller, input.body);
    return created.ok ? viewOrder(tx, caller, created.value) : created;
  }),
  handle(contract.updateOrder, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(tx, caller, orderId, await updateOrder(tx, caller, orderId, input.body));
  }),
  handle(contract.addProductLine, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(tx, caller, orderId, await addProductLine(tx, caller, orderId, input.body));
  }),
  handle(contract.updateLine, async ({ tx, caller, input }) => {
    const { orderId, lineNo } = input.params;
    return then(tx, caller, orderId, await updateLine(tx, caller, orderId, lineNo, input.body));
  }),
  handle(contract.addFreeLine, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(tx, caller, orderId, await addFreeLine(tx, caller, orderId, input.body));
  }),
  handle(contract.updateFreeLine, async ({ tx, caller, input }) => {
    const { orderId, lineNo } = input.params;
    return then(tx, caller, orderId, await updateFreeLine(tx, caller, orderId, lineNo, input.body));
  }),
  handle(contract.removeLine, async ({ tx, caller, input }) => {
    const { orderId, lineNo } = input.params;
    return then(tx, caller, orderId, await removeLine(tx, caller, orderId, lineNo));
  }),
  handle(contract.getLineParts, async ({ tx, caller, input }) => {
    const row = (await linesOf(tx, input.params.orderId)).find(
      (line) => line.line_no === input.params.lineNo,
    );
    if (!row) return refuse({ code: 'line_unknown' });
    if (!isMade(row)) return refuse({ code: 'line_not_made' });
    const made = await remake(tx, row);
    if (!made.ok) return made;
    const shop = await loadShopData(tx);
    return ok(explosionView(made.value.needs, made.value.cost, shop, asLocale(caller.locale)));
  }),
  handle(contract.priceLine, async ({ tx, caller, input }) => {
    const { productId, parameters, quantity } = input.body;
    const product = await loadProduct(tx, productId);
    if (!product) return refuse({ code: 'product_not_found', field: 'productId', value: productId });
    const shop = await loadShopData(tx);
    const settings = await loadSettings(tx);
    const one = makeProductLine(product, parameters, 1, shop, settings);
    if (!one.ok) return one;
    const unit = priceOf(input.body, one.value, caller.currency);
    if (!unit.ok) return unit;
    return ok({
      calculated: formatAmount(one.value.calculatedMinor, caller.currency),
      unitNet: formatAmount(unit.value, caller.currency),
      net: formatAmount(minor(unit.value * BigInt(quantity)), caller.currency),
      one: explosionView(one.value.needs, priceParts(one.value.needs, shop), shop, asLocale(caller.locale)),
    });
  }),

  handlePrepared(
    contract.uploadPartList,
    async ({ upload }) => {
      if (!upload) return refuse({ code: 'upload_not_bytes', status: 415 });
      const table = await readTable(upload);
      if (!table.ok) return table;
      upload.tellMasked(table.value.maskedCards);
      return ok({ name: upload.name, table: table.value });
    },
    ({ tx, caller, prepared, input }) =>
      importPartList(tx, caller, input.params.orderId, prepared, input.query.decimalMark),
  ),
  handle(contract.getPartList, ({ tx, caller, input }) =>
    previewPartList(tx, caller, input.params.orderId, input.params.importId),
  ),
  handle(contract.readPartList, ({ tx, caller, input }) =>
    chooseReading(tx, caller, input.params.orderId, input.params.importId, input.body),
  ),
  handle(contract.takePartList, async ({ tx, caller, input }) => {
    const { orderId, importId } = input.params;
    return then(tx, caller, orderId, await takePartList(tx, caller, orderId, importId, input.body));
  }),

  handle(contract.quoteOrder, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(tx, caller, orderId, await quoteOrder(tx, caller, orderId, input.body.validUntil));
  }),
  handle(contract.acceptOrder, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(tx, caller, orderId, await acceptOrder(tx, caller, orderId, input.body.dueOn ?? null));
  }),
  handle(contract.cancelOrder, async ({ tx, caller, input }) => {
    const { orderId } = input.params;
    return then(
      tx,
      caller,
      orderId,
      await cancelOrder(tx, caller, orderId, { reason: input.body.reason, tell: input.body.tell ?? false }),
    );
  }),
  handle(contract.copyOrder, async ({ tx, caller, input }) => {
    const copied = await copyOrder(tx, caller, input.params.orderId, input.body.customerId);
    return copied.ok ? viewOrder(tx, caller, copied.value) : copied;
  }),
  handle(contract.getPromise, async ({ tx, caller, input }) => {
    const order = await viewOrder(tx, caller, input.params.orderId);
    if (!order.ok) return order;
    const units = await unitsOf(tx, await linesOf(tx, input.params.orderId));
    if (!units.ok) return units;
    const promised = await promiseFor(tx, caller, { units: units.value });
    return ok({
      promisedOn: promised.promisedOn,
      reasons: promised.reasons.map(({ code, ...facts }) => ({ kind: code, facts: { ...facts } })),
    });
  }),
  handle(contract.getPaper, async ({ tx, caller, context, input }) => {
    const { orderId, kind, revision } = input.params;
    const paper = await loadPaper(tx, orderId, kind, revision);
    return paper.ok ? documentAnswer(context.files, caller.tenantId, paper.value) : paper;
  }),

  handle(contract.getSettings, async ({ tx }) => ok(await loadSettings(tx))),
  handle(contract.updateSettings, ({ tx, input }) => saveSettings(tx, input.body)),
];
