import pg from 'pg';

/** Namespace of the advisory locks that worker pools hold while they live. */
const PRESENCE = 7_463_002;

/**
 * Tells living workers from dead ones: each pool of workers holds an advisory lock in a session of its own, and the
 * database lets go of it the moment that session ends, however it ended.
 */
export class Presence {
  readonly #client: pg.Client;
  readonly #locks = new Map<string, Promise<unknown>>();
  /** resolves when the session is over, whoever ended it */
  readonly lost: Promise<void>;

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on('error', () => undefined);
    this.lost = new Promise((done) => client.once('end', () => done()));
  }

  static async open(url: string): Promise<Presence> {
    const presence = new Presence(
      new pg.Client({ connectionString: url, application_name: 'tenon-presence', keepAlive: true }),
    );
    await presence.#client.connect();
    return presence;
  }

  /** Resolves once nobody can take this pool for dead any more. */
  announce(pool: string): Promise<unknown> {
    let lock = this.#locks.get(pool);
    if (!lock)
      this.#locks.set(
        pool,
        (lock = this.#client.query('select pg_advisory_lock($1, hashtext($2))', [PRESENCE, pool])),
      );
    return lock;
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}

/**
 * Gives back what dead workers hold: jobs they were at, and queues that wait for those jobs. The queue itself would do
 * so after four hours; a killed server must not leave an order's papers lying that long.
 */
export async function takeBackAbandoned(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(holder)) from (
       select locked_by as holder from graphile_worker._private_jobs where locked_by is not null
       union select locked_by from graphile_worker._private_job_queues where locked_by is not null) h
     where pg_try_advisory_xact_lock($1, hashtext(holder)) having count(*) > 0`,
    [PRESENCE],
  );
}
