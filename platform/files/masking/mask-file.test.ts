import { gunzipSync, gzipSync } from 'node:zlib';
import excel from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPdfRenderer } from '../../documents/render.ts';
import { readTable } from '../read-table.ts';
import { maskFile } from './mask-file.ts';
import { UNPACK_BUDGET, type MaskedFile } from './masked-file.ts';
import { unpack } from './inflate.ts';
import { pdfOf, zipOf } from './testing.ts';

const CARD = '4111 1111 1111 1111';
const DIGITS = '4111111111111111';
const budget = () => ({ ...UNPACK_BUDGET });

async function kept(bytes: Uint8Array | string): Promise<{ bytes: Buffer; masked: number }> {
  const found = await maskFile(Buffer.from(bytes as string));
  if (!found.kept) return expect.fail(`not kept: ${found.because}`);
  return { bytes: Buffer.from(found.bytes), masked: found.masked };
}
const out = async (bytes: Uint8Array): Promise<MaskedFile> => maskFile(bytes);
const NOT_KEPT = { kept: false, because: 'card_number' };

/** Everything an archive holds, as text. */
async function members(zip: Buffer): Promise<Record<string, string>> {
  const { fromBufferPromise } = await import('yauzl');
  const file = await fromBufferPromise(zip, { lazyEntries: true, autoClose: false });
  const all: Record<string, string> = {};
  for await (const entry of file.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await file.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
      chunks.push(chunk);
    all[entry.fileName] = Buffer.concat(chunks).toString();
  }
  return all;
}

async function workbook(): Promise<Buffer> {
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Orders');
  sheet.addRow(['Customer', 'Paid with', 'Sum']);
  sheet.addRow(['Anna', CARD, 12.5]);
  sheet.addRow(['Ben', Number(DIGITS), 800]);
  sheet.addRow([
    'Cleo',
    { richText: [{ text: '4111 1111 ' }, { font: { bold: true }, text: '1111 1111' }] },
    2,
  ]);
  sheet.getCell('A2').note = `pays with ${DIGITS}`;
  return Buffer.from(await book.xlsx.writeBuffer());
}

describe('files that can be written anew', () => {
  test('a workbook: shared texts, rich texts, remarks, and a number typed as a number; it still opens', async () => {
    const { bytes, masked } = await kept(await workbook());
    expect(masked).toBe(4);
    const all = await members(bytes);
    for (const [name, text] of Object.entries(all))
      expect(text.replace(/<[^>]*>|\D/g, ''), name).not.toContain(DIGITS);
    const table = await readTable({ name: 'orders.xlsx', bytes });
    expect(table).toMatchObject({
      ok: true,
      value: {
        rows: [
          { cells: ['Customer', 'Paid with', 'Sum'] },
          { cells: ['Anna', '•••• 1111', 12.5] },
          { cells: ['Ben', '•••• 1111', 800] },
          { cells: ['Cleo', '•••• 1111', 2] },
        ],
        maskedCards: 0,
      },
    });
  });

  test.each([
    [
      'a sheet whose cell stands in line',
      `<worksheet><c r="A1" t="inlineStr"><is><t>${CARD}</t></is></c></worksheet>`,
      'xl/worksheets/sheet1.xml',
    ],
    [
      'a number with an exponent',
      `<worksheet><c r="A1" s="2"><v>4.111111111111111E15</v></c></worksheet>`,
      'xl/worksheets/sheet1.xml',
    ],
    [
      'a document whose number is cut by its dress',
      `<w:p><w:r><w:t>4111 11</w:t></w:r><w:proofErr w:type="x"/><w:r><w:rPr><w:b/></w:rPr><w:t>11 1111&#32;1111</w:t></w:r></w:p>`,
      'word/document.xml',
    ],
    [
      'a presentation',
      `<a:p><a:r><a:t>4111-1111-1111</a:t></a:r><a:r><a:t>-1111</a:t></a:r></a:p>`,
      'ppt/slides/slide1.xml',
    ],
    [
      'OpenDocument with spaces as tags',
      `<text:p>4111<text:s/>1111<text:span>&#xa0;1111</text:span> 1111</text:p>`,
      'content.xml',
    ],
    ['a property in an attribute', `<sheet name="card ${CARD}" sheetId="1"/>`, 'xl/workbook.xml'],
  ])('%s', async (_, xml, name) => {
    const { bytes, masked } = await kept(zipOf({ '[Content_Types].xml': '<Types/>', [name]: xml }));
    expect(masked).toBe(1);
    const text = (await members(bytes))[name]!;
    expect(text).toContain('&#8226;&#8226;&#8226;&#8226; 1111');
    expect(text.replace(/&#\w+;|\D/g, '')).not.toContain('111111');
  });

  test('measures beside each other in a document are no number: tags that are no dress are walls', async () => {
    const xml = `<wp:positionH><wp:posOffset>4111111</wp:posOffset></wp:positionH><wp:positionV><wp:posOffset>111111111</wp:posOffset></wp:positionV><w:tc><w:p><w:t>4111</w:t></w:p></w:tc><w:tc><w:p><w:t>111111111111</w:t></w:p></w:tc>`;
    const given = zipOf({ 'word/document.xml': xml });
    expect((await kept(given)).bytes.equals(given)).toBe(true);
  });

  test('texts in an archive in an archive, in a packed file, in a mail, in names; what is clean stays byte by byte', async () => {
    const clean = zipOf({ 'a.csv': 'a;b\n1;2\n', 'b.txt': 'Lärche' });
    expect((await kept(clean)).bytes.equals(clean)).toBe(true);
    const inner = zipOf({ 'list.csv': `name;card\nAnna;${CARD}\n`, [`scan ${DIGITS}.txt`]: 'x' });
    const { bytes, masked } = await kept(zipOf({ 'inner.zip': inner, 'b.txt': 'Lärche' }));
    expect(masked).toBe(2);
    const read = zipMember(bytes, 'inner.zip');
    expect(await members(read)).toEqual({
      'list.csv': 'name;card\nAnna;•••• 1111\n',
      'scan ____ 1111.txt': 'x',
    });
    const packed = await kept(gzipSync(`card ${CARD}`));
    expect(gunzipSync(packed.bytes).toString()).toBe('card •••• 1111');
  });

  test('a mail as a file: encoded parts, files in it, encoded subjects', async () => {
    const mail = [
      'From: a@b.example',
      `Subject: =?utf-8?B?${Buffer.from(`Karte ${CARD} für Müller`).toString('base64')}?=`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="x(1)"',
      '',
      'preamble',
      '--x(1)',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '4111 1111=20=\r\n1111 1111 f=C3=BCr',
      '--x(1)',
      'Content-Type: application/zip; name="a.zip"',
      'Content-Transfer-Encoding: base64',
      '',
      zipOf({ 'a.txt': DIGITS }).toString('base64'),
      '--x(1)',
      'Content-Type: text/plain',
      '',
      'nothing here',
      '--x(1)--',
      '',
    ].join('\r\n');
    const { bytes, masked } = await kept(mail);
    expect(masked).toBe(3);
    const { simpleParser } = await import('mailparser');
    const read = await simpleParser(bytes);
    expect(read.subject).toBe('Karte •••• 1111 für Müller');
    expect(read.text).toContain('•••• 1111 für');
    expect(read.text).toContain('nothing here');
    expect(await members(read.attachments[0]!.content)).toEqual({ 'a.txt': '•••• 1111' });
  });

  test.each<[string, Buffer, Buffer]>([
    [
      'UTF-8 with wide spaces',
      Buffer.from('a\u00a04111\u00a01111\u20131111 1111 ü'),
      Buffer.from('a\u00a0•••• 1111 ü'),
    ],
    ['Latin-1', Buffer.from(`fürs ${DIGITS}`, 'latin1'), Buffer.from('fürs **** 1111', 'latin1')],
    ['UTF-16', Buffer.from(`\ufeffx ${CARD}`, 'utf16le'), Buffer.from('\ufeffx •••• 1111', 'utf16le')],
    [
      'HTML',
      Buffer.from(`<html><b>4111 1111</b> 1111&nbsp;1111<p>1`),
      Buffer.from('<html><b>&#8226;&#8226;&#8226;&#8226; 1111</b><p>1'),
    ],
  ])('text in %s keeps its encoding', async (_, given, expected) => {
    expect((await kept(given)).bytes.toString('hex')).toBe(expected.toString('hex'));
  });
});

describe('files that are only searched', () => {
  const show = (operators: string): Buffer => pdfOf(`BT /F1 11 Tf 72 700 Td ${operators} ET`);
  test.each([
    ['as one string', show(`(Card ${CARD}) Tj`)],
    ['in pieces with kerning', show('[(4111) -250 (11) 12 (11) -250 (1111) -250 (1111)] TJ')],
    ['sign by sign, each placed', show([...DIGITS].map((digit) => `(${digit}) Tj 6.1 0 Td`).join(' '))],
    [
      'as hexadecimal, escaped',
      show(
        `<${Buffer.from('4111 1111').toString('hex')}> Tj (\\040\\061111 \\1611) Tj`.replace(
          '\\1611',
          '1111',
        ),
      ),
    ],
    ['in groups far apart', show('(4111) Tj 60 0 Td (1111) Tj 60 0 Td (1111) Tj 60 0 Td (1111) Tj')],
    ['in a field', pdfOf('BT ET', `6 0 obj<</T(card)/V(${CARD})>>endobj`)],
    [
      'in a title of two bytes a sign',
      pdfOf('', `6 0 obj<</Title<feff${Buffer.from(CARD, 'utf16le').swap16().toString('hex')}>>>endobj`),
    ],
    ['in an older version of a page', Buffer.concat([show(`(${CARD}) Tj`), show('(nothing) Tj')])],
  ])('a PDF that shows one %s is not kept', async (_, pdf) => {
    expect(await out(pdf)).toMatchObject(NOT_KEPT);
  });

  test('a PDF with a table of measures is kept as it is', async () => {
    const row = (y: number) =>
      ['4111', '111', '1111', '11', '111']
        .map((cell, i) => `1 0 0 1 ${72 + i * 80} ${y} Tm (${cell}) Tj`)
        .join(' ');
    const pdf = show(`${row(700)} ${row(680)}`);
    expect((await kept(pdf)).bytes.equals(pdf)).toBe(true);
  });

  test('a real paper, whose letters are numbers of a subset of a font', async () => {
    const renderer = createPdfRenderer({ engine: 'native' });
    try {
      const paper = (text: string) =>
        renderer.renderPdf({
          template: { source: text },
          data: {},
          createdAt: '2026-05-04T08:30:15.000Z' as never,
        });
      expect(await out(await paper(`Paid with card *4111* 1111 _1111_ 1111, thank you`))).toMatchObject(
        NOT_KEPT,
      );
      const clean = await paper(
        'Order 4111 of 2026-05-04: 12 shelves 800 × 300 mm, DE89 3704 0044 0532 0130 00',
      );
      expect((await kept(clean)).bytes.equals(Buffer.from(clean))).toBe(true);
    } finally {
      await renderer.close();
    }
  });

  test('pictures with text beside them, old office files, binary workbooks', async () => {
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    expect(await out(Buffer.concat([png, Buffer.alloc(60), Buffer.from(`Comment ${CARD}`)]))).toMatchObject(
      NOT_KEPT,
    );
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await out(Buffer.concat([ole, Buffer.alloc(9), Buffer.from(CARD, 'utf16le')]))).toMatchObject(
      NOT_KEPT,
    );
    const number = Buffer.alloc(18);
    number.writeUInt32LE(0x000e0203);
    number.writeDoubleLE(Number(DIGITS), 10);
    expect(await out(Buffer.concat([ole, Buffer.alloc(5), number]))).toMatchObject(NOT_KEPT);
    const clean = Buffer.concat([ole, Buffer.alloc(500, 7)]);
    expect((await kept(clean)).bytes.equals(clean)).toBe(true);
  });

  test('what nobody can look into is not kept, and neither is what unpacks without end', async () => {
    expect(await out(zipOf({ 'a.txt': 'x' }, { locked: true }))).toMatchObject({ because: 'locked' });
    expect(await out(pdfOf('', '9 0 obj<</Encrypt 8 0 R>>endobj'))).toMatchObject({ because: 'locked' });
    expect(
      await out(
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      ),
    ).toMatchObject({ because: 'locked' });
    expect(await out(Buffer.from('377abcaf271c0004', 'hex'))).toMatchObject({ because: 'unreadable' });
    expect(await out(zipOf({ 'a.txt': 'x' }).subarray(0, 60))).toMatchObject({ because: 'unreadable' });
    expect(
      await maskFile(zipOf({ 'a.bin': Buffer.alloc(100_000) }), { bytes: 50_000, members: 9 }),
    ).toMatchObject({
      because: 'too_large',
    });
    let nested = zipOf({ 'a.txt': 'x' });
    for (let level = 0; level < 6; level += 1) nested = zipOf({ 'a.zip': nested });
    expect(await out(nested)).toMatchObject({ because: 'too_large' });
    expect(() => unpack('zlib', Buffer.from('no stream'), budget())).toThrow('unreadable');
  });
});

test('no bytes at all make it throw, and what it keeps holds no number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        pdfOf(`BT (${CARD}) Tj ET`),
        zipOf({ 'a.xml': `<a>${CARD}</a>`, 'b.zip': zipOf({ c: CARD }) }),
      ),
      fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { maxLength: 6 }),
      async (given, changes) => {
        const bytes = Buffer.from(given);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const found = await maskFile(bytes);
        if (found.kept) expect(Buffer.from(found.bytes).toString('latin1')).not.toContain(CARD);
      },
    ),
    { numRuns: 150 },
  );
});

function zipMember(zip: Buffer, name: string): Buffer {
  const at = zip.indexOf(`PK\u0003\u0004`, 0, 'latin1');
  const start = zip.indexOf(name, at) + name.length;
  const size = zip.readUInt32LE(at + 18);
  return unpack('deflate', zip.subarray(start, start + size), budget());
}
