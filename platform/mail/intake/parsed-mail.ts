import type { KeptOut } from '../../files/masking/masked-file.ts';
import type { DeliveryReport } from '../delivery-report.ts';

/** What a mail says, taken apart. Every text is masked: no card number of it was ever written anywhere. */
export interface ParsedMail {
  /** the one address in the one From header; '' when there is none or more than one */
  readonly fromAddress: string;
  readonly fromName: string;
  readonly replyTo: string | null;
  readonly subject: string;
  /** plain text; HTML was turned into text, forwarded messages stand below */
  readonly text: string;
  /** as the sender wrote it; shown and never used */
  readonly headerDate: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly references: readonly string[];
  /** what tells machines from people */
  readonly signs: MailSigns;
  readonly report: DeliveryReport | null;
  readonly attachments: readonly ParsedAttachment[];
  /** how many card numbers were masked */
  readonly masked: number;
}

export interface ParsedAttachment {
  readonly name: string;
  readonly contentType: string;
  /** masked; empty where the file may not be kept */
  readonly bytes: Uint8Array;
  /** why the file may not be kept; its name stays, so that people know that there was one */
  readonly keptOut: KeptOut | null;
}

/** Header values that say how a mail came about; lower case, '' when absent. */
export interface MailSigns {
  readonly autoSubmitted: string;
  readonly precedence: string;
  readonly listId: string;
  readonly listUnsubscribe: string;
  readonly autoReply: string;
  readonly contentType: string;
  readonly reportType: string;
  /** how many servers it says it went through */
  readonly hops: number;
}

/** Why a mail could not be taken apart. It is kept with its sender, its arrival and this reason, and waits for a person. */
export type UnreadReason =
  'too_many_parts' | 'headers_too_large' | 'takes_too_long' | 'malformed' | 'too_large';

export interface ParseLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** MIME parts; with it the depth is bounded, because each level is a part */
  readonly parts: number;
  readonly headerBytes: number;
  /** characters of text kept; the rest is cut and the text says so */
  readonly text: number;
  readonly htmlCharacters: number;
  /** forwarded messages inside forwarded messages */
  readonly depth: number;
  readonly attachments: number;
}

export const PARSE_LIMITS: ParseLimits = {
  timeoutMs: 20_000,
  memoryMb: 384,
  parts: 200,
  headerBytes: 256 * 1024,
  text: 200_000,
  htmlCharacters: 2_000_000,
  depth: 4,
  attachments: 50,
};
