import type { FastifyInstance } from 'fastify';
import type { Refusal } from '#domain/kernel/result.ts';
import { asLocale } from '../words/words.ts';
import { problemOf } from './problems.ts';

/** A message of a program outside, which proves itself by a signature over its bytes and by nothing else. */
export interface WebhookMessage<C> {
  readonly context: C;
  readonly params: Readonly<Record<string, string>>;
  /** exactly as it came: a signature is over bytes, not over what was read from them */
  readonly body: Buffer;
  header(name: string): string;
}

/** A door for messages of programs outside. It has no session, and no contract: what comes in is theirs to shape. */
export interface Webhook<C> {
  /** `/api/card-events/:tenant` */
  readonly path: string;
  readonly bytesMax: number;
  /** @returns null when it was taken: the sender gets 200 and does not send it again; anything else is refused */
  take(message: WebhookMessage<C>): Promise<(Refusal & { readonly status: number }) | null>;
}

/** Registers the doors, each with the raw bytes of what comes in. */
export function serveWebhooks<C>(server: FastifyInstance, webhooks: readonly Webhook<C>[], context: C): void {
  if (webhooks.length === 0) return;
  void server.register((own, _options, done) => {
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, ready) => ready(null, body));
    for (const { path, bytesMax, take } of webhooks)
      own.post(path, { bodyLimit: bytesMax }, async (request, reply) => {
        const refusal = await take({
          context,
          params: request.params as Record<string, string>,
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          header: (name) => String(request.headers[name] ?? ''),
        });
        if (!refusal) return reply.code(200).header('cache-control', 'no-store').send({ taken: true });
        const problem = problemOf(refusal, asLocale(request.headers['accept-language']));
        return reply
          .code(problem.status)
          .header('cache-control', 'no-store')
          .type('application/problem+json')
          .send(JSON.stringify(problem));
      });
    done();
  });
}
