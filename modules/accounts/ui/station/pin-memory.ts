import type { KeptAnswers } from '#platform/web-kit/context.ts';
import type { Session } from '../../contract.ts';

/** Who has opened this device by PIN: for the day the connection is gone. Nothing here is a PIN. */
interface Known {
  readonly salt: string;
  readonly byHash: Readonly<Record<string, Session>>;
}

const KEY = 'device.pins';
/** OWASP's figure for PBKDF2 with SHA-256: a wrong guess costs the device a third of a second. */
const ITERATIONS = 600_000;

async function hashOf(pin: string, salt: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: new TextEncoder().encode(salt), iterations: ITERATIONS },
    key,
    256,
  );
  return [...new Uint8Array(bits)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Remembers who this PIN is, as the server just said it. A PIN that is somebody else's now is forgotten for the first. */
export async function rememberPin(kept: KeptAnswers, pin: string, session: Session): Promise<void> {
  // Only a page that came over TLS, or from this very machine, may compute it.
  if (!globalThis.crypto?.subtle) return;
  const known = (await kept.get(KEY)) as Known | undefined;
  const salt = known?.salt ?? crypto.randomUUID();
  const others = Object.entries(known?.byHash ?? {}).filter(([, one]) => one.loginId !== session.loginId);
  await kept.set(KEY, {
    salt,
    byHash: { ...Object.fromEntries(others), [await hashOf(pin, salt)]: session },
  } satisfies Known);
}

/** Who this PIN was when the server was last asked; null when it is nobody's who worked on this device. */
export async function recallPin(kept: KeptAnswers, pin: string): Promise<Session | null> {
  const known = (await kept.get(KEY)) as Known | undefined;
  if (!known || !globalThis.crypto?.subtle) return null;
  return known.byHash[await hashOf(pin, known.salt)] ?? null;
}
