import { afterAll, expect, test } from 'vitest';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { BASE } from '#domain/policy/cancellation/worked-case.ts';
import { createPdfRenderer } from '#platform/documents/render.ts';
import { readPdf } from '#platform/documents/testing.ts';
import { COMMON, MAILS } from '../testing/sample-mails.ts';
import { CONFIRMATION_TEMPLATE, confirmationData, type Letter } from './confirmation.data.ts';

const renderer = createPdfRenderer({ engine: 'native' });
afterAll(() => renderer.close());

const LETTER: Letter = {
  sender: {
    name: 'Ciertech',
    headLines: ['1 Mill Road, 10115 Berlin'],
    returnLine: 'Ciertech · 1 Mill Road · 10115 Berlin',
    footer: [['Ciertech', '1 Mill Road, 10115 Berlin']],
  },
  recipient: ['Forest House Ltd', '4 Mill Street', '72070 Tübingen'],
  confirmedOn: '2026-05-10',
};

test('the paper to keep says what the mail says: dates, every line, dues, data, and what to do', async () => {
  const read = await readPdf(
    await renderer.renderPdf({
      template: { file: CONFIRMATION_TEMPLATE },
      data: confirmationData(COMMON, MAILS.E2, LETTER),
      createdAt: '2026-05-10T09:16:00.000Z',
      standard: 'pdf/a-3b',
    }),
  );
  expect(read.pdfA).toBe('3B');
  const text = read.text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');
  const said = [
    ...[
      'C-0007',
      'S-0003',
      'Forest House Ltd',
      '10 May 2026',
      '9 June 2026',
      '2026-06-09 22:00 UTC',
      '30 days',
    ],
    ...['Hosting, yearly', '205 of 365', '673.97', '141.53', '815.50', 'Label module', 'INV-2026-000031'],
    ...['242.00', '3.98', '573.50', '23 June 2026', 'forest_labels', '9 July 2026', '14 August 2026'],
    ...['/my-services', '/policy/cancellation/3', 'Page 1 /'],
  ];
  for (const piece of said) expect(text).toContain(piece);
  expect(read.title).toContain('C-0007');
});

test('the words are those of the reader’s language, and nothing is given back without notice', () => {
  const quote = quoteCancellation({ ...BASE, askedOn: '2026-06-08' });
  const switchUrl = 'https://tenon.example/cancellations/7/switch';
  const facts = { ...MAILS.E2, quote, ways: [], replaces: true, switchUrl };
  const english = confirmationData(COMMON, facts, LETTER);
  expect(english.refund.rows).toEqual([]);
  expect(english.opening).toHaveLength(1);
  expect(english.notice.join(' ')).toContain('815.50');
  const german = confirmationData({ ...COMMON, locale: 'de' }, facts, LETTER);
  expect(german.title).toBe('Ihre Kündigung ist bestätigt · C-0007');
  const everything = (of: object): string[] => JSON.stringify(of).match(/https:[^"\s]+/g) ?? [];
  expect(everything(german)).toEqual(everything(english));
  // What proves a reader stays in the mail: the paper is passed on.
  for (const url of [switchUrl, facts.withdrawUrl, facts.data.backupUrl, COMMON.caseUrl])
    expect(JSON.stringify(english)).not.toContain(url);
  expect(() => confirmationData(COMMON, { ...MAILS.E2, names: {} }, LETTER)).toThrow(/name of line/);
});
