import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { XmlElement } from '#domain/kernel/xml.ts';
import { SaxesParser } from 'saxes';

export interface XmlLimits {
  readonly bytes: number;
  readonly elements: number;
  readonly depth: number;
}

/** A statement of a year has some 100,000 entries of 40 elements; an invoice with its attachments some megabytes. */
const LIMITS: XmlLimits = { bytes: 64 * 1024 * 1024, elements: 5_000_000, depth: 64 };

export type XmlRefusal =
  | { readonly code: 'xml_empty' }
  | { readonly code: 'xml_too_large'; readonly max: number }
  | { readonly code: 'xml_too_many_elements'; readonly max: number }
  | { readonly code: 'xml_too_deep'; readonly max: number; readonly line: number }
  | { readonly code: 'xml_doctype'; readonly line: number }
  | { readonly code: 'xml_encoding'; readonly value: string }
  | { readonly code: 'xml_not_well_formed'; readonly line: number; readonly column: number };

interface Growing {
  readonly ns: string;
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** Thrown to leave the parser at the first fault; never leaves this file. */
class Stop extends Error {
  readonly refusal: XmlRefusal;
  constructor(refusal: XmlRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/**
 * The root element of a document. Attributes are known by their local names (those of namespaces are left out), text is
 * trimmed, comments and processing instructions are passed over.
 *
 * @param file as it was received; truncated, malformed and dangerous files are refused
 */
export function readXml(file: Uint8Array, limits: Partial<XmlLimits> = {}): Result<XmlElement, XmlRefusal> {
  const { bytes, elements, depth } = { ...LIMITS, ...limits };
  if (file.byteLength > bytes) return refuse({ code: 'xml_too_large', max: bytes });
  const text = decode(file);
  if (!text.ok) return text;
  if (text.value.trim() === '') return refuse({ code: 'xml_empty' });

  const parser = new SaxesParser({ xmlns: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  const append = (piece: string): void => {
    const at = open.at(-1);
    if (at) at.text += piece;
  };
  parser.on('doctype', () => {
    throw new Stop({ code: 'xml_doctype', line: parser.line });
  });
  parser.on('error', () => {
    throw new Stop({ code: 'xml_not_well_formed', line: parser.line, column: parser.column });
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > elements) throw new Stop({ code: 'xml_too_many_elements', max: elements });
    if (open.length >= depth) throw new Stop({ code: 'xml_too_deep', max: depth, line: parser.line });
    const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const attribute of Object.values(tag.attributes))
      if (attribute.prefix !== 'xmlns' && attribute.name !== 'xmlns')
        attributes[attribute.local] = attribute.value;
    const element: Growing = {
      ns: tag.uri,
      name: tag.local,
      attributes: { ...attributes },
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) closed.text = closed.text.trim();
  });
  parser.on('text', append);
  parser.on('cdata', append);
  try {
    parser.write(text.value).close();
  } catch (error) {
    if (error instanceof Stop) return refuse(error.refusal);
    throw error;
  }
  return root ? ok(root) : refuse({ code: 'xml_empty' });
}

/** What the mark or the declaration says; without either it is UTF-8 (XML 1.0, appendix F). */
function decode(file: Uint8Array): Result<string, XmlRefusal> {
  const [a, b] = file;
  const head = new TextDecoder('latin1').decode(file.subarray(0, 200));
  const declared = /^[^<]{0,3}<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  const name = marked ?? declared.toLowerCase();
  const known = [
    'utf-8',
    'utf8',
    'us-ascii',
    'utf-16le',
    'utf-16be',
    'iso-8859-1',
    'iso-8859-15',
    'windows-1252',
  ];
  if (!known.includes(name)) return refuse({ code: 'xml_encoding', value: declared });
  try {
    return ok(new TextDecoder(name, { fatal: true }).decode(file));
  } catch {
    // The only fault that a strict decoder knows: bytes that are no text in this encoding.
    return refuse({ code: 'xml_encoding', value: name });
  }
}
