/**
 * One element of an XML document as a tree without prefixes. Only what business documents use: elements, attributes and
 * text; comments and processing instructions carry no meaning there. Documents are read by `platform/xml`, written by
 * `xmlText` below, and understood by `domain/formats`.
 */
export interface XmlElement {
  /** namespace URI; '' when the element has none */
  readonly ns: string;
  /** local name, without prefix */
  readonly name: string;
  /** by local name; declarations of namespaces are not among them */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** character data directly inside, without white space at both ends; '' where there are only elements */
  readonly text: string;
}

/** The element, or nothing where it would be empty: an empty element says something else than a missing one. */
export function xml(
  ns: string,
  name: string,
  content: string | undefined | readonly (XmlElement | undefined)[],
  attributes: Readonly<Record<string, string | undefined>> = {},
): XmlElement | undefined {
  const given = Object.fromEntries(
    Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  if (content === undefined) return undefined;
  if (typeof content === 'string')
    return content === '' ? undefined : { ns, name, attributes: given, children: [], text: content };
  const children = content.filter((child) => child !== undefined);
  return children.length === 0 ? undefined : { ns, name, attributes: given, children, text: '' };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
/** What XML 1.0 has no place for, not even escaped: control characters and halves of surrogate pairs (§ 2.2). */
const IMPOSSIBLE =
  // eslint-disable-next-line no-control-regex -- these are the characters to take out
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as XML can carry it: characters without a place in XML become U+FFFD, so that their loss can be seen. */
export function xmlSafe(text: string): string {
  return text.replace(IMPOSSIBLE, '\ufffd');
}

const escapeText = (text: string): string => xmlSafe(text).replace(/[&<>\r]/g, (mark) => ESCAPES[mark]!);
const escapeAttribute = (text: string): string =>
  xmlSafe(text).replace(/[&<>"\t\n\r]/g, (mark) => ESCAPES[mark]!);

/**
 * The document as UTF-8 text, indented, with every namespace declared once at the root.
 *
 * @param prefixes prefix by namespace URI; '' makes it the default namespace
 * @throws RangeError for an element of a namespace that has no prefix (a bug in the writer)
 */
export function xmlText(root: XmlElement, prefixes: Readonly<Record<string, string>>): string {
  const declared = Object.entries(prefixes)
    .map(([ns, prefix]) => ` xmlns${prefix ? `:${prefix}` : ''}="${escapeAttribute(ns)}"`)
    .join('');
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  const write = (element: XmlElement, indent: string, extra: string): void => {
    const prefix = element.ns === '' ? '' : prefixes[element.ns];
    if (prefix === undefined) throw new RangeError(`namespace ${element.ns} has no prefix`);
    const tag = prefix ? `${prefix}:${element.name}` : element.name;
    const attributes = Object.entries(element.attributes)
      .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
      .join('');
    if (element.children.length === 0) {
      out.push(`${indent}<${tag}${extra}${attributes}>${escapeText(element.text)}</${tag}>\n`);
      return;
    }
    out.push(`${indent}<${tag}${extra}${attributes}>\n`);
    for (const child of element.children) write(child, `${indent}  `, '');
    out.push(`${indent}</${tag}>\n`);
  };
  write(root, '', declared);
  return out.join('');
}
