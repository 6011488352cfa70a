/** Connection lost, shutting down or starting, out of connections: classes of SQLSTATE. */
const STATES = /^(08|57P0|53)/;
/** What the socket says, and what the driver says when its connection went away under it. */
const WORDS =
  /\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)\b|connection terminated|not queryable|timeout exceeded when trying to connect|connection timeout|connection ended unexpectedly/i;
const DEPTH_MAX = 5;

/**
 * Whether an error says that the database cannot be reached at the moment, by itself or by what caused it: then nothing
 * was changed, and the same request may be made again in a moment.
 */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEPTH_MAX) return false;
  const { code } = error as { code?: unknown };
  const said = typeof code === 'string' ? code : '';
  if (STATES.test(said) || WORDS.test(`${said} ${error.message}`)) return true;
  const parts = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return [error.cause, ...parts].some((one) => isUnavailable(one, depth + 1));
}
