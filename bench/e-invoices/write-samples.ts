/** `node bench/e-invoices/write-samples.ts`: writes each sample as UBL and as CII beside this file; the same bytes each time. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '#domain/kernel/result.ts';
import { invoiceXml } from '#domain/formats/e-invoice/write.ts';
import { SAMPLES } from './documents.ts';

for (const syntax of ['ubl', 'cii'] as const) {
  const folder = join(import.meta.dirname, syntax);
  mkdirSync(folder, { recursive: true });
  for (const { name, document } of SAMPLES)
    writeFileSync(join(folder, `${name}.xml`), must(invoiceXml(document, syntax)));
}
