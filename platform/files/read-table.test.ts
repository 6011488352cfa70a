import { existsSync, readFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { judgeArchive } from './archive-limits.ts';
import { decodeText, readCsv } from './csv.ts';
import { fileKind } from './file-kind.ts';
import { readTable } from './read-table.ts';
import { TABLE_LIMITS, type TableLimits } from './table.ts';
import { tableWords } from './table-words.ts';

const KITCHEN = new URL('../../../shared/samples/homag/kitchen.xlsx', import.meta.url);
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const codeOf = async (name: string, bytes: Uint8Array, limits?: TableLimits) => {
  const result = await readTable({ name, bytes }, limits);
  return result.ok ? 'ok' : result.refusal.code;
};

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A zip archive by hand, so that its directory can lie about sizes. */
function zip(entries: readonly { name: string; data: Buffer; claims?: number }[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claims } of entries) {
    const packed = deflateRawSync(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    files.push(Buffer.from('504b0304', 'hex'), common, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('504b01021400', 'hex'), common, rest, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

describe('workbooks', () => {
  test.skipIf(!existsSync(KITCHEN))(
    'kitchen.xlsx: a header and 19 rows, though the sheet says A1:R57',
    async () => {
      const table = must(await readTable({ name: 'kitchen.xlsx', bytes: readFileSync(KITCHEN) }));
      expect(table).toMatchObject({
        source: 'xlsx',
        sheet: 'Cutting list productionRack',
        otherSheets: [],
        mergedRanges: [],
      });
      expect(table.rows).toHaveLength(20);
      expect(table.rows[0]!.cells.slice(0, 5)).toEqual([
        'Part ID',
        'Description',
        'Position / article',
        'Material code',
        'Length',
      ]);
      expect(table.rows[14]).toMatchObject({ row: 15 });
      expect(table.rows[14]!.cells.slice(3, 9)).toEqual(['P2_Gold_Craft_Oak_19.0', 249, 511, 19, 3, 1]);
    },
  );

  test('values: numbers stay numbers, formulas give their result, rich text its text, errors stay visible', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('List');
      sheet.getCell('B2').value = 559.5;
      sheet.getCell('C2').value = { formula: 'B2*2', result: 1119 };
      sheet.getCell('D2').value = { richText: [{ text: 'W' }, { text: '18' }] };
      sheet.getCell('E2').value = { error: '#DIV/0!' };
      sheet.getCell('F2').value = new Date('2025-03-10T00:00:00Z');
      sheet.getCell('G2').value = true;
      sheet.getCell('H2').value = { text: 'site', hyperlink: 'https://example.com' };
      sheet.getCell('A9').value = '  ';
      book.addWorksheet('More').getCell('A1').value = 1;
    });
    const table = must(await readTable({ name: 'values.xlsx', bytes }));
    expect(table.rows).toEqual([
      { row: 2, cells: [null, 559.5, 1119, 'W18', '#DIV/0!', '2025-03-10', 'true', 'site'] },
    ]);
    expect(table.otherSheets).toEqual(['More']);
  });

  test('merged cells are handed over as ranges, with content in the first cell only', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('Merged');
      sheet.addRow(['Material', 'Length']);
      sheet.addRow(['W18', 1]);
      sheet.addRow(['W18', 2]);
      sheet.mergeCells('A2:A3');
    });
    const table = must(await readTable({ name: 'merged.xlsx', bytes }));
    expect(table.mergedRanges).toEqual([{ range: 'A2:A3', left: 1, top: 2, right: 1, bottom: 3 }]);
    expect(table.rows.map((row) => row.cells)).toEqual([
      ['Material', 'Length'],
      ['W18', 1],
      [null, 2],
    ]);
  });

  test('a hidden first sheet is not read, an empty workbook is refused', async () => {
    const hidden = await workbook((book) => {
      book.addWorksheet('Secret', { state: 'hidden' }).getCell('A1').value = 'no';
      book.addWorksheet('List').getCell('A1').value = 'yes';
    });
    expect(must(await readTable({ name: 'a.xlsx', bytes: hidden })).rows[0]!.cells).toEqual(['yes']);
    expect(await codeOf('b.xlsx', await workbook((book) => void book.addWorksheet('Empty')))).toBe(
      'file_empty',
    );
  });
});

describe('hostile and broken files', () => {
  const parts = (data: Buffer, claims?: number) => [
    { name: 'xl/workbook.xml', data: Buffer.from('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', data, ...(claims === undefined ? {} : { claims }) },
  ];
  const zeros = Buffer.alloc(16 * 1024 * 1024);

  test('a zip bomb is refused by what its directory claims', async () => {
    const refusal = await readTable({ name: 'bomb.xlsx', bytes: zip(parts(zeros)) });
    expect(refusal).toMatchObject({
      ok: false,
      refusal: { code: 'file_inflates_too_far', limit: '1 to 200' },
    });
  });

  test('a zip bomb whose directory lies is refused while it is inflated', async () => {
    expect(await codeOf('bomb.xlsx', zip(parts(zeros, 1000)))).toBe('file_inflates_too_far');
  });

  test('all entries together are limited, and their number', () => {
    const entry = { name: 'a', compressedBytes: 900_000, bytes: 1_000_000 };
    const limits = { ...TABLE_LIMITS.archive, entries: 3, totalBytes: 2_000_000 };
    expect(judgeArchive([entry, entry], limits)).toBeUndefined();
    expect(judgeArchive([entry, entry, entry], limits)).toMatchObject({
      code: 'file_inflates_too_far',
      value: '3 MB',
    });
    expect(judgeArchive(Array(4).fill({ ...entry, bytes: 1 }), limits)).toMatchObject({ value: '4 files' });
  });

  test.each([
    ['a picture called .xlsx', 'photo.xlsx', PNG, 'file_type_wrong'],
    ['a picture called .csv', 'photo.csv', PNG, 'file_type_wrong'],
    [
      'an Excel 97 or encrypted workbook',
      'old.xls',
      Buffer.from('d0cf11e0a1b11ae100000000', 'hex'),
      'file_type_wrong',
    ],
    ['text called .xlsx', 'list.xlsx', Buffer.from('a;b\n1;2\n'), 'file_type_wrong'],
    ['a web page called .xls', 'list.xls', Buffer.from('<html><table></table></html>'), 'file_type_wrong'],
    [
      'some other archive',
      'a.xlsx',
      zip([{ name: 'hello.txt', data: Buffer.from('hello') }]),
      'file_type_wrong',
    ],
    [
      'an OpenDocument sheet',
      'a.ods',
      zip([{ name: 'mimetype', data: Buffer.from('application/x') }]),
      'file_type_wrong',
    ],
    ['binary without a name', 'list.csv', Buffer.from([97, 0, 1, 2, 98]), 'file_type_wrong'],
    ['nothing at all', 'list.csv', Buffer.alloc(0), 'file_empty'],
    ['broken XML in a sound archive', 'a.xlsx', zip(parts(Buffer.from('<worksheet><sheet'))), 'file_damaged'],
  ])('%s is refused', async (_, name, bytes, code) => {
    expect(await codeOf(name, bytes)).toBe(code);
  });

  test('a workbook cut short is damaged, wherever it was cut', async () => {
    const bytes = await workbook((book) => void book.addWorksheet('List').addRow(['Length', 720]));
    for (const share of [0.2, 0.6, 0.99])
      expect(await codeOf('short.xlsx', bytes.slice(0, Math.floor(bytes.length * share)))).toBe(
        'file_damaged',
      );
  });

  test('size, rows and columns have limits; the limit itself is accepted', async () => {
    const lines = (rows: number, columns: number) =>
      Buffer.from(`${'1;'.repeat(columns - 1)}1\n`.repeat(rows));
    const limits = { ...TABLE_LIMITS, bytes: 400, rows: 10, columns: 4, cells: 36 };
    expect(await codeOf('a.csv', lines(10, 3), limits)).toBe('ok');
    expect(await codeOf('a.csv', lines(11, 3), limits)).toBe('file_too_many_cells');
    expect(await codeOf('a.csv', lines(2, 5), limits)).toBe('file_too_many_cells');
    expect(await codeOf('a.csv', lines(10, 4), limits)).toBe('file_too_many_cells');
    expect(await codeOf('a.csv', Buffer.alloc(401, 49), limits)).toBe('file_too_large');
    const wide = await workbook((book) => void (book.addWorksheet('A').getCell('Z1').value = 1));
    expect(await codeOf('a.xlsx', wide, { ...TABLE_LIMITS, columns: 25 })).toBe('file_too_many_cells');
    expect(await codeOf('a.xlsx', wide, { ...TABLE_LIMITS, columns: 26 })).toBe('ok');
  });

  test('a file that takes too long or too much memory costs a refusal, not the server', async () => {
    const bytes = await workbook((book) => void book.addWorksheet('List').addRow(['Length', 720]));
    expect(await codeOf('slow.xlsx', bytes, { ...TABLE_LIMITS, timeoutMs: 1 })).toBe('file_takes_too_long');
    expect(await codeOf('big.xlsx', bytes, { ...TABLE_LIMITS, memoryMb: 8 })).toBe(
      'file_needs_too_much_memory',
    );
  });
});

describe('text files', () => {
  const rowsOf = (text: string | Buffer) => {
    const read = readCsv(Buffer.from(text), TABLE_LIMITS);
    return read.ok ? read.value.rows.map((row) => row.cells) : read.refusal;
  };

  test.each([
    [
      'comma',
      'a,b\n1.5,2\n',
      [
        ['a', 'b'],
        ['1.5', '2'],
      ],
    ],
    [
      'semicolon with decimal commas',
      'a;b\r\n1,5;2,5\r\n',
      [
        ['a', 'b'],
        ['1,5', '2,5'],
      ],
    ],
    [
      'tab',
      'a\tb\r1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'bar',
      'a|b\n1|2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['Excel hint', 'sep=;\na,b;c\n', [['a,b', 'c']]],
    [
      'quotes, doubled quotes and line ends inside',
      '"a ""x""","b\nc"\n1,2',
      [
        ['a "x"', 'b\nc'],
        ['1', '2'],
      ],
    ],
    [
      'empty fields and a separator at the end',
      'a,b,\n,,\n1,,3',
      [
        ['a', 'b', null],
        ['1', null, '3'],
      ],
    ],
    ['one column', 'a\nb', [['a'], ['b']]],
    [
      'an inch mark inside',
      'x,4"\ny,5',
      [
        ['x', '4"'],
        ['y', '5'],
      ],
    ],
  ])('%s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test('row numbers are those of the file, empty rows included', () => {
    const read = readCsv(Buffer.from('sep=,\na,b\n\n1,2\n'), TABLE_LIMITS);
    expect(read.ok && read.value.rows.map((row) => row.row)).toEqual([2, 4]);
  });

  test('a quote that never closes is refused with its row', () => {
    expect(rowsOf('a,b\n1,"2\n3,4\n')).toMatchObject({ code: 'file_quote_not_closed', value: '2' });
  });

  test('encodings: UTF-8 with and without mark, UTF-16 both ways, Windows-1252', () => {
    const little = Buffer.from('Länge;Breite', 'utf16le');
    const big = Buffer.from(little).swap16();
    const texts = [
      Buffer.from('Länge;Breite'),
      Buffer.from('\ufeffLänge;Breite'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
      little,
      big,
      Buffer.from('Länge;Breite', 'latin1'),
    ];
    for (const bytes of texts) expect([decodeText(bytes), fileKind(bytes)]).toEqual(['Länge;Breite', 'text']);
  });

  test('property: what is written by RFC 4180 is read back, whatever the cells hold', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'Ö', '"', ',', ';', '\n', ' ', '1'), maxLength: 6 })
      .filter((c) => c.trim() !== '');
    const grid = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      );
    fc.assert(
      fc.property(grid, (rows) => {
        const text = rows
          .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join('\t'))
          .join('\r\n');
        expect(rowsOf(text)).toEqual(rows);
      }),
    );
  });
});

test('every refusal has its sentence and remedy in both languages', () => {
  const codes = [
    'file_empty',
    'file_too_large',
    'file_type_wrong',
    'file_damaged',
    'file_inflates_too_far',
    'file_too_many_cells',
    'file_quote_not_closed',
    'file_takes_too_long',
    'file_needs_too_much_memory',
  ];
  const keys = codes.flatMap((code) => [`refusal.${code}`, `refusal.${code}.remedy`]).sort();
  expect([Object.keys(tableWords.en).sort(), Object.keys(tableWords.de).sort()]).toEqual([keys, keys]);
});
