import { ok } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './contract.ts';
import * as materials from './materials.ts';
import {
  createProduct,
  listProducts,
  loadProductOrRefuse,
  previewDraft,
  previewProduct,
  updateProduct,
  type SavedProduct,
} from './products.ts';
import { loadShopData } from './shop-data.ts';
import { boardView, centreView, edgeView, hardwareView, workshopView } from './view.ts';

/** Definitions are plain data all the way down. */
const productView = (product: SavedProduct) => ({
  ...product,
  definition: product.definition as unknown as Record<string, unknown>,
});

export const handlers: readonly Handler<AppContext>[] = [
  handle(contract.listProducts, async ({ tx }) => ok({ products: await listProducts(tx) })),
  handle(contract.getProduct, async ({ tx, input }) => {
    const product = await loadProductOrRefuse(tx, input.params.productId);
    return product.ok ? ok(productView(product.value)) : product;
  }),
  handle(contract.createProduct, async ({ tx, caller, input }) => {
    const saved = await createProduct(tx, caller, input.body);
    return saved.ok ? ok(productView(saved.value)) : saved;
  }),
  handle(contract.updateProduct, async ({ tx, caller, input }) => {
    const saved = await updateProduct(tx, caller, input.params.productId, input.query.version, input.body);
    return saved.ok ? ok(productView(saved.value)) : saved;
  }),
  handle(contract.previewProduct, ({ tx, caller, input }) =>
    previewProduct(tx, caller, input.params.productId, input.body.parameters, input.body.quantity),
  ),

  handle(contract.previewDraft, ({ tx, caller, input }) =>
    previewDraft(tx, caller, input.body.definition, input.body.parameters),
  ),

  handle(contract.listMaterials, async ({ tx, caller }) => {
    const shop = await loadShopData(tx);
    return ok({
      currency: caller.currency,
      boards: [...shop.boards.values()].map((board) => boardView(board, caller.currency)),
      edges: [...shop.edges.values()].map((band) => edgeView(band, caller.currency)),
      hardware: [...shop.hardware.values()].map((item) => hardwareView(item, caller.currency)),
      centres: [...shop.centres.values()].map((centre) =>
        centreView(centre, shop.hours.get(centre.code) ?? [], caller.currency),
      ),
    });
  }),
  handle(contract.createBoard, async ({ tx, caller, input }) => {
    const shop = await materials.createBoard(tx, caller, input.body);
    return shop.ok ? ok(boardView(shop.value.boards.get(input.body.code)!, caller.currency)) : shop;
  }),
  handle(contract.updateBoard, async ({ tx, caller, input }) => {
    const shop = await materials.updateBoard(tx, caller, input.params.code, input.body);
    return shop.ok ? ok(boardView(shop.value.boards.get(input.params.code)!, caller.currency)) : shop;
  }),
  handle(contract.createEdge, async ({ tx, caller, input }) => {
    const shop = await materials.createEdge(tx, caller, input.body);
    return shop.ok ? ok(edgeView(shop.value.edges.get(input.body.code)!, caller.currency)) : shop;
  }),
  handle(contract.createHardware, async ({ tx, caller, input }) => {
    const shop = await materials.createHardware(tx, caller, input.body);
    return shop.ok ? ok(hardwareView(shop.value.hardware.get(input.body.code)!, caller.currency)) : shop;
  }),
  handle(contract.changePrices, ({ tx, caller, input }) =>
    materials.changePrices(tx, caller, input.body.changes),
  ),
  handle(contract.createCentre, async ({ tx, caller, input }) => {
    const { code } = input.body;
    const shop = await materials.createCentre(tx, caller, input.body);
    return shop.ok
      ? ok(centreView(shop.value.centres.get(code)!, shop.value.hours.get(code) ?? [], caller.currency))
      : shop;
  }),
  handle(contract.updateCentre, async ({ tx, caller, input }) => {
    const { code } = input.params;
    const shop = await materials.updateCentre(tx, caller, code, input.body);
    return shop.ok
      ? ok(centreView(shop.value.centres.get(code)!, shop.value.hours.get(code) ?? [], caller.currency))
      : shop;
  }),
  handle(contract.getWorkshop, async ({ tx }) => ok(workshopView(await loadShopData(tx)))),
  handle(contract.updateWorkshop, async ({ tx, caller, input }) => {
    const shop = await materials.updateWorkshop(tx, caller, input.body);
    return shop.ok ? ok(workshopView(shop.value)) : shop;
  }),
];
