import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeMail, type MailContent } from './compose.ts';

const CONTENT: MailContent = {
  language: 'en',
  brand: 'Larch Lane Furniture',
  headline: 'Your order K-1042 is confirmed.',
  blocks: [
    { kind: 'text', text: 'Dear Ms Green,\nwe start on Monday.' },
    {
      kind: 'facts',
      rows: [
        { label: 'Order', value: 'K-1042' },
        { label: 'Delivery', value: 'Fri 12 June 2026' },
      ],
    },
    { kind: 'list', items: ['Two base units', 'One wardrobe'] },
    { kind: 'button', label: 'Open the order', url: 'https://larchlane.example/o/1?a=1&b=2' },
    { kind: 'note', text: 'The confirmation is attached as PDF.' },
  ],
  footer: ['Larch Lane Furniture Ltd', '12 Larch Lane, Leeds'],
};

test('text and HTML say the same, the facts stand in columns', () => {
  const { text, html } = composeMail(CONTENT);
  expect(text).toBe(`Your order K-1042 is confirmed.

Dear Ms Green,
we start on Monday.

Order:    K-1042
Delivery: Fri 12 June 2026

- Two base units
- One wardrobe

Open the order:
https://larchlane.example/o/1?a=1&b=2

The confirmation is attached as PDF.

-- 
Larch Lane Furniture Ltd
12 Larch Lane, Leeds
`);
  for (const words of [
    'Dear Ms Green,<br>we start',
    'K-1042',
    'Two base units',
    'Open the order',
    '12 Larch Lane, Leeds',
  ])
    expect(html).toContain(words);
  expect(html).toContain('href="https://larchlane.example/o/1?a=1&#38;b=2"');
  expect(html).toContain('<html lang="en">');
});

test('nothing is fetched and nothing runs', () => {
  const { html } = composeMail(CONTENT);
  expect(html).not.toMatch(/<(img|script|link|iframe)|url\(|@import/i);
});

test('whatever a person typed prints as typed and becomes no element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const tags = (html: string) => html.match(/<[a-z!/]/gi)?.length;
      const wrap = (text: string) =>
        composeMail({
          ...CONTENT,
          headline: text,
          brand: text,
          blocks: [{ kind: 'list', items: [text] }],
          footer: [text],
        }).html;
      expect(tags(wrap(typed.replace(/[\r\n]/g, '')))).toBe(tags(wrap('x')));
    }),
  );
  expect(composeMail({ ...CONTENT, headline: '<b>"Hi" & \'bye\'</b>' }).html).toContain(
    '&#60;b&#62;&#34;Hi&#34; &#38; &#39;bye&#39;&#60;/b&#62;',
  );
});

test.each(['javascript:alert(1)', 'http://evil.example/', 'data:text/html,x'])(
  'a button to %s is a bug of the caller',
  (url) => {
    expect(() => composeMail({ ...CONTENT, blocks: [{ kind: 'button', label: 'x', url }] })).toThrow(
      RangeError,
    );
  },
);

test('a demo on this machine may link to itself', () => {
  expect(
    composeMail({ ...CONTENT, blocks: [{ kind: 'button', label: 'x', url: 'http://localhost:3000/o/1' }] })
      .text,
  ).toContain('http://localhost:3000/o/1');
});
