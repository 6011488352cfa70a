import { completeInvoice, type InvoiceDraft } from '#domain/formats/e-invoice/complete.ts';
import type { InvoiceDocument } from '#domain/formats/e-invoice/document.ts';
import { invoiceXml } from '#domain/formats/e-invoice/write.ts';
import { must } from '#domain/kernel/result.ts';

/** An invoice of 100.00 + 19.00 from a supplier of boards, as it would send it. */
export function supplierDocument(number: string, more: Partial<InvoiceDraft> = {}): InvoiceDocument {
  return completeInvoice({
    profile: 'en16931',
    type: '380',
    number,
    issuedOn: '2026-02-20',
    dueOn: '2026-03-20',
    currency: 'EUR',
    seller: {
      name: 'Plattenwerk Nord GmbH',
      vatId: 'DE136695976',
      endpoint: { id: 'rechnung@plattenwerk.example', scheme: 'EM' },
      address: { line1: 'Kai 7', city: 'Emden', postCode: '26723', country: 'DE' },
    },
    buyer: {
      name: 'Larch',
      endpoint: { id: 'office@larch.example', scheme: 'EM' },
      address: { city: 'Ulm', country: 'DE' },
    },
    payment: {
      means: '58',
      remittance: number,
      transfers: [{ account: 'DE89370400440532013000', name: 'Plattenwerk Nord GmbH' }],
    },
    lines: [
      {
        id: '1',
        quantity: '4',
        unit: 'H87',
        price: { net: '25' },
        tax: { category: 'S', percent: '19' },
        item: { name: 'Board 19 mm' },
      },
    ],
    ...more,
  });
}

export function supplierXml(document: InvoiceDocument, syntax: 'ubl' | 'cii' = 'ubl'): Buffer {
  return Buffer.from(must(invoiceXml(document, syntax)));
}

/** The least that holds an invoice the way a hybrid PDF does: one stream of its own. */
export function pdfAround(xml: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length ${xml.length} >>\nstream\n`),
    xml,
    Buffer.from('\nendstream\nendobj\ntrailer << >>\n%%EOF\n'),
  ]);
}
