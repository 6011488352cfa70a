import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asLocale, LOCALES, say, type Locale } from '../words/words.ts';
import { html, type Html } from './html.ts';
import { layout, type FooterLink, type PageContent } from './layout.ts';
import { pagesWords } from './words.ts';

export interface PageRequest<C> {
  readonly context: C;
  readonly params: Readonly<Record<string, string>>;
  readonly language: Locale;
  /** where the request came from, for a brake */
  readonly ip: string;
}

/** What a page answers: itself, another address, or a file such as a feed; null where there is nothing. */
export type PageAnswer =
  | PageContent
  | { readonly redirect: string }
  | { readonly contentType: string; readonly markup: Html }
  | null;

/** One public page. */
export interface PublicPage<C> {
  /** `/policy/:document` */
  readonly path: string;
  /** stands in the footer of every page */
  readonly footer?: FooterLink;
  answer(request: PageRequest<C>): Promise<PageAnswer>;
  /** what its form sends, or a mail program by itself (RFC 8058); without cookies, so there is nothing to forge */
  post?(request: PageRequest<C> & { readonly form: PageForm }): Promise<PageContent | null>;
}

/** Fields of a form; of one that is sent as parts (multipart) only their names and plain values. */
export type PageForm = ReadonlyMap<string, readonly string[]>;

/** Nothing runs and nothing is fetched but the style sheet and pictures of this server. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const STYLES = '/pages.css';
const BRAND = 'Tenon';

/** Registers public pages and their style sheet. @throws Error when two pages share an address */
export function servePages<C>(server: FastifyInstance, pages: readonly PublicPage<C>[], context: C): void {
  const css = ['../web-kit/tokens.css', './pages.css']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n');
  const styles = `${STYLES}?${hashOf(css).slice(0, 12)}`;
  server.get(STYLES, (_request, reply) =>
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(css),
  );
  const footer = pages.flatMap((page) => page.footer ?? []);
  const posted = pages.filter((page) => page.post);
  void server.register((own, _options, done) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('*', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, ready) =>
      ready(null, body),
    );
    for (const page of posted)
      own.post(page.path, async (request, reply) => {
        const language = languageOf(request);
        const path = request.url.split('?')[0] ?? '/';
        const params = request.params as Record<string, string>;
        const form = readForm(String(request.headers['content-type'] ?? ''), String(request.body ?? ''));
        const content =
          (await page.post!({ context, params, language, ip: request.ip, form })) ?? missing(language);
        const markup = layout(content, { language, path, styles, footer });
        return send(request, reply, 'text/html; charset=utf-8', markup, content.status ?? 200);
      });
    done();
  });
  for (const page of pages)
    server.get(page.path, async (request, reply) => {
      const language = languageOf(request);
      const path = request.url.split('?')[0] ?? '/';
      const params = request.params as Record<string, string>;
      const answer = await page.answer({ context, params, language, ip: request.ip });
      if (answer && 'redirect' in answer) return reply.redirect(answer.redirect, 302);
      if (answer && 'contentType' in answer)
        return send(request, reply, answer.contentType, answer.markup, 200);
      const content = answer ?? missing(language);
      const markup = layout(content, { language, path, styles, footer });
      return send(request, reply, 'text/html; charset=utf-8', markup, content.status ?? 200);
    });
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  markup: Html,
  status: number,
): FastifyReply {
  // Attributes of templates stand on lines of their own; readers of the source need none of those spaces.
  const text = markup.toString();
  const etag = `"${hashOf(text).slice(0, 32)}"`;
  void reply
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-cache')
    .header('vary', 'accept-language')
    .header('etag', etag);
  if (status === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.code(status).header('content-type', contentType).send(text);
}

const FORM_BYTES_MAX = 16 * 1024;

/** `application/x-www-form-urlencoded`, or `multipart/form-data` with short plain parts. */
function readForm(contentType: string, body: string): PageForm {
  const form = new Map<string, string[]>();
  const add = (name: string, value: string): void => void form.set(name, [...(form.get(name) ?? []), value]);
  if (/^multipart\/form-data\b/i.test(contentType))
    for (const [, name, value] of body.matchAll(
      /\bname="([^"\r\n]{1,80})"[^\r\n]*\r?\n\r?\n([^\r\n]{0,200})/g,
    ))
      add(name!, value!);
  else for (const [name, value] of new URLSearchParams(body)) add(name, value);
  return form;
}

function missing(language: Locale): PageContent {
  const title = say(pagesWords, language, 'pages.missing');
  return {
    title,
    brand: BRAND,
    body: html`<h1>${title}</h1>
      <p>${say(pagesWords, language, 'pages.missing.note')}</p>`,
    status: 404,
  };
}

/** `?lang=de` decides; else the first language of the browser that there are words in. */
function languageOf(request: FastifyRequest): Locale {
  const asked = (request.query as Record<string, unknown>)['lang'];
  const chosen = LOCALES.find((locale) => locale === asked);
  if (chosen) return chosen;
  const accepted = (request.headers['accept-language'] ?? '').split(',').map((one) => one.trim().slice(0, 2));
  return asLocale(accepted.find((one) => LOCALES.some((locale) => locale === one)));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
