import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { constants, crc32, createDeflateRaw } from 'node:zlib';

/** What was written of one entry. */
export interface WrittenEntry {
  readonly bytes: number;
  /** SHA-256 of the plain content */
  readonly sha256: string;
}

interface Entry {
  readonly name: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly bytes: number;
  readonly at: number;
}

const STORED = 0;
const DEFLATED = 8;
/** Sizes follow the content, and names are UTF-8 (APPNOTE 4.4.4). */
const FLAGS = 0x0808;
const LIMIT_32 = 0xffffffff;
const LIMIT_16 = 0xffff;
/** 1 January 1980, as far back as a ZIP can tell: the same content gives the same bytes. */
const DOS_DATE = 0x0021;

/**
 * Writes a ZIP into a stream as it comes, of any size (PKWARE APPNOTE 6.3.10 with ZIP64): nothing is known beforehand and
 * nothing is kept but the list of entries. A reader that is slow makes the writer wait.
 */
export class ZipWriter {
  readonly #out: Writable;
  readonly #entries: Entry[] = [];
  #at = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  /**
   * @param name path with `/`
   * @param packed false for what is compressed already
   */
  async add(
    name: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    packed = true,
  ): Promise<WrittenEntry> {
    const at = this.#at;
    const path = Buffer.from(name);
    const method = packed ? DEFLATED : STORED;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(45, 4);
    head.writeUInt16LE(FLAGS, 6);
    head.writeUInt16LE(method, 8);
    head.writeUInt16LE(DOS_DATE, 12);
    head.writeUInt16LE(path.length, 26);
    await this.#write(Buffer.concat([head, path]));
    const hash = createHash('sha256');
    let [crc, bytes] = [0, 0];
    const begun = this.#at;
    const told = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of content instanceof Uint8Array ? [content] : content) {
        crc = crc32(piece, crc);
        bytes += piece.length;
        hash.update(piece);
        yield piece;
      }
    };
    for await (const piece of packed ? deflated(told()) : told()) await this.#write(piece);
    const entry: Entry = { name: path, method, crc, packed: this.#at - begun, bytes, at };
    this.#entries.push(entry);
    await this.#write(descriptorOf(entry));
    return { bytes, sha256: hash.digest('hex') };
  }

  /** Writes the list of entries; the stream itself stays open. */
  async finish(): Promise<void> {
    const at = this.#at;
    for (const entry of this.#entries) await this.#write(directoryOf(entry));
    await this.#write(endOf(this.#entries.length, this.#at - at, at));
  }

  async #write(piece: Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    this.#at += piece.length;
    if (!this.#out.write(piece)) await once(this.#out, 'drain');
  }
}

async function* deflated(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Speed before size: what is stored is compressed again by nobody, and what is sent has little time.
  const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 64 * 1024 });
  const fed = (async () => {
    try {
      for await (const piece of content) if (!deflate.write(piece)) await once(deflate, 'drain');
      deflate.end();
    } catch (error) {
      deflate.destroy(error as Error);
    }
  })();
  yield* deflate as AsyncIterable<Buffer>;
  await fed;
}

/** Sizes are written as 64 bits wherever one is too large for 32; a reader finds out by the directory. */
function descriptorOf({ crc, packed, bytes }: Entry): Buffer {
  const large = packed > LIMIT_32 || bytes > LIMIT_32;
  const text = Buffer.alloc(large ? 24 : 16);
  text.writeUInt32LE(0x08074b50, 0);
  text.writeUInt32LE(crc, 4);
  if (large) {
    text.writeBigUInt64LE(BigInt(packed), 8);
    text.writeBigUInt64LE(BigInt(bytes), 16);
  } else {
    text.writeUInt32LE(packed, 8);
    text.writeUInt32LE(bytes, 12);
  }
  return text;
}

function directoryOf({ name, method, crc, packed, bytes, at }: Entry): Buffer {
  const large = [bytes, packed, at].filter((size) => size >= LIMIT_32);
  const extra = Buffer.alloc(large.length > 0 ? 4 + 8 * large.length : 0);
  if (large.length > 0) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(8 * large.length, 2);
    large.forEach((size, i) => extra.writeBigUInt64LE(BigInt(size), 4 + 8 * i));
  }
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(45, 4);
  head.writeUInt16LE(45, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(method, 10);
  head.writeUInt16LE(DOS_DATE, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(Math.min(packed, LIMIT_32), 20);
  head.writeUInt32LE(Math.min(bytes, LIMIT_32), 24);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt32LE(Math.min(at, LIMIT_32), 42);
  return Buffer.concat([head, name, extra]);
}

function endOf(count: number, bytes: number, at: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, LIMIT_16), 8);
  end.writeUInt16LE(Math.min(count, LIMIT_16), 10);
  end.writeUInt32LE(Math.min(bytes, LIMIT_32), 12);
  end.writeUInt32LE(Math.min(at, LIMIT_32), 16);
  if (count < LIMIT_16 && bytes < LIMIT_32 && at < LIMIT_32) return end;
  const large = Buffer.alloc(76);
  large.writeUInt32LE(0x06064b50, 0);
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(45, 12);
  large.writeUInt16LE(45, 14);
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(bytes), 40);
  large.writeBigUInt64LE(BigInt(at), 48);
  large.writeUInt32LE(0x07064b50, 56);
  large.writeBigUInt64LE(BigInt(at + bytes), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}
