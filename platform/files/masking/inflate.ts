import { gunzipSync, inflateRawSync, inflateSync, constants } from 'node:zlib';
import { NotKept, spend, type UnpackBudget } from './masked-file.ts';

const UNPACK = { deflate: inflateRawSync, zlib: inflateSync, gzip: gunzipSync };

/**
 * Unpacks within the budget; what breaks off at its end is given as far as it goes.
 * @throws NotKept `too_large` beyond the budget, `unreadable` where the bytes are no such stream
 */
export function unpack(kind: keyof typeof UNPACK, bytes: Uint8Array, budget: UnpackBudget): Buffer {
  try {
    const maxOutputLength = Math.max(1, budget.bytes);
    const out = UNPACK[kind](bytes, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
    spend(budget, out.length);
    return out;
  } catch (error) {
    if (error instanceof NotKept) throw error;
    throw new NotKept(
      (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'unreadable',
    );
  }
}
