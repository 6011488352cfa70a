-- Files of incoming mail that may not be kept: a card number stands in them where it cannot be masked, or nobody can look into them.
-- Their name and the reason are kept, their bytes were never written.
alter table incoming_attachment alter column file_hash drop not null;
alter table incoming_attachment add column kept_out text
  check (kept_out in ('card_number', 'locked', 'unreadable', 'too_large'));
alter table incoming_attachment add constraint incoming_attachment_kept_or_not
  check ((file_hash is null) = (kept_out is not null));
