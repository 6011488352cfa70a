import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { facturXAttachment, markFacturX } from './factur-x.ts';
import { pdfInvoiceWords } from './pdf-invoice-words.ts';
import { invoiceOfPdf } from './pdf-invoice.ts';
import { createPdfRenderer } from './render.ts';
import { readPdf } from './testing.ts';

const CII =
  '<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice xmlns:rsm="urn:x">ä</rsm:CrossIndustryInvoice>';
const stream = (content: Buffer, more = '') =>
  Buffer.concat([
    Buffer.from(`1 0 obj\n<< ${more} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
const pdf = (...parts: Buffer[]) =>
  Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from('trailer << /Root 1 0 R >>\n%%EOF')]);
const read = (bytes: Buffer) => {
  const found = invoiceOfPdf(bytes);
  return found.ok ? Buffer.from(found.value).toString() : found.refusal.code;
};

const PAPER = {
  language: 'en',
  title: 'Invoice INV-1',
  pageWord: 'Page',
  sender: {
    name: 'Larch Lane',
    headLines: ['Leeds'],
    returnLine: 'Larch Lane',
    footer: [['Larch Lane Ltd']],
  },
  recipient: ['Someone'],
  facts: [],
  opening: [],
  closing: [],
};

test('the invoice of a paper that Tenon makes comes out as it went in, also after it is marked', async () => {
  const renderer = createPdfRenderer({ workers: 1 });
  try {
    const made = await renderer.renderPdf({
      template: {
        source:
          '#import "/platform/documents/kit.typ": *\n#let data = json("/data.json")\n#show: paper.with(data)\n',
      },
      data: PAPER,
      createdAt: '2026-05-04T10:00:00.000Z',
      attachments: [facturXAttachment(CII)],
    });
    expect(Buffer.from(must(invoiceOfPdf(made))).toString()).toBe(CII);
    const marked = markFacturX(made, 'EN 16931');
    expect(Buffer.from(marked.subarray(0, made.length)).equals(made)).toBe(true);
    expect(Buffer.from(must(invoiceOfPdf(marked))).toString()).toBe(CII);
    const read = await readPdf(marked);
    expect(Buffer.from(read.attachments['factur-x.xml']!).toString()).toBe(CII);
    // The table says where the new metadata begins, to the byte.
    const text = Buffer.from(marked).toString('latin1');
    const [, number, at] = /xref\n(\d+) 1\n(\d{10})/.exec(text.slice(text.lastIndexOf('\nxref')))!;
    expect(text.slice(Number(at))).toMatch(new RegExp(`^${number} 0 obj[^]*<fx:ConformanceLevel>EN 16931<`));
    expect(() => markFacturX(Buffer.from('%PDF-1.7'), 'XRECHNUNG')).toThrow(RangeError);
  } finally {
    await renderer.close();
  }
});

test('packed, plain, with a length that lies elsewhere or is wrong', () => {
  const packed = deflateSync(Buffer.from(CII));
  expect(read(pdf(stream(packed, '/Filter /FlateDecode /Type /EmbeddedFile')))).toBe(CII);
  expect(read(pdf(stream(Buffer.from(CII))))).toBe(CII);
  const wrong = Buffer.from(
    stream(Buffer.from(CII))
      .toString('latin1')
      .replace(/\/Length \d+/, '/Length 3'),
    'latin1',
  );
  expect(read(pdf(wrong)).trim()).toBe(CII);
});

test('what is refused', () => {
  expect(read(Buffer.from('<xml/>'))).toBe('pdf_not_recognised');
  expect(read(pdf(stream(Buffer.from('<html/>'))))).toBe('pdf_without_invoice');
  expect(read(pdf(stream(Buffer.from(CII)), stream(Buffer.from(CII.replace('ä', 'b')))))).toBe(
    'pdf_several_invoices',
  );
  expect(read(pdf(stream(Buffer.from(CII)), stream(Buffer.from(CII))))).toBe(CII);
  expect(read(pdf(stream(Buffer.from(CII)), Buffer.from('trailer << /Encrypt 5 0 R >>\n')))).toBe(
    'pdf_encrypted',
  );
  const bomb = deflateSync(Buffer.alloc(40 * 1024 * 1024, ' '));
  expect(read(pdf(stream(bomb, '/Filter /FlateDecode')))).toBe('pdf_without_invoice');
  expect(read(pdf(stream(deflateSync(Buffer.from(CII)).subarray(0, 20), '/Filter /FlateDecode')))).toBe(
    'pdf_without_invoice',
  );
});

test('each refusal has its sentence in both languages', () => {
  for (const words of [pdfInvoiceWords.en, pdfInvoiceWords.de] as readonly Record<string, string>[])
    for (const code of ['not_recognised', 'encrypted', 'without_invoice', 'several_invoices'])
      expect(words[`refusal.pdf_${code}`] && words[`refusal.pdf_${code}.remedy`], code).toBeTruthy();
});
