/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, as lower-case hex. Written out because the pure rooms import nothing, and the
 * hash of a promise must be the same in the browser, on the server and in a proof somebody repeats by hand.
 */
export function sha256(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const data = new DataView(new ArrayBuffer(blocks * 64));
  bytes.forEach((byte, index) => data.setUint8(index, byte));
  data.setUint8(bytes.length, 0x80);
  data.setBigUint64(blocks * 64 - 8, BigInt(bytes.length) * 8n);

  const state = new Uint32Array(START);
  const words = new Uint32Array(64);
  for (let block = 0; block < blocks; block++) {
    for (let t = 0; t < 16; t++) words[t] = data.getUint32(block * 64 + t * 4);
    for (let t = 16; t < 64; t++) {
      const near = words[t - 2]!;
      const far = words[t - 15]!;
      words[t] =
        (rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10)) +
        words[t - 7]! +
        (rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3)) +
        words[t - 16]!;
    }
    mix(state, words);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as Eight;
  for (let t = 0; t < 64; t++) {
    const choose = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choose + ROUND[t]! + words[t]!) | 0;
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = state[index]! + word));
}

type Eight = [number, number, number, number, number, number, number, number];
const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first `count` primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

/** The first 32 bits of the fractional part of the `root`-th root of n, exactly: ⌊(n · 2^(32·root))^(1/root)⌋ mod 2^32. */
function fractionOfRoot(n: number, root: number): number {
  const scaled = BigInt(n) << BigInt(32 * root);
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** BigInt(root) <= scaled) low = middle;
    else high = middle;
  }
  return Number(low & 0xffffffffn);
}

const START = primes(8).map((prime) => fractionOfRoot(prime, 2));
const ROUND = primes(64).map((prime) => fractionOfRoot(prime, 3));
