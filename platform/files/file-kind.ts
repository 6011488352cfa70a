/** What a file is by its first bytes, whatever it is called. */
export type FileKind =
  | 'zip'
  | 'ole'
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'gzip'
  | 'rar'
  | '7z'
  | 'exe'
  | 'html'
  | 'text'
  | 'binary';

const MAGIC: readonly (readonly [FileKind, string])[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  // Workbooks of Excel 97 to 2003, and encrypted ones of any age.
  ['ole', 'd0cf11e0a1b11ae1'],
  ['pdf', '25504446'],
  ['png', '89504e47'],
  ['jpeg', 'ffd8ff'],
  ['gif', '47494638'],
  ['webp', '52494646'],
  ['gzip', '1f8b'],
  ['rar', '52617221'],
  ['7z', '377abcaf'],
  ['exe', '4d5a90'],
  ['exe', '7f454c46'],
];

export function fileKind(bytes: Uint8Array): FileKind {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const known = MAGIC.find(([, magic]) => head.startsWith(magic));
  if (known) return known[0];
  const sample = bytes.subarray(0, 8192);
  if (
    isUtf16(sample) === undefined &&
    sample.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27))
  )
    return 'binary';
  // Old programs export HTML tables under the name .xls.
  const start = Buffer.from(sample.subarray(0, 200))
    .toString('latin1')
    .replace(/^ï»¿/, '')
    .trimStart()
    .toLowerCase();
  return start.startsWith('<html') || start.startsWith('<!doctype') || start.startsWith('<table')
    ? 'html'
    : 'text';
}

/** UTF-16 by its mark, or by a zero in every other byte; undefined when it is something else. */
export function isUtf16(bytes: Uint8Array): 'le' | 'be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'be';
  const pairs = Math.floor(Math.min(bytes.length, 2000) / 2);
  if (pairs < 4) return undefined;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) even += 1;
    if (bytes[2 * i + 1] === 0) odd += 1;
  }
  if (odd > pairs * 0.7 && even === 0) return 'le';
  return even > pairs * 0.7 && odd === 0 ? 'be' : undefined;
}
