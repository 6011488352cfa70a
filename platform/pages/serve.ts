import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requestFacts } from '../http/request.ts';
import { asLocale, LOCALES, say, type Locale } from '../words/words.ts';
import { html, type Html } from './html.ts';
import { layout, type FooterLink, type FrameParts, type PageContent } from './layout.ts';
import { pagesWords } from './words.ts';

export interface PageRequest<C> {
  readonly context: C;
  readonly params: Readonly<Record<string, string>>;
  readonly language: Locale;
  /** a page is asked for, and not a form sent */
  readonly asks: boolean;
  /** where the request came from, for a brake */
  readonly ip: string;
  /** without the query */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly cookies: ReadonlyMap<string, string>;
  /** the browser sends Global Privacy Control */
  readonly gpc: boolean;
}

/** What a page answers: itself, another address, or a file such as a feed or a picture; null where there is nothing. */
export type PageAnswer =
  | PageContent
  | { readonly redirect: string }
  | { readonly contentType: string; readonly markup: Html }
  /** a file that never changes under its address */
  | { readonly contentType: string; readonly bytes: Buffer }
  /** a paper for whoever has the link: nobody between keeps it */
  | { readonly contentType: string; readonly bytes: Buffer; readonly name: string }
  | null;

/** What a form answers: a page, or another address with cookies that belong to the answer. */
export type PostAnswer =
  PageContent | { readonly redirect: string; readonly cookies?: readonly string[] } | null;

/** Asked before each page: what stands around it for this visitor. */
export type Frame<C> = (request: PageRequest<C>) => Promise<FrameParts>;

/** One public page. */
export interface PublicPage<C> {
  /** `/policy/:document` */
  readonly path: string;
  /** stands in the footer of every page */
  readonly footer?: FooterLink;
  answer(request: PageRequest<C>): Promise<PageAnswer>;
  /** what its form sends, or a mail program by itself (RFC 8058); another site's form is refused */
  post?(request: PageRequest<C> & { readonly form: PageForm }): Promise<PostAnswer>;
}

/** Fields of a form; of one that is sent as parts (multipart) only their names and plain values. */
export type PageForm = ReadonlyMap<string, readonly string[]>;

/** Nothing runs and nothing is fetched but style sheets and pictures of this server; no text ever becomes a script. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const STYLES = '/pages.css';
const BRAND = 'Tenon';

/**
 * Registers public pages and their style sheet.
 * @param frame what stands around every page, and the cookies that go with it; absent: nothing
 * @throws Error when two pages share an address
 */
export function servePages<C>(
  server: FastifyInstance,
  pages: readonly PublicPage<C>[],
  context: C,
  frame: Frame<C> = () => Promise.resolve({}),
): void {
  const css = ['../web-kit/tokens.css', './pages.css']
    .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
    .join('\n');
  const styles = `${STYLES}?${hashOf(css).slice(0, 12)}`;
  server.get(STYLES, (_request, reply) =>
    reply.headers(FOR_EVER).header('content-type', 'text/css; charset=utf-8').send(css),
  );
  const footer = pages.flatMap((page) => page.footer ?? []);
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    find: (asked: PageRequest<C>) => Promise<PageAnswer | PostAnswer>,
  ): Promise<FastifyReply> => {
    const first = askedOf(request, context);
    const parts = await frame(first);
    const asked = { ...first, language: chosenLanguage(first) ?? parts.language ?? first.language };
    const answer = await find(asked);
    for (const cookie of parts.cookies ?? []) void reply.header('set-cookie', cookie);
    if (answer && 'redirect' in answer) {
      for (const cookie of ('cookies' in answer && answer.cookies) || [])
        void reply.header('set-cookie', cookie);
      return reply.redirect(answer.redirect, request.method === 'POST' ? 303 : 302);
    }
    if (answer && 'name' in answer)
      return reply
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `inline; filename="${answer.name}"`)
        .header('content-type', answer.contentType)
        .send(answer.bytes);
    if (answer && 'bytes' in answer)
      return reply.headers(FOR_EVER).header('content-type', answer.contentType).send(answer.bytes);
    if (answer && 'contentType' in answer)
      return send(request, reply, answer.contentType, answer.markup, 200);
    const { language, path } = asked;
    const content = answer ?? missing(language);
    const markup = layout(content, { ...parts, language, path, styles, footer });
    return send(request, reply, 'text/html; charset=utf-8', markup, content.status ?? 200);
  };
  void server.register((own, _options, done) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('*', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, ready) =>
      ready(null, body),
    );
    for (const { path, post } of pages)
      if (post)
        own.post(path, (request, reply) =>
          show(request, reply, async (asked) => {
            if (isForeign(request)) return foreign(asked.language);
            const type = String(request.headers['content-type'] ?? '');
            return post({ ...asked, form: readForm(type, String(request.body ?? '')) });
          }),
        );
    done();
  });
  for (const page of pages)
    server.get(page.path, (request, reply) => show(request, reply, (asked) => page.answer(asked)));
}

function askedOf<C>(request: FastifyRequest, context: C): PageRequest<C> {
  return {
    context,
    params: request.params as Record<string, string>,
    language: acceptedLanguage(request),
    asks: request.method === 'GET',
    ip: request.ip,
    path: request.url.split('?')[0] ?? '/',
    query: request.query as Record<string, unknown>,
    cookies: requestFacts(request).cookies,
    gpc: request.headers['sec-gpc'] === '1',
  };
}

const FOR_EVER = { 'cache-control': 'public, max-age=31536000, immutable' };

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  markup: Html,
  status: number,
): FastifyReply {
  const text = markup.toString();
  const etag = `"${hashOf(text).slice(0, 32)}"`;
  void reply
    .header('content-security-policy', POLICY)
    // What a visitor chose stands in the page: nobody between may keep it for another.
    .header('cache-control', 'private, no-cache')
    .header('vary', 'accept-language, cookie, sec-gpc')
    .header('etag', etag);
  if (status === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.code(status).header('content-type', contentType).send(text);
}

/** A form of another site would choose, or write, in the visitor's name. A mail program sends neither header. */
function isForeign(request: FastifyRequest): boolean {
  if (request.headers['sec-fetch-site'] === 'cross-site') return true;
  const { origin } = request.headers;
  return origin !== undefined && origin !== `${request.protocol}://${request.host}`;
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

function foreign(language: Locale): PageContent {
  const title = say(pagesWords, language, 'pages.foreign');
  return {
    title,
    brand: BRAND,
    body: html`<h1>${title}</h1>
      <p>${say(pagesWords, language, 'pages.foreign.note')}</p>`,
    status: 403,
  };
}

/** `?lang=de` decides before anything else. */
const chosenLanguage = ({ query }: PageRequest<unknown>): Locale | undefined =>
  LOCALES.find((locale) => locale === query['lang']);

/** The first language of the browser that there are words in. */
function acceptedLanguage(request: FastifyRequest): Locale {
  const accepted = (request.headers['accept-language'] ?? '').split(',').map((one) => one.trim().slice(0, 2));
  return asLocale(accepted.find((one) => LOCALES.some((locale) => locale === one)));
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
