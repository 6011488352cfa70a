import type { FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { EVENT_CHANNEL, type EventTables } from '../outbox/events.ts';
import type { Database } from '../postgres/database.ts';
import type { Caller } from './caller.ts';
import type { RequestFacts } from './handler.ts';
import { requestFacts, securityHeaders } from './request.ts';

/** What a live screen hears: that something happened, never what; it then asks for what it may see. */
interface Hint {
  readonly tenantId: Id;
  readonly id: Id;
  readonly name: string;
  readonly aggregateId: Id;
}

/** Passing news that is no event (a solver's progress), told to the tenant's screens and forgotten. */
export const PROGRESS_CHANNEL = 'tenon_progress';

interface Options {
  readonly db: Database;
  authenticate(request: RequestFacts): Promise<Caller | null>;
}

/** An open screen. */
interface Listener {
  readonly tenantId: Id;
  readonly facts: RequestFacts;
  /** What is told while that which was missed is looked up: a newer id must not be heard first, it would hide the older. */
  waiting: string[] | null;
}

const RESET = 'event: reset\ndata: {}\n\n';
const HEARTBEAT_MS = 20_000;
/** Whether somebody may still listen is asked this often: who lost the session or the membership hears no more. */
const LOOK_MS = 3_000;
const REPLAY_MAX = 500;

/**
 * `GET /api/live`: server-sent events of the caller's tenant. After a lost connection the browser sends
 * `Last-Event-ID` and gets what it missed; when that is too much, `reset` tells it to load everything anew.
 */
export async function serveLive(
  server: FastifyInstance,
  options: Options,
): Promise<{ stop(): Promise<void> }> {
  const screens = new Map<ServerResponse, Listener>();
  const tell = (to: Id, text: string): void => {
    for (const [screen, { tenantId, waiting }] of screens)
      if (tenantId === to) {
        if (waiting) waiting.push(text);
        else screen.write(text);
      }
  };
  const resetAll = (): void => {
    for (const screen of screens.keys()) screen.write(RESET);
  };
  const events = await options.db.listen(
    EVENT_CHANNEL,
    (payload) => {
      const hint = JSON.parse(payload) as Hint;
      tell(hint.tenantId, asText(hint));
    },
    resetAll,
  );
  const progress = await options.db.listen(
    PROGRESS_CHANNEL,
    (payload) => {
      const { tenantId, ...news } = JSON.parse(payload) as { tenantId: Id };
      tell(tenantId, `event: progress\ndata: ${JSON.stringify(news)}\n\n`);
    },
    () => undefined,
  );
  const heartbeat = setInterval(() => {
    for (const screen of screens.keys()) screen.write(': still here\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    for (const [screen, { tenantId, facts }] of screens) {
      // A database that cannot be reached says nothing about anybody: the screen stays.
      const caller = await options.authenticate(facts).catch(() => undefined);
      if (caller === null || (caller && caller.tenantId !== tenantId)) {
        screens.delete(screen);
        screen.end();
      }
    }
    looking = false;
  };
  const looks = setInterval(() => void look(), LOOK_MS);
  looks.unref();

  server.get('/api/live', async (request, reply) => {
    const facts = requestFacts(request);
    const caller = await options.authenticate(facts);
    if (!caller) return reply.code(401).send();
    securityHeaders(reply);
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    reply.hijack();
    reply.raw.write('retry: 1000\n\n');
    // An open screen is no sign of a person: looking after it does not keep a session awake.
    const listener: Listener = {
      tenantId: caller.tenantId,
      facts: { ...facts, quiet: true },
      waiting: null,
    };
    screens.set(reply.raw, listener);
    request.raw.on('close', () => screens.delete(reply.raw));
    const last = request.headers['last-event-id'];
    if (isId(last)) {
      const waiting = (listener.waiting = [] as string[]);
      const before = await missed(options.db, caller.tenantId, last).catch(() => RESET);
      listener.waiting = null;
      reply.raw.write([before, ...waiting].join(''));
    }
    return reply;
  });

  return {
    stop: async () => {
      clearInterval(heartbeat);
      clearInterval(looks);
      for (const screen of screens.keys()) screen.end();
      await Promise.all([events.stop(), progress.stop()]);
    },
  };
}

function asText(hint: Omit<Hint, 'tenantId'>): string {
  return `id: ${hint.id}\ndata: ${JSON.stringify({ name: hint.name, aggregateId: hint.aggregateId })}\n\n`;
}

/** Ids sort by time of making, commits may come a little later: the replay begins ten seconds before the last id. */
async function missed(db: Database, tenantId: Id, last: Id): Promise<string> {
  const from = new Date(parseInt(last.replaceAll('-', '').slice(0, 12), 16) - 10_000).toISOString();
  const rows = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<EventTables>()
      .selectFrom('event')
      .select(['id', 'name', 'aggregate_id'])
      .where('tenant_id', '=', tenantId)
      .where('at', '>=', from)
      .where('id', '!=', last)
      .orderBy('at')
      .limit(REPLAY_MAX + 1)
      .execute(),
  );
  if (rows.length > REPLAY_MAX) return RESET;
  return rows.map((row) => asText({ id: row.id, name: row.name, aggregateId: row.aggregate_id })).join('');
}
