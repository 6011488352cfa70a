import type { Id } from '#domain/kernel/ids.ts';
import type { Clock } from '../clock/clock.ts';
import type { Names } from '../egress/dns.ts';
import type { Egress } from '../egress/egress.ts';
import type { FileStore } from '../files/store.ts';
import type { TenantFacts } from '../http/caller.ts';
import type { Log } from '../log/log.ts';
import type { MailServer } from '../mail/send.ts';
import type { Database } from '../postgres/database.ts';

/** One statement of the owner of the tables. */
export type OwnerQuery = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** What the server composes once and hands to handlers and jobs. Rules and use cases never see it. */
export interface AppContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly files: FileStore;
  readonly egress: Egress;
  /** mail relays in order of preference; empty: mail waits and is not lost */
  readonly relays: readonly MailServer[];
  /** looks up names that others made; through the one door out */
  readonly names: Names;
  /** where reports of failed delivery come in, when this installation takes mail itself */
  readonly bounces: { readonly domain: string; readonly secret: string } | null;
  /** address in From; the tenant's name stands before it */
  readonly mailFrom: string;
  /** where people reach this installation, `http://localhost:3000` */
  readonly publicUrl: string;
  /** one-click sign-in to the demo tenant is possible at all */
  readonly demoAllowed: boolean;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
  /** folder for work of hosting and its backups, closed to others; made when it is needed */
  readonly hostingDir: string;
  /**
   * Deletes every row of a tenant, as the owner of the tables. Only for a workspace whose time is over.
   * @returns rows that were deleted, by table
   */
  eraseTenant(tenantId: Id): Promise<Readonly<Record<string, number>>>;
  /**
   * Runs statements as the owner of the tables, in one transaction: append-only tables give the application no right to
   * change a row. Only for what a law or a promise has deleted.
   */
  asOwner<T>(work: (query: OwnerQuery) => Promise<T>): Promise<T>;
}
