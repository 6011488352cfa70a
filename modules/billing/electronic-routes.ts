import { invoiceWords } from '#domain/formats/e-invoice/words.ts';
import { checkInvoice } from '#domain/formats/e-invoice/check.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import type { InvoiceSyntax } from '#domain/formats/e-invoice/write.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { handle, type FileAnswer, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { asLocale, say } from '#platform/words/words.ts';
import * as contract from './electronic-contract.ts';
import { creditNoteDocument, electronic, invoiceDocument } from './electronic.ts';

function fileOf(
  document: Result<InvoiceDocument, Refusal>,
  syntax: InvoiceSyntax = 'ubl',
): Result<never, Refusal> | FileAnswer {
  if (!document.ok) return document;
  const xml = electronic(document.value, syntax);
  if (!xml.ok) {
    const { findings: _, ...refusal } = { findings: [], ...xml.refusal };
    return refuse(refusal);
  }
  return {
    contentType: 'application/xml',
    bytes: Buffer.from(xml.value, 'utf8'),
    name: `${document.value.number}-${syntax}.xml`,
    download: true,
  };
}

export const electronicHandlers: readonly Handler<AppContext>[] = [
  handle(
    contract.invoiceXmlFile,
    async ({ tx, caller, input }: Given<typeof contract.invoiceXmlFile, AppContext>) => {
      const { syntax, profile = 'en16931' } = input.query;
      return fileOf(await invoiceDocument(tx, caller, input.params.invoiceId, profile), syntax);
    },
  ),
  handle(
    contract.creditNoteXmlFile,
    async ({ tx, caller, input }: Given<typeof contract.creditNoteXmlFile, AppContext>) => {
      const { syntax, profile = 'en16931' } = input.query;
      return fileOf(await creditNoteDocument(tx, caller, input.params.creditNoteId, profile), syntax);
    },
  ),
  handle(contract.checkElectronic, async ({ tx, caller, input }) => {
    const { profile = 'en16931' } = input.query;
    const document = await invoiceDocument(tx, caller, input.params.invoiceId, profile);
    if (!document.ok) return document;
    const locale = asLocale(caller.locale);
    return ok({
      findings: checkInvoice(document.value).map(({ rule, severity, field, key, facts }) => ({
        rule,
        severity,
        field,
        title: say(invoiceWords, locale, key as never, facts),
        remedy: say(invoiceWords, locale, `${key}.remedy` as never, facts),
      })),
    });
  }),
];
