import { maskFile } from './mask-file.ts';
import type { MaskedFile } from './masked-file.ts';

/** What mask-in-thread.ts runs. */
export function run(bytes: Uint8Array): Promise<MaskedFile> {
  return maskFile(bytes);
}
