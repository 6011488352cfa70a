-- Whom this installation gives personal data to, under which contract, and what went through the door.

create table processor (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9.:\[\]-]{1,119}$'),  -- 'relay:smtp.example:587', 'resolver', 'carrier-x'
  name text not null,
  country char(2),                             -- ISO 3166-1; null where a configuration does not say
  service text not null,                       -- what it does for us, in plain words
  categories jsonb not null,                   -- kinds of data it may get at most
  purposes jsonb not null,
  sub_processors jsonb not null,               -- names
  transfer_basis text not null,                -- why data may go to its country; '' inside the EU
  contact text not null,
  places jsonb not null,                       -- [{host, port, inside}]: where it is reached, and nowhere else
  checked_on date,                             -- when somebody last looked at all of this
  suspended_at timestamptz,
  suspended_because text,
  ended_at timestamptz,
  made_at timestamptz not null
);
select reference('processor');
grant select, insert, update on processor to tenon_app;

-- A contract with both signatures, handed in by one person and confirmed by another. Only its confirmation is added later.
create table processor_contract (
  id uuid primary key,
  processor_id text not null references processor (id),
  declared boolean not null,                   -- true: the administrator's configuration says that there is one
  file_hash text,                              -- the document in the operator's file store; null when declared
  file_name text,
  signed_by_us_on date,
  signed_by_them_on date,
  categories jsonb not null,                   -- kinds of data that it covers
  valid_from date not null,
  valid_to date,                               -- last day; null: until further notice
  handed_in_by text not null,
  handed_in_name text not null,
  handed_in_at timestamptz not null,
  confirmed_by text,                           -- who confirmed contract and confidentiality; null: nobody yet
  confirmed_name text,
  confirmed_at timestamptz,
  confirmed_alone boolean,                     -- by the same person after the wait, signed in again
  check (declared or (file_hash is not null and signed_by_us_on is not null and signed_by_them_on is not null)),
  check (valid_to is null or valid_to >= valid_from)
);
create index processor_contract_of on processor_contract (processor_id);
select reference('processor_contract');
grant select, insert on processor_contract to tenon_app;
grant update (confirmed_by, confirmed_name, confirmed_at, confirmed_alone) on processor_contract to tenon_app;

-- Warnings that were raised before a contract ended, one per contract and number of days. Append-only.
create table processor_warning (
  contract_id uuid not null references processor_contract (id),
  days int not null,                           -- 60, 30, 7: the step that was reached
  raised_at timestamptz not null,
  primary key (contract_id, days)
);
select reference('processor_warning');
grant select, insert on processor_warning to tenon_app;

-- Every call through the door: to whom, what kinds of data, how much, and how it ended. Append-only.
create table egress_log (
  id uuid primary key,
  at timestamptz not null,
  on_behalf_of uuid,                           -- tenant; null for the installation's own calls
  purpose text not null,                       -- 'mail.send'
  recipient text not null,                     -- 'processor:relay:smtp.example:587', 'tenant', 'disclosure:<id>', 'nobody'
  categories jsonb not null,
  host text not null,
  port int not null,
  decision text not null check (decision in ('refused', 'failed', 'connected')),
  reason text,
  bytes_out bigint not null,
  bytes_in bigint not null
);
create index egress_log_at on egress_log (at);
create index egress_log_recipient on egress_log (recipient, at);
select reference('egress_log');
grant select, insert on egress_log to tenon_app;
