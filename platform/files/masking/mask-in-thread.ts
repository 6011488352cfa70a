import { ThreadFailed, runInThread } from '../../threads/run-in-thread.ts';
import type { MaskedFile } from './masked-file.ts';

const DEADLINE_SECONDS = 30;
const MEMORY_MB = 512;

/** `maskFile` in a thread with limits on time and memory, for uploads: a hostile file costs one refusal and nothing else. */
export async function maskUpload(bytes: Uint8Array): Promise<MaskedFile> {
  try {
    return await runInThread<Uint8Array, MaskedFile>(new URL('./mask-thread.ts', import.meta.url), bytes, {
      deadlineSeconds: DEADLINE_SECONDS,
      graceSeconds: 1,
      memoryMb: MEMORY_MB,
    });
  } catch (error) {
    if (error instanceof ThreadFailed) return { kept: false, because: 'too_large', masked: 0 };
    throw error;
  }
}
