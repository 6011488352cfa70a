import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { KeptOut } from '../../files/masking/masked-file.ts';
import type { DeliveryReport } from '../delivery-report.ts';
import type { MailVerdict } from './authenticate.ts';
import type { MailNature } from './nature.ts';
import type { UnreadReason } from './parsed-mail.ts';

export type MailChannel = 'smtp' | 'imap' | 'webhook';

export interface IncomingTables {
  incoming_mail: {
    tenant_id: Id;
    id: Id;
    dedupe: string;
    received_at: Instant;
    stored_at: Instant;
    channel: MailChannel;
    recipient: string;
    envelope_from: string;
    from_address: string;
    from_name: string;
    reply_to: string | null;
    subject: string;
    body: string;
    header_date: string;
    message_id: string;
    in_reply_to: string;
    thread: readonly string[];
    nature: MailNature;
    verified: boolean;
    verdict: MailVerdict;
    report: DeliveryReport | null;
    masked: number;
    bytes: bigint;
    unread: UnreadReason | null;
  };
  incoming_attachment: {
    tenant_id: Id;
    mail_id: Id;
    position: number;
    name: string;
    content_type: string;
    bytes: bigint;
    /** null: the file was not kept, `kept_out` says why */
    file_hash: string | null;
    kept_out: KeptOut | null;
  };
  incoming_mail_repeat: {
    tenant_id: Id;
    id: Id;
    mail_id: Id;
    received_at: Instant;
    channel: MailChannel;
    envelope_from: string;
    verdict: MailVerdict;
  };
  mail_seen: { tenant_id: Id; mark: string; mail_id: Id };
  mailbox_cursor: {
    tenant_id: Id;
    mailbox: string;
    uid_validity: bigint;
    last_uid: bigint;
    read_at: Instant;
  };
}
