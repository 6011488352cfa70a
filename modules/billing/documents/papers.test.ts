import { afterAll, describe, expect, test } from 'vitest';
import { createPdfRenderer } from '#platform/documents/render.ts';
import { missingItems, readPdf } from '#platform/documents/testing.ts';
import { sampleReminder } from './account.data.ts';
import { sampleInvoice, sampleInvoiceGerman } from './invoice.data.ts';

const renderer = createPdfRenderer({ engine: 'native' });
afterAll(() => renderer.close());

describe.each([
  ['./invoice.typ', 'English', sampleInvoice, 'Invoice R-2026-0187', 'Page'],
  ['./account.typ', 'German', sampleReminder, 'Zweite Mahnung REM-2026-0007', 'Seite'],
  ['./invoice.typ', 'German', sampleInvoiceGerman, 'Rechnung RE-2026-0187', 'Seite'],
] as const)('%s in %s', (file, _, sample, title, pageWord) => {
  test('shows each of 60 lines once, its title and page numbers on each page, and is PDF/A-3b when asked', async () => {
    const pdf = await renderer.renderPdf({
      template: { file: new URL(file, import.meta.url) },
      data: sample(60),
      createdAt: '2026-05-04T08:30:00.000Z',
      standard: 'pdf/a-3b',
    });
    const read = await readPdf(pdf);
    expect(missingItems(read, 60)).toEqual([]);
    expect(read.pages.length).toBeGreaterThan(2);
    expect(read.pdfA).toBe('3B');
    read.pages.forEach((page, i) => {
      expect(page).toContain(title);
      expect(page).toContain(`${pageWord} ${i + 1} / ${read.pages.length}`);
    });
    for (const total of sample(60).totals)
      expect(read.pages.at(-1)).toContain(`${total.label} ${total.value}`);
  });
});
