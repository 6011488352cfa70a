import { dayIn } from '#domain/kernel/days.ts';
import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import { newId, type Clock } from '#platform/clock/clock.ts';
import type { Database } from '#platform/postgres/database.ts';
import { valuesInForce } from '../record.ts';
import type { Bound } from './rules.ts';
import { tablesOf, type Place } from './store.ts';

/** A processor that the installation's configuration names: a mail relay, a mailbox, the resolver of names. */
export interface DeclaredProcessor {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly categories: readonly DataCategory[];
  readonly purposes: readonly Purpose[];
  readonly places: readonly Place[];
  /** what binds it; a provider with which no contract was handed in gets nothing */
  readonly bound: Bound;
  /** nobody has said yes to it: it stands in the register as a draft, and nothing flows until a contract is confirmed */
  readonly proposed?: true;
}

/**
 * Enters what the configuration names into the register, at each start. Being configured is no contract: a provider gets
 * data once its signed contract was handed in and confirmed, as every other one. What needs none, a machine of our own or
 * a public body, is active by being named. What was suspended or ended in the register stays so.
 */
export async function declareProcessors(
  db: Database,
  clock: Clock,
  declared: readonly DeclaredProcessor[],
): Promise<void> {
  const now = clock.now();
  const values = await valuesInForce(db, now);
  for (const { id, name, service, categories, purposes, places, bound, proposed } of declared) {
    const row = {
      categories: JSON.stringify(categories),
      purposes: JSON.stringify(purposes),
      places: JSON.stringify(places),
    };
    const made = await tablesOf(db)
      .insertInto('processor')
      .values({
        id,
        name,
        service,
        ...row,
        country: null,
        sub_processors: '[]',
        transfer_basis: '',
        contact: '',
        checked_on: null,
        suspended_at: null,
        suspended_because: null,
        ended_at: null,
        made_at: now,
        changed_by: null,
        changed_at: null,
        bound,
      })
      .onConflict((c) => c.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (proposed) continue;
    if (!made) {
      await tablesOf(db)
        .updateTable('processor')
        .set({ places: row.places, bound })
        .where('id', '=', id)
        .execute();
      continue;
    }
    await tablesOf(db)
      .insertInto('processor_contract')
      .values({
        id: newId(clock),
        processor_id: id,
        declared: true,
        file_hash: null,
        file_name: null,
        signed_by_us_on: null,
        signed_by_them_on: null,
        categories: row.categories,
        valid_from: dayIn(values['operator.zone'], now),
        valid_to: null,
        handed_in_by: 'configuration',
        handed_in_name: 'configuration',
        handed_in_at: now,
        confirmed_by: 'configuration',
        confirmed_name: 'configuration',
        confirmed_at: now,
        confirmed_alone: null,
      })
      .execute();
  }
}
