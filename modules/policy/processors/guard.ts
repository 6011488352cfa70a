import { dayIn } from '#domain/kernel/days.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { EgressRequest, Guard, Verdict } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import type { Database } from '#platform/postgres/database.ts';
import { judgeLegal, judgeOwnServer } from '../recipients/judge.ts';
import { valuesInForce } from '../record.ts';
import { notCovered, standingOf } from './rules.ts';
import { loadProcessors, type Place } from './store.ts';

/**
 * Judges every call through the door by the register: a processor needs a contract in force today that covers what goes
 * along, and is reached at its own places only. Asked anew for each connection, so a change counts at once.
 * What its contract does not cover is left out where the call can do without, and refuses the call where it cannot. A
 * tenant gets its own data at its own registered machines, and whoever has a right by law what was approved. Nobody has
 * no place: nothing here goes out that concerns nobody.
 * @see clause P-data.share
 */
export function processorGuard({ db, clock }: { db: Database; clock: Clock }): Guard {
  return async (request) => {
    const { recipient } = request;
    if (recipient.kind === 'disclosure') return judgeLegal({ db, clock }, request, recipient.id);
    if (recipient.kind === 'tenant') return judgeOwnServer(db, request);
    if (recipient.kind === 'nobody') return denied('no place of nobody is registered');
    const [processor] = await loadProcessors(db, recipient.id);
    if (!processor) return denied(`${recipient.id} is not in the register of processors`);
    const now = clock.now();
    const values = await valuesInForce(db, now);
    const { state, contract } = standingOf(values, processor, dayIn(values['operator.zone'], now));
    if (!contract)
      return {
        allow: false,
        code: 'processor_contract_missing',
        reason: `${processor.name} is ${WORDS[state]}`,
      };
    const beyond = notCovered(contract, request.categories);
    if (beyond.length > 0)
      return {
        allow: false,
        code: 'processor_contract_missing',
        reason: `the contract with ${processor.name} does not cover ${beyond.join(', ')}`,
      };
    const placed = await atItsPlaces(request, processor.places);
    return placed.allow ? { allow: true, without: notCovered(contract, request.strippable ?? []) } : placed;
  };
}

function atItsPlaces(request: EgressRequest, places: readonly Place[]): Verdict | Promise<Verdict> {
  return registeredOnly(() => places.map((place) => ({ ...place, purpose: request.purpose })))(request);
}

const WORDS = {
  draft: 'without a contract',
  awaiting: 'waiting for the second person to confirm the contract',
  'not-yet': 'under a contract that begins later',
  active: 'active',
  expiring: 'active',
  expired: 'under a contract that has ended',
  suspended: 'suspended',
  ended: 'no processor any more',
} as const;

function denied(reason: string): Verdict {
  return { allow: false, reason };
}
