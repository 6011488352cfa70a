import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Personal columns of the platform's own tables; every other column says that it is not personal. */
export const platformPersonal: PersonalMap = {
  tenant: personalTable(
    'controller',
    { slug: 'company', name: 'company' },
    'id zone currency locale database demo created_at',
  ),
  schema_migration: personalTable('controller', {}, 'module file checksum applied_at'),
  event_stream: personalTable('controller', {}, 'tenant_id aggregate aggregate_id last_seq'),
  event: personalTable(
    'controller',
    { payload: 'audit-log', actor: 'audit-log', actor_name: 'audit-log', at: 'audit-log' },
    'tenant_id id aggregate aggregate_id seq name',
  ),
  event_cursor: personalTable('controller', {}, 'tenant_id reader aggregate aggregate_id done_seq'),
  idempotency_key: personalTable(
    'controller',
    { body: 'audit-log', actor: 'audit-log' },
    'tenant_id key route request_hash status at',
  ),
  audit_head: personalTable('controller', {}, 'tenant_id seq hash seal'),
  audit_entry: personalTable(
    'controller',
    {
      at: 'audit-log',
      actor: 'audit-log',
      actor_name: 'audit-log',
      action: 'audit-log',
      subject: 'audit-log',
      reason: 'audit-log',
      facts: 'audit-log',
    },
    'tenant_id seq hash',
  ),
  audit_check: personalTable('controller', {}, 'tenant_id id at seq hash fault'),
  number_series: personalTable('controller', {}, 'tenant_id series last_number'),
  outgoing_mail: personalTable(
    'processor',
    { recipient: 'correspondence', message: 'correspondence', last_error: 'correspondence' },
    'tenant_id id kind links_sealed subject_id state attempts queued_at sent_at message_id relay bounces bounce_status bounced_at',
  ),
  mail_opt_out: personalTable('processor', { address: 'contact' }, 'tenant_id kind since how'),
  mail_address: personalTable('controller', { address: 'contact' }, 'tenant_id sends since'),
  mail_sender: personalTable('processor', { display_name: 'company', reply_to: 'contact' }, 'tenant_id'),
  mail_relay: personalTable(
    'processor',
    { login_user: 'contact', failed_said: 'correspondence' },
    'tenant_id host port inside security password_sealed set_at ok_at failed_at failed_why test_id',
  ),
  mail_from: personalTable(
    'processor',
    { address: 'contact' },
    'tenant_id selector token checked_at proven findings',
  ),
  dead_address: personalTable(
    'processor',
    { address: 'contact', diagnostic: 'correspondence' },
    'tenant_id mail_id status since',
  ),
  incoming_mail: personalTable(
    'processor',
    {
      envelope_from: 'correspondence',
      from_address: 'correspondence',
      from_name: 'correspondence',
      reply_to: 'correspondence',
      subject: 'correspondence',
      body: 'correspondence',
      header_date: 'correspondence',
      report: 'correspondence',
    },
    'tenant_id id dedupe received_at stored_at channel recipient message_id in_reply_to thread nature verified verdict masked bytes unread',
  ),
  incoming_attachment: personalTable(
    'processor',
    { name: 'correspondence', file_hash: 'correspondence' },
    'tenant_id mail_id position content_type bytes kept_out',
  ),
  incoming_mail_repeat: personalTable(
    'processor',
    { envelope_from: 'correspondence' },
    'tenant_id id mail_id received_at channel verdict',
  ),
  mail_seen: personalTable('controller', {}, 'tenant_id mark mail_id'),
  mailbox_cursor: personalTable('controller', {}, 'tenant_id mailbox uid_validity last_uid read_at'),
  document: personalTable(
    'processor',
    // What the papers themselves hold; the row only names the file.
    { name: 'order-delivery', file_hash: 'order-delivery' },
    'tenant_id id kind subject_id revision bytes content_type made_at',
  ),
};
