import { readFileSync } from 'node:fs';
import { quoteCancellation } from '#domain/policy/cancellation/quote.ts';
import { readCaseText } from '#domain/policy/cancellation/read-case.ts';
import { writeQuote } from '#domain/policy/cancellation/write-quote.ts';

interface CancellationIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const USAGE = `usage: tenon cancellation quote CASE.json

  prints what a cancellation would do as JSON; CASE.json is a file, or - for what comes in on standard input
`;
/** Done; refused or not understood. */
const EXIT = { done: 0, refused: 2 } as const;
const STDIN = 0;

/**
 * `tenon cancellation quote`: the dates and amounts of a cancellation, by the function that the service itself asks.
 *
 * @param argv the words after `cancellation`
 * @returns exit code: 0 done, 2 bad usage or a refused case; the reasons, each with its path, go to `err`
 */
export function cancellation(argv: string[], io: CancellationIo): Promise<number> {
  if (argv.includes('--help')) {
    io.out(USAGE);
    return Promise.resolve(EXIT.done);
  }
  const [verb, path, ...more] = argv;
  const unknown = more[0] ?? (verb === 'quote' && path?.startsWith('--') ? path : undefined);
  if (verb !== 'quote' || path === undefined || unknown !== undefined) {
    const wrong =
      verb === undefined
        ? 'no command was given'
        : verb !== 'quote'
          ? `${verb} is not known`
          : unknown === undefined
            ? 'no case was given'
            : `${unknown} is not known`;
    io.err(`${wrong}\n${USAGE}`);
    return Promise.resolve(EXIT.refused);
  }
  let text: string;
  try {
    text = readFileSync(path === '-' ? STDIN : path, 'utf8');
  } catch (cause) {
    io.err(`${path} cannot be read: ${(cause as Error).message}\n`);
    return Promise.resolve(EXIT.refused);
  }
  const read = readCaseText(text);
  if (!read.ok) {
    io.err(
      `${path} cannot be quoted:\n${read.refusal.reasons.map(({ sentence }) => `  ${sentence}\n`).join('')}`,
    );
    return Promise.resolve(EXIT.refused);
  }
  io.out(`${JSON.stringify(writeQuote(quoteCancellation(read.value), read.value.currency), null, 2)}\n`);
  return Promise.resolve(EXIT.done);
}
