import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evidenceHash, type Evidence, type FileText } from '#domain/policy/proof.ts';
import { CLAUSE_IDS, type ClauseId } from '#domain/policy/ids.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** The same hash as the one of domain/policy, which is written out and takes fifty times as long: each start hashes megabytes. */
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const texts = new Map<string, string | undefined>();
const hashes = new Map<ClauseId, string>();

/** Text of a source file of this installation, as it was when somebody first asked. */
export const sourceText: FileText = (path) => {
  if (!texts.has(path)) texts.set(path, readText(path));
  return texts.get(path);
};

function readText(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where the committed evidence lies, from the root of the tree. */
export const EVIDENCE_FILE = 'modules/policy/proofs/evidence.json';

/** The committed evidence; none where the file is missing, and then nothing is proven. */
export function readEvidence(): Evidence {
  const text = sourceText(EVIDENCE_FILE);
  return text === undefined ? { later: 0, clauses: {} } : (JSON.parse(text) as Evidence);
}

/** The hash of this very code behind a clause; computed once, the files of a running program do not change. */
export function hashHere(clause: ClauseId): string {
  const known = hashes.get(clause);
  if (known !== undefined) return known;
  const hash = evidenceHash(clause, sourceText, sha256);
  hashes.set(clause, hash);
  return hash;
}

/** Which program this is, as far as it keeps and shows promises: a run of the self-checks by another one is none of ours. */
export function programHere(): string {
  return sha256(CLAUSE_IDS.map(hashHere).join('\n'));
}
