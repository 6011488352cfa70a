import { pino, type DestinationStream, type Logger } from 'pino';
import { maskCardNumbers } from '#domain/kernel/masking.ts';

/** What the product calls to speak to its operator. JSON lines, one per event; `child` adds members to each line. */
export type Log = Logger;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Members whose value never reaches the log, wherever they stand in the first four levels of a line. */
const SECRET_MEMBERS = [
  'password',
  'passwordHash',
  'pin',
  'secret',
  'token',
  'sessionToken',
  'apiKey',
  'authorization',
  'cookie',
  'totp',
  'recoveryCode',
  'connectionString',
  'databaseUrl',
  'iban',
];
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'];

/**
 * Makes the root logger.
 * @param level least severe level that is written
 * @param to where the lines go; standard output when absent
 */
export function createLog(options: { level: LogLevel; name?: string; to?: DestinationStream }): Log {
  const log = pino(
    {
      level: options.level,
      base: { name: options.name ?? 'tenon', pid: process.pid },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths(), censor: '[hidden]' },
      serializers: { err: describeError, cause: describeError },
      hooks: { streamWrite: withoutCards },
    },
    options.to ?? pino.destination({ dest: 1, sync: false }),
  );
  return log;
}

/** The logger of one request: every line of it carries these members. */
export function requestLog(
  log: Log,
  request: { requestId: string; method: string; route: string; tenantId?: string; loginId?: string },
): Log {
  return log.child(request);
}

/**
 * Text of an outside system or a browser made safe for one line of a log: no control characters, at most `max` characters.
 * pino escapes line breaks in JSON; this is for text that is also shown on a terminal.
 */
export function oneLine(text: string, max = 300): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is taken out here
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}

/** An error as plain members, with its chain of causes; messages have credentials in URLs taken out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: withoutCredentials(error.message),
    ...(code === undefined ? {} : { code }),
    stack: withoutCredentials(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** The last look at each line before it leaves: whatever it was made of, it holds no card number (P-2.1c). */
function withoutCards(line: string): string {
  const { text, masked } = maskCardNumbers(line);
  if (masked === 0) return line;
  try {
    JSON.parse(text);
    return text;
  } catch {
    // The number stood as a number: what is left of it is no JSON any more, so the line is told as text.
    return `${JSON.stringify({ level: 'warn', name: 'tenon', msg: 'a line with a card number', line: text.trim() })}\n`;
  }
}

/** `postgres://tenon:s3cret@host` → `postgres://[hidden]@host`. */
export function withoutCredentials(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1[hidden]@');
}

function secretPaths(): string[] {
  const levels = ['', '*.', '*.*.', '*.*.*.'];
  const members = levels.flatMap((level) => SECRET_MEMBERS.map((name) => `${level}${name}`));
  const headers = ['', '*.', '*.*.'].flatMap((level) =>
    SECRET_HEADERS.map((name) => `${level}headers["${name}"]`),
  );
  return [...members, ...headers];
}
