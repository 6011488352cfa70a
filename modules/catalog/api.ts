export { installLibrary } from './install-library.ts';
export {
  loadProduct,
  loadProductByCode,
  listProducts,
  underParameters,
  type SavedProduct,
} from './products.ts';
export { loadShopData, type SawRules, type ShopData } from './shop-data.ts';
export { fitsSomeBoard, partTooLarge, type PartTooLarge } from './rules.ts';
export { readPrice } from './materials.ts';
export { explosionView, partView, ruleSentence } from './view.ts';
export {
  explosion,
  parameters,
  partRow,
  type ClosedDay,
  type Explosion,
  type PartRow,
  type WorkHours,
} from './contract.ts';
