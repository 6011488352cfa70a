/** Fields of a form, sent as parts or as a line of pairs. */
export function readForm(contentType: string, body: Buffer): ReadonlyMap<string, Buffer> {
  const fields = new Map<string, Buffer>();
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) {
    for (const [name, value] of new URLSearchParams(body.toString())) fields.set(name, Buffer.from(value));
    return fields;
  }
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at >= 0;) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const name = /name="([^"]+)"/.exec(part.subarray(0, split).toString())?.[1];
    if (name !== undefined) fields.set(name, part.subarray(split + 4));
    at = next;
  }
  return fields;
}
