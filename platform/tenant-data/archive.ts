import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { TableShape } from './shape.ts';

/**
 * The archive of a workspace: a ZIP with every row of every table as JSON lines (and as CSV where people are to read it),
 * every stored file, who works there, and a manifest that names each entry with its bytes and SHA-256.
 *
 * Rows have no `tenant_id`: they belong to whatever tenant they are put into.
 */
export const FORMAT = 'tenon-workspace/1';

export interface ArchiveManifest {
  readonly format: typeof FORMAT;
  /** of the program that wrote it */
  readonly version: string;
  /** the rows are as they were then */
  readonly asOf: Instant;
  readonly tenant: ArchivedTenant;
  /** migrations of the database it came from, `orders/0001_orders.sql`: one that is unknown here means a newer program */
  readonly migrations: readonly string[];
  /** values that are sealed in the database: as they are (opened with the keys of the same installation), or opened */
  readonly sealed: 'kept' | 'opened';
  /** rows by table */
  readonly counts: Readonly<Record<string, number>>;
  readonly files: { readonly count: number; readonly bytes: number };
  /** every other entry */
  readonly entries: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

export interface ArchivedTenant {
  readonly id: Id;
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly locale: string;
}

/** Somebody who has a role in the workspace. What they sign in with belongs to them and is not part of it. */
export interface ArchivedPerson {
  readonly id: Id;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
  readonly phone: string;
}

export const MANIFEST = 'manifest.json';
export const SCHEMA = 'schema.json';
export const PEOPLE = 'people.json';
export const README = 'README.txt';
export const rowsEntry = (table: string): string => `tables/${table}.jsonl`;
export const csvEntry = (table: string): string => `csv/${table}.csv`;
export const FILES = 'files/';

export type ArchiveFault =
  | 'not_an_archive'
  | 'manifest_missing'
  | 'manifest_damaged'
  | 'format_unknown'
  | 'version_newer'
  | 'entry_missing'
  | 'entry_changed'
  | 'entry_unknown'
  | 'count_differs'
  | 'row_unfit'
  | 'file_missing'
  | 'other_workspace'
  | 'seal_foreign'
  | 'audit_broken';

/** An archive that is not what was written, or does not fit here. Nothing of it is kept. */
export class ArchiveUnfit extends Error {
  override readonly name = 'ArchiveUnfit';
  readonly fault: ArchiveFault;
  readonly detail: string;
  constructor(fault: ArchiveFault, detail: string, cause?: unknown) {
    super(`${fault}: ${detail}`, { cause });
    this.fault = fault;
    this.detail = detail;
  }
}

export type ArchiveSchema = readonly TableShape[];
