import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { STRIPE_VERSION } from '../cards/stripe.ts';
import { StripeSaysNo, StripeState, type StripeEvent } from './stripe-state.ts';

/** What goes wrong with the next calls of a kind. `lost`: it is done, and the answer never arrives. */
export type Fault = 'error' | 'busy' | 'silent' | 'lost';

export interface FakeStripe {
  readonly state: StripeState;
  readonly origin: string;
  /** every call as it came: method and path without query */
  readonly calls: string[];
  /** bodies as they came, for what must not be in them */
  readonly bodies: string[];
  /** the next calls whose `POST /v1/refunds` begins so go wrong in this way, one after the other */
  fail(call: string, ...faults: Fault[]): void;
  /** a day later: idempotency keys are pruned, and the same words are new ones */
  forgetKeys(): void;
  /** an event as it is sent: its bytes and the header that proves it */
  signed(event: StripeEvent, secret: string, atSeconds: number): { body: string; signature: string };
  close(): Promise<void>;
}

const KEY = /^Bearer (sk|rk)_(test|live)_[A-Za-z0-9]{8,}$/;

/** Fields that each call may have, in the spelling of a form. An unknown one is refused, as Stripe does. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  'POST /v1/checkout/sessions':
    /^(mode|allowed_payment_method_types\[\d+\]|adaptive_pricing\[enabled\]|client_reference_id|payment_intent_data\[(description|metadata\]\[\w+)\]|line_items\[0\]\[(quantity|price_data\]\[(currency|unit_amount|product_data\]\[name))\]|locale|success_url|cancel_url|expires_at)$/,
  'GET /v1/checkout/sessions/:id': /^expand\[\d+\]$/,
  'POST /v1/checkout/sessions/:id/expire': /^$/,
  'GET /v1/payment_intents/:id': /^expand\[\d+\]$/,
  'GET /v1/refunds': /^(payment_intent|limit)$/,
  'POST /v1/refunds': /^(payment_intent|amount|metadata\[\w+\])$/,
  'GET /v1/disputes': /^(payment_intent|limit)$/,
};

interface Kept {
  readonly hash: string;
  readonly answer: Promise<{ status: number; body: unknown }>;
  done: boolean;
}

/** A server that speaks as much of Stripe's interface as cards need, and refuses everything it does not know. */
export async function startFakeStripe(now: () => number): Promise<FakeStripe> {
  const state = new StripeState(STRIPE_VERSION, now);
  const calls: string[] = [];
  const bodies: string[] = [];
  const faults = new Map<string, Fault[]>();
  const kept = new Map<string, Kept>();
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const name = `${request.method} ${url.pathname}`;
    let text = '';
    for await (const chunk of request) text += String(chunk);
    calls.push(name);
    if (text) bodies.push(text);
    const [call, waiting] =
      [...faults].find(([start, left]) => name.startsWith(start) && left.length > 0) ?? [];
    const fault = call === undefined ? undefined : waiting!.shift();
    if (fault === 'silent') return void request.socket.destroy();
    if (fault === 'error') return reply(response, 500, problem('api_error', 'internal'));
    if (fault === 'busy') return reply(response, 429, problem('rate_limit_error', 'rate_limit'));
    const { status, body } = await decide(request, url, name, text);
    // Gone on the way: whoever asked does not know that it was done.
    if (fault === 'lost') return void request.socket.destroy();
    return reply(response, status, body);
  }

  async function decide(request: IncomingMessage, url: URL, name: string, text: string) {
    const key = String(request.headers['idempotency-key'] ?? '');
    if (request.method !== 'POST' || key === '') return run(request, url, text);
    const hash = `${name} ${text}`;
    const before = kept.get(key);
    if (before && !before.done)
      return { status: 409, body: problem('idempotency_error', 'idempotency_key_in_use') };
    if (before && before.hash !== hash)
      return { status: 400, body: problem('idempotency_error', 'idempotency_error') };
    if (before) return before.answer;
    const entry: Kept = { hash, done: false, answer: run(request, url, text) };
    kept.set(key, entry);
    const result = await entry.answer;
    entry.done = true;
    // What was refused before anything was begun is not kept.
    if (result.status === 400 || result.status === 401) kept.delete(key);
    return result;
  }

  async function run(
    request: IncomingMessage,
    url: URL,
    text: string,
  ): Promise<{ status: number; body: unknown }> {
    try {
      if (!KEY.test(String(request.headers.authorization ?? '')))
        throw new StripeSaysNo(401, 'invalid_api_key');
      if (request.headers['stripe-version'] !== STRIPE_VERSION)
        throw new StripeSaysNo(400, 'version_unknown');
      const form = request.method === 'POST' ? new URLSearchParams(text) : url.searchParams;
      return { status: 200, body: await route(request.method ?? '', url.pathname, form) };
    } catch (error) {
      if (!(error instanceof StripeSaysNo)) throw error;
      return { status: error.status, body: problem('invalid_request_error', error.code, error.message) };
    }
  }

  /** Takes a moment, so that calls of one key meet. */
  async function route(method: string, path: string, form: URLSearchParams): Promise<unknown> {
    const found = /^\/v1\/(checkout\/sessions|payment_intents|refunds|disputes)(?:\/(\w+))?(\/expire)?$/.exec(
      path,
    );
    const [, room = '', id, act = ''] = found ?? [];
    const name = `${method} /v1/${room}${id === undefined ? '' : '/:id'}${act}`;
    const known = FIELDS[name];
    if (!known) throw new StripeSaysNo(404, 'url_unknown', `Unrecognized request URL (${method}: ${path})`);
    for (const field of form.keys())
      if (!known.test(field))
        throw new StripeSaysNo(400, 'parameter_unknown', `Received unknown parameter: ${field}`);
    await new Promise((done) => setImmediate(done));
    const text = (field: string): string => form.get(field) ?? '';
    const list = (data: unknown[]) => ({ object: 'list', url: path, has_more: false, data });
    switch (name) {
      case 'POST /v1/checkout/sessions':
        if (text('mode') !== 'payment') throw new StripeSaysNo(400, 'parameter_invalid');
        return state.createSession({
          amount: Number(text('line_items[0][price_data][unit_amount]')),
          currency: text('line_items[0][price_data][currency]'),
          client_reference_id: form.get('client_reference_id'),
          metadata: marks(form, 'payment_intent_data[metadata]'),
          success_url: text('success_url'),
          cancel_url: text('cancel_url'),
          expires_at: Number(text('expires_at')),
        });
      case 'GET /v1/checkout/sessions/:id':
        return state.find(state.sessions, id!);
      case 'POST /v1/checkout/sessions/:id/expire':
        return state.expire(id!);
      case 'GET /v1/payment_intents/:id': {
        const intent = state.find(state.intents, id!);
        return [...form.values()].includes('latest_charge')
          ? { ...intent, latest_charge: state.find(state.charges, intent.latest_charge) }
          : intent;
      }
      case 'GET /v1/refunds':
        return list(state.of(state.refunds, text('payment_intent')));
      case 'POST /v1/refunds':
        return state.refund({
          payment_intent: text('payment_intent'),
          amount: Number(text('amount')),
          metadata: marks(form, 'metadata'),
        });
      default:
        return list(state.of(state.disputes, text('payment_intent')));
    }
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    state,
    calls,
    bodies,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fail: (call, ...next) => void faults.set(call, [...(faults.get(call) ?? []), ...next]),
    forgetKeys: () => kept.clear(),
    signed(event, secret, atSeconds) {
      const body = JSON.stringify(event, null, 2);
      const mac = createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex');
      return { body, signature: `t=${atSeconds},v1=${mac}` };
    },
    close: () => closed(server),
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake' });
  response.end(JSON.stringify(body));
}

const problem = (type: string, code: string, message = code) => ({ error: { type, code, message } });

/** `metadata[a]=1` → `{ a: '1' }` */
function marks(form: URLSearchParams, name: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, value] of form)
    if (field.startsWith(`${name}[`)) found[field.slice(name.length + 1, -1)] = value;
  return found;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done, fail) => server.close((error) => (error ? fail(error) : done())));
}
