import type { DataCategory } from '#domain/kernel/personal.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { KEPT_BECAUSE } from '#domain/policy/subjects/erasure.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { DeletionRegister } from '../contract.ts';
import type { KeptRows, PrivacyTables, RetainedRule } from '../store.ts';
import { erasureWords } from './erasure-words.ts';
import { allTables } from './rows-about.ts';

/** So many of each are shown, the newest first; all of them are kept. */
const SHOWN = 200;

/** What was deleted, for whom as a number only, and by which rule: kinds of data in words, and counts. */
export async function loadRegister(
  tx: Tx,
  caller: Caller,
  businesses: readonly { readonly id: string; readonly name: string }[],
): Promise<DeletionRegister> {
  const tables = tx.tables<PrivacyTables>();
  const locale = asLocale(caller.locale);
  const storeOf = (id: string | null): string =>
    id === null
      ? say(erasureWords, locale, 'store.none')
      : (businesses.find((one) => one.id === id)?.name ?? caller.tenantName);
  const kindsOf = (table: string, columns: readonly string[]): string =>
    [...new Set(columns.map((column) => allTables()[table]?.columns[column]))]
      .filter((kind): kind is DataCategory => kind !== undefined && kind !== 'not-personal')
      .map((kind) => CATEGORY_TEXTS[kind].name[locale])
      .join(', ');
  const erased = await tables
    .selectFrom('privacy_erasure')
    .innerJoin('privacy_erased', (join) =>
      join
        .onRef('privacy_erased.tenant_id', '=', 'privacy_erasure.tenant_id')
        .onRef('privacy_erased.id', '=', 'privacy_erasure.erased_id'),
    )
    .selectAll('privacy_erasure')
    .select('privacy_erased.number')
    .where('privacy_erasure.tenant_id', '=', tx.tenantId)
    .orderBy('privacy_erasure.at', 'desc')
    .orderBy('privacy_erasure.id', 'desc')
    .limit(SHOWN)
    .execute();
  const runs = await tables
    .selectFrom('privacy_retention')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute();
  const restrictions = await tables
    .selectFrom('privacy_restriction')
    .select(['mark', 'lifted'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const last = new Map(restrictions.map(({ mark, lifted }) => [mark, lifted]));
  return {
    erasures: erased.map(({ number, at, of_tenant: of, occasion, counts, kept }) => {
      const all = Object.values(counts as Readonly<Record<string, { changed: number; deleted: number }>>);
      const sum = (what: 'changed' | 'deleted'): number => all.reduce((n, one) => n + one[what], 0);
      return {
        ...{ number, at, store: storeOf(of), occasion, changed: sum('changed'), deleted: sum('deleted') },
        kept: keptByKind(kept as readonly KeptRows[], kindsOf).map(({ because, ...one }) => ({
          ...one,
          because: KEPT_BECAUSE[because][locale],
        })),
      };
    }),
    runs: runs.map(({ id, at, of_tenant: of, rules }) => ({
      ...{ id, at, store: storeOf(of) },
      rules: (rules as readonly RetainedRule[]).map(({ table, columns, before, rows }) => ({
        what: kindsOf(table, columns),
        before,
        rows,
      })),
    })),
    restricted: [...last.values()].filter((lifted) => !lifted).length,
  };
}

type KindKept = Pick<KeptRows, 'because' | 'until' | 'rows'> & { what: string };

function keptByKind(
  kept: readonly KeptRows[],
  kindsOf: (table: string, columns: readonly string[]) => string,
): KindKept[] {
  const kinds = new Map<string, KindKept>();
  for (const { table, column, because, until, rows } of kept) {
    const what = kindsOf(table, [column]);
    const key = `${what} ${because}`;
    const there = kinds.get(key);
    kinds.set(key, {
      ...{ what, because },
      until: there && there.until > until ? there.until : until,
      rows: (there?.rows ?? 0) + rows,
    });
  }
  return [...kinds.values()];
}
