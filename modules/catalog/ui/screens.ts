import { defineScreens, type Finder } from '#platform/web-kit/screen.ts';
import { listProducts, may } from '../contract.ts';
import { catalogUiWords } from './words.ts';

export const screens = defineScreens(catalogUiWords, [
  {
    path: '/products',
    title: 'catalog.products',
    may: may.read,
    component: () => import('./Products.tsx'),
    nav: { place: 'products', order: 10, shortcut: 'p' },
  },
  {
    path: '/products/materials',
    title: 'catalog.materials',
    may: may.read,
    component: () => import('./Materials.tsx'),
  },
  {
    path: '/products/materials/new',
    title: 'catalog.board.add',
    may: may.write,
    component: () => import('./NewBoard.tsx'),
  },
  {
    path: '/products/$productId/edit',
    title: 'catalog.product.edit',
    may: may.write,
    component: () => import('./editor/ProductEditor.tsx'),
  },
  {
    path: '/products/workshop',
    title: 'catalog.workshop',
    may: may.read,
    component: () => import('./workshop/WorkshopPage.tsx'),
  },
  {
    path: '/products/$productId',
    title: 'catalog.products',
    may: may.read,
    component: () => import('./ProductPage.tsx'),
  },
]);

export const finders: readonly Finder[] = [
  {
    words: catalogUiWords,
    title: 'catalog.products',
    may: may.read,
    find: async (call, text) =>
      (await call(listProducts, {})).products
        .filter((product) => `${product.code} ${product.name}`.toLowerCase().includes(text.toLowerCase()))
        .slice(0, 5)
        .map((product) => ({ title: product.name, hint: product.code, href: `/products/${product.id}` })),
  },
];
