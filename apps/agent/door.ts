import { createServer, type Server } from 'node:http';
import { asLocale, LOCALES, say, type Locale } from '#platform/words/words.ts';
import type { Instance, State } from './state.ts';
import { agentWords } from './words.ts';

export interface DoorAnswer {
  readonly status: number;
  readonly markup: string;
}

const OPEN: DoorAnswer = { status: 200, markup: '' };

/** Whether whoever asks for this host is let in, and what they read where not. */
export function answerDoor(
  instances: readonly Pick<Instance, 'hosts' | 'closed' | 'phase'>[],
  host: string,
  locale: Locale,
): DoorAnswer {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const found = instances.find(({ hosts, phase }) => phase === 'ready' && hosts.includes(name));
  if (!found) return { status: 404, markup: page(locale, 'door.unknown') };
  if (!found.closed) return OPEN;
  const { reason } = found.closed;
  return { status: reason === 'ended' ? 410 : 403, markup: page(locale, `door.${reason}`) };
}

/** A page that needs nothing from anywhere: behind it there is nobody to ask. */
function page(
  locale: Locale,
  key: `door.${'unpaid' | 'abuse' | 'operator' | 'copy' | 'ended' | 'unknown'}`,
): string {
  const others = LOCALES.filter((one) => one !== locale);
  const part = (one: Locale): string =>
    `<section lang="${one}"><h1>${say(agentWords, one, key)}</h1><p>${say(agentWords, one, `${key}.more`)}</p></section>`;
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${say(agentWords, locale, key)}</title><style>body{font:18px/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.25rem;color:#1d2420;background:#fff}h1{font-size:1.4rem}section+section{margin-top:3rem;color:#4c5650}</style>${part(locale)}${others.map(part).join('')}</html>`;
}

/**
 * The endpoint that the proxy asks before each request. It answers from what the agent has in memory: no database, no disk
 * and no control plane stand between a closed door and whoever knocks, and an outage elsewhere closes nobody's door.
 */
export function serveDoor(state: State): Server {
  const server = createServer((request, answer) => {
    const forwarded = request.headers['x-forwarded-host'];
    const host = String((Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host ?? '');
    const { status, markup } = answerDoor(
      state.instances(),
      host,
      asLocale(request.headers['accept-language']),
    );
    answer.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      ...(status === 403 ? { 'retry-after': '300' } : {}),
    });
    answer.end(markup);
  });
  server.requestTimeout = 5_000;
  return server;
}
