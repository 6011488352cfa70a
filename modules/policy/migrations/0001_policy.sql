-- The published promises: versions side by side for ever, the blog that announces each, drafts of the next, and what the
-- installation found when it checked itself.

-- Posts of the blog. Append-only: what was announced stays announced.
create table blog_post (
  slug text primary key check (slug ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
  words jsonb not null,                        -- title, summary and paragraphs per language: { "en": {…}, "de": {…} }
  published_at timestamptz not null
);
select reference('blog_post');
grant select, insert on blog_post to tenon_app;

-- One published version of one document. Append-only, and none without its post.
create table policy_version (
  document text not null check (document in ('privacy', 'cancellation')),
  number int not null check (number > 0),      -- 1, 2, 3 … per document
  content jsonb not null,                      -- wording per clause and language, parameter values, annexes
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),  -- SHA-256 of the canonical content
  kind text not null check (kind in ('material', 'editorial')),
  shipped int not null,                        -- release of the shipped text it stands on
  blog_slug text not null unique references blog_post (slug),
  author text not null,                        -- actor and name, as in the event log
  author_name text not null,
  approver text not null,
  approver_name text not null,
  published_at timestamptz not null,
  in_force_from timestamptz not null check (in_force_from >= published_at),
  primary key (document, number)
);
select reference('policy_version');
grant select, insert on policy_version to tenon_app;

-- One run of the self-checks on this installation. Append-only.
create table policy_self_check (
  id uuid primary key,
  at timestamptz not null,
  occasion text not null check (occasion in ('start', 'daily')),
  findings jsonb not null                      -- [{ clause, mechanism, finding }]; finding null: it holds
);
create index policy_self_check_at on policy_self_check (at);
select reference('policy_self_check');
grant select, insert on policy_self_check to tenon_app;

-- The next version while the operator writes it.
create table policy_draft (
  tenant_id uuid not null,                     -- the operator's
  id uuid not null,
  document text not null check (document in ('privacy', 'cancellation')),
  based_on int not null check (based_on > 0),  -- version it changes
  content jsonb not null,                      -- as in policy_version
  summary jsonb not null,                      -- what changes and why, for the blog: { "en": "…", "de": "…" }
  state text not null check (state in ('open', 'submitted', 'published', 'dropped')),
  author text not null,
  author_name text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  submitted_at timestamptz,
  published_number int,
  primary key (tenant_id, id),
  check ((state in ('submitted', 'published')) <= (submitted_at is not null)),
  check ((state = 'published') = (published_number is not null))
);
create unique index policy_draft_one on policy_draft (tenant_id, document) where state in ('open', 'submitted');
select shard('policy_draft');
alter table policy_draft add foreign key (document, based_on) references policy_version (document, number);
grant select, insert, update on policy_draft to tenon_app;
