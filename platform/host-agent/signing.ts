import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What a request's signature is over: change any of it and the signature no longer fits. */
export interface Signed {
  /** of the agent that is meant: a request to one is of no use at another */
  readonly agentId: string;
  /** ISO instant */
  readonly at: string;
  /** 128 bits of chance, base64url; taken once */
  readonly nonce: string;
  readonly body: Uint8Array;
}

/** Requests older or newer than this are refused; clocks of two machines differ by less. */
export const SKEW_MS = 60_000;

const text = ({ agentId, at, nonce, body }: Signed): Buffer =>
  Buffer.from(
    ['tenon-host-agent/1', agentId, at, nonce, createHash('sha256').update(body).digest('hex')].join('\n'),
  );

/** Ed25519 (RFC 8032) over the request. @param key PKCS 8, PEM. @returns base64url */
export const signRequest = (key: string, signed: Signed): string =>
  sign(null, text(signed), createPrivateKey(key)).toString('base64url');

/** Why a request is not taken; null for one that is. */
export type SignatureFault = 'malformed' | 'stale' | 'before_start' | 'replayed' | 'wrong';

/**
 * Judges signed requests. Each is taken once: what was seen is remembered for as long as its time would let it in, and
 * what was signed before this process began is refused, because nobody remembers what was seen then.
 */
export class RequestJudge {
  readonly #key: KeyObject;
  readonly #agentId: string;
  readonly #began: number;
  readonly #seen = new Map<string, number>();

  /** @param publicKey 32 raw bytes, base64url */
  constructor(publicKey: string, agentId: string, beganMs: number) {
    this.#key = rawPublicKey(publicKey);
    this.#agentId = agentId;
    this.#began = beganMs;
  }

  judge(
    given: Omit<Signed, 'agentId'> & { readonly signature: string },
    nowMs: number,
  ): SignatureFault | null {
    const at = Date.parse(given.at);
    if (!Number.isFinite(at) || !/^[\w-]{22}$/.test(given.nonce) || !/^[\w-]{86}$/.test(given.signature))
      return 'malformed';
    if (Math.abs(nowMs - at) > SKEW_MS) return 'stale';
    if (at < this.#began) return 'before_start';
    const signed = text({ ...given, agentId: this.#agentId });
    if (!verify(null, signed, this.#key, Buffer.from(given.signature, 'base64url'))) return 'wrong';
    if (this.#seen.has(given.nonce)) return 'replayed';
    for (const [nonce, until] of this.#seen) if (until < nowMs) this.#seen.delete(nonce);
    this.#seen.set(given.nonce, at + 2 * SKEW_MS);
    return null;
  }
}

/** DER of an Ed25519 public key but for its 32 bytes (RFC 8410). */
const PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function rawPublicKey(base64url: string): KeyObject {
  const raw = Buffer.from(base64url, 'base64url');
  if (raw.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return createPublicKey({ key: Buffer.concat([PREFIX, raw]), format: 'der', type: 'spki' });
}

/** The 32 raw bytes of the public half, base64url. @param key PKCS 8, PEM */
export function publicHalf(key: string): string {
  const der = createPublicKey(createPrivateKey(key)).export({ format: 'der', type: 'spki' });
  return der.subarray(PREFIX.length).toString('base64url');
}
