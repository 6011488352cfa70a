-- What every mail that came in was taken for, and whether somebody has dealt with it. Nothing waits unseen.

create table support_mail (
  tenant_id uuid not null,
  mail_id uuid not null,                       -- incoming_mail
  class text not null check (class in ('cancellation', 'privacy', 'reply', 'question', 'person', 'bounce', 'auto')),
  because jsonb not null,                      -- names of the rules that decided
  reply_kind text,                             -- what it answers: the kind of our mail …
  reply_subject uuid,                          -- … and the document or case that mail belonged to
  state text not null check (state in ('open', 'done', 'quiet')),   -- quiet: written by a machine, nobody must look
  sorted_by text not null,                     -- 'rules', or the person who decided
  sorted_at timestamptz not null,
  done_by text,
  done_at timestamptz,
  primary key (tenant_id, mail_id),
  foreign key (tenant_id, mail_id) references incoming_mail (tenant_id, id)
);
create index support_mail_state on support_mail (tenant_id, state, mail_id);
select shard('support_mail');
grant select, insert, update on support_mail to tenon_app;

-- When each sender last got an automatic answer: at most one in an hour.
create table support_auto_answer (
  tenant_id uuid not null,
  sender text not null,
  answered_at timestamptz not null,
  primary key (tenant_id, sender)
);
select shard('support_auto_answer');
grant select, insert, update, delete on support_auto_answer to tenon_app;
