import { afterAll, describe, expect, test } from 'vitest';
import { createPdfRenderer } from '#platform/documents/render.ts';
import { missingItems, readPdf } from '#platform/documents/testing.ts';
import { sampleOrderConfirmation, sampleOrderConfirmationGerman } from './order-confirmation.data.ts';
import { sampleQuote, sampleQuoteGerman } from './quote.data.ts';

const renderer = createPdfRenderer({ engine: 'native' });
afterAll(() => renderer.close());

describe.each([
  ['./quote.typ', 'English', sampleQuote, 'Quote Q-2026-0042', 'Page'],
  ['./quote.typ', 'German', sampleQuoteGerman, 'Angebot AN-2026-0042', 'Seite'],
  ['./order-confirmation.typ', 'English', sampleOrderConfirmation, 'Order confirmation K-1042', 'Page'],
  [
    './order-confirmation.typ',
    'German',
    sampleOrderConfirmationGerman,
    'Auftragsbestätigung A-1042',
    'Seite',
  ],
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
