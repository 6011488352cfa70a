import type { Handler } from '#platform/http/handler.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { FormDeclaration } from '#platform/module/module.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { SealedColumn } from '#platform/secrets/reseal.ts';
import { beforeIssueHandlers } from './before-issue/routes.ts';
import { beforeIssueWords } from './before-issue/words.ts';
import { bookOutgoing, matchOutgoingLines } from './payables/book-outgoing.ts';
import { payableHandlers } from './payables/routes.ts';
import { payableSealed } from './payables/store.ts';
import { payableWords } from './payables/words.ts';

/** What the manifest declares of suppliers' invoices, SEPA, the books, and the check before an invoice is issued. */
export const outHandlers: readonly Handler<AppContext>[] = [...payableHandlers, ...beforeIssueHandlers];
export const outJobs: readonly Job<object, AppContext>[] = [bookOutgoing];
export const outReaders: readonly Reader[] = [matchOutgoingLines];
export const outWords = [payableWords, beforeIssueWords];
export const outSealed: readonly SealedColumn[] = [...payableSealed];
export const outForms: readonly FormDeclaration[] = [];
