/** Before the first browser test: the pages, built once for all of them, and only when their sources changed. */
import { join } from 'node:path';
import { buildWeb } from '#apps/web/build.ts';

export default async function setup(): Promise<void> {
  const log = (sentence: string): void => console.log(sentence);
  try {
    await buildWeb({ outDir: join(import.meta.dirname, '../.tenon/web-test'), log });
  } catch {
    // Each file that needs the pages asks for them again and fails with the builder's own words; all others go on.
    log('The pages do not build: the browser tests will say why.');
  }
}
