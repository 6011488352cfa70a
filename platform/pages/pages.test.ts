import fastify from 'fastify';
import { expect, test } from 'vitest';
import { html } from './html.ts';
import { servePages } from './serve.ts';

test('what somebody wrote never becomes markup, in text and in attributes', () => {
  const evil = `"><script>alert('1')</script>&\u0000`;
  expect(html`<a title="${evil}">${[evil, null, 3]}</a>`.toString()).toBe(
    '<a title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;3</a>',
  );
  expect(html`<p>${html`<b>${'<'}</b>`}</p>`.toString()).toBe('<p><b>&lt;</b></p>');
});

test('a page: language by query then browser, strict policy, unchanged pages are not sent again, nothing becomes 404', async () => {
  const server = fastify();
  const label = { en: 'Hello', de: 'Hallo' };
  servePages(
    server,
    [
      {
        path: '/hello/:name',
        footer: { href: '/hello/you', label },
        answer: async ({ params, language, context }) =>
          params['name'] === 'you'
            ? { title: label[language], brand: context.brand, body: html`<h1>${label[language]}</h1>` }
            : null,
      },
    ],
    { brand: 'Larch' },
  );
  const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });
  const german = await get('/hello/you', { 'accept-language': 'fr-FR, de;q=0.8, en;q=0.5' });
  expect(german.body).toContain('<html lang="de" data-theme="auto">');
  expect(german.body).toContain('<h1>Hallo</h1>');
  expect((await get('/hello/you?lang=en', { 'accept-language': 'de' })).body).toContain('<h1>Hello</h1>');
  expect(german.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
  expect(german.body).not.toMatch(/<script|https?:\/\/|style=/);
  const etag = String(german.headers.etag);
  expect((await get('/hello/you', { 'accept-language': 'de', 'if-none-match': etag })).statusCode).toBe(304);
  const missing = await get('/hello/nobody');
  expect([missing.statusCode, /There is nothing/.test(missing.body)]).toEqual([404, true]);
  const styles = /href="(\/pages\.css\?[0-9a-f]+)"/.exec(german.body)?.[1] ?? '';
  expect((await get(styles)).body).toContain('--ground');
  await server.close();
});
