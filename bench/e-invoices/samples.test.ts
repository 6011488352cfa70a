import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { checkInvoice } from '#domain/formats/e-invoice/check.ts';
import { readInvoice } from '#domain/formats/e-invoice/read.ts';
import { readXml } from '#platform/xml/read-xml.ts';
import { SAMPLES } from './documents.ts';
import { sampleFiles } from './write-samples.ts';

const FILES = sampleFiles();

test('thirty documents, all different, none against a rule', () => {
  expect(SAMPLES).toHaveLength(30);
  expect(
    SAMPLES.flatMap(({ name, document }) => checkInvoice(document).map((one) => [name, one.rule])),
  ).toEqual([]);
});

describe.each(['ubl', 'cii'] as const)('%s', (syntax) => {
  test('the files that lie here are those that the code writes', () => {
    const folder = join(import.meta.dirname, syntax);
    const names = SAMPLES.map(({ name }) => `${name}.xml`);
    expect(readdirSync(folder).sort()).toEqual(names);
    for (const name of names)
      expect(readFileSync(join(folder, name), 'utf8'), name).toBe(FILES.get(`${syntax}/${name}`));
  });

  test('and are read as the same documents', () => {
    for (const { name, document } of SAMPLES) {
      const text = FILES.get(`${syntax}/${name}.xml`) ?? '';
      const read = must(readInvoice(must(readXml(new TextEncoder().encode(text)))));
      expect(read.document, name).toEqual(document);
      expect(read.extras, name).toEqual([]);
    }
  });
});
