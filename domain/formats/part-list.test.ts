import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { toDecimalText } from '#domain/money/fraction.ts';
import { detectDecimalMark, readNumber } from './numbers.ts';
import { normaliseHeader } from './part-columns.ts';
import { readPartList, type PartListOptions } from './part-list.ts';
import { readPnx } from './pnx.ts';
import { columnLetters, type Cell, type MergedRange, type Table } from './table.ts';
import { formatWords } from './words.ts';

const table = (rows: Cell[][], mergedRanges: MergedRange[] = []): Table => ({
  rows: rows.map((cells, i) => ({ row: i + 1, cells })),
  mergedRanges,
});
const list = (rows: Cell[][], options?: PartListOptions, merged?: MergedRange[]) =>
  must(readPartList(table(rows, merged), options));

const HOMAG =
  'Part ID|Description|Position / article|Material code|Length|Width|Thickness|Quantity|Grain|Edge diagram|Edge front|Edge back|Edge left|Edge right|CNC program 1|CNC program 2|Customer order|Customer name'.split(
    '|',
  );
const PLAIN = ['Material', 'Length', 'Width', 'Qty'];

describe('columns', () => {
  test('a list of an optimiser: ids, edges on four sides, grain, programs', () => {
    const band = 'PP_Oak_bright_1.3_22_HM';
    const read = list([
      HOMAG,
      [
        'rack 1026',
        'Flexible shelf',
        '1.2',
        'P2_Oak_19.0',
        249,
        511,
        19,
        3,
        1,
        '011:011:000:000',
        band,
        band,
        band,
        null,
        'S1026',
        null,
        'Rack',
        'HOMAG',
      ],
    ]);
    expect(read.faults).toEqual([]);
    expect(read.columns).toHaveLength(18);
    expect(read.rows).toEqual([
      {
        row: 2,
        id: 'rack 1026',
        description: 'Flexible shelf',
        position: '1.2',
        material: 'P2_Oak_19.0',
        length: 24900,
        width: 51100,
        thickness: 1900,
        quantity: 3,
        grain: 'length',
        edges: { L1: band, L2: band, W1: band, W2: null },
        edgeDiagram: '011:011:000:000',
        programs: ['S1026'],
        order: 'Rack',
        customer: 'HOMAG',
      },
    ]);
  });

  test('German headers with units and a title above them', () => {
    const read = list([
      ['Küche Müller', null],
      [],
      [
        'Bezeichnung',
        'Länge [mm]',
        'Breite (mm)',
        'Stärke',
        'Stück',
        'Material',
        'Maserung',
        'Kante vorne',
        'Bemerkung',
      ],
      ['Seite', '720,5', '560,0', '18', '2', 'W18', 'quer', 'ABS10', 'eilig'],
    ]);
    expect(read.rows[0]).toMatchObject({
      row: 4,
      length: 72050,
      width: 56000,
      thickness: 1800,
      quantity: 2,
      grain: 'width',
      edges: { L1: 'ABS10', L2: null },
    });
    expect(read.ignoredColumns).toEqual(['Bemerkung']);
  });

  test('the Spanish template marks edges by 0 and 1', () => {
    const read = list([
      [
        'Cantidad',
        'Largo',
        'Ancho',
        'Descripción',
        'Materia Prima',
        'veta',
        'Largo 1',
        'Largo 2',
        'Ancho 1',
        'Ancho 2',
      ],
      [2, 720, 560, 'Lateral', 'W18', 1, 1, 0, 0, 1],
    ]);
    expect(read.rows[0]).toMatchObject({
      quantity: 2,
      grain: 'length',
      edges: { L1: true, L2: null, W1: null, W2: true },
    });
  });

  test('missing columns are named, unless they are given for the whole list', () => {
    const rows: Cell[][] = [
      ['Length', 'Width', 'Colour'],
      [720, 560, 'red'],
    ];
    expect(readPartList(table(rows))).toMatchObject({
      ok: false,
      refusal: {
        code: 'part_list_columns_missing',
        value: 'material, quantity',
        found: 'Length, Width, Colour',
      },
    });
    expect(list(rows, { material: 'W18', quantity: 1 }).rows[0]).toMatchObject({
      material: 'W18',
      quantity: 1,
      length: 72000,
    });
    expect(
      readPartList(
        table([
          ['a', 'b'],
          [1, 2],
        ]),
      ),
    ).toMatchObject({ ok: false, refusal: { code: 'part_list_columns_missing' } });
    expect(readPartList(table([[null, ' ']]))).toMatchObject({
      ok: false,
      refusal: { code: 'part_list_empty' },
    });
  });

  test('headers are compared by their words', () => {
    expect(
      ['Länge [mm]', 'cutting_length', ' QTY. ', 'Position / article', 'Width mm'].map(normaliseHeader),
    ).toEqual(['lange', 'cutting length', 'qty', 'position article', 'width']);
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});

describe('rows', () => {
  const oneBad = (row: Cell[], header = PLAIN) =>
    list([header, ['W18', 720, 560, 1], row, ['W18', 500, 300, 2]]);

  test.each<[string, Cell[], string, string, string]>([
    ['text as length', ['W18', 'long', 560, 1], 'row_number_not_readable', 'B3', 'long'],
    ['an error of the spreadsheet', ['W18', '#DIV/0!', 560, 1], 'row_number_not_readable', 'B3', '#DIV/0!'],
    ['no width', ['W18', 720, null, 1], 'row_number_empty', 'C3', ''],
    ['a length of 0', ['W18', 0, 560, 1], 'row_size_out_of_range', 'B3', '0'],
    ['a negative length', ['W18', -5, 560, 1], 'row_size_out_of_range', 'B3', '-5'],
    ['more than 10 m', ['W18', 10000.01, 560, 1], 'row_size_out_of_range', 'B3', '10000.01'],
    ['finer than 0.01 mm', ['W18', 720.005, 560, 1], 'row_size_too_fine', 'B3', '720.005'],
    ['half a piece', ['W18', 720, 560, 1.5], 'row_quantity_not_whole', 'D3', '1.5'],
    ['no pieces', ['W18', 720, 560, 0], 'row_quantity_not_whole', 'D3', '0'],
    ['no number of pieces', ['W18', 720, 560, null], 'row_quantity_not_whole', 'D3', ''],
    ['no material', [null, 720, 560, 1], 'row_material_missing', 'A3', ''],
    ['a number with two meanings', ['W18', '1.234', 560, 1], 'row_number_ambiguous', 'B3', '1.234'],
  ])('%s is refused with its cell; the rows around it are taken', (_, row, code, cell, value) => {
    const read = oneBad(row);
    expect(read.rows.map((each) => each.row)).toEqual([2, 4]);
    expect(read.faults).toHaveLength(1);
    expect(read.faults[0]).toMatchObject({ code, row: 3, cell, value, field: `rows.3.${cell}` });
  });

  test('a row with three faults lists all three', () => {
    const read = list([
      [...PLAIN, 'Grain'],
      [null, 'x', 560, 1, 'diagonal'],
    ]);
    expect(read.faults.map((fault) => fault.code)).toEqual([
      'row_material_missing',
      'row_number_not_readable',
      'row_grain_not_known',
    ]);
    expect(read.faults[2]).toMatchObject({ column: 'Grain', value: 'diagonal' });
  });

  test('both ends of the limits are taken', () => {
    expect(list([PLAIN, ['W18', 0.01, 10000, 9999]]).rows[0]).toMatchObject({
      length: 1,
      width: 1_000_000,
      quantity: 9999,
    });
    expect(list([PLAIN, ['W18', 1, 1, 10000]]).faults[0]).toMatchObject({ code: 'row_quantity_not_whole' });
    expect(list([PLAIN, ['W18', 559.50000000001, 100, 1]]).rows[0]).toMatchObject({ length: 55950 });
  });

  test('empty rows, totals and repeated headers are passed over', () => {
    const read = list([
      PLAIN,
      ['W18', 720, 560, 1],
      [null, '', null],
      PLAIN,
      ['Total', null, null, 1],
      ['Summe:', '', '', ''],
    ]);
    expect(read.rows).toHaveLength(1);
    expect(read.faults).toEqual([]);
    expect(read.skipped).toEqual([
      { row: 3, reason: 'empty' },
      { row: 4, reason: 'header' },
      { row: 5, reason: 'total' },
      { row: 6, reason: 'total' },
    ]);
    // A material that happens to be called Total is a part all the same.
    expect(list([PLAIN, ['Total', 720, 560, 1]]).rows).toHaveLength(1);
  });

  test('grain: numbers, words and nothing', () => {
    const grains: Cell[] = [0, 1, 2, null, 'längs', 'Crosswise', '-'];
    const read = list([[...PLAIN, 'Grain'], ...grains.map((grain): Cell[] => ['W18', 1, 1, 1, grain])]);
    expect(read.rows.map((row) => row.grain)).toEqual([
      'none',
      'length',
      'width',
      'none',
      'length',
      'width',
      'none',
    ]);
  });

  test('property: whatever bad rows are mixed in, every good row is taken and every bad one is named', () => {
    const good = fc
      .tuple(
        fc.constant('W18'),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 1, max: 99 }),
      )
      .map((row): Cell[] => row);
    const bad = fc.constantFrom<Cell[]>(
      ['W18', 'x', 1, 1],
      ['W18', 1, -1, 1],
      [null, 1, 1, 1],
      ['W18', 1, 1, 'many'],
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            good.map((row) => ({ row, ok: true })),
            bad.map((row) => ({ row, ok: false })),
          ),
          { minLength: 1 },
        ),
        (mix) => {
          const read = list([PLAIN, ...mix.map(({ row }) => row)]);
          const wanted = (ok: boolean) => mix.flatMap((each, i) => (each.ok === ok ? [i + 2] : []));
          expect(read.rows.map((row) => row.row)).toEqual(wanted(true));
          expect([...new Set(read.faults.map((fault) => fault.row))]).toEqual(wanted(false));
        },
      ),
    );
  });
});

describe('merged cells', () => {
  const merge = (range: string, left: number, top: number, right: number, bottom: number) => ({
    range,
    left,
    top,
    right,
    bottom,
  });
  const rows: Cell[][] = [
    ['My list'],
    PLAIN,
    ['W18', 720, 560, 1],
    [null, 500, 300, 2],
    ['W18', 400, 300, 1],
  ];

  test('rows they touch are refused with the range, the others are taken', () => {
    const read = list(rows, {}, [merge('A3:A4', 1, 3, 1, 4)]);
    expect(read.rows.map((row) => row.row)).toEqual([5]);
    expect(read.faults).toMatchObject([
      { code: 'cells_merged', row: 3, value: 'A3:A4', cell: 'A3', column: 'Material' },
      { code: 'cells_merged', row: 4, value: 'A3:A4' },
    ]);
  });

  test('a merged title is harmless, a merged header refuses the list', () => {
    expect(list(rows.slice(0, 3), {}, [merge('A1:D1', 1, 1, 4, 1)]).rows).toHaveLength(1);
    expect(readPartList(table(rows, [merge('A2:B2', 1, 2, 2, 2)]))).toMatchObject({
      ok: false,
      refusal: { code: 'part_list_header_merged', value: 'A2:B2' },
    });
  });

  test('merged cells in columns that mean nothing here, or far below the list, do no harm', () => {
    expect(
      list(rows.slice(0, 3), {}, [merge('F3:G9', 6, 3, 7, 9), merge('A90:A1048576', 1, 90, 1, 1048576)]),
    ).toMatchObject({ faults: [], rows: [{ row: 3 }] });
  });
});

describe('numbers', () => {
  const read = (cell: Cell, mark?: '.' | ',') => {
    const number = readNumber(cell, mark);
    return number.ok ? toDecimalText(number.value) : number.refusal.code;
  };

  test.each<[Cell, string]>([
    ['720', '720'],
    ['720.5', '720.5'],
    ['720,5', '720.5'],
    ['1.234,5', '1234.5'],
    ['1,234.5', '1234.5'],
    ["1'234.5", '1234.5'],
    ['1 234,5', '1234.5'],
    ['1.234.567', '1234567'],
    ['559,50 mm', '559.5'],
    ['2 Stk.', '2'],
    ['-3', '-3'],
    ['0.125', '0.125'],
    ['1234.567', '1234.567'],
    [559.5, '559.5'],
    ['1.23.4', 'number_not_readable'],
    ['1,234,5', 'number_not_readable'],
    ['1.2,3.4', 'number_not_readable'],
    ['12"', 'number_not_readable'],
    ['15-3/4', 'number_not_readable'],
    ['=1+1', 'number_not_readable'],
    ['1e3', 'number_not_readable'],
    ['', 'number_empty'],
    [null, 'number_empty'],
    ['1.234', 'number_ambiguous'],
    ['12,345', 'number_ambiguous'],
  ])('%s → %s', (cell, expected) => {
    expect(read(cell)).toBe(expected);
  });

  test('the mark of the list decides what 1.234 is', () => {
    expect([read('1.234', ','), read('1.234', '.'), read('1,234', '.'), read('1,234', ',')]).toEqual([
      '1234',
      '1.234',
      '1234',
      '1.234',
    ]);
    expect(detectDecimalMark(['720', '1.234', '559,5'])).toBe(',');
    expect(detectDecimalMark(['559.5', 'W18'])).toBe('.');
    expect(detectDecimalMark(['559.5', '559,5'])).toBeUndefined();
    expect(list([PLAIN, ['W18', '1.234', '559,5', '1']]).rows[0]).toMatchObject({
      length: 123400,
      width: 55950,
    });
  });

  test('property: a size written the German or the English way is read back exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom('de', 'en'),
        fc.boolean(),
        (hundredths, locale, grouping) => {
          const text = (hundredths / 100).toLocaleString(locale, {
            minimumFractionDigits: 2,
            useGrouping: grouping,
          });
          expect(list([PLAIN, ['W18', text, text, '1']]).rows[0]).toMatchObject({ length: hundredths });
        },
      ),
    );
  });
});

test('PNX: columns by position, decimal point, unknown columns passed over', () => {
  const read = readPnx(
    table([
      ['SIDE', 'W18', '720.0', '559.5', '6', '0', '0', '1', '1000', 'ORD-1001'],
      ['DOOR', 'D18', '715', 'x', '2'],
    ]),
  );
  expect(read.rows).toMatchObject([
    {
      row: 1,
      id: 'SIDE',
      material: 'W18',
      length: 72000,
      width: 55950,
      quantity: 6,
      grain: 'length',
      edgeDiagram: '1000',
      thickness: null,
    },
  ]);
  expect(read.faults).toMatchObject([
    { code: 'row_number_not_readable', row: 2, column: 'Width', cell: 'D2' },
  ]);
});

test('both languages have the same sentences, and every code of this room is among them', () => {
  expect(Object.keys(formatWords.de)).toEqual(Object.keys(formatWords.en));
  const keys = Object.keys(formatWords.en);
  for (const code of [
    'cells_merged',
    'row_number_empty',
    'row_number_not_readable',
    'row_number_ambiguous',
    'row_size_out_of_range',
    'row_size_too_fine',
    'row_quantity_not_whole',
    'row_grain_not_known',
    'row_material_missing',
    'row_text_too_long',
  ])
    expect(keys).toEqual(expect.arrayContaining([`refusal.${code}`, `refusal.${code}.remedy`]));
});
