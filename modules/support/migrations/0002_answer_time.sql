-- Until when a question is answered: days on which nobody works, and who was told that an answer is due.

create table support_holiday (
  tenant_id uuid not null,
  day date not null,
  name text not null,
  primary key (tenant_id, day)
);
select shard('support_holiday');
grant select, insert, update, delete on support_holiday to tenon_app;

-- One per mail and promised day: people are told once.
create table support_escalation (
  tenant_id uuid not null,
  mail_id uuid not null,
  answer_by date not null,
  told_at timestamptz not null,
  primary key (tenant_id, mail_id, answer_by),
  foreign key (tenant_id, mail_id) references support_mail (tenant_id, mail_id)
);
select shard('support_escalation');
grant select, insert on support_escalation to tenon_app;
