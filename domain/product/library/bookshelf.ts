import type { Product } from '../definition.ts';
import * as make from './building-blocks.ts';

/** Bookshelf: top, bottom and one fixed shelf between the sides, adjustable shelves above and below it. */
export const BOOK800: Product = {
  code: 'BOOK800',
  name: 'Bookshelf',
  parameters: [
    make.length('width', 'Width', [400, 1000], 800),
    make.length('height', 'Height', [800, 2400], 2000),
    make.length('depth', 'Depth', [220, 450], 300),
    make.count('shelves', 'Adjustable shelves', [0, 8], 4),
  ],
  roles: [make.board('carcase', 'W18'), make.board('back', 'H3'), make.edge('carcase_edge', 'ABS10')],
  formulas: [{ name: 'inside', formula: 'width - 2 * carcase.thickness' }],
  rules: [
    { code: 'shelf_may_sag', when: 'inside > 900', severity: 'warning' },
    { code: 'shelves_too_close', when: '(height - 100) / (shelves + 2) < 150', severity: 'error' },
  ],
  parts: [
    {
      name: 'side',
      quantity: '2',
      length: 'height',
      width: 'depth',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge', W1: 'carcase_edge', W2: 'carcase_edge' },
      drilling: [make.camBolts('6'), make.dowels('12'), make.pinRows],
    },
    {
      name: 'top/bottom',
      quantity: '2',
      length: 'inside',
      width: 'depth',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.cams('4')],
    },
    {
      name: 'fixed shelf',
      quantity: '1',
      length: 'inside',
      width: 'depth - 10',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.cams('4')],
    },
    {
      name: 'adjustable shelf',
      quantity: 'shelves',
      length: 'inside - 2',
      width: 'depth - 15',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [],
    },
    {
      name: 'back',
      quantity: '1',
      length: 'height - 4',
      width: 'width - 4',
      material: 'back',
      grain: 'none',
      edges: {},
      drilling: [],
    },
  ],
  hardware: [
    { code: 'CAM15', quantity: '12' },
    { code: 'DOWEL8', quantity: '24' },
    { code: 'PIN5', quantity: '4 * shelves' },
    { code: 'BRACKET', quantity: '2' },
  ],
  routing: make.routing('22', '8'),
};
