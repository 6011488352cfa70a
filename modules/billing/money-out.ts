import { accountingWords } from '#domain/formats/accounting/words.ts';
import type { Handler } from '#platform/http/handler.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { FormDeclaration } from '#platform/module/module.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import { beforeIssueHandlers } from './before-issue/routes.ts';
import { beforeIssueWords } from './before-issue/words.ts';
import { booksHandlers } from './books/routes.ts';
import { booksWords } from './books/words.ts';
import { bookPayouts, matchPayouts } from './cards/book-payouts.ts';
import { bookOutgoing, matchOutgoingLines } from './payables/book-outgoing.ts';
import { payableHandlers } from './payables/routes.ts';
import { payableSealed } from './payables/store.ts';
import { payableWords } from './payables/words.ts';
import { bookRuns, matchRuns } from './sepa/book-runs.ts';
import { sepaForms, sepaSealed } from './sepa/forms.ts';
import { sepaHandlers } from './sepa/routes.ts';
import { sepaWords } from './sepa/words.ts';

/** What the manifest declares of suppliers' invoices, SEPA, the books, and the check before an invoice is issued. */
export const outHandlers: readonly Handler<AppContext>[] = [
  ...payableHandlers,
  ...beforeIssueHandlers,
  ...sepaHandlers,
  ...booksHandlers,
];
export const outJobs: readonly Job<object, AppContext>[] = [bookRuns, bookOutgoing, bookPayouts];
export const outReaders: readonly Reader[] = [matchRuns, matchOutgoingLines, matchPayouts];
export const outWords = [payableWords, beforeIssueWords, sepaWords, booksWords, accountingWords];
export const outSealed: readonly SealedColumn[] = [...payableSealed, ...sepaSealed];
export const outForms: readonly FormDeclaration[] = [...sepaForms];
