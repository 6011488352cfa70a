import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Result } from '#domain/kernel/result.ts';

/**
 * What runs a customer's instance: a Tenon workspace on this installation, or an Odoo server elsewhere. The control plane
 * knows instances by this interface alone.
 *
 * Every verb that changes something gets a `DriverRun`. The process may be killed between any two lines of it, and the
 * verb then runs again with the same instance and operation: work that is done goes through `run.step`, which remembers
 * its answer, and everything that is made outside of the database is claimed before it exists (`run.claim`), so that
 * nothing is ever there without an owner. A verb answers a refusal for an expected no, which ends the operation; it
 * throws for a broken outside, and the operation is tried again.
 */
export interface HostingDriver {
  readonly kind: DriverKind;

  /**
   * Makes the instance, up to a log-in that was really tried: an answer of ok means that somebody can work there.
   * Half-made work of an earlier attempt is gone on with or thrown away, never doubled.
   */
  provision(run: DriverRun, order: ProvisionOrder): Promise<Result<Provisioned, DriverRefusal>>;

  /** Looks from outside, as a user's browser would; changes nothing. Being down is an answer, not an error. */
  health(look: DriverLook): Promise<Health>;

  /** Measures what the plan limits. Changes nothing. */
  usage(look: DriverLook): Promise<Result<Usage, DriverRefusal>>;

  /** From the answer on nobody gets in, by any door, and whoever tries is told why. Twice is as once. */
  suspend(run: DriverRun, notice: ClosedNotice): Promise<Result<null, DriverRefusal>>;

  /** Takes a suspension back; everything is as before. Twice is as once. */
  resume(run: DriverRun): Promise<Result<null, DriverRefusal>>;

  /**
   * Writes one archive of everything the instance holds, as of one moment, while it goes on working.
   * @param out path of a file that does not exist yet, on a disk of this machine closed to others. What an earlier attempt
   *   left there was removed before.
   */
  backup(run: DriverRun, out: string): Promise<Result<ArchiveFacts, DriverRefusal>>;

  /**
   * Puts an archive back into a scratch place and looks: counts, constraints, users, files, sign-in. The scratch place is
   * gone afterwards. Only an archive that this answers ok for counts as a backup.
   * @param archive path of the opened (decrypted) archive
   * @param made what `backup` said of it
   */
  verify(run: DriverRun, archive: string, made: ArchiveFacts): Promise<Result<Proof, DriverRefusal>>;

  /**
   * Puts an archive back beside the instance, which stays untouched. Mail, payments and jobs of the copy are switched off
   * (or it can only be looked at) before it opens, and what had to be deleted since the archive was made is deleted before it opens.
   */
  restoreToCopy(run: DriverRun, archive: string, copy: CopyOrder): Promise<Result<Copy, DriverRefusal>>;

  /** Takes a copy away again. Twice is as once. */
  dropCopy(run: DriverRun, copy: Copy): Promise<Result<null, DriverRefusal>>;

  /**
   * The customer's data in a form that others can read (for a workspace CSV and JSON with documents, for Odoo its own zip).
   * Works while the instance is suspended, and in the days of grace.
   * @param out as of `backup`
   */
  export(run: DriverRun, out: string): Promise<Result<ArchiveFacts, DriverRefusal>>;

  /**
   * Tries another version on a copy, then switches. When the copy fails, or the switched instance does, the instance is
   * as it was before and the answer is a refusal that says why.
   */
  upgrade(run: DriverRun, to: { readonly version: string }): Promise<Result<Provisioned, DriverRefusal>>;

  /**
   * Deletes the instance and everything that was claimed for it. Also what undoes a `provision` that failed, so it must
   * come to terms with whatever is half there. Twice is as once.
   */
  terminate(run: DriverRun): Promise<Result<Deleted, DriverRefusal>>;

  /** Everything of this driver's kinds that exists on a server, for the sweep that compares it with what is claimed. */
  inventory(server: ServerFacts | null): Promise<readonly Thing[]>;
}

export const DRIVER_KINDS = ['workspace', 'odoo'] as const;
export type DriverKind = (typeof DRIVER_KINDS)[number];

/** Values that a step answers and that are kept with it: plain JSON, no secrets (seal those). */
export interface StepFacts {
  readonly [name: string]: StepValue;
}
export type StepValue = string | number | boolean | null | readonly StepValue[] | StepFacts;

/** A machine of the pool. A workspace lives on this installation and has none. */
export interface ServerFacts {
  readonly id: Id;
  readonly name: string;
  /** where its agent answers, `https://host-3.example:8443` */
  readonly address: string;
  readonly facts: StepFacts;
}

export interface InstanceFacts {
  readonly id: Id;
  readonly kind: DriverKind;
  /** the operator's tenant, in which the rows of this instance lie */
  readonly operatorTenantId: Id;
  /** short name, unique on the installation; first label of its host name, `a-z 0-9 -` */
  readonly slug: string;
  /** as people call it */
  readonly title: string;
  /** own host names of the customer beside the one of the slug */
  readonly hostNames: readonly string[];
  /** '18.0'; '' for a workspace, which has the version of the installation */
  readonly version: string;
  readonly server: ServerFacts | null;
  /** what the driver said at `provision` or `upgrade`; {} before */
  readonly facts: StepFacts;
}

/** What a look needs: nothing is written down by it. */
export interface DriverLook {
  readonly instance: InstanceFacts;
  readonly signal: AbortSignal;
  now(): Instant;
}

/** One operation on one instance, which may be under way for the second time. */
export interface DriverRun extends DriverLook {
  /** the same in every attempt; names made from it are found again */
  readonly operationId: Id;

  /**
   * Does a piece of work once: when it was done in an earlier attempt, its kept answer comes back and `work` is not called.
   * `work` itself must be safe to run twice, because a kill may come between its end and the note of it.
   * @param name stable and unique within the verb, `make-database`
   */
  step<T extends StepFacts>(name: string, work: () => Promise<T>): Promise<T>;

  /** Says whose a thing will be, durably, before it is made. Again is nothing. @throws when another instance has it */
  claim(thing: Thing): Promise<void>;

  /** Says that a claimed thing is gone. Call it after removing it. */
  release(thing: Thing): Promise<void>;

  /** What is claimed for this instance and not released. */
  claimed(): Promise<readonly Thing[]>;
}

/** Something that exists outside of the rows that name it: a tenant, a database, a role, a folder, a process, a host name. */
export interface Thing {
  /** `tenant`, `database`, `role`, `vhost` … */
  readonly kind: string;
  /** as the driver finds it again; unique within the kind and the server */
  readonly name: string;
}

export interface ProvisionOrder {
  /** who gets the first log-in */
  readonly owner: { readonly email: string; readonly name: string; readonly locale: string };
  /** IANA name */
  readonly zone: string;
  /** ISO 4217 */
  readonly currency: string;
  readonly locale: string;
  /** '' for the driver's own first choice */
  readonly version: string;
  readonly quota: Quota;
}

/** Limits of a plan; absent is without limit. */
export interface Quota {
  readonly users?: number;
  readonly bytes?: number;
}

export interface Provisioned {
  readonly version: string;
  /** where people sign in */
  readonly url: string;
  /** kept with the instance and handed to every later verb; no secrets */
  readonly facts: StepFacts;
  /** when the log-in was tried, and how */
  readonly loginCheckedAt: Instant;
  readonly loginCheck: string;
}

export interface Health {
  readonly state: 'ok' | 'slow' | 'down';
  /** milliseconds until the answer; null where none came */
  readonly answeredMs: number | null;
  /** what staff should know: `certificate ends 2026-03-09`, `3 mails stuck` */
  readonly notes: readonly string[];
}

export interface Usage {
  readonly users: number;
  /** database and files together */
  readonly bytes: number;
  /** anything else worth a line, by name */
  readonly more: Readonly<Record<string, number>>;
}

/** What people read at a closed door, by language. */
export interface ClosedNotice {
  readonly reason: ClosedReason;
  readonly since: Instant;
}
/** `copy`: a side copy, which can be looked at and not worked in. */
export const CLOSED_REASONS = ['unpaid', 'abuse', 'operator', 'copy', 'ended'] as const;
export type ClosedReason = (typeof CLOSED_REASONS)[number];

/** What an archive holds, as its maker says; `verify` compares. */
export interface ArchiveFacts {
  /** `tenon-workspace/1`, `odoo-zip/1` */
  readonly format: string;
  /** of the product inside, '18.0' or the installation's */
  readonly version: string;
  readonly bytes: number;
  /** SHA-256 of the archive before it is encrypted, 64 hex digits */
  readonly sha256: string;
  /** when the data was as it is in the archive */
  readonly asOf: Instant;
  /** rows by table or model */
  readonly counts: Readonly<Record<string, number>>;
  readonly files: { readonly count: number; readonly bytes: number };
}

/** What was found when an archive was put back. */
export interface Proof {
  readonly counts: Readonly<Record<string, number>>;
  readonly users: number;
  readonly files: { readonly count: number; readonly bytes: number };
  /** constraints that hold in the copy */
  readonly constraints: number;
  /** how the sign-in was tried */
  readonly loginCheck: string;
}

export interface CopyOrder {
  /** short name of the copy, unique on the installation */
  readonly slug: string;
  /** the copy is removed then by itself */
  readonly until: Instant;
  /** rows and files that must not come back, by what the driver understands of them */
  readonly deletions: readonly Deletion[];
}

/** Something that was deleted for good: it must not come back from an older archive. */
export interface Deletion {
  /** table or model */
  readonly what: string;
  /** key of the row in it */
  readonly key: Readonly<Record<string, string>>;
  readonly at: Instant;
}

export interface Copy {
  readonly slug: string;
  readonly url: string;
  readonly facts: StepFacts;
}

/** What a deletion record says. */
export interface Deleted {
  /** rows or objects by name */
  readonly counts: Readonly<Record<string, number>>;
  readonly method: string;
}

export type DriverRefusal =
  /** no server has room, or the plan is beyond what one offers */
  | { readonly code: 'hosting_no_room' }
  | { readonly code: 'hosting_slug_taken'; readonly slug: string }
  | { readonly code: 'hosting_version_not_offered'; readonly version: string }
  /** made, and nobody could sign in: it is not handed over */
  | { readonly code: 'hosting_login_failed'; readonly detail: string }
  /** an archive that is cut, changed, someone else's, or of a newer version */
  | { readonly code: 'hosting_archive_unfit'; readonly fault: string; readonly detail: string }
  | { readonly code: 'hosting_upgrade_failed'; readonly detail: string }
  | { readonly code: 'hosting_not_possible'; readonly detail: string };
