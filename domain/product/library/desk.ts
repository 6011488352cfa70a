import type { Product } from '../definition.ts';
import * as make from './building-blocks.ts';

/** Desk on two panel legs with a modesty panel between them. */
export const DESK1600: Product = {
  code: 'DESK1600',
  name: 'Desk',
  parameters: [
    make.length('width', 'Width', [1000, 2000], 1600),
    make.length('depth', 'Depth', [600, 1000], 800),
    make.length('height', 'Height', [650, 800], 740),
    make.decorOak,
  ],
  roles: [
    { role: 'top', kind: 'board', parameter: 'decor', codes: { oak: 'D25' } },
    { role: 'panel', kind: 'board', parameter: 'decor', codes: { oak: 'D18' } },
    { role: 'top_edge', kind: 'edge', parameter: 'decor', codes: { oak: 'ABS20' } },
    { role: 'panel_edge', kind: 'edge', parameter: 'decor', codes: { oak: 'ABS10' } },
  ],
  formulas: [{ name: 'leg_height', formula: 'height - top.thickness' }],
  rules: [{ code: 'top_may_sag', when: 'width > 1800', severity: 'warning' }],
  parts: [
    {
      name: 'top',
      quantity: '1',
      length: 'width',
      width: 'depth',
      material: 'top',
      grain: 'length',
      edges: { L1: 'top_edge', L2: 'top_edge', W1: 'top_edge', W2: 'top_edge' },
      drilling: [
        make.camBolts('8'),
        make.dowels('8'),
        { purpose: 'cable grommet', diameter: 60, depth: 0, at: [{ x: 'width / 2', y: 'depth - 80' }] },
      ],
    },
    {
      name: 'leg panel',
      quantity: '2',
      length: 'leg_height',
      width: 'depth - 100',
      material: 'top',
      grain: 'length',
      edges: { L1: 'top_edge', L2: 'top_edge', W1: 'top_edge', W2: 'top_edge' },
      drilling: [make.cams('4'), make.camBolts('2'), make.dowels('2')],
    },
    {
      name: 'modesty panel',
      quantity: '1',
      length: 'width - 100',
      width: '350',
      material: 'panel',
      grain: 'length',
      edges: { L1: 'panel_edge', L2: 'panel_edge' },
      drilling: [make.cams('4')],
    },
  ],
  hardware: [
    { code: 'CAM15', quantity: '12' },
    { code: 'DOWEL8', quantity: '12' },
    { code: 'GROMMET', quantity: '1' },
    { code: 'FOOT', quantity: '4' },
  ],
  routing: make.routing('14', '8'),
};
