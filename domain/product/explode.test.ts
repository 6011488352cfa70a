import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import type { PartRow } from '#domain/formats/part-list.ts';
import { checkProduct } from './check-product.ts';
import { priceParts } from './cost.ts';
import type { PartDefinition, Product } from './definition.ts';
import { explode, UNITS_MAX } from './explode.ts';
import type { Factory } from './factory.ts';
import { edgeSizeInCode, partsFromList } from './from-part-list.ts';
import { BASE600 } from './library/base-cabinet.ts';
import { DEMO_FACTORY } from './library/factory-seed.ts';
import { LIBRARY } from './library/library.ts';
import { cutSize, finishedSize, type PartEdges } from './parts.ts';
import { productWords } from './words.ts';

const run = (product: Product, given = {}, quantity = 1, factory: Factory = DEMO_FACTORY) =>
  explode(product, given, factory, quantity);
const refusal = (result: { ok: boolean; refusal?: unknown }) => (result.ok ? undefined : result.refusal);
const faultsOf = (input: unknown) =>
  (refusal(checkProduct(input)) as { faults: object[] } | undefined)?.faults ?? [];
const changed = (change: (product: Record<string, never> & Product) => void): Product => {
  const copy = structuredClone(BASE600) as Record<string, never> & Product;
  change(copy);
  return copy;
};
const withPart = (members: Partial<PartDefinition>): Product => ({
  ...BASE600,
  parts: [{ ...BASE600.parts[0]!, ...members }],
});

describe('parameters move the parts', () => {
  test('a single door below 450 mm, hinges by height, a white front with 0.8 mm edges', () => {
    const narrow = must(run(BASE600, { width: 400, height: 900, decor: 'white' }));
    // 396 = 400 / 1 − 3 … the door: 896 × 397; 0.8 mm edges: 397 − 1.6 + 1 = 396.4.
    expect(narrow.parts.at(-1)).toMatchObject({
      quantity: 1,
      material: 'W18',
      grain: 'none',
      finished: { length: 89600, width: 39700 },
      cut: { length: 89540, width: 39640 },
    });
    expect(narrow.hardware).toContainEqual({ code: 'HINGE110', quantity: 2 });
    expect(narrow.derived).toMatchObject({ inside: '364', doors: '1', door_width: '397' });
    expect(narrow.parameters).toEqual({ width: 400, height: 900, depth: 560, shelves: 1, decor: 'white' });
  });

  test('quantity multiplies pieces, edges, hardware and minutes, and a count of 0 leaves the part out', () => {
    const one = must(run(BASE600, { shelves: 0 }));
    const seven = must(run(BASE600, { shelves: 0 }, 7));
    expect(one.parts.map((part) => part.label)).not.toContain('shelf');
    expect(one.hardware.map((item) => item.code)).not.toContain('PIN5');
    expect(seven.pieces).toBe(7 * one.pieces);
    expect(seven.edges[0]!.length).toBe(7 * one.edges[0]!.length);
    expect(seven.unitOperations.map((operation) => operation.ms)).toEqual([7 * 24 * 60_000, 7 * 4 * 60_000]);
  });

  test('decimal text is a parameter too; what is not offered is refused, all at once', () => {
    expect(must(run(BASE600, { width: '601' })).parameters).toMatchObject({ width: 601 });
    const refused = refusal(
      run(BASE600, { widht: 600, width: 299, height: 720.5, depth: 'deep', shelves: 4, decor: 'pine' }),
    );
    expect(refused).toMatchObject({
      code: 'parameters_refused',
      faults: [
        { code: 'parameter_not_known', field: 'widht', suggestion: 'width' },
        { code: 'parameter_out_of_range', field: 'width', value: '299', min: 300, max: 1200 },
        { code: 'parameter_off_step', field: 'height', value: '720.5', nearest: '721' },
        { code: 'parameter_type', field: 'depth', value: 'deep', expected: 'number' },
        { code: 'parameter_out_of_range', field: 'shelves', value: '4' },
        { code: 'parameter_not_offered', field: 'decor', value: 'pine', expected: 'oak, white' },
      ],
    });
    expect([300, 1200].map((width) => run(BASE600, { width, height: 900 }).ok)).toEqual([true, true]);
    expect(refusal(run(BASE600, { width: 1200.01 }))).toMatchObject({ code: 'parameters_refused' });
  });

  test('rules refuse or warn', () => {
    expect(must(run(BASE600, { width: 1000 })).warnings).toEqual(['shelf_may_sag']);
    expect(refusal(run(BASE600, { width: 1200, height: 500 }))).toMatchObject({
      code: 'rule_broken',
      field: 'rules.0.when',
      rule: 'door_wider_than_high',
    });
  });

  test.each([0, -1, 1.5, Number.NaN, UNITS_MAX + 1])('%s units are refused', (quantity) => {
    expect(refusal(run(BASE600, {}, quantity))).toMatchObject({
      code: 'quantity_not_whole',
      field: 'quantity',
    });
  });

  test('property: any accepted size gives parts whose cut size is the finished one minus edges plus pre-mill', () => {
    const sizes = fc.record({
      width: fc.integer({ min: 300, max: 1200 }),
      height: fc.integer({ min: 500, max: 900 }),
      depth: fc.integer({ min: 300, max: 700 }),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 50 }), (given, quantity) => {
        const result = run(BASE600, given, quantity);
        if (!result.ok) {
          expect(result.refusal).toMatchObject({ code: 'rule_broken' });
          return;
        }
        let edged = 0;
        for (const part of result.value.parts) {
          const lost = (side: 'L1' | 'L2' | 'W1' | 'W2') =>
            part.edges[side] ? part.edges[side].thickness - 50 : 0;
          expect(part.cut.width).toBe(part.finished.width - lost('L1') - lost('L2'));
          expect(part.cut.length).toBe(part.finished.length - lost('W1') - lost('W2'));
          expect(finishedSize(part.cut, part.edges, DEMO_FACTORY.rules.preMill)).toEqual(part.finished);
          edged += Object.values(part.edges).filter(Boolean).length * part.quantity;
        }
        expect(result.value.edges.reduce((all, edge) => all + edge.passes, 0)).toBe(edged);
        const cost = priceParts(result.value, DEMO_FACTORY);
        expect(Object.values(cost).every((each) => each.n > 0n)).toBe(true);
      }),
    );
  });

  test('100 × 100 with 1 mm all round and 1 mm pre-mill is cut 100 × 100', () => {
    const edge = { code: 'X', thickness: 100 as Hmm };
    const all: PartEdges = { L1: edge, L2: edge, W1: edge, W2: edge };
    const size = { length: 10_000 as Hmm, width: 10_000 as Hmm };
    expect(cutSize(size, all, 100 as Hmm)).toEqual(size);
    expect(cutSize(size, { L1: null, L2: null, W1: null, W2: null }, 100 as Hmm)).toEqual(size);
  });
});

describe('what a formula can do wrong at run time', () => {
  test.each<[string, Partial<PartDefinition>, object]>([
    [
      'division by zero',
      { length: 'width / (shelves - 1)' },
      { code: 'formula_division_by_zero', field: 'parts.0.length', source: 'width / (shelves - 1)', at: 9 },
    ],
    [
      'a negative size',
      { width: 'depth - 600' },
      {
        code: 'part_size_out_of_range',
        field: 'parts.0.width',
        part: 'side',
        value: '-40',
        source: 'depth - 600',
      },
    ],
    ['a size of 0', { width: 'depth - 560' }, { code: 'part_size_out_of_range', value: '0' }],
    ['more than 10 m', { length: 'width * 20' }, { code: 'part_size_out_of_range', value: '12000' }],
    [
      'half a part',
      { quantity: 'shelves / 2' },
      { code: 'part_count_out_of_range', field: 'parts.0.quantity', value: '0.5' },
    ],
    ['fewer than no parts', { quantity: '0 - 1' }, { code: 'part_count_out_of_range', value: '-1' }],
    [
      'a hole beside the part',
      { drilling: [{ purpose: 'pin', diameter: 5, depth: 12, at: [{ x: '10', y: 'depth + 0.01' }] }] },
      { code: 'part_hole_outside', field: 'parts.0.drilling.0.at.0.y', value: '560.01' },
    ],
  ])('%s', (_, members, expected) => {
    expect(refusal(run(withPart(members)))).toMatchObject(expected);
  });

  test('a hole on the very edge is inside, a condition switches an edge, sizes round to 0.01 mm', () => {
    const part = must(
      run(
        withPart({
          length: 'width / 7',
          edges: {
            L1: { role: 'carcase_edge', when: 'depth > 500' },
            W1: { role: 'carcase_edge', when: 'depth > 560' },
          },
          drilling: [{ purpose: 'pin', diameter: 5, depth: 12, at: [{ x: '0', y: 'depth' }] }],
        }),
      ),
    ).parts[0]!;
    // 600 / 7 = 85.714…
    expect(part.finished.length).toBe(8571);
    expect([part.edges.L1?.code, part.edges.W1]).toEqual(['ABS10', null]);
    expect(part.holes).toEqual([
      { purpose: 'pin', diameter: 500, depth: 1200, count: 1, at: [{ x: 0, y: 56000 }] },
    ]);
  });

  test('materials, edges, hardware and work centres that the factory lacks are named', () => {
    const without = (member: 'boards' | 'edges' | 'hardware' | 'centres', code: string): Factory => {
      const left = new Map<string, never>(DEMO_FACTORY[member] as ReadonlyMap<string, never>);
      left.delete(code);
      return { ...DEMO_FACTORY, [member]: left };
    };
    expect(refusal(run(BASE600, {}, 1, without('boards', 'D18')))).toMatchObject({
      code: 'material_not_listed',
      role: 'front',
      value: 'D18',
    });
    expect(refusal(run(BASE600, {}, 1, without('edges', 'ABS10')))).toMatchObject({
      code: 'edge_not_listed',
      value: 'ABS10',
    });
    expect(refusal(run(BASE600, {}, 1, without('hardware', 'CAM15')))).toMatchObject({
      code: 'hardware_not_listed',
      value: 'CAM15',
    });
    expect(refusal(run(BASE600, {}, 1, without('centres', 'PACK')))).toMatchObject({
      code: 'centre_not_listed',
      field: 'routing.unit.1.centre',
    });
    expect(refusal(run(BASE600, {}, 1, without('centres', 'SAW')))).toMatchObject({
      code: 'centre_not_listed',
      field: 'routing.saw',
    });
  });
});

describe('a product is checked before it is saved', () => {
  test('all faults at once, each with its path', () => {
    const product = changed((copy) => {
      Object.assign(copy.parts[0]!, {
        length: 'heigth',
        width: 'depth +',
        material: 'carcass',
        edges: { L1: 'rim' },
      });
      Object.assign(copy.formulas[0]!, { formula: "width - 'x'" });
      Object.assign(copy.parameters[0]!, { default: 100 });
      Object.assign(copy.rules[0]!, { when: 'width' });
    });
    expect(faultsOf(product)).toMatchObject([
      { code: 'product_range_empty', field: 'parameters.0.default' },
      {
        code: 'product_role_not_known',
        field: 'parts.0.material',
        value: 'carcass',
        expected: 'carcase, back, front',
      },
      { code: 'product_role_not_known', field: 'parts.0.edges.L1', value: 'rim' },
      { code: 'formula_type_mismatch', field: 'formulas.0.formula', at: 8 },
      { code: 'formula_type_mismatch', field: 'rules.0.when', expected: 'boolean' },
      { code: 'formula_unknown_name', field: 'parts.0.length', value: 'heigth', suggestion: 'height' },
      { code: 'formula_syntax', field: 'parts.0.width' },
    ]);
  });

  test.each<[string, (copy: Record<string, unknown>) => void, object]>([
    [
      'without routing',
      (copy) => delete copy['routing'],
      { code: 'product_without_routing', field: 'routing' },
    ],
    [
      'with an empty routing',
      (copy) => (copy['routing'] = {}),
      { code: 'product_without_routing', field: 'routing' },
    ],
    [
      'with a member that does not exist',
      (copy) => (copy['colour'] = 'red'),
      { code: 'product_field_not_known', field: 'colour' },
    ],
    ['without parts', (copy) => (copy['parts'] = []), { code: 'product_field_type', field: 'parts' }],
    [
      'with a number as formula',
      (copy) => (copy['hardware'] = [{ code: 'X', quantity: 4 }]),
      { code: 'product_field_type', field: 'hardware.0.quantity' },
    ],
    [
      'with a parameter of no kind',
      (copy) => (copy['parameters'] = [{ kind: 'colour' }]),
      { code: 'product_field_type', field: 'parameters.0.kind' },
    ],
    [
      'whose code is missing',
      (copy) => delete copy['code'],
      { code: 'product_field_missing', field: 'code' },
    ],
    [
      'with a formula called min',
      (copy) => (copy['formulas'] = [{ name: 'min', formula: '1' }]),
      { code: 'product_name_not_usable', field: 'formulas.0.name' },
    ],
  ])('%s', (_, change, expected) => {
    const copy = structuredClone(BASE600) as unknown as Record<string, unknown>;
    change(copy);
    expect(faultsOf(copy)).toContainEqual(expect.objectContaining(expected));
  });

  test.each([null, 'x', 3, [], undefined])('%s is no product', (input) => {
    expect(faultsOf(input)[0]).toMatchObject({ field: '' });
  });

  test('a circle of formulas, a name used twice, a decor without material', () => {
    const product = changed((copy) => {
      Object.assign(copy, {
        formulas: [
          ...copy.formulas,
          { name: 'a', formula: 'b' },
          { name: 'b', formula: 'a + 1' },
          { name: 'width', formula: '1' },
        ],
        roles: [...copy.roles, { role: 'trim', kind: 'board', parameter: 'decor', codes: { oak: 'D18' } }],
      });
    });
    expect(faultsOf(product)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'formula_cycle',
          field: 'formulas.7.formula',
          chain: ['a', 'b', 'a'],
        }),
        expect.objectContaining({ code: 'product_name_taken', field: 'formulas.8.name', value: 'width' }),
        expect.objectContaining({ code: 'product_field_missing', field: 'roles.5.codes.white' }),
      ]),
    );
    // explode reads the same formulas, so an unchecked product is refused there too.
    expect(refusal(run(product))).toMatchObject({ code: 'product_invalid' });
  });

  test('every refusal of this room has its sentence and remedy in both languages', () => {
    expect(Object.keys(productWords.de)).toEqual(Object.keys(productWords.en));
    for (const key of Object.keys(productWords.en).filter(
      (each) => each.startsWith('refusal.') && !each.endsWith('.remedy'),
    ))
      expect(productWords.en).toHaveProperty([`${key}.remedy`]);
  });

  test('every rule of the library has its sentence', () => {
    for (const rule of LIBRARY.flatMap((product) => product.rules))
      expect(productWords.en).toHaveProperty([`rule.${rule.code}`]);
  });

  test('every family explodes at all four corners of its width and height', () => {
    for (const product of LIBRARY) {
      const ends = (name: string) => {
        const parameter = product.parameters.find((each) => each.name === name);
        return parameter && 'min' in parameter ? [parameter.min, parameter.max] : [];
      };
      for (const width of ends('width'))
        for (const height of ends('height')) {
          const result = run(product, { width, height });
          if (!result.ok) expect(result.refusal).toMatchObject({ code: 'rule_broken' });
        }
    }
  });
});

describe('parts from an imported list', () => {
  const row: PartRow = {
    row: 5,
    id: 'S1',
    description: 'Side',
    position: '',
    material: 'W18',
    length: 72000 as Hmm,
    width: 56000 as Hmm,
    thickness: 1800 as Hmm,
    quantity: 2,
    grain: 'length',
    edges: { L1: 'ABS10', L2: null, W1: null, W2: null },
    edgeDiagram: '',
    programs: [],
    order: '',
    customer: '',
  };
  const reading = { sizes: 'finished', centres: { saw: 'SAW', edge: 'EDGE', drill: 'CNC' } } as const;

  test('equal those of a product: size, edges, operations', () => {
    const [mine] = partsFromList([row], DEMO_FACTORY, reading).parts;
    const side = must(run(withPart({ drilling: [] }))).parts[0]!;
    expect(mine).toEqual({ ...side, label: 'S1', description: 'Side' });
  });

  test('cut sizes in the list give finished sizes back', () => {
    const [part] = partsFromList([{ ...row, width: 55950 as Hmm }], DEMO_FACTORY, {
      ...reading,
      sizes: 'cut',
    }).parts;
    expect(part).toMatchObject({ cut: { width: 55950 }, finished: { width: 56000 } });
  });

  test('a material is found by code or by the table given, never by a similar name', () => {
    const near = { ...row, material: 'w18' };
    expect(partsFromList([near], DEMO_FACTORY, reading)).toMatchObject({
      parts: [],
      faults: [{ code: 'row_material_not_listed', row: 5, value: 'w18', suggestion: 'W18' }],
    });
    expect(partsFromList([near], DEMO_FACTORY, { ...reading, materials: { w18: 'W18' } }).parts).toHaveLength(
      1,
    );
  });

  test('marked edges need a band, an edge can be read as none, edges can leave nothing to cut', () => {
    const marked = { ...row, edges: { ...row.edges, L1: true as const } };
    expect(partsFromList([marked], DEMO_FACTORY, reading).faults).toMatchObject([
      { code: 'row_edge_not_named', field: 'rows.5.edgeL1' },
    ]);
    expect(
      partsFromList([marked], DEMO_FACTORY, { ...reading, markedEdge: 'ABS20' }).parts[0]!.edges.L1,
    ).toEqual({ code: 'ABS20', thickness: 200 });
    expect(
      partsFromList([row], DEMO_FACTORY, { ...reading, edges: { ABS10: '' } }).parts[0]!.edges.L1,
    ).toBeNull();
    const thin = { ...row, width: 100 as Hmm, edges: { ...row.edges, L1: 'ABS20' } };
    expect(partsFromList([thin, row], DEMO_FACTORY, reading)).toMatchObject({
      parts: [{ label: 'S1' }],
      faults: [{ code: 'row_too_small_for_edges' }],
    });
  });

  test('the size of an edge band in its code', () => {
    expect(['PP_White_1.3_22_HM', 'ABS 2x28', 'ABS10', 'X_2200_19'].map(edgeSizeInCode)).toEqual([
      { thickness: 130, height: 2200 },
      { thickness: 200, height: 2800 },
      undefined,
      undefined,
    ]);
  });
});
