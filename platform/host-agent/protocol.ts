import * as z from 'zod';

/**
 * What the control plane may ask of the agent on a server, and nothing else: a fixed set of commands, each with a strict
 * schema. No command carries a program, a path of the machine, an SQL statement or a piece of configuration.
 */

/** An instance or a copy of one on its server, `birch` or `birch-9f3a01bc`. Database and role are named after it. */
const instanceName = z.string().regex(/^[a-z0-9][a-z0-9-]{1,50}$/);
/** A folder of a release below the agent's folder of releases, `18.0-20250506`. */
const releaseName = z.string().regex(/^[0-9]{2}\.[0-9](-[a-z0-9.]{1,30})?$/);
/** A template, `furniture-18`. */
const templateName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);
const moduleName = z.string().regex(/^[a-z][a-z0-9_]{0,60}$/);
/** A file in the agent's work folder; the control plane chooses it from the id of its operation. */
const fileName = z.string().regex(/^[a-z0-9][a-z0-9-]{7,80}$/);
const hostName = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);

/** Bytes of a file in one exchange. */
export const PIECE_BYTES = 4 * 1024 * 1024;
export const CLOSED_BY = ['unpaid', 'abuse', 'operator', 'copy', 'ended'] as const;

/** The log-in that is set on an instance which nobody has used yet, or on a scratch copy. */
const credential = z.strictObject({
  login: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  password: z.string().min(16).max(200),
});

/** What a database and its filestore hold, counted by the agent from the tables themselves. */
const measure = z.object({
  /** rows by table */
  counts: z.record(z.string(), count),
  constraints: count,
  indexes: count,
  /** active people of the house, without portal and system */
  users: count,
  /** attachments in the filestore, each once */
  files: z.object({ count, bytes: count }),
  /** attachments whose file is not there or has another size */
  filesMissing: count,
  databaseBytes: count,
  /** installed modules with their version */
  modules: z.record(z.string(), z.string()),
  mailsWaiting: count,
  neutralized: z.boolean(),
});
export type Measure = z.output<typeof measure>;

const instanceReport = z.object({
  name: instanceName,
  release: z.string(),
  running: z.boolean(),
  memoryBytes: count.nullable(),
  restarts: count,
  closed: z.enum(CLOSED_BY).nullable(),
  mailsWaiting: count.nullable(),
});

const report = z.object({
  agent: z.string(),
  at: z.string(),
  disk: z.object({ freeBytes: count, totalBytes: count }),
  memory: z.object({ freeBytes: count, totalBytes: count }),
  releases: z.array(z.string()),
  templates: z.array(z.object({ name: z.string(), release: z.string() })),
  instances: z.array(instanceReport),
  /** of the host names that the proxy serves; null: none has been issued yet */
  certificates: z.array(z.object({ host: z.string(), endsAt: z.string().nullable() })),
  mailsWaiting: count,
});
export type AgentReport = z.output<typeof report>;

/** Paths of an instance that may be asked through the agent. The `db` service is not among them. */
const odooPath = z.union([
  z.enum(['/jsonrpc', '/web/health', '/web/session/authenticate']),
  z.string().regex(/^\/json\/2\/[a-z][a-z0-9_.]{0,80}\/[a-z][a-z0-9_]{0,80}$/),
]);

const nothing = z.strictObject({});

const made = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

export const COMMANDS = {
  /** How the server is: disk, memory, certificates, mail, and every instance. */
  report: made(nothing, report),
  /** Makes a database that is copied and never served: base and these modules, without demo data. Again is nothing. */
  'template.make': made(
    z.strictObject({ template: templateName, release: releaseName, modules: z.array(moduleName).max(100) }),
    z.object({ modules: z.record(z.string(), z.string()) }),
  ),
  'template.remove': made(z.strictObject({ template: templateName }), nothing),
  /** Makes an instance: role, database, files, configuration. It does not run yet. Again is nothing. */
  'instance.make': made(
    z.strictObject({
      instance: instanceName,
      from: z.union([
        z.strictObject({ template: templateName }),
        z.strictObject({ file: fileName, release: releaseName, neutralize: z.boolean() }),
      ]),
      hosts: z.array(hostName).max(20),
    }),
    z.object({ release: releaseName, measure }),
  ),
  /** Sets the first person's log-in; refused once the instance has been let to anybody. */
  'instance.credential': made(z.strictObject({ instance: instanceName, credential }), nothing),
  /** Starts the process and answers when it answers, or stops it with everything it does by itself. */
  'instance.run': made(z.strictObject({ instance: instanceName, running: z.boolean() }), nothing),
  /** Opens or closes the door for people; at once, and kept over a restart of everything. */
  'instance.door': made(
    z.strictObject({
      instance: instanceName,
      closed: z.strictObject({ reason: z.enum(CLOSED_BY), since: z.string().max(40) }).nullable(),
    }),
    nothing,
  ),
  /** Switches to another release and updates the modules; back to the database as it was where that fails. */
  'instance.release': made(
    z.strictObject({ instance: instanceName, release: releaseName }),
    z.object({ release: releaseName, switched: z.boolean(), detail: z.string() }),
  ),
  'instance.measure': made(z.strictObject({ instance: instanceName }), measure),
  /** Takes process, door, database, role and files away. Again is nothing. */
  'instance.remove': made(
    z.strictObject({ instance: instanceName }),
    z.object({ databases: count, files: count, bytes: count }),
  ),
  /** Has the instance's own server write its own zip. */
  'backup.make': made(
    z.strictObject({ instance: instanceName, file: fileName }),
    z.object({ bytes: count, sha256 }),
  ),
  'file.read': made(
    z.strictObject({ file: fileName, offset: count }),
    z.object({ base64: z.string(), end: z.boolean() }),
  ),
  'file.write': made(
    z.strictObject({ file: fileName, offset: count, base64: z.string().max(2 * PIECE_BYTES) }),
    z.object({ bytes: count }),
  ),
  'file.remove': made(z.strictObject({ file: fileName }), nothing),
  /** One exchange with the instance's server, as any program outside could have it. */
  'odoo.call': made(
    z.strictObject({
      instance: instanceName,
      path: odooPath,
      body: z.string().max(1_000_000).nullable(),
      bearer: z.string().max(200).nullable(),
    }),
    z.object({ status: z.number().int(), contentType: z.string(), body: z.string() }),
  ),
  /** A key for JSON-2, kept by the caller; only for an instance that nobody has used yet or a scratch copy. */
  'odoo.key': made(z.strictObject({ instance: instanceName }), z.object({ key: z.string() })),
  /** Databases, roles, folders and processes that exist here, known to the agent or not. */
  inventory: made(nothing, z.object({ things: z.array(z.object({ kind: z.string(), name: z.string() })) })),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandInput<N extends CommandName> = z.input<(typeof COMMANDS)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof COMMANDS)[N]['output']>;

/** An expected no of the agent; the control plane makes a refusal of it. Anything else is a fault. */
const AGENT_REFUSALS = [
  'command_unknown',
  'input_unfit',
  'instance_unknown',
  'instance_used',
  'template_unknown',
  'release_unknown',
  'no_room',
  'restore_failed',
  'backup_failed',
  'template_failed',
  'not_running',
  'file_unknown',
  'signature_unfit',
] as const;
export type AgentRefusalCode = (typeof AGENT_REFUSALS)[number];

export const envelope = z.strictObject({ command: z.string().max(40), input: z.unknown() });
export const refusalBody = z.object({ code: z.enum(AGENT_REFUSALS), detail: z.string() });
export const COMMANDS_PATH = '/commands';
/** Larger than a piece in base64 with what stands around it. */
export const BODY_BYTES_MAX = 12 * 1024 * 1024;
