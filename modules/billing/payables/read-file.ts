import type { Finding } from '#domain/formats/e-invoice/check.ts';
import { checkInvoice } from '#domain/formats/e-invoice/check.ts';
import { readInvoice, type ReadInvoice } from '#domain/formats/e-invoice/read.ts';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { invoiceOfPdf } from '#platform/documents/pdf-invoice.ts';
import { fileKind } from '#platform/files/file-kind.ts';
import { readXml } from '#platform/xml/read-xml.ts';

/** A supplier's invoice as its file says it, and what a validator would object to. */
export interface ReadFile {
  readonly read: ReadInvoice;
  readonly findings: readonly Finding[];
  /** what is kept: the file as it came, card numbers in its text masked */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly maskedCards: number;
}

/** An invoice has some thousand lines at most; a larger tree is no invoice. */
const ELEMENTS_MAX = 500_000;

/**
 * Reads a file of a stranger: XML as UBL or CII, or a PDF with one of them inside. Runs in a thread of its own, with limits on
 * time and memory; entities, truncated files and other kinds of document are refused.
 */
export function run(file: { readonly bytes: Uint8Array }): Result<ReadFile, Refusal> {
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const kind = fileKind(bytes);
  if (kind !== 'pdf' && kind !== 'text' && kind !== 'html')
    return refuse({ code: 'supplier_file_type', field: 'file', value: kind });
  const inside = kind === 'pdf' ? invoiceOfPdf(bytes) : ok(bytes);
  if (!inside.ok) return inside;
  const { bytes: xml, masked } = withoutCards(inside.value);
  const root = readXml(xml, { elements: ELEMENTS_MAX });
  if (!root.ok) return root;
  const read = readInvoice(root.value);
  if (!read.ok) return read;
  return ok({
    read: read.value,
    findings: checkInvoice(read.value.document),
    bytes: kind === 'pdf' ? bytes : xml,
    contentType: kind === 'pdf' ? 'application/pdf' : 'application/xml',
    maskedCards: masked,
  });
}

/** Card numbers are taken out of the text before anything reads it; other encodings than UTF-8 go through as they are. */
function withoutCards(bytes: Uint8Array): { bytes: Uint8Array; masked: number } {
  const text = Buffer.from(bytes).toString('utf8');
  if (text.includes('\ufffd')) return { bytes, masked: 0 };
  const clean = maskCardNumbers(text);
  return clean.masked === 0
    ? { bytes, masked: 0 }
    : { bytes: Buffer.from(clean.text, 'utf8'), masked: clean.masked };
}
