import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { RunView } from './contract.ts';
import { findRun, stateOf } from './run-steps.ts';
import { runNumber, type SepaTables } from './store.ts';

const LIST_MAX = 200;

type Row = SepaTables['payment_run'];

function listed(row: Row, steps: readonly Pick<SepaTables['payment_run_step'], 'outcome'>[]) {
  return {
    id: row.id,
    kind: row.kind,
    number: runNumber(row),
    executeOn: row.execute_on,
    total: formatAmount(row.total_minor, 'EUR'),
    items: row.items,
    state: stateOf(steps),
    composedBy: row.composed_name,
    composedAt: row.composed_at,
  };
}

export async function listRuns(tx: Tx) {
  const tables = tx.tables<SepaTables>();
  const rows = await tables
    .selectFrom('payment_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('composed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LIST_MAX)
    .execute();
  const steps = await tables
    .selectFrom('payment_run_step')
    .select(['run_id', 'outcome'])
    .where('tenant_id', '=', tx.tenantId)
    .execute();
  return rows.map((row) =>
    listed(
      row,
      steps.filter((step) => step.run_id === row.id),
    ),
  );
}

type ItemRow = SepaTables['payment_run_item'] & {
  readonly claimed: boolean;
  readonly booked: boolean;
  readonly returned: boolean;
};

/** A run with what the statements said of each of its payments: the state of an item follows from them. */
export async function runView(tx: Tx, runId: Id): Promise<Result<RunView, { code: 'payment_run_unknown' }>> {
  const found = await findRun(tx, runId);
  if (!found) return refuse({ code: 'payment_run_unknown' });
  const { rows } = await sql<ItemRow>`
    select i.*,
      exists (select from payment_run_claim c
        where c.tenant_id = ${tx.tenantId} and c.run_id = i.run_id and c.subject_id = i.subject_id) as claimed,
      exists (select from bank_line l join bank_line_done d on d.tenant_id = l.tenant_id and d.line_id = l.id
        where l.tenant_id = ${tx.tenantId} and d.tenant_id = ${tx.tenantId} and l.end_to_end_id = i.end_to_end_id
          and d.outcome = 'booked') as booked,
      exists (select from bank_line l
        where l.tenant_id = ${tx.tenantId} and l.end_to_end_id = i.end_to_end_id and l.return_reason <> '') as returned
    from payment_run_item i where i.tenant_id = ${tx.tenantId} and i.run_id = ${runId} order by i.item_no`.execute(
    tx.tables(),
  );
  const run = listed(found.run, found.steps);
  return ok({
    ...run,
    entries: rows.map((row) => ({
      itemNo: row.item_no,
      subject: row.subject,
      subjectId: row.subject_id,
      name: row.party_name,
      account: row.iban_shown,
      amount: formatAmount(row.amount_minor, 'EUR'),
      sequence: row.sequence,
      remittance: row.remittance,
      state: row.returned ? 'returned' : row.booked ? 'booked' : row.claimed ? 'waiting' : 'free',
    })),
    steps: found.steps.map((step) => ({
      outcome: step.outcome,
      alone: step.alone,
      reason: step.reason,
      by: step.actor_name,
      at: step.at,
    })),
    file: run.state === 'handed_over' ? `/api/payment-runs/${runId}/file` : null,
    sha256: found.run.file_sha256,
  });
}
