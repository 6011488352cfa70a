import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPartList } from '#domain/formats/part-list.ts';
import { readPnx } from '#domain/formats/pnx.ts';
import { must } from '#domain/kernel/result.ts';
import { hmm, minor } from '#domain/kernel/units.ts';
import { priceParts } from '#domain/product/cost.ts';
import type { Factory } from '#domain/product/factory.ts';
import { edgeSizeInCode, partsFromList, unmatchedCodes } from '#domain/product/from-part-list.ts';
import { DEMO_FACTORY } from '#domain/product/library/factory-seed.ts';
import { sumUp } from '#domain/product/sums.ts';
import { readTable } from '#platform/files/read-table.ts';

const KITCHEN = new URL('../../shared/samples/homag/kitchen.xlsx', import.meta.url);
const CENTRES = { saw: 'SAW', edge: 'EDGE', drill: 'CNC' };

test.skipIf(!existsSync(KITCHEN))(
  'a workbook of another program becomes parts once its codes are matched',
  async () => {
    const table = must(await readTable({ name: 'kitchen.xlsx', bytes: readFileSync(KITCHEN) }));
    const list = must(readPartList(table));
    expect([list.rows.length, list.faults, list.skipped]).toEqual([19, [], []]);
    expect(list.rows.filter((row) => row.grain === 'length').map((row) => row.material)).toEqual([
      'P2_Gold_Craft_Oak_19.0',
    ]);

    const reading = { sizes: 'finished', centres: CENTRES } as const;
    expect(unmatchedCodes(list.rows, DEMO_FACTORY, reading)).toEqual({
      materials: ['P2_White_19.0', 'P2_Gold_Craft_Oak_19.0'],
      edges: ['PP_White_1.3_22_HM', 'PP_Oak_bright_1.3_22_HM'],
      marked: false,
    });

    const oak = { ...DEMO_FACTORY.boards.get('D18')!, code: 'O19', thickness: hmm(19) };
    const white = { ...DEMO_FACTORY.boards.get('W18')!, code: 'W19', thickness: hmm(19) };
    const size = edgeSizeInCode('PP_White_1.3_22_HM')!;
    expect(size).toEqual({ thickness: 130, height: 2200 });
    const band = { code: 'PP13', name: 'PP 1.3×22', ...size, priceMinorPerMetre: minor(50) };
    const factory: Factory = {
      ...DEMO_FACTORY,
      boards: new Map([...DEMO_FACTORY.boards, ['O19', oak], ['W19', white]]),
      edges: new Map([...DEMO_FACTORY.edges, ['PP13', band]]),
    };
    const { parts, faults } = partsFromList(list.rows, factory, {
      ...reading,
      materials: { 'P2_White_19.0': 'W19', 'P2_Gold_Craft_Oak_19.0': 'O19' },
      edges: { 'PP_White_1.3_22_HM': 'PP13', 'PP_Oak_bright_1.3_22_HM': 'PP13' },
    });
    expect(faults).toEqual([]);
    expect(parts).toHaveLength(19);
    // 2200 × 650 with 1.3 mm on all sides: minus 2 × 1.3, plus 2 × 0.5 pre-mill in both directions.
    expect(parts[0]).toMatchObject({
      material: 'W19',
      thickness: 1900,
      cut: { length: 219840, width: 64840 },
    });
    expect(parts[0]!.operations.map((operation) => [operation.kind, operation.count])).toEqual([
      ['saw', 1],
      ['edge', 4],
      ['drill', 2],
    ]);
    const shelf = parts.find((part) => part.material === 'O19')!;
    expect(shelf).toMatchObject({
      grain: 'length',
      quantity: 3,
      finished: { length: 24900, width: 51100 },
      holes: [],
    });
    // The back panels have no edge: cut to size.
    expect(parts[3]).toMatchObject({
      cut: { length: 206100, width: 39900 },
      edges: { L1: null, L2: null, W1: null, W2: null },
    });

    const sums = sumUp(parts, factory);
    // 15 rows × 1 + 3 rows × 2 + 1 row × 3.
    expect(sums.pieces).toBe(15 + 3 * 2 + 3);
    expect(priceParts(sums, factory).hardware).toEqual({ n: 0n, d: 1n });
  },
);

test('a German CSV with one bad row gives the good ones, through file, list and factory', async () => {
  const text =
    'Bezeichnung;Länge;Breite;Stärke;Anzahl;Material;Kante vorne\nSeite;720,5;560;18;2;W18;ABS10\nBoden;lang;560;18;1;W18;\nTür;716;297;19;1;D18;ABS99\n';
  const table = must(await readTable({ name: 'liste.csv', bytes: Buffer.from(text, 'latin1') }));
  const list = must(readPartList(table));
  expect(list.faults).toMatchObject([
    { code: 'row_number_not_readable', row: 3, column: 'Länge', value: 'lang' },
  ]);
  const { parts, faults } = partsFromList(list.rows, DEMO_FACTORY, { sizes: 'finished', centres: CENTRES });
  expect(parts).toMatchObject([{ label: 'Seite', cut: { length: 72050, width: 55950 }, quantity: 2 }]);
  expect(faults).toMatchObject([
    { code: 'row_thickness_differs', row: 4, value: '19', material: 'D18', expected: 18 },
    { code: 'row_edge_not_listed', row: 4, value: 'ABS99' },
  ]);
});

test('a PNX list gives cut sizes; finished sizes follow', async () => {
  const table = must(
    await readTable({ name: 'job.pnx', bytes: Buffer.from('SIDE,W18,720.0,559.5,2,0,0,0,1000\n') }),
  );
  const list = readPnx(table);
  const { parts } = partsFromList(list.rows, DEMO_FACTORY, { sizes: 'cut', centres: CENTRES });
  expect(parts[0]).toMatchObject({
    cut: { length: 72000, width: 55950 },
    finished: { length: 72000, width: 55950 },
  });
});
