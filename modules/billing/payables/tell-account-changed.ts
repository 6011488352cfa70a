import type { Id } from '#domain/kernel/ids.ts';
import { tellHeads } from '#modules/accounts/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { supplierMailWords } from './mail-words.ts';
import { findSupplierInvoice, type PayableTables } from './store.ts';

/**
 * An invoice that names another account than those of its supplier before is told to everybody who decides for the company,
 * and to the supplier at the address it gave while its account was a known one. Nothing is told of any other invoice.
 * @see clause P-data.types.3
 */
export async function tellAccountChanged(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  invoiceId: Id,
): Promise<void> {
  const invoice = await findSupplierInvoice(tx, invoiceId);
  if (!invoice?.notices.includes('account_changed')) return;
  const tables = tx.tables<PayableTables>();
  const supplier = await tables
    .selectFrom('supplier')
    .select(['name', 'email'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoice.supplier_id)
    .executeTakeFirstOrThrow();
  const before = await tables
    .selectFrom('supplier_invoice')
    .select('iban_shown')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('supplier_id', '=', invoice.supplier_id)
    .where('iban_mark', '<>', '')
    .where('iban_mark', '<>', invoice.iban_mark)
    .execute();
  const values = {
    company: caller.tenantName,
    supplier: supplier.name,
    number: invoice.number,
    account: invoice.iban_shown,
    earlier: before.map((row) => row.iban_shown).join(', '),
    who: caller.name,
  };
  await tellHeads(tx, caller, publicUrl, {
    kind: 'supplier-account',
    values,
    link: `/money/suppliers/${invoiceId}`,
  });
  if (supplier.email !== '') {
    const kind = 'billing.supplier-account' as const;
    // Nobody told us their language: whoever reads it finds both.
    const both = (key: 'mail.supplier.subject' | 'mail.supplier.text'): string[] =>
      (['de', 'en'] as const).map((locale: Locale) => say(supplierMailWords, locale, key, values));
    await queueMail(tx, caller, {
      kind,
      subjectId: invoiceId,
      recipient: await addressFor(tx, kind, () => supplier.email),
      locale: 'de',
      subject: both('mail.supplier.subject').join(' / '),
      headline: both('mail.supplier.subject')[0]!,
      blocks: both('mail.supplier.text').map((text) => ({ kind: 'text' as const, text })),
      documentIds: [],
    });
  }
  await appendAudit(tx, {
    actor: caller,
    action: 'supplier.account-changed',
    subject: `supplier-invoice:${invoiceId}`,
    facts: { account: values.account, earlier: values.earlier, toldSupplier: supplier.email !== '' },
  });
}
