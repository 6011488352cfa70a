-- A run of the self-checks says by which program it was made: what another one found says nothing about this one.
alter table policy_self_check
  add column program text not null default '' check (program = '' or program ~ '^[0-9a-f]{64}$');  -- hash of all clauses with what keeps and shows them
