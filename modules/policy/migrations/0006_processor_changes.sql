-- Who last changed where a processor is reached or what it may get: its contracts are confirmed anew then, by another person.
alter table processor add column changed_by text;
alter table processor add column changed_at timestamptz;
