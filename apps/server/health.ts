import type { FastifyInstance } from 'fastify';
import type { Metrics } from '#platform/log/metrics.ts';
import type { Database } from '#platform/postgres/database.ts';

/** `/healthz`: 200 as soon as pages can be served and the database answers. `/metrics`: from this machine only. */
export function serveHealth(
  server: FastifyInstance,
  { db, metrics }: { db: Database; metrics: Metrics },
): void {
  server.get('/healthz', async (_request, reply) => {
    try {
      await db.ping();
      return await reply.send({ status: 'ok' });
    } catch {
      return reply.code(503).send({ status: 'database unavailable' });
    }
  });
  server.get('/metrics', async (request, reply) => {
    if (!/^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')) return reply.code(404).send();
    const page = await metrics.page();
    return reply.header('content-type', page.contentType).send(page.body);
  });
}
