import { afterAll, expect, test } from 'vitest';
import { createPdfRenderer } from '#platform/documents/render.ts';
import { readPdf } from '#platform/documents/testing.ts';
import { samplePlainLabels } from './plain-labels.data.ts';
import { samplePartLabels, samplePartLabelsGerman } from './part-labels.data.ts';

const renderer = createPdfRenderer({ engine: 'native' });
afterAll(() => renderer.close());

test.each([
  ['English', samplePartLabels],
  ['German', samplePartLabelsGerman],
] as const)('one %s label of 100 × 62 mm per part, with all it must say', async (_, sample) => {
  const data = sample(40);
  const read = await readPdf(
    await renderer.renderPdf({
      template: { file: new URL('./part-labels.typ', import.meta.url) },
      data,
      createdAt: '2026-05-04T08:30:00.000Z',
    }),
  );
  expect(read.pageMm).toEqual([100, 62]);
  expect(read.pages).toHaveLength(40);
  data.parts.forEach((part, i) => {
    const page = read.pages[i]!;
    for (const text of [part.number, part.name, part.size, part.material]) expect(page).toContain(text);
    for (const { label, value } of part.facts) expect(page).toContain(`${label} ${value}`);
    for (const band of Object.values(part.edges)) expect(page).toContain(band);
  });
});

test.each([
  ['50x30', [50, 30]],
  ['62x100', [100, 62]],
] as const)('one plain label of %s per offcut, with all it must say', async (size, page) => {
  const data = samplePlainLabels(size, 5);
  const read = await readPdf(
    await renderer.renderPdf({
      template: { file: new URL('./plain-labels.typ', import.meta.url) },
      data,
      createdAt: '2026-05-04T08:30:00.000Z',
    }),
  );
  expect(read.pageMm).toEqual([...page]);
  expect(read.pages).toHaveLength(5);
  data.labels.forEach((label, i) => {
    for (const text of [label.number, label.size, ...label.lines]) expect(read.pages[i]).toContain(text);
  });
});
