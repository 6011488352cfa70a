-- What every module stands on: the tenant directory, events with their readers, idempotency keys, number series, mail to send.

create table tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,60}$'),
  name text not null,
  zone text not null,                          -- IANA name; the tenant's calendar days are days in this zone
  currency char(3) not null,                   -- ISO 4217
  locale text not null default 'en',
  database text not null default 'main',       -- entry of the database directory where this tenant's rows lie
  demo boolean not null default false,
  created_at timestamptz not null
);
select reference('tenant');
grant select, insert, update, delete on tenant to tenon_app;

-- The last sequence number of each aggregate: one row lock puts its events in order.
create table event_stream (
  tenant_id uuid not null,
  aggregate text not null,
  aggregate_id uuid not null,
  last_seq int not null,                       -- 1, 2, 3 …
  primary key (tenant_id, aggregate, aggregate_id)
);
select shard('event_stream');
grant select, insert, update on event_stream to tenon_app;

-- Everything that happened. Append-only: there is no grant to change or delete.
create table event (
  tenant_id uuid not null,
  id uuid not null,
  aggregate text not null,
  aggregate_id uuid not null,
  seq int not null,
  name text not null,                          -- past tense, 'order.confirmed'
  payload jsonb not null,
  actor text not null,                         -- 'login:<id>', 'station:<id>', 'job:<name>', 'system'
  actor_name text not null,                    -- as shown in the timeline
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, aggregate, aggregate_id, seq)
);
create index event_at on event (tenant_id, at);
select shard('event');
grant select, insert on event to tenon_app;

-- How far each reader has come with each aggregate.
create table event_cursor (
  tenant_id uuid not null,
  reader text not null,
  aggregate text not null,
  aggregate_id uuid not null,
  done_seq int not null,
  primary key (tenant_id, reader, aggregate, aggregate_id)
);
select shard('event_cursor');
grant select, insert, update on event_cursor to tenon_app;

-- First results of unsafe requests, so that a repeat changes nothing.
create table idempotency_key (
  tenant_id uuid not null,
  key text not null check (length(key) between 8 and 120),
  route text not null,
  request_hash text not null,                  -- SHA-256 of what was asked; the same key with another request is refused
  status int,                                  -- HTTP status of the first answer; null while it is being made
  body jsonb,
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, key)
);
create index idempotency_key_at on idempotency_key (tenant_id, at);
select shard('idempotency_key');
grant select, insert, update, delete on idempotency_key to tenon_app;

-- Gapless document numbers: the row lock lasts until the document is saved or nothing is.
create table number_series (
  tenant_id uuid not null,
  series text not null,                        -- 'invoice-2026'
  last_number int not null,
  primary key (tenant_id, series)
);
select shard('number_series');
grant select, insert, update on number_series to tenon_app;

-- Mail to be sent and what became of it.
create table outgoing_mail (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,                          -- 'orders.quote', …
  subject_id uuid not null,                    -- the document or order it belongs to
  recipient text not null,
  message jsonb not null,                      -- subject, paragraphs, names and file hashes of attachments
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  last_error text,
  queued_at timestamptz not null,
  sent_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, kind, subject_id, recipient)
);
select shard('outgoing_mail');
grant select, insert, update on outgoing_mail to tenon_app;
