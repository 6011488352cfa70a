import { checkInvoice, type Finding } from '#domain/formats/e-invoice/check.ts';
import { invoiceWords } from '#domain/formats/e-invoice/words.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { sql } from 'kysely';
import { invoiceDocument } from '../electronic.ts';
import { electronicTerms } from './terms.ts';

export interface IssueRefusedByRules extends Refusal {
  readonly code: 'e_invoice_required';
  readonly rules: string;
  /** one for each broken rule: its name, its field, and in the reader's language what to do */
  readonly faults: readonly Refusal[];
}

/**
 * Called in the transaction that saves an invoice, as its last step: where the customer must get a valid e-invoice and this
 * document is none, it is refused, and everything is rolled back with its number.
 */
export async function checkIssued(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  invoiceId: Id,
): Promise<Result<{ invoiceId: Id }, IssueRefusedByRules>> {
  const terms = await electronicTerms(tx, customerId);
  if (!terms?.required) return ok({ invoiceId });
  const document = await invoiceDocument(tx, caller, invoiceId, terms.profile);
  if (!document.ok) throw new Error(`invoice ${invoiceId} is not there after it was saved`);
  const fatal = checkInvoice(document.value).filter(({ severity }) => severity === 'fatal');
  if (fatal.length === 0) return ok({ invoiceId });
  return refuse({
    code: 'e_invoice_required',
    rules: [...new Set(fatal.map(({ rule }) => rule))].join(', '),
    faults: fatal.map((finding) => {
      const { rule, field, title, remedy } = said(finding, caller.locale);
      return { code: 'e_invoice_rule', field, rule, title, remedy };
    }),
  });
}

export interface SaidFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly field: string;
  readonly title: string;
  readonly remedy: string;
}

/** A broken rule in the reader's language. */
export function said({ rule, severity, field, key, facts }: Finding, reader: string): SaidFinding {
  const locale = asLocale(reader);
  return {
    rule,
    severity,
    field,
    title: say(invoiceWords, locale, key as never, facts),
    remedy: say(invoiceWords, locale, `${key}.remedy` as never, facts),
  };
}

/**
 * What a receiver's validator would say of the invoice that an order would get now. It is issued for a moment, by the very code
 * that issues invoices, looked at, and undone to the last row: number, booking and event.
 *
 * @param issue issues the invoice; given by the door, since issuing itself asks `checkIssued`
 */
export async function checkBefore(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  issue: () => Promise<Result<{ invoiceId: Id }, Refusal>>,
): Promise<Result<{ required: boolean; profile: string; findings: SaidFinding[] }, Refusal>> {
  const terms = await electronicTerms(tx, customerId);
  await sql`savepoint before_issue`.execute(tx.tables());
  const issued = await issue();
  const document = issued.ok
    ? await invoiceDocument(tx, caller, issued.value.invoiceId, terms?.profile ?? 'en16931')
    : null;
  await sql`rollback to savepoint before_issue`.execute(tx.tables());
  if (!issued.ok && issued.refusal.code !== 'e_invoice_required') return issued;
  const findings = document?.ok
    ? checkInvoice(document.value).map((finding) => said(finding, caller.locale))
    : faultsOf(issued);
  return ok({ required: terms?.required ?? false, profile: terms?.profile ?? 'en16931', findings });
}

function faultsOf(issued: Result<unknown, Refusal>): SaidFinding[] {
  const faults = issued.ok ? [] : (issued.refusal as IssueRefusedByRules).faults;
  return faults.map(({ field = '', rule, title, remedy }) => ({
    rule: String(rule),
    severity: 'fatal',
    field,
    title: String(title),
    remedy: String(remedy),
  }));
}
