import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFaults } from './check.ts';
import { openInstallation, type Installation } from './installation.ts';
import type { Ledger } from './ledger.ts';
import { planBlows, siege, siegeWithoutFlush } from './siege.ts';

const MINUTES = 60_000;
const KILLS = 4;
const SEED = 20_260_305;

test('the blows of a seed are always the same, and every kind comes', () => {
  expect(planBlows(KILLS, 1)).toEqual(planBlows(KILLS, 1));
  expect(planBlows(KILLS, 1)).not.toEqual(planBlows(KILLS, 2));
  expect(new Set(planBlows(KILLS, SEED).map(({ blow }) => blow))).toEqual(
    new Set(['server', 'worker', 'database', 'everything']),
  );
});

/** Each is done to a database without faults, and what must be said of it. The last words of each name the row it takes. */
const PLANTED: readonly (readonly [statement: string, says: RegExp])[] = [
  [`delete from crash_tally where id = (select min(id::text)::uuid from crash_tally)`, /was read 0 times/],
  [
    `insert into crash_tally select tenant_id, gen_random_uuid(), event_id from crash_tally order by id desc limit 1`,
    /was read 2 times/,
  ],
  [
    `delete from crash_echo where event_id = (select min(event_id::text)::uuid from crash_echo)`,
    /the job of .* was lost/,
  ],
  [
    `update customer set city = 'Elsewhere' where number = 1`,
    /customer .* is not as it was asked: .*Elsewhere/,
  ],
  [
    `update customer set name = 'Somebody' where number = 2`,
    /customer .* (was acknowledged and is lost|is there and nobody asked)/,
  ],
  [
    `insert into customer select tenant_id, gen_random_uuid(), number + 100000, name, email, phone, street, postcode, city, country, vat_number, locale, payment_days, created_at
    from customer where number = 3`,
    /customer .* is there 2 times/,
  ],
  [`select 1`, /numbers of customer are not gapless/],
  [`update board_stock set quantity = quantity + 1 where material_code = 'W18'`, /rack of W18 holds/],
  [
    `insert into stock_movement select tenant_id, gen_random_uuid(), kind, board_id, offcut_id, quantity, cost_minor, plan_id, reason, actor, actor_name, at
    from stock_movement order by at limit 1`,
    /receipt .* is there 2 times/,
  ],
  [
    `update sales_order set state = 'quoted' where number = (select max(number) from sales_order where state = 'accepted')`,
    /acceptance of order .* was acknowledged and is lost|is quoted, but its release/,
  ],
  [
    `delete from operation where part_id = (select p.id from part p join sales_order o on o.id = p.order_id where o.state = 'accepted' order by p.id limit 1)`,
    /order .* is accepted, but its release/,
  ],
  [
    `update idempotency_key set status = null where key = (select min(key) from idempotency_key)`,
    /is taken and has no answer/,
  ],
  [
    `update event_cursor set done_seq = 0 where (reader, aggregate_id) = (select reader, aggregate_id from event_cursor order by 2 limit 1)`,
    /has read .* up to 0 of/,
  ],
  [
    `update event_stream set last_seq = last_seq + 1 where aggregate_id = (select aggregate_id from event_stream order by 1 limit 1)`,
    /stream .* has .* events up to/,
  ],
  [
    `select graphile_worker.add_job('crash.echo', '{}', run_at => now() + interval '1 day')`,
    /job crash.echo is still there/,
  ],
];

test(
  'server, worker and database are killed under load: nothing acknowledged is lost, nothing is done twice or by half',
  async () => {
    const unseen: string[] = [];
    const { faults, checked, kills } = await siege({
      kills: KILLS,
      seed: SEED,
      clients: 4,
      orderEvery: 8,
      inspect: async (installation, ledger) => {
        // The same checker on the same database, with one fault more each time.
        for (const [statement, says] of PLANTED) {
          await installation.query(statement);
          const found = (await findFaults(installation, ledger)).faults;
          if (!found.some((fault) => says.test(fault))) unseen.push(statement);
        }
      },
    });
    expect(faults).toEqual([]);
    expect(kills).toEqual({ server: 1, worker: 1, database: 1, everything: 1 });
    for (const [what, number] of Object.entries(checked)) expect(number, what).toBeGreaterThan(0);
    expect(unseen, 'planted faults that the check did not see').toEqual([]);
  },
  5 * MINUTES,
);

describe('with synchronous_commit off', () => {
  let installation: Installation;
  let ledger: Ledger;
  beforeAll(async () => {
    installation = await openInstallation();
    ledger = await siegeWithoutFlush(installation, SEED);
  }, 5 * MINUTES);
  afterAll(() => installation.close());

  test('acknowledged writes are lost and the check says which: it would see a loss', async () => {
    const { faults } = await findFaults(installation, ledger);
    expect(
      faults.filter((fault) => /^(customer|receipt) .* was acknowledged and is lost$/.test(fault)).length,
    ).toBeGreaterThan(0);
  });

  test(
    'the product refuses to start on such a database, and says what to do',
    async () => {
      const { code, said } = await startProduct(installation.ownerUrl());
      expect(said).toContain(
        'synchronous_commit is off, so a power cut loses what was acknowledged. Set synchronous_commit = on and reload the server.',
      );
      expect(code).toBe(1);
    },
    MINUTES,
  );
});

/** `npm start` on a database of one's own, until it ends. */
async function startProduct(databaseUrl: string): Promise<{ code: number | null; said: string }> {
  const data = mkdtempSync(join(tmpdir(), 'tenon-refused-'));
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../apps/server/main.ts')], {
    env: { ...process.env, DATABASE_URL: databaseUrl, TENON_DATA: data, PORT: '0', NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    const code = await new Promise<number | null>((done) => child.once('close', done));
    return { code, said };
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
