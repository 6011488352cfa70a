import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto';
import type { KeyRing, Keys } from './key-ring.ts';

/** Where a sealed value lies. It opens there and nowhere else: moved to another row or tenant it is unreadable. */
export interface Place {
  /** null for the few tables without a tenant */
  readonly tenantId: string | null;
  readonly table: string;
  readonly column: string;
  /** the row's own key within the tenant */
  readonly row: string;
}

/** A sealed value that cannot be opened: changed, moved, or sealed with a key that is gone. The value itself is not in here. */
export class SealBroken extends Error {
  readonly code = 'seal_broken';
  constructor(place: Place, reason: string) {
    super(`${place.table}.${place.column} of row ${place.row} cannot be opened: ${reason}`);
    this.name = 'SealBroken';
  }
}

/** Keeps values that must not be readable in the database: bank details, tokens, second-factor secrets. */
export interface Vault {
  /** AES-256-GCM bound to its place. The same text sealed twice looks different. @returns text for a `text` column */
  seal(text: string, place: Place): string;
  /** @throws SealBroken */
  open(sealed: string, place: Place): string;
  /** how everything sealed with the key that is active now begins */
  currentPrefix(): string;
  /** reads the keys once more, so that a new active key counts */
  renew(): void;
  /**
   * Keyed hash for finding equal values without reading them. Normalise first: what looks different is different.
   * @param use `accounts.iban`: marks of different uses never match each other
   */
  mark(text: string, use: string): string;
  /** the marks a stored value may have, one per matching key; newest first */
  marks(text: string, use: string): readonly string[];
  /** ties a text to what stands before it in the audit log; hex */
  chain(text: string): string;
}

const VERSION = 's1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param ring the keys as they are now
 * @param again reads them once more, for a value sealed with a key that this process has not seen yet
 */
export function openVault(ring: KeyRing, again?: () => KeyRing): Vault {
  let now = ring;

  function keyFor(id: string, of: (ring: KeyRing) => Keys): KeyObject | undefined {
    const known = of(now).keys.get(id);
    if (known || !again) return known;
    now = again();
    return of(now).keys.get(id);
  }

  const markWith = (id: string, text: string, use: string): string =>
    `${id}.${createHmac('sha256', keyFor(id, matching)!)
      .update(JSON.stringify([use, text]))
      .digest('base64url')}`;

  return {
    seal(text, place) {
      const { active } = now.sealing;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', now.sealing.keys.get(active)!, nonce, {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(bound(active, place));
      const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, active, nonce.toString('base64url'), bytes.toString('base64url')].join('.');
    },
    open(sealed, place) {
      const [version, id = '', nonce = '', body = ''] = sealed.split('.');
      const bytes = Buffer.from(body, 'base64url');
      if (version !== VERSION || bytes.length < TAG_BYTES)
        throw new SealBroken(place, 'this is no sealed value');
      const key = keyFor(id, sealing);
      if (!key) throw new SealBroken(place, `the key ${id} is not in the key ring`);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(bound(id, place));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch {
        // OpenSSL's own words say nothing more, and a cause would carry the cipher's state into a log.
        throw new SealBroken(place, 'it was changed, or sealed for another place');
      }
    },
    currentPrefix: () => `${VERSION}.${now.sealing.active}.`,
    renew() {
      now = again?.() ?? now;
    },
    mark: (text, use) => markWith(now.matching.active, text, use),
    marks: (text, use) => {
      const others = [...now.matching.keys.keys()].filter((id) => id !== now.matching.active).reverse();
      return [now.matching.active, ...others].map((id) => markWith(id, text, use));
    },
    chain: (text) => createHmac('sha256', now.audit).update(text).digest('hex'),
  };
}

const sealing = (ring: KeyRing): Keys => ring.sealing;
const matching = (ring: KeyRing): Keys => ring.matching;

/** What is authenticated beside the text: the key's id and the place. JSON, so that no two places read alike. */
function bound(keyId: string, { tenantId, table, column, row }: Place): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, tenantId, table, column, row]));
}

let plugged: Vault | undefined;

/** Makes the installation's vault the one that stores use. Called once, where the server is put together. */
export function plugVault(vault: Vault): void {
  plugged = vault;
}

/** The installation's vault. @throws Error when none was plugged in (a bug in how a program is put together) */
export function vault(): Vault {
  if (!plugged) throw new Error('no vault was plugged in: call plugVault before anything is stored');
  return plugged;
}
