import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decodeJpeg, { init as initJpeg } from '@jsquash/jpeg/decode.js';
import decodePng, { init as initPng } from '@jsquash/png/decode.js';
import resize, { initResize } from '@jsquash/resize';
import decodeWebp, { init as initWebpIn } from '@jsquash/webp/decode.js';
import encodeWebp, { init as initWebpOut } from '@jsquash/webp/encode.js';
import type { PictureWork } from './remake-picture.ts';

/** Pixels as the codecs hand them on: RGBA, row by row. They ask for the browser's name of it. */
class Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly colorSpace = 'srgb';
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

const require = createRequire(import.meta.url);

/** The codecs would fetch their WASM over the network; here it is read from the package. */
async function compiled(path: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(require.resolve(path)));
}

async function decode({ kind, bytes }: PictureWork): Promise<ImageData | null> {
  const buffer = new Uint8Array(bytes).buffer;
  if (kind === 'jpeg') {
    await initJpeg(await compiled('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'));
    // Which side is up stands in the camera's data, which is about to be lost.
    return decodeJpeg(buffer, { preserveOrientation: true });
  }
  if (kind === 'png') {
    await initPng(await compiled('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
    return decodePng(buffer);
  }
  await initWebpIn(await compiled('@jsquash/webp/codec/dec/webp_dec.wasm'));
  return decodeWebp(buffer);
}

/**
 * Decodes, cuts the middle square, makes it small, encodes.
 * @returns WebP, or null when the file is no picture its codec can read
 */
export async function run(work: PictureWork): Promise<Uint8Array | null> {
  (globalThis as { ImageData?: unknown }).ImageData ??= Pixels;
  let pixels: ImageData | null;
  try {
    pixels = await decode(work);
  } catch {
    // Whatever a codec says of a broken file, to the sender it is one thing: this file cannot be read.
    return null;
  }
  if (!pixels || pixels.width < 1 || pixels.height < 1) return null;
  await initResize(await compiled('@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm'));
  const small = await resize(pixels, {
    width: work.edge,
    height: work.edge,
    fitMethod: 'contain',
    method: 'lanczos3',
  });
  await initWebpOut(await compiled('@jsquash/webp/codec/enc/webp_enc_simd.wasm'));
  return new Uint8Array(await encodeWebp(small, { quality: 82 }));
}
