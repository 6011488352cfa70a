import { refuse, type Result } from '#domain/kernel/result.ts';
import type { FileRefusal, FileStore, StoredFile } from '../store.ts';
import { maskUpload } from './mask-in-thread.ts';
import type { KeptOut } from './masked-file.ts';

/**
 * Keeps a file that somebody uploaded: masked first where its kind allows it, refused where a card number stands in it
 * that cannot be masked, or where nobody can look into it. Every upload that is stored goes through here.
 * @param tellMasked of the upload: the sender hears how many numbers were found
 * @returns the address of the bytes as they were kept; their number may differ from what was sent
 * @see clause P-2.1c
 */
export async function keepUpload(
  files: FileStore,
  tenantId: string,
  bytes: Uint8Array,
  limitBytes: number,
  tellMasked: (count: number) => void = () => undefined,
): Promise<Result<StoredFile, FileRefusal | { code: 'file_not_kept'; because: KeptOut; status: 422 }>> {
  if (bytes.byteLength > limitBytes) return refuse({ code: 'file_too_large', limitBytes });
  const clean = await maskUpload(bytes);
  tellMasked(clean.masked);
  return clean.kept
    ? files.save(tenantId, clean.bytes, limitBytes)
    : refuse({ code: 'file_not_kept', because: clean.because, status: 422 });
}
