import type { Id } from '#domain/kernel/ids.ts';
import { vault } from '../secrets/vault.ts';
import { GENESIS, hashOf, sealOf, type AuditEntry } from './chain.ts';

type Row = Record<string, unknown>;

/** How rows of an audit log come into another tenant or installation. */
export interface Rechain {
  /** changes a row of one of the log's tables in place; entries first, in the order of their numbers */
  change(table: string, row: Row): void;
  /** the first entry that was not what was written; null where it could not be told or nothing was found */
  readonly fault: number | null;
}

/**
 * Ties an audit log to the tenant it is put into: the hashes cover the tenant and need this installation's key, so they
 * are made anew, entry by entry. Where the old ones can be checked they are, before they go.
 *
 * @param check the log comes from this installation, whose key made its hashes
 * @param rename ids as they are called in the new place
 */
export function openRechain(from: Id, to: Id, check: boolean, rename: (text: string) => string): Rechain {
  const { chain } = vault();
  const hashes = new Map<number, string>([[0, GENESIS]]);
  let oldBefore = GENESIS;
  let fault: number | null = null;
  return {
    get fault() {
      return fault;
    },
    change(table, row) {
      const seq = Number(row['seq']);
      if (table === 'audit_entry') {
        const entry = entryOf(row, (text) => text);
        if (check && fault === null && row['hash'] !== hashOf(chain, from, oldBefore, entry)) fault = seq;
        oldBefore = String(row['hash']);
        row['hash'] = hashOf(chain, to, hashes.get(seq - 1) ?? GENESIS, entryOf(row, rename));
        hashes.set(seq, row['hash'] as string);
        return;
      }
      const hash = hashes.get(seq) ?? GENESIS;
      row['hash'] = hash;
      if (table === 'audit_head') row['seal'] = sealOf(chain, to, seq, hash);
    },
  };
}

/** Tables of the log; entries come first, the others follow from them. */
export const AUDIT_TABLES: readonly string[] = ['audit_entry', 'audit_head', 'audit_check'];

function entryOf(row: Row, rename: (text: string) => string): Omit<AuditEntry, 'hash'> {
  const text = (name: string): string => rename(String(row[name]));
  return {
    seq: Number(row['seq']),
    at: withMicroseconds(String(row['at'])),
    actor: text('actor'),
    actorName: text('actor_name'),
    action: text('action'),
    subject: text('subject'),
    reason: row['reason'] === null ? null : text('reason'),
    facts: text('facts'),
  };
}

/** `2026-03-02T09:00:00.12+00:00`, as PostgreSQL writes it into JSON, with the six decimals that a hash covers. */
function withMicroseconds(at: string): string {
  const [, seconds = '', decimals = ''] = /^([\d-]+T[\d:]+)(?:\.(\d+))?\+00:00$/.exec(at) ?? [];
  return `${seconds}.${decimals.padEnd(6, '0')}Z`;
}
