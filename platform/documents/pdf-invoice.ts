import { inflateSync } from 'node:zlib';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';

export type PdfInvoiceRefusal =
  | { readonly code: 'pdf_not_recognised' }
  | { readonly code: 'pdf_encrypted' }
  | { readonly code: 'pdf_without_invoice' }
  | { readonly code: 'pdf_several_invoices'; readonly count: number };

/** An invoice's XML is some hundred kilobytes; a stream that unpacks to more than this is not looked into. */
const UNPACKED_MAX = 32 * 1024 * 1024;
/** All streams together, so that many small ones cannot add up to a bomb. */
const UNPACKED_SUM_MAX = 256 * 1024 * 1024;
/** Roots of invoices that are put into PDFs (Factur-X, ZUGFeRD, XRechnung; UBL by some senders). */
const INVOICE =
  /^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<([\w-]+:)?(CrossIndustryInvoice|CrossIndustryDocument|Invoice|CreditNote)[\s>]/;

/**
 * The XML of a Factur-X or ZUGFeRD invoice out of its PDF. Every stream of the file is looked at, whatever its name: a stream that
 * begins like an invoice is the one. Embedded files are always streams of their own (ISO 32000, 7.5.7), so nothing hides.
 *
 * @returns the bytes of the XML, or refused: no PDF, encrypted, no invoice inside, or different ones
 */
export function invoiceOfPdf(pdf: Uint8Array): Result<Uint8Array, PdfInvoiceRefusal> {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) return refuse({ code: 'pdf_not_recognised' });
  const found = new Map<string, Buffer>();
  let sum = 0;
  let encrypted = /\/Encrypt\s+\d+\s+\d+\s+R/.test(bytes.subarray(-4096).toString('latin1'));
  for (const { dictionary, content } of streamsOf(bytes)) {
    if (/\/Type\s*\/XRef\b/.test(dictionary) && /\/Encrypt\b/.test(dictionary)) encrypted = true;
    // Pictures, fonts and pages are never an invoice; leaving them packed keeps large files quick.
    if (/\/Subtype\s*\/Image\b|\/Length1\b|\/Type\s*\/(XRef|ObjStm)\b/.test(dictionary)) continue;
    const unpacked = unpack(dictionary, content);
    if (!unpacked) continue;
    sum += unpacked.length;
    if (sum > UNPACKED_SUM_MAX) break;
    if (
      INVOICE.test(
        unpacked
          .subarray(0, 2000)
          .toString('utf8')
          .replace(/^\ufeff/, ''),
      )
    )
      found.set(unpacked.toString('base64'), unpacked);
  }
  if (encrypted) return refuse({ code: 'pdf_encrypted' });
  const [first, ...others] = found.values();
  if (!first) return refuse({ code: 'pdf_without_invoice' });
  return others.length > 0 ? refuse({ code: 'pdf_several_invoices', count: found.size }) : ok(first);
}

function* streamsOf(bytes: Buffer): Generator<{ dictionary: string; content: Buffer }> {
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at + 6)) {
    if (bytes.subarray(at - 3, at).toString('latin1') === 'end') continue;
    const from = bytes[at + 6] === 13 ? at + 8 : at + 7;
    const before = bytes.subarray(Math.max(0, at - 2000), at).toString('latin1');
    const dictionary = before.slice(before.lastIndexOf(' obj') + 4);
    const length = Number(/\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1] ?? Number.NaN);
    const stated = bytes
      .subarray(from + length, from + length + 12)
      .toString('latin1')
      .includes('endstream');
    const until = Number.isInteger(length) && stated ? from + length : bytes.indexOf('endstream', from);
    if (until < from) return;
    yield { dictionary, content: bytes.subarray(from, until) };
    at = until;
  }
}

/** The plain content of a stream without filter or with Flate; undefined for any other, and for damaged or huge ones. */
function unpack(dictionary: string, content: Buffer): Buffer | undefined {
  const filters = [
    ...dictionary.matchAll(
      /\/(ASCIIHexDecode|ASCII85Decode|LZWDecode|FlateDecode|RunLengthDecode|DCTDecode|JPXDecode|CCITTFaxDecode|JBIG2Decode|Crypt)\b/g,
    ),
  ];
  if (filters.length === 0) return content.length > UNPACKED_MAX ? undefined : content;
  if (filters.length > 1 || filters[0]![1] !== 'FlateDecode') return undefined;
  try {
    return inflateSync(content, { maxOutputLength: UNPACKED_MAX });
  } catch {
    // A stream that is cut off or too large is no invoice; the others are still looked at.
    return undefined;
  }
}
