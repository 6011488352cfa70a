/** A row as JSON; numbers keep every digit they were written with. */
export type Row = Record<string, unknown>;

const NEWLINE = 0x0a;

/** Whole lines of a stream, without their ends. @throws nothing of its own; a last line without an end is a line */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Uint8Array[] = [];
  for await (const piece of stream) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, from)) {
      const line = piece.subarray(from, at);
      yield rest.length > 0
        ? Buffer.concat([...rest, line])
        : Buffer.from(line.buffer, line.byteOffset, line.length);
      rest = [];
      from = at + 1;
    }
    if (from < piece.length) rest.push(Buffer.from(piece.subarray(from)));
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/**
 * Whole lines of a stream, many at a time: to be read by the database they need not be told apart.
 * @param bytesLeast a batch has so many bytes, and the rest of its last piece
 */
export async function* batchesOf(
  stream: AsyncIterable<Uint8Array>,
  bytesLeast: number,
): AsyncGenerator<readonly string[]> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    waiting.push(Buffer.from(piece));
    bytes += piece.length;
    if (bytes < bytesLeast) continue;
    const text = Buffer.concat(waiting);
    const end = text.lastIndexOf(NEWLINE) + 1;
    waiting = [text.subarray(end)];
    bytes = text.length - end;
    if (end > 0) yield text.toString('utf8', 0, end - 1).split('\n');
  }
  const rest = Buffer.concat(waiting).toString('utf8').replace(/\n$/, '');
  if (rest !== '') yield rest.split('\n');
}

/** Rows of a stream of JSON lines, each changed. */
export async function* changeRows(
  lines: AsyncIterable<Uint8Array>,
  change: (row: Row) => void,
): AsyncGenerator<Uint8Array> {
  for await (const line of linesOf(lines)) {
    const row = readRow(line.toString('utf8'));
    change(row);
    yield Buffer.from(`${writeRow(row)}\n`);
  }
}

/** As `JSON.rawJSON` gives them: a number that is written again digit by digit. */
interface RawNumber {
  readonly rawJSON: string;
}
const raw = (JSON as unknown as { rawJSON(text: string): RawNumber }).rawJSON;

/** @throws SyntaxError */
export function readRow(text: string): Row {
  const keep = (_key: string, value: unknown, context: { source?: string }): unknown =>
    // Money may be larger than a number holds exactly.
    typeof value === 'number' && !Number.isSafeInteger(value) ? raw(context.source!) : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown) as Row;
}

export function writeRow(row: Row): string {
  return JSON.stringify(row);
}
