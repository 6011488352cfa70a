-- Secret parts of links in mail lie sealed beside it until a relay has the mail.

-- What stood behind # in a mail's links, sealed by platform/secrets; '' for none, and once a relay has the mail.
alter table outgoing_mail add column links_sealed text not null default '';
-- Mail of earlier releases that is on its way or done needs its links here no longer.
update outgoing_mail set message = regexp_replace(message::text, '(/link/[a-z-]+)#[A-Za-z0-9_.-]+', '\1', 'g')::jsonb
  where kind like 'accounts.%' and state not in ('waiting', 'no_provider');
