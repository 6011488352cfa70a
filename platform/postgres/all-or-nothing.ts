import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal, Result } from '#domain/kernel/result.ts';
import type { Database } from './database.ts';
import type { Tx } from './tx.ts';

/** Carries a refusal out of the transaction that it ends. */
class TakenBack extends Error {
  readonly result: Result<never, Refusal>;
  constructor(result: Result<never, Refusal>) {
    super('refused');
    this.result = result;
  }
}

/** Work of a page, or in another tenant than the caller's, in one transaction: what is refused half-way leaves nothing behind, as it does behind a route. */
export async function allOrNothing<T>(
  db: Database,
  tenantId: Id,
  work: (tx: Tx) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  try {
    return await db.inTenant(tenantId, async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new TakenBack(result);
      return result;
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.result;
    throw error;
  }
}
