import { deflateRawSync, crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry } from 'yauzl';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { unpack } from './inflate.ts';
import { NotKept, spend, type LookInto, type UnpackBudget } from './masked-file.ts';

interface Member {
  readonly entry: Entry;
  readonly name: Buffer;
  readonly packed: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly bytes: number;
}

/**
 * Masks the members of a ZIP archive and their names. An archive in which nothing is found and nothing lies hidden
 * between its members stays as it is; else it is written anew with the same members in the same order.
 * @throws NotKept for encrypted members, ways of packing other than stored and deflated, and beyond the budget
 */
export async function maskArchive(
  bytes: Buffer,
  budget: UnpackBudget,
  look: LookInto,
): Promise<{ bytes: Buffer; masked: number }> {
  const { entries, startOf, directory, comment } = await directoryOf(bytes, budget);
  // The remark at the end of an archive is not written anew.
  let { masked } = maskCardNumbers(comment);
  let changed = masked > 0;
  const members: Member[] = [];
  let covered = 0;
  for (const entry of entries) {
    if (entry.isEncrypted()) throw new NotKept('locked', masked);
    const { start, before } = await startOf(entry);
    const packed = bytes.subarray(start, start + entry.compressedSize);
    covered += before + entry.compressedSize + descriptorBytes(bytes, entry, start + entry.compressedSize);
    const content = contentOf(entry, packed, budget);
    const found = await look(content, entry.fileName);
    const name = maskName(entry.fileNameRaw);
    masked += found.masked + name.masked;
    changed ||= found.masked > 0 || name.masked > 0;
    members.push({
      entry,
      name: name.bytes,
      ...(found.masked > 0
        ? {
            packed: deflateRawSync(found.bytes),
            method: 8,
            crc: crc32(found.bytes),
            bytes: found.bytes.length,
          }
        : { packed, method: entry.compressionMethod, crc: entry.crc32, bytes: entry.uncompressedSize }),
    });
  }
  // Older versions of members may lie between those that the directory names.
  const hidden = directory - covered > 64;
  return changed || hidden ? { bytes: writeArchive(members), masked } : { bytes, masked };
}

async function directoryOf(bytes: Buffer, budget: UnpackBudget) {
  try {
    const zip = await fromBufferPromise(bytes, {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
    });
    if (zip.entryCount > budget.members) throw new NotKept('too_large');
    const entries: Entry[] = [];
    let named = 0;
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      named += 46 + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    }
    const startOf = async (entry: Entry) => {
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch(() => {
        throw new NotKept('unreadable');
      });
      return { start: fileDataStart, before: fileDataStart - entry.relativeOffsetOfLocalHeader };
    };
    return {
      entries,
      startOf,
      comment: zip.comment,
      directory: bytes.length - named - 22 - zip.comment.length,
    };
  } catch (error) {
    if (error instanceof NotKept) throw error;
    throw new NotKept('unreadable');
  }
}

/** Sizes that stand behind the content, with or without a mark in front of them. */
function descriptorBytes(bytes: Buffer, entry: Entry, at: number): number {
  if ((entry.generalPurposeBitFlag & 8) === 0) return 0;
  return bytes.toString('latin1', at, at + 4) === 'PK\u0007\u0008' ? 16 : 12;
}

function contentOf(entry: Entry, packed: Buffer, budget: UnpackBudget): Buffer {
  if (packed.length !== entry.compressedSize) throw new NotKept('unreadable');
  if (entry.compressionMethod === 8) return unpack('deflate', packed, budget);
  if (entry.compressionMethod !== 0) throw new NotKept('unreadable');
  spend(budget, packed.length);
  return packed;
}

/** Names stay in their encoding: only digits of cards change. */
function maskName(raw: Buffer): { bytes: Buffer; masked: number } {
  const { text, masked } = maskCardNumbers(raw.toString('latin1'));
  return masked === 0
    ? { bytes: raw, masked }
    : { bytes: Buffer.from(text.replaceAll('•', '_'), 'latin1'), masked };
}

/** Writes a ZIP archive (APPNOTE 6.3, without the extensions for more than 4 GB, which no file here has). */
function writeArchive(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { entry, name, packed, method, crc, bytes } of members) {
    // Sizes stand in front of the content, so no descriptor follows it; the rest of the flags stays.
    const flags = entry.generalPurposeBitFlag & ~8;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(entry.lastModFileTime, 6);
    common.writeUInt16LE(entry.lastModFileDate, 8);
    common.writeUInt32LE(crc >>> 0, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(bytes, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, name, packed]);
    const more = Buffer.alloc(14);
    more.writeUInt16LE(entry.internalFileAttributes, 4);
    more.writeUInt32LE(entry.externalFileAttributes >>> 0, 6);
    more.writeUInt32LE(at, 10);
    const made = Buffer.alloc(2);
    made.writeUInt16LE(entry.versionMadeBy, 0);
    directory.push(Buffer.from('PK\u0001\u0002', 'latin1'), made, common, more, name);
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
