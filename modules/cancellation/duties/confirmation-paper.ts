import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { loadCompany, loadCustomer, paperSender } from '#modules/accounts/api.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { AppContext } from '#platform/module/context.ts';
import { commonFacts, gatherFacts, mailFacts } from '../mail-facts.ts';
import { confirmationData, CONFIRMATION_TEMPLATE } from '../papers/confirmation.data.ts';
import { readersOf } from '../send-mail.ts';
import { caseNumber, loadCase, type Desk, type DutyRow } from '../store.ts';

/** Kind of the confirmation as a stored paper; its subject is the case, its revision the event that planned. */
export const CONFIRMATION_KIND = 'cancellation.confirmation';

/**
 * Draws the confirmation to keep, once for each plan, before its mail goes out. In the language of whoever asked.
 * @see clause C-8b
 */
export async function drawConfirmation(
  context: AppContext,
  tenantId: Id,
  duty: Pick<DutyRow, 'case_id' | 'seq'>,
): Promise<void> {
  await makePaper(context, tenantId, {
    kind: CONFIRMATION_KIND,
    subjectId: duty.case_id,
    revision: duty.seq,
    load: async (tx, caller) => {
      const found = await loadCase(tx, duty.case_id);
      // What was withdrawn meanwhile is not confirmed any more.
      if (!found.ok || !found.value.state.plan) return null;
      const row = found.value;
      const desk: Desk = { tx, caller, publicUrl: context.publicUrl };
      const [reader] = await readersOf(desk, row, 'both');
      if (!reader) return null;
      const of = await gatherFacts(desk, row);
      const facts = await mailFacts(desk, of, 'E2', reader);
      if (!('mail' in facts) || facts.mail !== 'E2') return null;
      const customer = row.customer_id ? await loadCustomer(tx, row.customer_id) : null;
      const address = customer?.ok
        ? [
            customer.value.name,
            customer.value.street,
            `${customer.value.postcode} ${customer.value.city}`.trim(),
          ]
        : [reader.email];
      const data = confirmationData(commonFacts(desk, of, reader), facts, {
        sender: paperSender(await loadCompany(tx, caller.tenantName)),
        recipient: address.filter((line) => line !== ''),
        confirmedOn: dayIn(row.state.zone, row.state.plan!.madeAt),
      });
      return {
        name: `${caseNumber(row)}.pdf`,
        pdf: { template: { file: CONFIRMATION_TEMPLATE }, data, createdAt: caller.now },
      };
    },
  });
}
