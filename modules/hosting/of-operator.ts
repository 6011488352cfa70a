import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** Hosting is the operator's: whoever has the role in another tenant finds nothing here. */
export async function ofOperator(tx: Tx): Promise<Result<null, Refusal>> {
  return (await isOperator(tx, tx.tenantId)) ? ok(null) : refuse({ code: 'address_unknown', status: 404 });
}
