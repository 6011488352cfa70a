/** `node bench/e-invoices/write-samples.ts` writes each sample as UBL and as CII beside this file; the same bytes each time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '#domain/kernel/result.ts';
import { invoiceXml } from '#domain/formats/e-invoice/write.ts';
import { SAMPLES } from './documents.ts';

/** Text of each file by its path from here, `ubl/01-plain.xml`. */
export function sampleFiles(): Map<string, string> {
  return new Map(
    (['ubl', 'cii'] as const).flatMap((syntax) =>
      SAMPLES.map(
        ({ name, document }) => [`${syntax}/${name}.xml`, must(invoiceXml(document, syntax))] as const,
      ),
    ),
  );
}

if (import.meta.main)
  for (const [path, text] of sampleFiles()) {
    const file = join(import.meta.dirname, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
