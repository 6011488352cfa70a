import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { dayIn } from '#domain/kernel/days.ts';
import { eraseRow } from '#domain/policy/subjects/erasure.ts';
import { findIn, type StoredRow } from '#domain/policy/subjects/person.ts';
import { loadInstallation, valuesInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { AppContext } from '#platform/module/context.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { DELETIONS_FILE } from '#platform/tenant-data/deletions-file.ts';
import type { PrivacyTables } from '../store.ts';
import { eraseIn, knownAgain, neutralOf, type ErasedStore } from './erase.ts';
import { allTenants, markMail, markName, personByMarks, type Identity } from './identify.ts';
import { tablesOf, type Query } from './rows-about.ts';
import type { MayBeEmpty, RowsGone } from '#platform/tenant-data/rows-gone.ts';
import { asLocale } from '#platform/words/words.ts';

/** An entry of the deletion list: ids and keyed marks of somebody whose data was deleted. */
export interface Deletion {
  readonly id: Id;
  readonly caseId: Id;
  readonly number: number;
  readonly logins: readonly string[];
  readonly contacts: readonly string[];
  readonly customers: readonly string[];
  readonly mailMarks: readonly string[];
  readonly nameMarks: readonly string[];
  /** businesses whose rows were searched, the operator among them */
  readonly tenants: readonly Id[];
}

/** Writes somebody into the list, before anything is deleted: what is broken off is done again from here. */
export async function enterDeletion(
  tx: Tx,
  context: Pick<AppContext, 'clock'>,
  caseId: Id,
  identity: Identity,
): Promise<Deletion> {
  const there = (await listDeletions(tx)).find((one) => one.caseId === caseId);
  if (there) return there;
  const now = context.clock.now();
  const deletion: Deletion = {
    id: idAt(now),
    caseId,
    number: await nextNumber(tx, 'former-user'),
    logins: identity.logins,
    contacts: identity.contacts,
    customers: identity.customers,
    mailMarks: identity.mails.map(markMail),
    nameMarks: identity.names.map(markName),
    tenants: [...new Set([tx.tenantId, ...identity.tenants])],
  };
  await saveDeletion(tx, now, deletion);
  return deletion;
}

async function saveDeletion(tx: Tx, now: Instant, of: Deletion): Promise<void> {
  const json = (value: unknown) => sql<string>`${JSON.stringify(value)}::jsonb`;
  await tx
    .tables<PrivacyTables>()
    .insertInto('privacy_erased')
    .values({
      ...{ tenant_id: tx.tenantId, id: of.id, case_id: of.caseId, number: of.number },
      ...{ logins: json(of.logins), contacts: json(of.contacts), customers: json(of.customers) },
      ...{ mail_marks: json(of.mailMarks), name_marks: json(of.nameMarks) },
      ...{ tenants: json(of.tenants), at: now },
    })
    .execute();
}

/** The whole list, in the order in which it was written; in the operator's tenant. */
async function listDeletions(tx: Tx): Promise<Deletion[]> {
  const rows = await tx
    .tables<PrivacyTables>()
    .selectFrom('privacy_erased')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, caseId: row.case_id, number: row.number },
    logins: row.logins as string[],
    contacts: row.contacts as string[],
    customers: row.customers as string[],
    mailMarks: row.mail_marks as string[],
    nameMarks: row.name_marks as string[],
    tenants: row.tenants as Id[],
  }));
}

/**
 * Deletes once more what the list names in a database that was put back, before anybody may open it: every store of each
 * entry, by ids and by marks of addresses. Twice is as once.
 *
 * @returns what was found and deleted; empty when nothing had come back
 * @see P-rights (erasure: backups)
 */
async function applyDeletions(
  context: AppContext,
  operator: Id,
  list?: readonly Deletion[],
): Promise<ErasedStore[]> {
  const all = list ?? (await context.db.inTenant(operator, listDeletions));
  const done: ErasedStore[] = [];
  const there = new Set(await allTenants(context));
  for (const one of all) {
    const person = personByMarks(one);
    for (const store of [null, ...one.tenants]) {
      if (store !== null && !there.has(store)) continue;
      const again = await context.db.snapshot(store ?? operator, (snapshot) => {
        const query: Query = (text, values) => snapshot.query(text, values ?? []);
        return knownAgain(query, store, person);
      });
      const searched = { person, ...again };
      const erased = await eraseIn(
        context,
        store,
        searched,
        { erasedId: one.id, number: one.number },
        'restored',
      );
      if (Object.keys(erased.counts).length > 0) done.push(erased);
    }
  }
  return done;
}

const fileOf = ({ hostingDir }: Pick<AppContext, 'hostingDir'>): string =>
  join(dirname(hostingDir), DELETIONS_FILE);

/**
 * Keeps the list beside the database as well: a database that is put back brings an older list. Entries are added, never
 * taken away, and hold ids and keyed marks only.
 */
export async function keepBeside(context: Pick<AppContext, 'hostingDir'>, deletion: Deletion): Promise<void> {
  const file = fileOf(context);
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(`${JSON.stringify(deletion)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Before an installation opens: what the list beside the database names and the database does not, was deleted after the
 * backup that was put back. It is written into the list again and deleted again.
 *
 * @returns how many entries had to be applied
 */
export async function reapplyDeletions(context: AppContext): Promise<number> {
  const installation = await loadInstallation(context.db, context.clock.now());
  const text = await readFile(fileOf(context), 'utf8').catch(absent);
  if (!installation || text === '') return 0;
  const operator = installation.operatorTenantId;
  const known = new Set((await context.db.inTenant(operator, listDeletions)).map(({ id }) => id));
  // The last line may have been cut short by a loss of power: then its erasure had not begun either.
  const beside = text.split('\n').flatMap((line): Deletion[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Deletion];
    } catch {
      return [];
    }
  });
  const missing = [...new Map(beside.map((one) => [one.id, one])).values()].filter(
    ({ id }) => !known.has(id),
  );
  if (missing.length === 0) return 0;
  await context.db.inTenant(operator, async (tx) => {
    for (const one of missing) await saveDeletion(tx, context.clock.now(), one);
  });
  await applyDeletions(context, operator, missing);
  return missing.length;
}

function absent(error: unknown): string {
  if ((error as { code?: string }).code === 'ENOENT') return '';
  throw error;
}

/**
 * The list as it is applied to the rows of one business' archive before they are put back: with the same rules as in a
 * living database. A business that is a customer of the operator keeps what it holds for itself.
 *
 * @returns null when nobody of the list was in it
 */
export async function rowsGone(
  context: AppContext,
  tenantId: Id,
  nullable: MayBeEmpty,
): Promise<RowsGone | null> {
  const now = context.clock.now();
  const installation = await loadInstallation(context.db, now);
  if (!installation) return null;
  const operator = installation.operatorTenantId;
  const list = (await context.db.inTenant(operator, listDeletions)).filter(({ tenants }) =>
    tenants.includes(tenantId),
  );
  if (list.length === 0) return null;
  const values = await valuesInForce(context.db, now);
  // The business itself may be gone: its words are the operator's then as well.
  const facts = await context.tenantFacts(operator);
  const tables = new Map(tablesOf(false, tenantId === operator ? undefined : 'controller'));
  const ids = new Map(list.map((one) => [one.id, new Map<string, Set<string>>()]));
  const people = list.map((one) => ({
    person: personByMarks(one),
    found: ids.get(one.id)!,
    neutral: { ...neutralOf(one.number, asLocale(facts.locale), dayIn(facts.zone, now)), nullable },
  }));
  return {
    // A row can lead to another only where its own columns name the person.
    first: [...tables.keys()],
    see(name, row) {
      const table = tables.get(name);
      if (!table || typeof row['id'] !== 'string') return;
      for (const { person, found } of people)
        if ((findIn(name, table, row, person, found)?.columns.length ?? 0) > 0)
          found.set(name, (found.get(name) ?? new Set()).add(row['id']));
    },
    change(name, row) {
      const table = tables.get(name);
      if (!table) return row;
      let left: StoredRow = row;
      for (const { person, found, neutral } of people) {
        const erased = eraseRow(name, table, left, person, found, neutral, values);
        if (erased?.row === null) return null;
        if (erased) left = erased.row!;
      }
      return { ...left };
    },
  };
}
