import type { PdfAttachment } from './render.ts';

/** The name that readers look for, and how the file relates to the paper (Factur-X 1.0, 6.2). */
const FILE = 'factur-x.xml';

/** The XML of an invoice as the attachment of its own paper. Render with `standard: 'pdf/a-3b'` and mark the result. */
export function facturXAttachment(xml: string): PdfAttachment {
  return {
    name: FILE,
    bytes: new TextEncoder().encode(xml),
    mimeType: 'text/xml',
    relationship: 'alternative',
    description: 'Factur-X invoice data',
  };
}

const FX = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';
const PROPERTIES = [
  ['DocumentFileName', 'The name of the embedded XML document'],
  ['DocumentType', 'The type of the hybrid document in capital letters'],
  ['Version', 'The actual version of the standard applying to the embedded XML document'],
  ['ConformanceLevel', 'The conformance level of the embedded XML document'],
] as const;

/** The marks themselves, and the description of their schema that PDF/A asks for with every schema of one's own. */
function marks(level: string): string {
  const described = PROPERTIES.map(
    ([name, text]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>` +
      `<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${text}</pdfaProperty:description></rdf:li>`,
  ).join('');
  return (
    `<rdf:Description rdf:about="" xmlns:fx="${FX}"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>${FILE}</fx:DocumentFileName>` +
    `<fx:Version>1.0</fx:Version><fx:ConformanceLevel>${level}</fx:ConformanceLevel></rdf:Description>` +
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" ' +
    'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">' +
    `<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>${FX}</pdfaSchema:namespaceURI>` +
    `<pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${described}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>` +
    '</pdfaExtension:schemas></rdf:Description>'
  );
}

/**
 * Says in the PDF's metadata that it is a Factur-X invoice, which the engine of papers cannot. The file is kept byte for byte; an
 * update is appended that replaces the metadata (ISO 32000, 7.5.6).
 *
 * @param level `EN 16931` or `XRECHNUNG`
 * @throws RangeError for a PDF of another build than the engine's: metadata in plain XML and a table of cross-references
 */
export function markFacturX(pdf: Uint8Array, level: 'EN 16931' | 'XRECHNUNG'): Uint8Array {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const object =
    /(\d+) 0 obj\s*<<(?:(?!endobj)[\s\S])*?\/Type\s*\/Metadata\b(?:(?!endobj)[\s\S])*?>>\s*stream\r?\n/.exec(
      text,
    );
  const end = /trailer\s*<<([\s\S]*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$/.exec(text);
  const from = object ? object.index + object[0].length : 0;
  const closing = object ? text.indexOf('</rdf:RDF>', from) : -1;
  if (!object || !end || closing < 0 || text.indexOf('endstream', from) < closing)
    throw new RangeError('this PDF has no plain metadata or no table of cross-references');
  const until = text.indexOf('endstream', closing);
  const metadata = `${text.slice(from, closing)}${marks(level)}${text.slice(closing, until).trimEnd()}`;
  const start = text.length + 1;
  const update = `\n${object[1]} 0 obj\n<<\n  /Length ${metadata.length}\n  /Type /Metadata\n  /Subtype /XML\n>>\nstream\n${metadata}\nendstream\nendobj\n`;
  const table = text.length + update.length;
  const trailer = `trailer\n<<${end[1]!.trimEnd()}\n  /Prev ${end[2]}\n>>\nstartxref\n${table}\n%%EOF\n`;
  const section = `xref\n${object[1]} 1\n${start.toString().padStart(10, '0')} 00000 n\r\n`;
  return new Uint8Array(Buffer.concat([pdf, Buffer.from(`${update}${section}${trailer}`, 'latin1')]));
}
