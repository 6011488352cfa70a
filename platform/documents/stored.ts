import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '../clock/id-at.ts';
import type { FileStore } from '../files/store.ts';
import type { Caller } from '../http/caller.ts';
import type { FileAnswer } from '../http/handler.ts';
import type { Tx } from '../postgres/tx.ts';

interface DocumentTables {
  document: {
    tenant_id: Id;
    id: Id;
    kind: string;
    subject_id: Id;
    revision: number;
    name: string;
    file_hash: string;
    bytes: bigint;
    content_type: string;
    made_at: Instant;
  };
}

export interface NewDocument {
  /** `orders.quote`, `billing.invoice` … */
  readonly kind: string;
  readonly subjectId: Id;
  readonly revision: number;
  /** file name for saving, `quote-K-1042.pdf` */
  readonly name: string;
  readonly hash: string;
  readonly bytes: number;
  readonly contentType: string;
}

export interface StoredDocument extends NewDocument {
  readonly id: Id;
  readonly madeAt: Instant;
}

/**
 * Records a paper whose bytes are already in the file store. A job that runs twice records it once.
 * @returns the document of this kind, subject and revision, whoever saved it first
 */
export async function saveDocument(tx: Tx, caller: Caller, document: NewDocument): Promise<StoredDocument> {
  await tx
    .tables<DocumentTables>()
    .insertInto('document')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      kind: document.kind,
      subject_id: document.subjectId,
      revision: document.revision,
      name: document.name,
      file_hash: document.hash,
      bytes: BigInt(document.bytes),
      content_type: document.contentType,
      made_at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'kind', 'subject_id', 'revision']).doNothing())
    .execute();
  const saved = await findDocument(tx, document.kind, document.subjectId, document.revision);
  return saved!;
}

/** The newest revision, or the one asked for; null when it has not been made. */
export async function findDocument(
  tx: Tx,
  kind: string,
  subjectId: Id,
  revision?: number,
): Promise<StoredDocument | null> {
  let query = tx
    .tables<DocumentTables>()
    .selectFrom('document')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId);
  if (revision !== undefined) query = query.where('revision', '=', revision);
  const row = await query.orderBy('revision', 'desc').executeTakeFirst();
  return row ? toDocument(row) : null;
}

/** Every document of a kind that one subject has, in the order of their revisions. */
export async function listDocumentsOf(tx: Tx, kind: string, subjectId: Id): Promise<StoredDocument[]> {
  const rows = await tx
    .tables<DocumentTables>()
    .selectFrom('document')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('kind', '=', kind)
    .where('subject_id', '=', subjectId)
    .orderBy('revision')
    .execute();
  return rows.map(toDocument);
}

export async function loadDocuments(tx: Tx, ids: readonly Id[]): Promise<StoredDocument[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .tables<DocumentTables>()
    .selectFrom('document')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(toDocument);
}

/** The paper as a route's answer. @throws Error when its bytes are gone, which only a damaged disk can cause */
export async function documentAnswer(
  files: FileStore,
  tenantId: Id,
  document: StoredDocument,
  download = false,
): Promise<FileAnswer> {
  const bytes = await files.readAll(tenantId, document.hash);
  if (!bytes) throw new Error(`the file of ${document.name} is missing`);
  return { contentType: document.contentType, bytes, name: document.name, download, immutable: true };
}

function toDocument(row: DocumentTables['document']): StoredDocument {
  return {
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    revision: row.revision,
    name: row.name,
    hash: row.file_hash,
    bytes: Number(row.bytes),
    contentType: row.content_type,
    madeAt: row.made_at,
  };
}
