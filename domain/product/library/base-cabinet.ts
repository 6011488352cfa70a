import type { Product } from '../definition.ts';
import * as make from './building-blocks.ts';

/**
 * Kitchen base cabinet: two sides through, bottom and two stretchers between them, one or two doors with 1.5 mm gaps
 * to the outline, back in a rebate 2 mm inside it.
 */
export const BASE600: Product = {
  code: 'BASE600',
  name: 'Kitchen base cabinet',
  parameters: [
    make.length('width', 'Width', [300, 1200], 600),
    make.length('height', 'Height', [500, 900], 720),
    make.length('depth', 'Depth', [300, 700], 560),
    make.count('shelves', 'Shelves', [0, 3], 1),
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
    { name: 'doors', formula: 'if(width > 450, 2, 1)' },
    { name: 'door_height', formula: 'height - 4' },
    { name: 'door_width', formula: 'width / doors - 3' },
    { name: 'hinges', formula: make.hingesPerDoor('door_height') },
    { name: 'legs', formula: 'if(width > 900, 6, 4)' },
  ],
  rules: [
    { code: 'door_wider_than_high', when: 'door_width > door_height', severity: 'error' },
    { code: 'shelf_may_sag', when: 'shelves > 0 and inside > 900', severity: 'warning' },
  ],
  parts: [
    {
      name: 'side',
      quantity: '2',
      length: 'height',
      width: 'depth',
      material: 'carcase',
      grain: 'none',
      edges: { L1: 'carcase_edge' },
      drilling: [make.camBolts('4'), make.dowels('8'), make.hingePlates('2 * hinges'), make.pinRows],
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
      name: 'shelf',
      quantity: 'shelves',
      length: 'inside - 2',
      width: 'depth - 40',
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
    {
      name: 'door',
      quantity: 'doors',
      length: 'door_height',
      width: 'door_width',
      material: 'front',
      grain: 'length',
      edges: { L1: 'front_edge', L2: 'front_edge', W1: 'front_edge', W2: 'front_edge' },
      drilling: [make.hingeCups('hinges')],
    },
  ],
  hardware: [
    { code: 'HINGE110', quantity: 'doors * hinges' },
    { code: 'CAM15', quantity: '8' },
    { code: 'DOWEL8', quantity: '16' },
    { code: 'PIN5', quantity: '4 * shelves' },
    { code: 'LEG100', quantity: 'legs' },
    { code: 'HANDLE160', quantity: 'doors' },
  ],
  routing: make.routing('24', '4'),
};
