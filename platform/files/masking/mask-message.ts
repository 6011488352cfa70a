import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { spend, type LookInto, type UnpackBudget } from './masked-file.ts';

const HEAD = /^(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n/;
const OF_A_MAIL = /^(?:from|received|return-path|mime-version|message-id|subject):/im;
const PARTS_DEEP_MAX = 20;

/** Whether a text begins like a mail: several header lines, one of those that every mail has, and an empty line. */
export function isMessage(bytes: Buffer): boolean {
  const head = HEAD.exec(bytes.subarray(0, 64 * 1024).toString('latin1'))?.[0];
  return head !== undefined && OF_A_MAIL.test(head);
}

/**
 * Masks a whole mail (RFC 5322, 2045) part by part: texts, files, names and header lines. Parts in which nothing is found
 * stay as they are, byte by byte; others are written anew in base64.
 */
export async function maskMessage(
  bytes: Buffer,
  budget: UnpackBudget,
  look: LookInto,
): Promise<{ bytes: Buffer; masked: number }> {
  const found = await maskEntity(bytes.toString('latin1'), budget, look, PARTS_DEEP_MAX);
  return found.masked === 0
    ? { bytes, masked: 0 }
    : { bytes: Buffer.from(found.text, 'latin1'), masked: found.masked };
}

interface Found {
  readonly text: string;
  readonly masked: number;
}

async function maskEntity(
  entity: string,
  budget: UnpackBudget,
  look: LookInto,
  deep: number,
): Promise<Found> {
  spend(budget, 0);
  const cut = /\r?\n\r?\n/.exec(entity);
  const [head, gap, body] =
    entity.startsWith('\r\n') || entity.startsWith('\n')
      ? ['', '', entity]
      : cut
        ? [entity.slice(0, cut.index), cut[0], entity.slice(cut.index + cut[0].length)]
        : [entity, '', ''];
  const header = maskHead(head);
  const type = fieldOf(head, 'content-type');
  const coding = fieldOf(head, 'content-transfer-encoding').trim().toLowerCase();
  const boundary = /boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const content =
    boundary && deep > 0 && /^\s*multipart\//i.test(type)
      ? await maskParts(body, boundary[1] ?? boundary[2]!, budget, look, deep - 1)
      : /^\s*message\/(rfc822|global)/i.test(type) && deep > 0 && !/base64|quoted/.test(coding)
        ? await maskEntity(body, budget, look, deep - 1)
        : await maskLeaf(body, coding, type, look);
  const shown = 'recoded' in content && content.recoded ? recode(header.text) : header.text;
  return { text: shown + gap + content.text, masked: header.masked + content.masked };
}

async function maskParts(
  body: string,
  boundary: string,
  budget: UnpackBudget,
  look: LookInto,
  deep: number,
): Promise<Found> {
  const line = new RegExp(
    `(?:^|\\r?\\n)--${boundary.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?:--)?[ \\t]*(?=\\r?\\n|$)`,
    'g',
  );
  let text = '';
  let masked = 0;
  let at = 0;
  let first = true;
  const take = async (piece: string): Promise<void> => {
    const start = first ? '' : (/^\r?\n/.exec(piece)?.[0] ?? '');
    const found = first ? plain(piece) : await maskEntity(piece.slice(start.length), budget, look, deep);
    text += start + found.text;
    masked += found.masked;
    first = false;
  };
  for (const { 0: mark, index } of body.matchAll(line)) {
    await take(body.slice(at, index));
    text += mark;
    at = index + mark.length;
  }
  await take(body.slice(at));
  return { text, masked };
}

async function maskLeaf(
  body: string,
  coding: string,
  type: string,
  look: LookInto,
): Promise<Found & { recoded: boolean }> {
  const bytes = decode(body, coding);
  if (bytes.length === 0) return { ...plain(body), recoded: false };
  const name = /name\s*=\s*"?([^";]+)/i.exec(type)?.[1] ?? '';
  const found = await look(bytes, name);
  if (found.masked === 0) return { text: body, masked: 0, recoded: false };
  if (!/base64|quoted/.test(coding))
    return { text: found.bytes.toString('latin1'), masked: found.masked, recoded: false };
  const lines = found.bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
  return { text: `${lines}\r\n`, masked: found.masked, recoded: true };
}

function decode(body: string, coding: string): Buffer {
  if (/base64/.test(coding)) return Buffer.from(body, 'base64');
  if (!/quoted/.test(coding)) return Buffer.from(body, 'latin1');
  const joined = body.replace(/[ \t]*=[ \t]*\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}

/** Header lines, also where their words are encoded (RFC 2047): then the whole line is written anew. */
function maskHead(head: string): Found {
  let masked = 0;
  const text = head.replace(
    /^([\w-]+:)((?:[^\r\n]*)(?:\r?\n[ \t][^\r\n]*)*)/gm,
    (line, name: string, value: string) => {
      const raw = plain(value);
      if (raw.masked > 0) {
        masked += raw.masked;
        return name + raw.text;
      }
      if (!value.includes('=?')) return line;
      const read = maskCardNumbers(words(value));
      if (read.masked === 0) return line;
      masked += read.masked;
      return `${name} =?utf-8?B?${Buffer.from(read.text.trim()).toString('base64')}?=`;
    },
  );
  return { text, masked };
}

/** Encoded words as text; digits are the same in every encoding that is used there. */
function words(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?[^?]*\?([bBqQ])\?([^?]*)\?=/g, (_, way: string, text: string) =>
      /b/i.test(way)
        ? Buffer.from(text, 'base64').toString('utf8')
        : decode(text.replaceAll('_', ' '), 'quoted').toString('utf8'),
    );
}

function recode(head: string): string {
  return head.replace(/^content-transfer-encoding:.*$/im, 'Content-Transfer-Encoding: base64');
}

function fieldOf(head: string, name: string): string {
  const value =
    new RegExp(`^${name}:((?:[^\\r\\n]*)(?:\\r?\\n[ \\t][^\\r\\n]*)*)`, 'im').exec(head)?.[1] ?? '';
  return value.replace(/\r?\n[ \t]+/g, ' ');
}

function plain(text: string): Found {
  const found = maskCardNumbers(text);
  return { text: found.text.replaceAll('•', '*'), masked: found.masked };
}
