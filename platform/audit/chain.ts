/** What somebody did or looked at, as it is kept. */
export interface AuditEntry {
  /** 1, 2, 3 … without a gap */
  readonly seq: number;
  /** UTC with six decimals, as the database keeps it: `2026-11-22T21:03:59.123000Z` */
  readonly at: string;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  /** JSON with sorted members */
  readonly facts: string;
  readonly hash: string;
}

/** The end of a chain. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
  readonly seal: string;
}

/** Where a chain ended when it was last looked at. */
export interface AuditCheckpoint {
  readonly seq: number;
  readonly hash: string;
}

/** What is wrong with a chain, at the first entry where it shows. */
export interface AuditFault {
  readonly seq: number;
  /**
   * `changed`: the entry is not what was written; `missing`: an entry is not there, or stands elsewhere;
   * `end`: the chain does not end where it ended; `checkpoint`: it is not the chain that was checked before
   */
  readonly kind: 'changed' | 'missing' | 'end' | 'checkpoint';
}

/** A keyed hash: nobody without the key, which lies outside the database, can make a chain that fits. */
export type Chain = (text: string) => string;

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** The hash of an entry: over all of it, its tenant and the hash of the entry before. */
export function hashOf(
  chain: Chain,
  tenantId: string,
  before: string,
  entry: Omit<AuditEntry, 'hash'>,
): string {
  const { seq, at, actor, actorName, action, subject, reason, facts } = entry;
  return chain(
    JSON.stringify(['entry', tenantId, before, seq, at, actor, actorName, action, subject, reason, facts]),
  );
}

/** Keyed hash over the end of a chain. */
export function sealOf(chain: Chain, tenantId: string, seq: number, hash: string): string {
  return chain(JSON.stringify(['head', tenantId, seq, hash]));
}

/**
 * Reads a chain from its first entry and tells the first fault: an entry that was changed, taken out, put in or moved,
 * or an end that was cut off.
 * @param entries in the order of their numbers
 * @param head null when the tenant has none; then there may be no entry either
 * @param checkpoints where earlier checks found the end
 */
export async function findAuditFault(
  chain: Chain,
  tenantId: string,
  entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  head: AuditHead | null,
  checkpoints: readonly AuditCheckpoint[] = [],
): Promise<AuditFault | null> {
  const checked = new Map(checkpoints.map(({ seq, hash }) => [seq, hash]));
  let before = GENESIS;
  let seq = 0;
  for await (const entry of entries) {
    seq += 1;
    if (entry.seq !== seq) return { seq, kind: 'missing' };
    if (entry.hash !== hashOf(chain, tenantId, before, entry)) return { seq, kind: 'changed' };
    if ((checked.get(seq) ?? entry.hash) !== entry.hash) return { seq, kind: 'checkpoint' };
    before = entry.hash;
  }
  if (!head) return seq === 0 && checkpoints.length === 0 ? null : { seq, kind: 'end' };
  if (head.seq !== seq || head.hash !== before || head.seal !== sealOf(chain, tenantId, seq, before))
    return { seq, kind: 'end' };
  if (checkpoints.some((one) => one.seq > seq)) return { seq, kind: 'checkpoint' };
  return null;
}

/** A JSON value, as facts of an entry. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

/**
 * JSON whose members are sorted, so that equal facts are equal text. Half surrogates and zero characters, which the
 * database cannot keep, become the replacement character.
 * @throws RangeError for a number that is not finite
 */
export function canonicalJson(value: Fact): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('a fact must be a finite number');
  if (typeof value === 'string') return JSON.stringify(storable(value));
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Fact[]).map(canonicalJson).join(',')}]`;
  const members = Object.entries(value as Record<string, Fact>).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, fact]) => `${JSON.stringify(storable(name))}:${canonicalJson(fact)}`).join(',')}}`;
}

/** Text as the database can keep it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}
