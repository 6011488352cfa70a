import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import {
  BODY_BYTES_MAX,
  COMMANDS_PATH,
  envelope,
  type AgentRefusalCode,
} from '#platform/host-agent/protocol.ts';
import { RequestJudge } from '#platform/host-agent/signing.ts';
import { AgentRefusal, type Host } from './host.ts';
import type { Identity, Trust } from './identity.ts';

const STATUS: Partial<Record<AgentRefusalCode, number>> = {
  signature_unfit: 401,
  command_unknown: 404,
  input_unfit: 400,
};

/**
 * The agent's only door to the network: TLS with its own certificate, one path, signed requests. Without a fitting
 * signature nothing is read of what was sent but its bytes.
 */
export function serveCommands(
  host: Pick<Host, 'log'>,
  identity: Identity,
  trust: Trust,
  take: (command: string, input: unknown) => Promise<unknown>,
  began: Date,
): Server {
  const judge = new RequestJudge(trust.key, trust.agentId, began.getTime());
  const server = createServer(
    { key: identity.key, cert: identity.cert, minVersion: 'TLSv1.2' },
    (request, answer) => {
      const send = (status: number, body: unknown): void => {
        answer.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
        answer.end(JSON.stringify(body));
      };
      const run = async (): Promise<void> => {
        if (request.method !== 'POST' || request.url !== COMMANDS_PATH)
          return send(404, { code: 'command_unknown', detail: '' });
        const body = await bodyOf(request);
        const fault = judge.judge(
          {
            body,
            at: String(request.headers['x-tenon-at'] ?? ''),
            nonce: String(request.headers['x-tenon-nonce'] ?? ''),
            signature: String(request.headers['x-tenon-signature'] ?? ''),
          },
          Date.now(),
        );
        if (fault) throw new AgentRefusal('signature_unfit', fault);
        const read = envelope.safeParse(JSON.parse(body.toString('utf8')));
        if (!read.success) throw new AgentRefusal('input_unfit', 'command and input, nothing else');
        send(200, { value: await take(read.data.command, read.data.input) });
      };
      run().catch((error: unknown) => {
        if (error instanceof AgentRefusal)
          return send(STATUS[error.code] ?? 409, { code: error.code, detail: error.message.slice(0, 500) });
        host.log('a command broke', { error: String((error as Error).stack ?? error) });
        send(500, { code: 'fault', detail: String((error as Error).message).slice(0, 500) });
      });
    },
  );
  server.requestTimeout = 120_000;
  // Templates and large restores take their time.
  server.timeout = 0;
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > BODY_BYTES_MAX) throw new AgentRefusal('input_unfit', `more than ${BODY_BYTES_MAX} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
