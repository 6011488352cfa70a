/** What a picture is and how large, from its first bytes alone. */
export interface PictureHead {
  readonly kind: 'png' | 'jpeg' | 'webp';
  /** pixels */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads kind and size without unpacking anything.
 * @returns null when this is none of the three, or its header makes no sense
 * @see PNG (W3C) §11.2.1, JPEG (ITU T.81) §B.2.2, WebP container specification
 */
export function pictureHead(bytes: Uint8Array): PictureHead | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = pngHead(data) ?? webpHead(data) ?? jpegHead(data);
  return read && read.width > 0 && read.height > 0 ? read : null;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pngHead(data: Buffer): PictureHead | null {
  if (data.length < 24 || !data.subarray(0, 8).equals(PNG) || data.toString('latin1', 12, 16) !== 'IHDR')
    return null;
  return { kind: 'png', width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
}

function webpHead(data: Buffer): PictureHead | null {
  if (
    data.length < 30 ||
    data.toString('latin1', 0, 4) !== 'RIFF' ||
    data.toString('latin1', 8, 12) !== 'WEBP'
  )
    return null;
  switch (data.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return {
        kind: 'webp',
        width: data.readUInt16LE(26) & 0x3fff,
        height: data.readUInt16LE(28) & 0x3fff,
      };
    case 'VP8L': {
      const bits = data.readUInt32LE(21);
      return { kind: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { kind: 'webp', width: data.readUIntLE(24, 3) + 1, height: data.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** Markers of a frame header: baseline, extended, progressive and their kin; not DHT (C4), JPG (C8), DAC (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegHead(data: Buffer): PictureHead | null {
  if (data.length < 4 || data.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < data.length;) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker))
      return { kind: 'jpeg', height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) };
    at += 2 + data.readUInt16BE(at + 2);
  }
  return null;
}
