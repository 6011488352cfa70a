import type { Id } from '#domain/kernel/ids.ts';
import type { Clock } from '../clock/clock.ts';
import type { FileStore } from '../files/store.ts';
import { systemCaller, type Caller, type TenantFacts } from '../http/caller.ts';
import type { Database } from '../postgres/database.ts';
import type { Tx } from '../postgres/tx.ts';
import { renderPdf, type PdfRequest } from './render.ts';
import { findDocument, saveDocument, type StoredDocument } from './stored.ts';

/** A paper of a hundred pages stays far below. */
const PDF_BYTES_MAX = 50 * 1024 * 1024;

export interface LoadedPaper {
  readonly name: string;
  readonly pdf: PdfRequest;
  /** what the engine cannot write: metadata of a standard on top of the rendered file */
  finish?(pdf: Uint8Array): Uint8Array;
}

export interface PaperJob {
  readonly kind: string;
  readonly subjectId: Id;
  readonly revision: number;
  /** what the paper needs, read in one transaction; null when there is nothing to print any more */
  load(tx: Tx, caller: Caller): Promise<LoadedPaper | null>;
  /** runs in the transaction that records the paper: queue the mail here */
  saved?(tx: Tx, caller: Caller, document: StoredDocument): Promise<void>;
}

interface PaperContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly files: FileStore;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

/**
 * Makes a paper once: read, render outside any transaction, store the bytes, record. Safe to run twice: a recorded
 * paper is left as it is, and `saved` runs once, together with the record.
 */
export async function makePaper(context: PaperContext, tenantId: Id, job: PaperJob): Promise<void> {
  const facts = await context.tenantFacts(tenantId);
  const caller = systemCaller(facts, context.clock, `job:${job.kind}`);
  const loaded = await context.db.inTenant(tenantId, async (tx) =>
    (await findDocument(tx, job.kind, job.subjectId, job.revision)) ? null : job.load(tx, caller),
  );
  if (!loaded) return;
  const rendered = await renderPdf(loaded.pdf);
  const bytes = loaded.finish?.(rendered) ?? rendered;
  const file = await context.files.save(tenantId, bytes, PDF_BYTES_MAX);
  if (!file.ok) throw new Error(`the paper ${loaded.name} cannot be stored: ${file.refusal.code}`);
  await context.db.inTenant(tenantId, async (tx) => {
    if (await findDocument(tx, job.kind, job.subjectId, job.revision)) return;
    const document = await saveDocument(tx, caller, {
      kind: job.kind,
      subjectId: job.subjectId,
      revision: job.revision,
      name: loaded.name,
      hash: file.value.sha256,
      bytes: file.value.bytes,
      contentType: 'application/pdf',
    });
    await job.saved?.(tx, caller, document);
  });
}
