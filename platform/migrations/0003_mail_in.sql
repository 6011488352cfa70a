-- Mail in, and what became of mail out: addresses of the installation, received mail stored masked, replays, bounces.

-- Addresses at which this installation takes mail, each with the tenant it is for. Found before any tenant is known.
create table mail_address (
  address text primary key check (address = lower(address) and address like '%_@_%'),
  tenant_id uuid not null,
  sends boolean not null default false,        -- true: mail of this tenant goes out under this address
  since timestamptz not null
);
select reference('mail_address');
grant select, insert, update, delete on mail_address to tenon_app;

-- How a tenant signs its mail: the name beside the address, and where answers go.
create table mail_sender (
  tenant_id uuid not null,
  display_name text not null,
  reply_to text,                               -- null: answers go to the sending address
  primary key (tenant_id)
);
select shard('mail_sender');
grant select, insert, update on mail_sender to tenon_app;

-- waiting: queued · no_provider: nobody may carry it now, it waits · sent: taken by a relay · delivered: the recipient's
-- server says it has it · bounced: it came back for good · failed: it will not go out as it is
alter table outgoing_mail drop constraint outgoing_mail_state_check;
alter table outgoing_mail add constraint outgoing_mail_state_check
  check (state in ('waiting', 'no_provider', 'sent', 'delivered', 'bounced', 'failed'));
alter table outgoing_mail add column message_id text;          -- ours, made of the row's id: a retry is the same message
alter table outgoing_mail add column relay text;               -- host that took it
alter table outgoing_mail add column bounces int not null default 0;
alter table outgoing_mail add column bounce_status text;       -- enhanced status code of RFC 3463, '5.1.1'
alter table outgoing_mail add column bounced_at timestamptz;
create index outgoing_mail_subject on outgoing_mail (tenant_id, subject_id);
create index outgoing_mail_message_id on outgoing_mail (tenant_id, message_id);

-- Addresses whose mail came back for good. Mail to them is not sent until somebody says that they work again.
create table dead_address (
  tenant_id uuid not null,
  address text not null,                       -- lower case
  mail_id uuid not null,                       -- the mail that came back
  status text not null,                        -- RFC 3463
  diagnostic text not null,                    -- the other server's words, one line
  since timestamptz not null,
  primary key (tenant_id, address)
);
select shard('dead_address');
grant select, insert, update, delete on dead_address to tenon_app;

-- Mail as it arrived, masked before it was written. Append-only: there is no grant to change or delete.
create table incoming_mail (
  tenant_id uuid not null,
  id uuid not null,
  dedupe text not null,                        -- SHA-256 of Message-ID, digest of the body and recipient
  received_at timestamptz not null,            -- when it first reached our mail system; the Date header never counts
  stored_at timestamptz not null,
  channel text not null check (channel in ('smtp', 'imap', 'webhook')),
  recipient text not null,                     -- our address it was sent to
  envelope_from text not null,                 -- '' is the null sender of reports
  from_address text not null,                  -- '' when the header names none, or more than one
  from_name text not null,
  reply_to text,
  subject text not null,
  body text not null,                          -- plain text; HTML was turned into text
  header_date text not null,                   -- as the sender wrote it; shown, never used
  message_id text not null,
  in_reply_to text not null,
  thread jsonb not null,                       -- Message-IDs of References
  nature text not null check (nature in ('personal', 'bounce', 'auto_reply', 'list', 'loop')),
  verified boolean not null,
  verdict jsonb not null,                      -- results of DKIM, SPF and DMARC, and why it counts or not
  report jsonb,                                -- of a bounce: the recipients it speaks of
  masked int not null,                         -- card numbers that were masked
  bytes bigint not null,
  unread text,                                 -- why the content could not be read; the mail waits for a person
  primary key (tenant_id, id),
  unique (tenant_id, dedupe)
);
create index incoming_mail_at on incoming_mail (tenant_id, received_at);
select shard('incoming_mail');
grant select, insert on incoming_mail to tenon_app;

create table incoming_attachment (
  tenant_id uuid not null,
  mail_id uuid not null,
  position int not null,                       -- 1, 2, 3 … as in the mail
  name text not null,                          -- masked and made safe; for showing only
  content_type text not null,
  bytes bigint not null,
  file_hash text not null,                     -- SHA-256 in the file store
  primary key (tenant_id, mail_id, position),
  foreign key (tenant_id, mail_id) references incoming_mail (tenant_id, id)
);
select shard('incoming_attachment');
grant select, insert on incoming_attachment to tenon_app;

-- The same mail once more: nothing follows from it, but it is known that it came.
create table incoming_mail_repeat (
  tenant_id uuid not null,
  id uuid not null,
  mail_id uuid not null,                       -- the first one
  received_at timestamptz not null,
  channel text not null,
  envelope_from text not null,
  verdict jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, mail_id) references incoming_mail (tenant_id, id)
);
select shard('incoming_mail_repeat');
grant select, insert on incoming_mail_repeat to tenon_app;

-- Message-IDs and signatures that were seen: a mail that brings one of them again is a replay.
create table mail_seen (
  tenant_id uuid not null,
  mark text not null,                          -- SHA-256 of the Message-ID or of the signature
  mail_id uuid not null,
  primary key (tenant_id, mark)
);
select shard('mail_seen');
grant select, insert on mail_seen to tenon_app;

-- How far each mailbox has been read. The mail itself stays in the mailbox.
create table mailbox_cursor (
  tenant_id uuid not null,
  mailbox text not null,                       -- 'user@host/INBOX'
  uid_validity bigint not null,
  last_uid bigint not null,
  read_at timestamptz not null,
  primary key (tenant_id, mailbox)
);
select shard('mailbox_cursor');
grant select, insert, update on mailbox_cursor to tenon_app;
