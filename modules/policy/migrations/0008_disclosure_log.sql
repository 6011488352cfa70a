-- The log of disclosures whole: who asked for what, what is given, who decided, what was handed over, and whom we told.

-- The owner of the schema reads what is there; the wall stands again at the end.
alter table disclosure no force row level security;
alter table disclosure add column number int;                    -- 1, 2, 3 … in the operator's log
update disclosure d set number = n.number
  from (select tenant_id, id, row_number() over (partition by tenant_id order by entered_at, id) as number from disclosure) n
  where n.tenant_id = d.tenant_id and n.id = d.id;
alter table disclosure alter column number set not null;
create unique index disclosure_number on disclosure (tenant_id, number);
alter table disclosure add column received_on date;              -- in the operator's zone; null: entered by an earlier release
alter table disclosure add column case_no text not null default '';
alter table disclosure add column file_hash text;                -- what they sent, in the operator's file store
alter table disclosure add column file_name text;
alter table disclosure add column asked_scope text not null default '';   -- what they ask for, in their words
alter table disclosure add column asked_categories jsonb not null default '[]';
alter table disclosure add column decision text not null default 'give' check (decision in ('give', 'refuse'));
alter table disclosure add column reason text not null default '';        -- the law that obliges, or why it is refused
alter table disclosure add column recipient text not null default '';     -- who gets it
alter table disclosure add column tell text not null default 'tell' check (tell in ('tell', 'withhold'));
alter table disclosure add column withheld_because text not null default '';
alter table disclosure add column withheld_until date;                    -- last day on which the business may not be told
-- Handed over by hand, it goes to no machine; refused, it goes nowhere.
alter table disclosure alter column host drop not null;
alter table disclosure alter column port drop not null;
alter table disclosure alter column valid_to drop not null;
-- Nothing that stands in the log changes; what happens to a request is a step of its own.
revoke update on disclosure from tenon_app;

create table disclosure_step (
  tenant_id uuid not null,
  id uuid not null,
  disclosure_id uuid not null,
  kind text not null check (kind in ('approved', 'told', 'packed', 'handed-over')),
  at timestamptz not null,
  actor text not null,
  actor_name text not null,
  alone boolean,                               -- approved by the same person after the wait, signed in again
  sha256 text,                                 -- of the package that was made, or handed over
  bytes bigint,
  on_day date,                                 -- told or handed over on, in the operator's zone
  how text check (how in ('mail', 'letter', 'by-hand', 'sent')),
  note text not null default '',               -- to whom, or how it was told
  primary key (tenant_id, id),
  foreign key (tenant_id, disclosure_id) references disclosure (tenant_id, id)
);
create unique index disclosure_step_once on disclosure_step (tenant_id, disclosure_id, kind) where kind in ('approved', 'told');
select shard('disclosure_step');
grant select, insert on disclosure_step to tenon_app;
alter table disclosure_step no force row level security;
insert into disclosure_step (tenant_id, id, disclosure_id, kind, at, actor, actor_name, alone)
  select tenant_id, id, id, 'approved', approved_at, approved_by, approved_name, approved_alone
  from disclosure where approved_at is not null;
alter table disclosure force row level security;
alter table disclosure_step force row level security;
