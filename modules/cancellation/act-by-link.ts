import { refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { AppContext } from '#platform/module/context.ts';
import { byLink } from './as-contact.ts';
import { askForBackup } from './ask-for-backup.ts';
import type { CaseLink } from './case-link.ts';
import { plannedQuote } from './planned-quote.ts';
import { caseView } from './queries.ts';
import { acceptSetOff, amendCase, confirmCase, withdrawCase } from './speak-up.ts';
import type { CaseView } from './view-contract.ts';

/** The case that a link leads to, as its holder sees it. Nothing changes: mail programs open links by themselves. */
export const viewByLink = (context: AppContext, link: CaseLink): Promise<Result<CaseView, Refusal>> =>
  byLink(context, link, (desk, row) => caseView(desk.tx, desk.caller, row.id));

/**
 * Does what a link is for, after its holder pressed the button on its page.
 * @returns the case as it is then; refused where its state does not take that any more
 */
export function actByLink(context: AppContext, link: CaseLink): Promise<Result<CaseView, Refusal>> {
  return byLink(context, link, async (desk, row) => {
    const at = desk.caller.now;
    const act = async (): Promise<Result<unknown, Refusal>> => {
      switch (link.act) {
        case 'confirm':
          return confirmCase(desk, row.id, { at });
        case 'not-us':
          return withdrawCase(desk, row.id, { at, notUs: true });
        case 'withdraw':
          return withdrawCase(desk, row.id, { at });
        case 'set-off':
          return acceptSetOff(desk, row.id, { at });
        case 'backup':
          return askForBackup(desk, row);
        case 'switch': {
          const offer = row.state.plan ? plannedQuote(row.state).offer : null;
          return offer
            ? amendCase(desk, row.id, { at, on: offer.effectiveOn })
            : refuse({ code: 'cancellation_state', status: 409, state: row.state.name });
        }
        case 'page':
          return refuse({ code: 'address_unknown', status: 404 });
      }
    };
    const done = await act();
    return done.ok ? caseView(desk.tx, desk.caller, row.id) : done;
  });
}
