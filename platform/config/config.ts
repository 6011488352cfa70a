import { resolve } from 'node:path';
import { z } from 'zod';
import { LOG_LEVELS } from '../log/log.ts';

/** What the surroundings decide about this process. Read once at the start; nothing else reads the environment. */
export interface Config {
  /** TCP port of the web server; 0 asks the system for a free one */
  readonly port: number;
  /** address the web server listens on; other than loopback only on purpose */
  readonly host: string;
  /** folder of everything this installation stores: embedded database, files, secrets */
  readonly dataDir: string;
  /** owner URL of an own PostgreSQL ≥ 15; without it the embedded server is used */
  readonly databaseUrl?: string | undefined;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** address under which people reach this installation, for links in mail; without a slash at the end */
  readonly publicUrl?: string | undefined;
  /** outgoing mail server; without it mail is kept and shown, not sent */
  readonly smtpUrl?: string | undefined;
  /** mail server that takes over while the first cannot */
  readonly secondSmtpUrl?: string | undefined;
  /** port of our own mail listener; without it none is opened */
  readonly mailInPort?: number | undefined;
  /** address it listens on; loopback when absent */
  readonly mailInHost?: string | undefined;
  /** certificate and key (PEM files) with which it offers STARTTLS */
  readonly mailInCert?: string | undefined;
  readonly mailInKey?: string | undefined;
  /** domain whose mail comes to that listener: reports of failed delivery are asked to come there */
  readonly mailInDomain?: string | undefined;
  /** mailbox that is read, `imaps://user:password@host/INBOX` */
  readonly imapUrl?: string | undefined;
  /** shared with a mail provider that hands mail over by HTTP */
  readonly mailHookSecret?: string | undefined;
  /** keys for what is encrypted in the database, as the text of a key ring; without it they lie in a file of TENON_DATA */
  readonly keyRing?: string | undefined;
  /** sender of the installation's own mail */
  readonly mailFrom?: string | undefined;
  /** false: an installation for real use, without demo factory and one-click sign-in */
  readonly demo: boolean;
  /** serves phones in the network over HTTPS as well, with certificates of this installation's own authority */
  readonly lan: boolean;
  /** TCP port of that; 0 asks the system for a free one */
  readonly lanPort: number;
  /** folder that keeps the backups, better on another machine */
  readonly backupTo?: string | undefined;
  /** how many backups stay there */
  readonly backupsKept: number;
  /** S3-compatible store that gets each backup as well, `https://ACCESS:SECRET@host/bucket/prefix?region=…` */
  readonly backupStore?: string | undefined;
  /** hosts among those above that are machines of our own, so that no contract is needed with whoever runs them */
  readonly ownMachines?: readonly string[] | undefined;
}

/** Variables of the test runner; not part of the product's configuration but no surprise either. */
const NOT_OURS = new Set(['TENON_TEST_DATABASE_URL', 'TENON_TEST_DATABASE_SOCKET', 'TENON_TEST_RUN']);

const url = (what: string, ...schemes: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
      error: `must be the URL of ${what} and start with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
    })
    .optional();

const SCHEMA = z.object({
  PORT: z.coerce
    .number({ error: 'must be a port number, 0 to 65535' })
    .int('must be a port number, 0 to 65535')
    .min(0, 'must be a port number, 0 to 65535')
    .max(65535, 'must be a port number, 0 to 65535')
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  TENON_DATA: z.string().default('.tenon'),
  DATABASE_URL: url('a PostgreSQL database', 'postgres:', 'postgresql:'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  TENON_PUBLIC_URL: url('this installation', 'https:', 'http:'),
  TENON_SMTP_URL: url('a mail server', 'smtp:', 'smtps:'),
  TENON_SMTP_URL_SECOND: url('a mail server', 'smtp:', 'smtps:'),
  TENON_MAIL_IN_PORT: z.coerce
    .number({ error: 'must be a port number, 0 to 65535' })
    .int('must be a port number, 0 to 65535')
    .min(0, 'must be a port number, 0 to 65535')
    .max(65535, 'must be a port number, 0 to 65535')
    .optional(),
  TENON_MAIL_IN_HOST: z.string().optional(),
  TENON_MAIL_IN_CERT: z.string().optional(),
  TENON_MAIL_IN_KEY: z.string().optional(),
  TENON_MAIL_IN_DOMAIN: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain name')
    .optional(),
  TENON_IMAP_URL: url('a mailbox', 'imaps:', 'imap:'),
  TENON_MAIL_HOOK_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  TENON_KEY_RING: z.string().optional(),
  TENON_MAIL_FROM: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/, 'must be a mail address')
    .optional(),
  TENON_DEMO: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('yes'),
  TENON_LAN: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
  TENON_LAN_PORT: z.coerce
    .number({ error: 'must be a port number, 0 to 65535' })
    .int('must be a port number, 0 to 65535')
    .min(0, 'must be a port number, 0 to 65535')
    .max(65535, 'must be a port number, 0 to 65535')
    .default(3443),
  TENON_BACKUP_TO: z.string().optional(),
  TENON_BACKUP_STORE: url('an object store', 'https:', 'http:'),
  TENON_OWN_MACHINES: z
    .string()
    .regex(/^[^\s,]+(,[^\s,]+)*$/, 'must be host names separated by commas')
    .optional(),
  TENON_BACKUPS_KEPT: z.coerce
    .number({ error: 'must be a whole number, at least 1' })
    .int('must be a whole number, at least 1')
    .min(1, 'must be a whole number, at least 1')
    .default(30),
});

/** Every variable Tenon reads. */
const VARIABLES = Object.keys(SCHEMA.shape);

/** The surroundings say something Tenon cannot work with; names each variable, its value's fault and nothing secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * @param env the process's variables; an empty one counts as absent
 * @param base folder against which a relative TENON_DATA is meant (the checkout)
 * @param warn told of variables that look like Tenon's and are not, most often a slip of the pen
 * @throws ConfigError when a value cannot be used
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  base: string,
  warn: (sentence: string) => void,
): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  for (const name of Object.keys(given)) {
    if (!name.startsWith('TENON_') || NOT_OURS.has(name) || VARIABLES.includes(name)) continue;
    warn(`${name} is set but Tenon knows no such variable. It reads ${VARIABLES.join(', ')}.`);
  }
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
    throw new ConfigError(faults.join(' '));
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: resolve(base, values.TENON_DATA),
    databaseUrl: values.DATABASE_URL,
    logLevel: values.LOG_LEVEL,
    publicUrl: values.TENON_PUBLIC_URL?.replace(/\/+$/, ''),
    smtpUrl: values.TENON_SMTP_URL,
    secondSmtpUrl: values.TENON_SMTP_URL_SECOND,
    mailInPort: values.TENON_MAIL_IN_PORT,
    mailInHost: values.TENON_MAIL_IN_HOST,
    mailInCert: values.TENON_MAIL_IN_CERT,
    mailInKey: values.TENON_MAIL_IN_KEY,
    mailInDomain: values.TENON_MAIL_IN_DOMAIN,
    imapUrl: values.TENON_IMAP_URL,
    mailHookSecret: values.TENON_MAIL_HOOK_SECRET,
    keyRing: values.TENON_KEY_RING,
    mailFrom: values.TENON_MAIL_FROM,
    demo: values.TENON_DEMO === 'yes',
    lan: values.TENON_LAN === 'yes',
    lanPort: values.TENON_LAN_PORT,
    backupTo: values.TENON_BACKUP_TO,
    backupsKept: values.TENON_BACKUPS_KEPT,
    backupStore: values.TENON_BACKUP_STORE,
    ownMachines: values.TENON_OWN_MACHINES?.split(','),
  };
}
