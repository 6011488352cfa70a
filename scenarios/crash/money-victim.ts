/**
 * The product as a process that does one thing with money on a database that others use as well, and is killed before its n-th
 * statement that may change something. What to do comes in `TENON_MONEY_VICTIM`; nothing of this is known to the product.
 */
import { flushCompileCache } from 'node:module';
import pg from 'pg';
import { createApp } from '#apps/server/app.ts';
import { secretsOfTests } from '#apps/server/test-kit.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { bookFacts } from '#modules/billing/cards/book-facts.ts';
import type { CardFacts } from '#modules/billing/cards/rules.ts';
import { onlyReads } from '#modules/billing/testing/money-picture.ts';
import { movableClock } from '#platform/clock/clock.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { createLog } from '#platform/log/log.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';

/** A request as it comes through the door, or facts of a card payment that the queue books. */
export type Deed =
  | {
      readonly method: 'POST';
      readonly url: string;
      readonly payload: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly facts: CardFacts };

export interface MoneyTask {
  readonly ownerUrl: string;
  readonly filesDir: string;
  readonly now: Instant;
  readonly tenantId: Id;
  /** 1 is the first that may change something */
  readonly statement: number;
  readonly deed: Deed;
}

/** Amounts are whole numbers of any size, which JSON has none of. */
export const writeTask = (task: MoneyTask): string =>
  JSON.stringify(task, (_, value: unknown) => (typeof value === 'bigint' ? { $minor: `${value}` } : value));
const readTask = (text: string): MoneyTask =>
  JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && '$minor' in value ? BigInt(String(value.$minor)) : value,
  ) as MoneyTask;

function dieBefore(statement: number): void {
  let seen = 0;
  const run = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    // What is asked with a callback belongs to the pool itself.
    const counts = typeof given.at(-1) !== 'function' && !onlyReads(given[0]);
    if (counts && ++seen === statement) process.kill(process.pid, 'SIGKILL');
    return run.apply(this, given);
  } as never;
}

async function main(text: string): Promise<void> {
  const task = readTask(text);
  const clock = movableClock(task.now);
  const app = await createApp({
    ownerUrl: task.ownerUrl,
    secret: secretsOfTests.secret,
    vault: openVault(readKeyRing('', secretsOfTests.keyRing)),
    clock,
    filesDir: task.filesDir,
    hostingDir: task.filesDir,
    connections: 2,
    log: createLog({ level: 'error' }),
    publicUrl: 'http://tenon.test',
    demoAllowed: true,
    relay: null,
    mailFrom: 'papers@larch.example',
  });
  const { deed, tenantId } = task;
  const caller = systemCaller(await app.context.tenantFacts(tenantId), clock, 'job:billing.follow-card');
  // The next start finds what this one compiled: who is killed keeps nothing by itself.
  flushCompileCache();
  dieBefore(task.statement);
  if ('facts' in deed) await app.context.db.inTenant(tenantId, (tx) => bookFacts(tx, caller, deed.facts));
  else await app.server.inject(deed);
  // Still alive: there are fewer statements than that, and the answer is lost with the process.
  process.kill(process.pid, 'SIGKILL');
}

const given = process.env['TENON_MONEY_VICTIM'];
if (given !== undefined) await main(given);
