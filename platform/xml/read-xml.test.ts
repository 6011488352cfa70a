import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { xml, xmlSafe, xmlText, type XmlElement } from '#domain/kernel/xml.ts';
import { readInvoice } from '#domain/formats/e-invoice/read.ts';
import { anyInvoice } from '#domain/formats/e-invoice/testing.ts';
import { invoiceXml } from '#domain/formats/e-invoice/write.ts';
import { readXml } from './read-xml.ts';
import { xmlWords } from './words.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const code = (text: string, limits = {}) => {
  const read = readXml(bytes(text), limits);
  return read.ok ? 'ok' : read.refusal;
};

describe('what is refused', () => {
  test('an entity bomb, before a single entity is expanded', () => {
    const bomb = `<?xml version="1.0"?>
<!DOCTYPE lolz [ <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;"> ]>
<Invoice>&c;</Invoice>`;
    expect(code(bomb)).toMatchObject({ code: 'xml_doctype' });
    expect(code('<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>')).toMatchObject({ code: 'xml_doctype' });
    expect(code('<r>&unknown;</r>')).toMatchObject({ code: 'xml_not_well_formed' });
  });

  test('every cut of a document says where it is cut', () => {
    const whole = '<?xml version="1.0"?>\n<a x="1">\n  <b>text</b>\n  <c><![CDATA[<]]></c>\n</a>';
    expect(code(whole)).toBe('ok');
    for (let length = 1; length < whole.length; length++)
      expect(code(whole.slice(0, length))).toMatchObject({
        code: expect.stringMatching(/^xml_(not_well|empty)/) as string,
      });
    expect(code('<a>\n<b>')).toEqual({ code: 'xml_not_well_formed', line: 2, column: 3 });
  });

  test('what is too much of something', () => {
    expect(code('<a/>', { bytes: 3 })).toEqual({ code: 'xml_too_large', max: 3 });
    expect(code('<a><b/><b/></a>', { elements: 2 })).toEqual({ code: 'xml_too_many_elements', max: 2 });
    expect(code('<a><b><c/></b></a>', { depth: 2 })).toEqual({ code: 'xml_too_deep', max: 2, line: 1 });
    expect(code('<a>'.repeat(100_000))).toMatchObject({ code: 'xml_too_deep' });
    expect(code('  \n ')).toEqual({ code: 'xml_empty' });
    expect(code('two words')).toMatchObject({ code: 'xml_not_well_formed' });
    expect(code('<a x="1" x="2"/>')).toMatchObject({ code: 'xml_not_well_formed' });
    expect(code('<p:a/>')).toMatchObject({ code: 'xml_not_well_formed' });
  });
});

test('each refusal has its sentence in both languages', () => {
  for (const words of [xmlWords.en, xmlWords.de] as readonly Record<string, string>[])
    for (const name of [
      'empty',
      'too_large',
      'too_many_elements',
      'too_deep',
      'doctype',
      'encoding',
      'not_well_formed',
    ])
      expect(words[`refusal.xml_${name}`] && words[`refusal.xml_${name}.remedy`], name).toBeTruthy();
});

test('encodings: as declared or marked, else UTF-8; bytes that are no text are refused', () => {
  const latin = Uint8Array.from(
    Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Tür</a>', 'latin1'),
  );
  expect(must(readXml(latin)).text).toBe('Tür');
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>木</a>', 'utf16le')]);
  expect(must(readXml(wide)).text).toBe('木');
  expect(must(readXml(bytes('\ufeff<a>ẞ</a>'))).text).toBe('ẞ');
  expect(readXml(Uint8Array.from(Buffer.from('<a>Tür</a>', 'latin1')))).toMatchObject({
    refusal: { code: 'xml_encoding', value: 'utf-8' },
  });
  expect(code('<?xml version="1.0" encoding="EBCDIC-1"?><a/>')).toEqual({
    code: 'xml_encoding',
    value: 'EBCDIC-1',
  });
});

test('namespaces, not prefixes; attributes by local name; comments say nothing', () => {
  const read = must(
    readXml(bytes('<x:a xmlns:x="urn:1" xmlns="urn:2" x:k="1"><!-- c --><b> t<!-- c -->u </b><?p i?></x:a>')),
  );
  expect(read).toEqual({
    ns: 'urn:1',
    name: 'a',
    attributes: { k: '1' },
    children: [{ ns: 'urn:2', name: 'b', attributes: {}, children: [], text: 'tu' }],
    text: '',
  });
  expect(must(readXml(bytes('<a __proto__="1"><constructor/></a>'))).children[0]?.name).toBe('constructor');
});

test('property: what the writer writes is read as it was', () => {
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,6}$/);
  const text = fc.string({ unit: 'binary', maxLength: 20 }).map((raw) => xmlSafe(raw).trim());
  const tree: fc.Arbitrary<XmlElement> = fc.letrec<{ element: XmlElement }>((tie) => ({
    element: fc
      .tuple(
        fc.constantFrom('urn:a', 'urn:b'),
        name,
        fc.dictionary(
          name,
          text.filter((one) => one !== ''),
          { maxKeys: 2, noNullPrototype: true },
        ),
        fc.oneof({ maxDepth: 3 }, text, fc.array(tie('element'), { minLength: 1, maxLength: 3 })),
      )
      .map(([ns, tag, attributes, content]) => {
        const made = xml(ns, tag, content === '' ? 'x' : content, attributes);
        if (!made) throw new Error('an element without content was made');
        return made;
      }),
  })).element;
  fc.assert(
    fc.property(tree, (root) => {
      expect(must(readXml(bytes(xmlText(root, { 'urn:a': '', 'urn:b': 'b' }))))).toEqual(root);
    }),
    { numRuns: 300 },
  );
});

test('property: an invoice written as UBL or CII text and read again is the same document, with nothing left over', () => {
  fc.assert(
    fc.property(anyInvoice, fc.constantFrom('ubl' as const, 'cii' as const), (document, syntax) => {
      const read = must(readInvoice(must(readXml(bytes(must(invoiceXml(document, syntax)))))));
      expect(read.document).toEqual(document);
      expect(read.extras).toEqual([]);
      expect(read.syntax).toBe(syntax);
    }),
    { numRuns: 300 },
  );
});
