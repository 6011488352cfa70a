import type { Product } from '../definition.ts';
import * as make from './building-blocks.ts';

/**
 * Kitchen drawer cabinet: the base carcase with two to five equal fronts, 3 mm apart, each on a box of the carcase's
 * board. Slides take 13 mm on each side.
 */
export const DRAW600: Product = {
  code: 'DRAW600',
  name: 'Kitchen drawer cabinet',
  parameters: [
    make.length('width', 'Width', [300, 1000], 600),
    make.length('height', 'Height', [500, 900], 720),
    make.length('depth', 'Depth', [450, 700], 560),
    make.count('drawers', 'Drawers', [2, 5], 3),
    make.decorOakOrWhite,
  ],
  roles: [
    make.board('carcase', 'W18'),
    make.board('back', 'H3'),
    make.frontByDecor,
    make.edge('carcase_edge', 'ABS10'),
    make.frontEdgeByDecor,
  ],
  formulas: [
    { name: 'inside', formula: 'width - 2 * carcase.thickness' },
    { name: 'box_width', formula: 'inside - 26' },
    // Slides come in lengths of 50 mm.
    { name: 'box_depth', formula: 'floor(depth - 30, 50)' },
    { name: 'front_height', formula: 'floor((height - 4 - 3 * (drawers - 1)) / drawers, 0.5)' },
    { name: 'box_height', formula: 'min(front_height - 50, 200)' },
  ],
  rules: [{ code: 'drawers_too_low', when: 'front_height < 120', severity: 'error' }],
  parts: [
    {
      name: 'side',
      quantity: '2',
      length: 'height',
      width: 'depth',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [
        make.camBolts('4'),
        make.dowels('8'),
        { purpose: 'slide', diameter: 5, depth: 12, count: '3 * drawers' },
      ],
    },
    {
      name: 'bottom',
      quantity: '1',
      length: 'inside',
      width: 'depth',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.cams('4')],
    },
    {
      name: 'stretcher',
      quantity: '2',
      length: 'inside',
      width: '100',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.cams('2')],
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
    {
      name: 'drawer side',
      quantity: '2 * drawers',
      length: 'box_depth',
      width: 'box_height',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.dowels('4')],
    },
    {
      name: 'drawer end',
      quantity: '2 * drawers',
      length: 'box_width - 2 * carcase.thickness',
      width: 'box_height',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [],
    },
    {
      name: 'drawer bottom',
      quantity: 'drawers',
      length: 'box_width - 2',
      width: 'box_depth - 2',
      material: 'back',
      grain: 'none',
      edges: {},
      drilling: [],
    },
    {
      // The grain of the fronts stands upright, as on the doors beside them: their length is their height.
      name: 'drawer front',
      quantity: 'drawers',
      length: 'front_height',
      width: 'width - 3',
      material: 'front',
      grain: 'length',
      edges: { L1: 'front_edge', L2: 'front_edge', W1: 'front_edge', W2: 'front_edge' },
      drilling: [{ purpose: 'handle', diameter: 5, depth: 0, count: '2' }],
    },
  ],
  hardware: [
    { code: 'SLIDE', quantity: 'drawers' },
    { code: 'CAM15', quantity: '8' },
    { code: 'DOWEL8', quantity: '16 + 8 * drawers' },
    { code: 'LEG100', quantity: 'if(width > 900, 6, 4)' },
    { code: 'HANDLE160', quantity: 'drawers' },
  ],
  routing: make.routing('18 + 9 * drawers', '4'),
};
