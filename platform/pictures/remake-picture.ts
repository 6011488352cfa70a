import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { runInThread } from '../threads/run-in-thread.ts';
import { pictureHead } from './picture-size.ts';

const PICTURE_BYTES_MAX = 10 * 1024 * 1024;
const PICTURE_MEGAPIXELS_MAX = 25;
/** Edge of what is kept, in pixels: sharp at the size a face is shown, even on a dense screen. */
const EDGE = 256;
const DEADLINE_SECONDS = 20;

export type PictureRefusal =
  | { code: 'picture_kind'; field: 'file' }
  | { code: 'picture_large'; field: 'file'; megabytes: number; megapixels: number }
  | { code: 'picture_broken'; field: 'file' };

export interface Picture {
  readonly bytes: Uint8Array;
  readonly contentType: 'image/webp';
}

/** What goes into the thread. */
export interface PictureWork {
  readonly kind: 'png' | 'jpeg' | 'webp';
  readonly bytes: Uint8Array;
  readonly edge: number;
}

/** Makes a small square picture of whatever was sent; nothing but pixels comes through. */
export async function remakePicture(bytes: Uint8Array): Promise<Result<Picture, PictureRefusal>> {
  const large = {
    code: 'picture_large',
    field: 'file',
    megabytes: PICTURE_BYTES_MAX / 1024 / 1024,
    megapixels: PICTURE_MEGAPIXELS_MAX,
  } as const;
  if (bytes.length > PICTURE_BYTES_MAX) return refuse(large);
  const head = pictureHead(bytes);
  if (!head) return refuse({ code: 'picture_kind', field: 'file' });
  if (head.width * head.height > PICTURE_MEGAPIXELS_MAX * 1e6) return refuse(large);
  const made = await runInThread<PictureWork, Uint8Array | null>(
    new URL('./picture-thread.ts', import.meta.url),
    { kind: head.kind, bytes, edge: EDGE },
    { deadlineSeconds: DEADLINE_SECONDS, graceSeconds: 1, memoryMb: 512 },
  );
  return made
    ? ok({ bytes: made, contentType: 'image/webp' })
    : refuse({ code: 'picture_broken', field: 'file' });
}
