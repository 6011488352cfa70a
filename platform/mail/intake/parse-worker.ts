import { parentPort, workerData } from 'node:worker_threads';
import { simpleParser, type Attachment, type ParsedMail as Parsed } from 'mailparser';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import { maskFile } from '../../files/masking/mask-file.ts';
import { UNPACK_BUDGET } from '../../files/masking/masked-file.ts';
import { safeFileName } from '../../files/store.ts';
import { oneLine } from '../../log/log.ts';
import { readDeliveryReport, type DeliveryReport } from '../delivery-report.ts';
import type { ParsedAttachment, ParsedMail, ParseLimits, UnreadReason } from './parsed-mail.ts';

/** The thread in which mail of strangers is taken apart and masked; see parse-mail.ts. */
const { raw, limits } = workerData as { raw: Uint8Array; limits: ParseLimits };
type Answer = { ok: true; value: ParsedMail } | { ok: false; reason: UnreadReason };

let masked = 0;
/** One for all files of the mail. */
const budget = { ...UNPACK_BUDGET };
function mask(text: string): string {
  const found = maskCardNumbers(text);
  masked += found.masked;
  return found.text;
}
const line = (text: string | undefined, max: number): string => mask(oneLine(text ?? '', max));

async function parse(bytes: Buffer): Promise<Parsed> {
  return simpleParser(bytes, {
    skipImageLinks: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    keepDeliveryStatus: true,
    checksumAlgo: false,
    maxHtmlLengthToParse: limits.htmlCharacters,
    maxHeadSize: limits.headerBytes,
    maxChildNodes: limits.parts,
  });
}

async function run(): Promise<Answer> {
  let parsed: Parsed;
  try {
    parsed = await parse(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  } catch (error) {
    const { message } = error as Error;
    const reason = /child|node|part/i.test(message)
      ? 'too_many_parts'
      : /header|head/i.test(message)
        ? 'headers_too_large'
        : 'malformed';
    return { ok: false, reason };
  }
  const report = reportIn(parsed);
  const { text, attachments } = report
    ? { text: parsed.text ?? '', attachments: [] }
    : await contentOf(parsed, limits.depth);
  const froms = parsed.headerLines.filter(({ key }) => key === 'from').length;
  const authors = (parsed.from?.value ?? []).flatMap((one) => one.group ?? [one]);
  const author = froms === 1 && authors.length === 1 ? authors[0] : undefined;
  const [contentType, reportType] = typeOf(parsed);
  const value: ParsedMail = {
    fromAddress: line(author?.address?.toLowerCase(), 254),
    fromName: line(author?.name, 200),
    replyTo: line(parsed.replyTo?.value[0]?.address?.toLowerCase(), 254) || null,
    subject: line(parsed.subject, 500),
    text: mask(cut(text)),
    headerDate: line(headerLine(parsed, 'date'), 100),
    messageId: line(parsed.messageId, 300),
    inReplyTo: line(idsIn(parsed.inReplyTo)[0], 300),
    references: idsIn([parsed.references ?? []].flat().join(' '))
      .slice(-20)
      .map((id) => line(id, 300)),
    signs: {
      autoSubmitted: sign(parsed, 'auto-submitted'),
      precedence: sign(parsed, 'precedence'),
      listId: sign(parsed, 'list-id'),
      listUnsubscribe: sign(parsed, 'list-unsubscribe'),
      autoReply: ['x-autoreply', 'x-autorespond', 'x-auto-reply'].map((key) => sign(parsed, key)).join(''),
      contentType,
      reportType,
      hops: parsed.headerLines.filter(({ key }) => key === 'received').length,
    },
    report: report && {
      messageId: line(report.messageId, 300),
      recipients: report.recipients.map((one) => ({
        ...one,
        recipient: mask(one.recipient),
        diagnostic: line(one.diagnostic, 300),
      })),
    },
    attachments,
    masked: 0,
  };
  return { ok: true, value: { ...value, masked } };
}

/** Text and files of a message and of those forwarded in it; what lies deeper than allowed is named and left out. */
async function contentOf(
  message: Parsed,
  depth: number,
): Promise<{ text: string; attachments: ParsedAttachment[] }> {
  let text = await textOf(message);
  const attachments: ParsedAttachment[] = [];
  for (const part of message.attachments) {
    if (part.contentType !== 'message/rfc822') {
      if (attachments.length < limits.attachments) attachments.push(await attachmentOf(part));
      continue;
    }
    if (depth === 0) {
      text += '\n\n[…]';
      continue;
    }
    const inner = await parse(part.content);
    const content = await contentOf(inner, depth - 1);
    text += `\n\n---------- ${inner.from?.text ?? ''}: ${inner.subject ?? ''} ----------\n${content.text}`;
    attachments.push(...content.attachments.slice(0, limits.attachments - attachments.length));
  }
  return { text, attachments };
}

/** HTML counts only where no plain text was sent along. */
async function textOf(message: Parsed): Promise<string> {
  if (message.text?.trim() || !message.html) return message.text ?? '';
  const alone = `Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${message.html}`;
  return (await parse(Buffer.from(alone))).text ?? '';
}

/** A file as it may be kept: masked, or only its name and why it is not here. */
async function attachmentOf({ filename, contentType, content }: Attachment): Promise<ParsedAttachment> {
  const found = await maskFile(content, budget);
  masked += found.kept ? found.masked : Math.max(found.masked, Number(found.because === 'card_number'));
  return {
    name: safeFileName(mask(filename ?? '')),
    contentType: line(contentType, 100) || 'application/octet-stream',
    bytes: found.kept ? found.bytes : new Uint8Array(),
    keptOut: found.kept ? null : found.because,
  };
}

function reportIn(message: Parsed): DeliveryReport | null {
  const status = message.attachments.find(({ contentType }) => contentType === 'message/delivery-status');
  if (!status) return null;
  const returned = message.attachments.find(({ contentType }) =>
    /^(message\/rfc822|text\/rfc822-headers|message\/global)/.test(contentType),
  );
  const head = returned?.content.subarray(0, 64 * 1024).toString('latin1') ?? '';
  return readDeliveryReport(status.content.subarray(0, 64 * 1024).toString('latin1'), head) ?? null;
}

function headerLine(message: Parsed, key: string): string {
  const found = message.headerLines.find((header) => header.key === key)?.line ?? '';
  return found.slice(found.indexOf(':') + 1);
}

function sign(message: Parsed, key: string): string {
  return mask(oneLine(headerLine(message, key), 200)).toLowerCase();
}

function typeOf(message: Parsed): [string, string] {
  const text = sign(message, 'content-type');
  return [text.split(';')[0]!.trim(), /report-type="?([\w-]+)/.exec(text)?.[1] ?? ''];
}

function idsIn(text: string | undefined): string[] {
  return text?.match(/<[^\s<>]{1,298}>/g) ?? [];
}

function cut(text: string): string {
  return text.length > limits.text ? `${text.slice(0, limits.text)}\n[…]` : text;
}

parentPort!.postMessage(await run());
