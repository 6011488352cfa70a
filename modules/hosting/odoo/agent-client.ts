import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Id } from '#domain/kernel/ids.ts';
import { systemClock } from '#platform/clock/clock.ts';
import {
  BODY_BYTES_MAX,
  COMMANDS,
  COMMANDS_PATH,
  PIECE_BYTES,
  refusalBody,
  type AgentRefusalCode,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '#platform/host-agent/protocol.ts';
import { signRequest } from '#platform/host-agent/signing.ts';
import type { AppContext } from '#platform/module/context.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { ServerFacts } from '../driver.ts';
import type { Wire } from './odoo-api.ts';
import { processorOf } from './register-agent.ts';
import { keyPlace, type OdooTables } from './store.ts';

/** Making templates and putting large backups back takes its time. */
const LONG_MS = 45 * 60_000;
const SHORT_MS = 60_000;
const LONG: ReadonlySet<CommandName> = new Set([
  ...(['template.make', 'instance.make', 'instance.release', 'instance.run'] as const),
  ...(['instance.remove', 'instance.measure', 'backup.make', 'odoo.call'] as const),
]);

/** The agent said no, and why. */
export class AgentRefused extends Error {
  override readonly name = 'AgentRefused';
  readonly code: AgentRefusalCode;
  constructor(command: CommandName, code: AgentRefusalCode, detail: string) {
    super(`${command}: ${code}: ${detail}`);
    this.code = code;
  }
}

/** The agent of one server. */
export interface AgentClient {
  readonly domain: string;
  /** @throws AgentRefused; EgressFailed where it does not answer, EgressRefused without a contract */
  call<N extends CommandName>(command: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** Fetches a file of the agent's work folder. */
  fetchFile(file: string, to: string): Promise<void>;
  /** Takes a file there. */
  sendFile(from: string, file: string): Promise<void>;
  /** The way to an instance's own server. */
  wireTo(instance: string): Wire;
}

/** Opens the way to a server's agent: signed by the key it obeys, trusted by the certificate it registered with. */
export async function openAgent(
  { db, egress }: Pick<AppContext, 'db' | 'egress'>,
  tenantId: Id,
  server: Pick<ServerFacts, 'id' | 'name' | 'address'>,
): Promise<AgentClient> {
  const row = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<OdooTables>()
      .selectFrom('hosting_agent')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('server_id', '=', server.id)
      .executeTakeFirst(),
  );
  if (!row?.authority) throw new Error(`no agent is registered on ${server.name}`);
  const key = vault().open(row.signing_key_sealed, keyPlace(tenantId, row.id));
  const { authority } = row;

  async function call<N extends CommandName>(command: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    const body = JSON.stringify({ command, input });
    // By the machine's clock: the agent compares it with its own.
    const at = systemClock.now();
    const nonce = randomBytes(16).toString('base64url');
    const signature = signRequest(key, { agentId: row!.id, at, nonce, body: Buffer.from(body) });
    const answer = await egress.fetch(new URL(COMMANDS_PATH, server.address), {
      purpose: 'hosting.agent',
      recipient: { kind: 'processor', id: processorOf(server.name) },
      categories: ['hosted-odoo'],
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...{ 'x-tenon-at': at, 'x-tenon-nonce': nonce, 'x-tenon-signature': signature },
      },
      body,
      ca: authority,
      timeoutMs: LONG.has(command) ? LONG_MS : SHORT_MS,
      maxBytes: BODY_BYTES_MAX,
    });
    const text = await answer.text();
    if (answer.status === 200) {
      const { value } = JSON.parse(text) as { value: unknown };
      return COMMANDS[command].output.parse(value) as CommandOutput<N>;
    }
    const refusal = refusalBody.safeParse(readJson(text));
    if (refusal.success) throw new AgentRefused(command, refusal.data.code, refusal.data.detail);
    throw new Error(`${command} on ${server.name} broke (HTTP ${answer.status}): ${text.slice(0, 300)}`);
  }

  return {
    domain: row.domain ?? '',
    call,
    async fetchFile(file, to) {
      const handle = await open(to, 'wx', 0o600);
      try {
        for (let offset = 0; ;) {
          const { base64, end } = await call('file.read', { file, offset });
          const piece = Buffer.from(base64, 'base64');
          await handle.write(piece);
          offset += piece.length;
          if (end) break;
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async sendFile(from, file) {
      const handle = await open(from, 'r');
      try {
        for (let offset = 0; ;) {
          const { buffer, bytesRead } = await handle.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, offset);
          if (bytesRead === 0 && offset > 0) break;
          const base64 = buffer.subarray(0, bytesRead).toString('base64');
          await call('file.write', { file, offset, base64 });
          offset += bytesRead;
          if (bytesRead < PIECE_BYTES) break;
        }
      } finally {
        await handle.close();
      }
    },
    wireTo: (instance) => (request) => call('odoo.call', { instance, ...request }),
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
