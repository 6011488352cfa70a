import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Clock } from '../clock/clock.ts';

export const ROLES = ['owner', 'office', 'planner', 'worker', 'driver', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** What a tenant fixes for everybody who works in it. */
export interface TenantFacts {
  readonly tenantId: Id;
  readonly tenantName: string;
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly locale: string;
  readonly demo: boolean;
}

/**
 * How somebody last proved who they are; `support`: operator staff let in by the tenant for a time; `pin`: six digits on a
 * shared station, which tell workers apart and prove nothing that matters.
 */
export type Proof = 'password' | 'two-factor' | 'passkey' | 'demo' | 'support' | 'pin';

/** What is known of the session behind a request; steps that two people take look at `provenAt`. */
export interface CallerSession {
  readonly sessionId: Id;
  /** when the person last proved who they are: at sign-in, or by signing in again */
  readonly provenAt: Instant;
  readonly proof: Proof;
  /** the role must have a second factor and this person has none yet: only one's own account is open */
  readonly factorMissing: boolean;
  /** grant under which operator staff looks in; null for everybody else */
  readonly supportId: Id | null;
}

/** The API key behind a request of a program. */
export interface CallerKey {
  readonly keyId: Id;
  /** of what its maker may do now, only these */
  readonly permissions: ReadonlySet<string>;
  /** false: it has asked too often within this minute */
  readonly inPace: boolean;
}

/** Who asks, on whose behalf, and when: all that a use case knows of the world outside. */
export interface Caller extends TenantFacts {
  /** null for the system's own work and for station devices without a worker */
  readonly loginId: Id | null;
  /** as recorded: `login:<id>`, `api-key:<id>`, `station:<id>`, `job:<name>`, `system` */
  readonly actor: string;
  /** as shown in timelines */
  readonly name: string;
  /** null for the system itself, which may do everything its jobs do */
  readonly role: Role | null;
  /** absent for everybody who did not sign in: jobs, stations, seeds */
  readonly session?: CallerSession;
  /** a program asks; it has no session, and nothing of its maker's own account is open to it */
  readonly key?: CallerKey;
  readonly now: Instant;
  readonly today: Day;
}

/** The system acting by itself: jobs, readers, seeds. */
export function systemCaller(facts: TenantFacts, clock: Clock, actor: string): Caller {
  const now = clock.now();
  return { ...facts, loginId: null, actor, name: 'Tenon', role: null, now, today: dayIn(facts.zone, now) };
}
