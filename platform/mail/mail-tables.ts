import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { MailBlock } from './compose.ts';
import type { RecordFinding } from './domain-records.ts';
import type { MailState } from './mail-shape.ts';

/** Mail that goes out. */
export interface MailTables {
  outgoing_mail: {
    tenant_id: Id;
    id: Id;
    kind: string;
    subject_id: Id;
    recipient: string;
    message: StoredMessage;
    /** secret parts of links, sealed; '' for none, and once a relay has the mail */
    links_sealed: string;
    state: MailState;
    attempts: number;
    last_error: string | null;
    queued_at: Instant;
    sent_at: Instant | null;
    message_id: string | null;
    relay: string | null;
    bounces: number;
    bounce_status: string | null;
    bounced_at: Instant | null;
  };
  mail_sender: { tenant_id: Id; display_name: string; reply_to: string | null };
  mail_relay: {
    tenant_id: Id;
    host: string;
    port: number;
    inside: boolean;
    security: 'tls' | 'starttls' | 'none';
    login_user: string;
    password_sealed: string;
    set_at: Instant;
    ok_at: Instant | null;
    failed_at: Instant | null;
    failed_why: string;
    failed_said: string;
    test_id: Id | null;
  };
  mail_from: {
    tenant_id: Id;
    address: string;
    selector: string;
    token: string;
    checked_at: Instant | null;
    proven: boolean;
    findings: readonly RecordFinding[];
  };
  mail_opt_out: {
    tenant_id: Id;
    address: string;
    kind: string;
    since: Instant;
    how: 'one-click' | 'page' | 'account';
  };
  mail_address: { address: string; tenant_id: Id; sends: boolean; since: Instant };
  dead_address: {
    tenant_id: Id;
    address: string;
    mail_id: Id;
    status: string;
    diagnostic: string;
    since: Instant;
  };
}

export interface StoredMessage {
  readonly locale: string;
  readonly subject: string;
  readonly headline: string;
  readonly blocks: readonly MailBlock[];
  readonly documentIds: readonly Id[];
  /** the mail it answers: its Message-ID and those before it */
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[] | undefined;
}
