import type { TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { openCase } from '#modules/cancellation/open-case.ts';
import type { CancellationTables } from '#modules/cancellation/store.ts';
import { idAt } from '#platform/clock/id-at.ts';

/** A case that waits for a person, with a timer, a payout and a waiver: rows as an operator has them. */
export async function fillCancellation(t: TestApp, customerId: Id, mark: string): Promise<void> {
  const caller = await t.caller('owner');
  const { publicUrl } = t.app.context;
  await t.inTenant(async (tx) => {
    const opened = must(
      await openCase(
        { tx, caller, publicUrl },
        {
          ...{ channel: 'mail', messageId: `<${mark}@zirbe.example>`, mailId: null, said: mark },
          ...{ sender: 'boss@zirbelkiefer.example', locale: 'en', receivedAt: caller.now, askedOn: null },
          judged: { as: 'undecided', customerId, why: mark },
          subscriptions: 'not-said',
        },
      ),
    );
    const caseId = opened.caseIds[0]!;
    const of = { tenant_id: tx.tenantId, case_id: caseId };
    const tables = tx.tables<CancellationTables>();
    await tables
      .insertInto('case_timer')
      .values({ ...of, name: 'clarify_end', due_at: caller.now })
      .execute();
    await tables
      .insertInto('refund_payout')
      .values({
        ...{ ...of, id: idAt(caller.now), idempotency_key: mark, item_id: caseId, payment_id: null },
        ...{ method: 'bank', amount_minor: 1n as never, state: 'paid', refund_id: null, reference: mark },
        ...{ due_at: caller.now, changed_at: caller.now },
      })
      .execute();
    await tables
      .insertInto('case_waiver')
      .values({
        ...{ ...of, reason: mark, asked_by: 'x', asked_name: mark, asked_at: caller.now },
        ...{ decided_by: null, decided_name: null, decided_at: null },
      })
      .execute();
  });
}
