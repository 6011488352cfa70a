import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PIECE_BYTES } from '#platform/host-agent/protocol.ts';
import { AgentRefusal } from './host.ts';

/** Bytes and SHA-256 of a file. */
export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export async function readPiece(path: string, offset: number): Promise<{ base64: string; end: boolean }> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) throw new AgentRefusal('file_unknown', 'there is no such file');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, offset);
    return { base64: buffer.subarray(0, bytesRead).toString('base64'), end: offset + bytesRead >= size };
  } finally {
    await handle.close();
  }
}

/** Pieces come in order; the first one begins the file anew, and one that came twice is written over itself. */
export async function writePiece(path: string, offset: number, base64: string): Promise<{ bytes: number }> {
  const handle = await open(path, offset === 0 ? 'w' : 'r+', 0o600).catch(() => null);
  if (!handle) throw new AgentRefusal('file_unknown', 'the file begins with its first piece');
  try {
    const { size } = await handle.stat();
    if (offset > size) throw new AgentRefusal('input_unfit', `offset ${offset} is behind the end, ${size}`);
    const piece = Buffer.from(base64, 'base64');
    await handle.write(piece, 0, piece.length, offset);
    return { bytes: offset + piece.length };
  } finally {
    await handle.close();
  }
}
