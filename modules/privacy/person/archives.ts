import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { currentRecord, valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { safeFileName } from '#platform/files/store.ts';
import type { AppContext } from '#platform/module/context.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import { ZipWriter, type WrittenEntry } from '#platform/tenant-data/zip-writer.ts';
import { say } from '#platform/words/words.ts';
import type { PrivacyTables } from '../store.ts';
import { aboutOf, entriesOf, shownTo, TOLD_BY_PERSON, type ShownRow } from './archive-parts.ts';
import { erasureWords } from './erasure-words.ts';
import { identify, searchedBy, type Identity } from './identify.ts';
import { rowsAbout, tablesOf, type Query, type RowAbout } from './rows-about.ts';

/** An archive can be fetched for so long, then it is gone; a new one is made when it is asked for again. */
const ARCHIVE_DAYS = 14;
const BYTES_MAX = 200 * 1024 * 1024;
/** Files beyond it are named in the archive, and handed over by other means. */
const FILES_MAX = BYTES_MAX / 2;

type ArchiveRow = PrivacyTables['privacy_archive'];
type CaseRow = PrivacyTables['privacy_case'];

/** One business' share of an archive, with the address on file there. */
interface Part {
  readonly part: string;
  readonly label: string;
  readonly recipient: string;
  readonly rows: ShownRow[];
  /** stored files of these rows: name in the archive → address */
  readonly files: Map<string, { tenantId: Id; hash: string }>;
}

/**
 * Makes the archives of a request: one for the person themselves, and one for each business that they act for here, so
 * that nothing of one business is sent to another. What factories keep about their own customers is not in any of them.
 *
 * @returns those made now; none twice for one request
 * @see clause P-1.2, P-rights (access, portability), Art. 15 and 20 GDPR
 */
export async function makeArchives(context: AppContext, of: CaseRow): Promise<ArchiveRow[]> {
  const operator = of.tenant_id;
  const identity = await identify(context, operator, { mail: of.person_email, loginId: of.login_id });
  const parts = await collect(context, operator, of, identity);
  const made: ArchiveRow[] = [];
  for (const part of parts) {
    const zip = await zipOf(context, of, part);
    const id = idAt(context.clock.now());
    const { sealed, key } = seal(zip, placeOf(operator, id));
    const file = must(await context.files.save(operator, sealed, BYTES_MAX + 64));
    const now = context.clock.now();
    const row: ArchiveRow = {
      ...{ tenant_id: operator, id, case_id: of.id, part: part.part, label: part.label },
      ...{ recipient: part.recipient, file_hash: file.sha256, key_sealed: key, bytes: zip.length },
      ...{ made_at: now, expires_at: addMinutes(now, ARCHIVE_DAYS * 24 * 60), removed_at: null },
    };
    const saved = await context.db.inTenant(operator, (tx) =>
      tx
        .tables<PrivacyTables>()
        .insertInto('privacy_archive')
        .values(row)
        .onConflict((c) => c.columns(['tenant_id', 'case_id', 'part']).doNothing())
        .returning('id')
        .executeTakeFirst(),
    );
    if (saved) made.push(row);
    else await context.files.remove(operator, file.sha256);
  }
  return made;
}

async function collect(context: AppContext, operator: Id, of: CaseRow, identity: Identity): Promise<Part[]> {
  const searched = searchedBy(identity);
  const parts = new Map<string, Part>();
  const partFor = (part: string, label: string, recipient: string): Part => {
    const there = parts.get(part) ?? { part, label, recipient, rows: [], files: new Map() };
    parts.set(part, there);
    return there;
  };
  const mine = partFor('self', say(erasureWords, of.language, 'archive.self'), of.person_email);
  const only = of.asks === 'portability' ? TOLD_BY_PERSON : undefined;
  const add = (to: Part, tenantId: Id, { name, table, row, found }: RowAbout): void => {
    const shown = shownTo(name, table, row, found, only);
    if (!shown) return;
    to.rows.push(shown);
    if (typeof row['file_hash'] === 'string' && found.columns.includes('file_hash')) {
      const place = `files/${row['file_hash'].slice(0, 8)}-${safeFileName(String(row['name'] ?? 'file'))}`;
      to.files.set(place, { tenantId, hash: row['file_hash'] });
    }
  };
  for (const tenantId of new Set([operator, ...identity.tenants]))
    await context.db.snapshot(tenantId, async (snapshot) => {
      const query: Query = (text, values) => snapshot.query(text, values ?? []);
      if (tenantId === operator)
        for (const one of await rowsAbout(query, null, tablesOf(true), searched)) {
          // A session or a role belongs to the business in which it is used.
          const where = one.row['tenant_id'] as Id | null | undefined;
          add(where && where !== operator ? await workPart(where) : mine, operator, one);
        }
      const side = tenantId === operator ? undefined : ('controller' as const);
      for (const one of await rowsAbout(query, tenantId, tablesOf(false, side), searched)) {
        const customer = customerOf(one, identity);
        if (customer)
          add(partFor(`customer:${customer.customerId}`, customer.name, customer.mail), tenantId, one);
        else add(tenantId === operator ? mine : await workPart(tenantId), tenantId, one);
      }
    });
  return [...parts.values()].filter((part) => part === mine || part.rows.length > 0);

  async function workPart(tenantId: Id): Promise<Part> {
    return partFor(`tenant:${tenantId}`, (await context.tenantFacts(tenantId)).tenantName, of.person_email);
  }
}

/** The business for which the person acts in a row, if it names one. */
function customerOf({ row, name }: RowAbout, identity: Identity): Identity['speaksFor'][number] | undefined {
  const id = name === 'customer' ? row['id'] : row['customer_id'];
  return identity.speaksFor.find(({ customerId }) => customerId === id);
}

async function zipOf(context: AppContext, of: CaseRow, part: Part): Promise<Buffer> {
  const now = context.clock.now();
  const values = await valuesInForce(context.db, now);
  const facts = {
    company: values['operator.name'],
    part: part.label,
    at: now,
    locale: of.language,
    record: currentRecord(values),
    values,
  };
  const out = new PassThrough();
  const whole = buffer(out);
  const zip = new ZipWriter(out);
  const entries: Record<string, WrittenEntry> = {};
  const leftOut: string[] = [];
  let size = 0;
  for (const [name, { tenantId, hash }] of part.files) {
    const bytes = await context.files.readAll(tenantId, hash);
    if (!bytes || size + bytes.length > FILES_MAX) {
      leftOut.push(name);
      continue;
    }
    size += bytes.length;
    entries[name] = await zip.add(name, bytes, false);
  }
  for (const [name, bytes] of entriesOf(part.rows, { ...facts, leftOut }))
    entries[name] = await zip.add(name, bytes);
  const manifest = {
    format: 'tenon-person/1',
    case: of.number,
    asked: of.asks,
    asOf: now,
    part: part.label,
    rows: part.rows.length,
    // For every kind of data in it: Art. 15(1)(a)–(d), (g).
    categories: aboutOf(part.rows, facts).map(
      ({ category, name, purposes, recipients, kept, sources, columns }) => ({
        category,
        name: name[of.language],
        purposes: purposes.map((one) => one.name[of.language]),
        recipients: recipients.map((one) => one[of.language]),
        kept: kept.map((one) => one[of.language]),
        sources: sources.map((one) => one[of.language]),
        columns: columns.filter((column) => part.rows.some(({ table }) => column.startsWith(`${table}.`))),
      }),
    ),
    leftOut,
    entries,
  };
  await zip.add('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  await zip.finish();
  out.end();
  return whole;
}

const placeOf = (tenantId: Id, id: Id): Place => ({
  tenantId,
  table: 'privacy_archive',
  column: 'key_sealed',
  row: id,
});

/** Nonce, tag, content (AES-256-GCM); its key lies in the row, sealed. */
function seal(bytes: Buffer, place: Place): { sealed: Buffer; key: string } {
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return {
    sealed: Buffer.concat([nonce, cipher.getAuthTag(), content]),
    key: vault().seal(key.toString('base64'), place),
  };
}

/** The opened file of an archive; undefined once it is gone. @throws Error when the disk gave other bytes than were kept */
export async function openArchiveOf(context: AppContext, row: ArchiveRow): Promise<Buffer | undefined> {
  if (row.file_hash === null || row.key_sealed === '') return undefined;
  const sealed = await context.files.readAll(row.tenant_id, row.file_hash);
  if (!sealed) return undefined;
  const key = Buffer.from(vault().open(row.key_sealed, placeOf(row.tenant_id, row.id)), 'base64');
  const bytes = Buffer.from(sealed);
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  cipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]);
}

/** Takes archives away whose time is over: first the key, then the file. Safe to run twice. */
export async function dropOldArchives(context: AppContext, operator: Id): Promise<void> {
  const now = context.clock.now();
  const gone = await context.db.inTenant(operator, async (tx) => {
    const tables = tx.tables<PrivacyTables>();
    const old = await tables
      .selectFrom('privacy_archive')
      .select(['id', 'file_hash'])
      .where('tenant_id', '=', operator)
      .where('expires_at', '<=', now)
      .where('removed_at', 'is', null)
      .execute();
    for (const { id } of old)
      await tables
        .updateTable('privacy_archive')
        .set({ key_sealed: '', file_hash: null, removed_at: now })
        .where('tenant_id', '=', operator)
        .where('id', '=', id)
        .execute();
    return old;
  });
  for (const { file_hash: hash } of gone) if (hash) await context.files.remove(operator, hash);
}

const LINK = 'privacy.archive-link';

/** What stands in the address of an archive that was mailed: only this installation can make it. */
export const archiveMark = (archiveId: Id): string =>
  createHash('sha256').update(vault().mark(archiveId, LINK)).digest('hex').slice(0, 40);
