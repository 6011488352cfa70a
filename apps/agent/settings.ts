import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const port = z.number().int().min(1024).max(65535);
const path = z.string().startsWith('/').max(200);

/** `agent.json` in the agent's home: what the person who sets up the server decides. Nobody else can change it. */
const settingsFile = z.strictObject({
  /** as the control plane calls this server */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** IPv4 address under which the control plane reaches it */
  address: z.ipv4(),
  port,
  /** below it lie the host names of instances: `birch.<domain>`; its names lead to this server (wildcard record) */
  domain: z.string().regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$/),
  /** how many instances it takes at most */
  places: z.number().int().min(1).max(10_000),
  /** a superuser of the PostgreSQL on this server, which serves nothing else */
  postgres: z.string().startsWith('postgres'),
  /** one folder per release, `18.0-20250506/odoo-bin` */
  releases: path,
  /** the interpreter that runs them */
  python: path,
  /** ports of loopback for instances, first and last; each takes two */
  ports: z.tuple([port, port]),
  /** port of loopback on which the proxy asks whether a door is open */
  doorPort: port,
  /** where the proxy's configuration is written; read again by `reload` */
  caddyfile: path,
  /** the proxy's program, for `caddy reload --config <caddyfile>`; null: it reads the file by itself */
  caddy: path.nullable(),
  /** where the proxy keeps its certificates; null: they are not looked at */
  certificates: path.nullable(),
});
export type Settings = z.output<typeof settingsFile>;

/** Something the person at the server has to mend; a sentence without a trace. */
export class AgentProblem extends Error {}

/** @throws AgentProblem that names the field */
export function readSettings(home: string): Settings {
  const file = join(home, 'agent.json');
  if (!existsSync(file)) throw new AgentProblem(`${file} is missing; apps/agent/README.md shows one.`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new AgentProblem(`${file} is no JSON: ${(error as Error).message}.`);
  }
  const parsed = settingsFile.safeParse(read);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new AgentProblem(`${file}: ${first?.path.join('.') ?? ''}: ${first?.message ?? 'does not fit'}.`);
}
