import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { CLAUSE_IDS, type ClauseId } from '#domain/policy/ids.ts';
import { runSelfChecks, proofOf, type Finding, type Proof } from '#domain/policy/proof.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { newId } from '#platform/clock/clock.ts';
import type { Database } from '#platform/postgres/database.ts';
import { valuesInForce } from '../record.ts';
import type { PolicyTables } from '../store.ts';
import { contentInForce } from '../versions/queries.ts';
import { hashHere, programHere, readEvidence } from './sources.ts';

/** A run that is older says nothing about today: one daily run may be missed, not two. */
const SELF_CHECK_HOURS = 50;

/**
 * Runs every self-check with the values in force, each document's clauses with that document's, and stores what was
 * found. Nothing is repaired here: a clause with a finding is shown as not proven.
 */
export async function checkPromises(
  db: Database,
  clock: Clock,
  occasion: 'start' | 'daily',
): Promise<readonly Finding[]> {
  const now = clock.now();
  const [privacy, cancellation] = await Promise.all([
    valuesInForce(db, now),
    contentInForce(db.global<PolicyTables>(), 'cancellation', now),
  ]);
  const forCancellation = cancellation?.content.parameters ?? privacy;
  const findings = runSelfChecks((clause) => (clause.startsWith('C-') ? forCancellation : privacy));
  await db
    .global<PolicyTables>()
    .insertInto('policy_self_check')
    .values({
      id: newId(clock),
      at: now,
      occasion,
      findings: JSON.stringify(findings),
      program: programHere(),
    })
    .execute();
  return findings;
}

export interface Proofs {
  readonly states: ReadonlyMap<ClauseId, Proof>;
  /** when the installation last checked itself; null: not lately */
  readonly checkedAt: Instant | null;
}

/**
 * Every clause with whether it is proven here and now. A server checks itself before it listens, so the answer is the
 * same from its first page on.
 */
export async function loadProofs(db: Database, now: Instant): Promise<Proofs> {
  const last = await db
    .global<PolicyTables>()
    .selectFrom('policy_self_check')
    .select(['at', 'findings'])
    .where('at', '>', addMinutes(now, -SELF_CHECK_HOURS * 60))
    .where('at', '<=', now)
    // An older program that still runs beside this one knows fewer checks, and a newer one others.
    .where('program', '=', programHere())
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const evidence = readEvidence();
  const findings = (last?.findings as readonly Finding[] | undefined) ?? null;
  return {
    states: new Map(CLAUSE_IDS.map((id) => [id, proofOf(id, evidence, hashHere, findings)])),
    checkedAt: last?.at ?? null,
  };
}
