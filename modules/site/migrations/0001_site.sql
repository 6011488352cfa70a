-- What the public site keeps, in the operator's tenant: choices about cookies, sums of visits, enquiries, posts in the making.

-- One choice about cookies, as proof. No address, no browser, no account: nothing says who it was. Append-only.
create table cookie_choice (
  tenant_id uuid not null,
  id uuid not null,
  visitor uuid not null,                       -- random number in the visitor's own cookie, which they can quote
  at timestamptz not null,
  how text not null check (how in ('accept', 'reject', 'custom', 'gpc', 'withdrawn', 'expired')),
  choices jsonb not null,                      -- purpose → yes or no
  policy_version int not null,                 -- of the privacy policy
  policy_hash text not null check (policy_hash ~ '^[0-9a-f]{64}$'),
  section_hash text not null check (section_hash ~ '^[0-9a-f]{64}$'),  -- of everything the question was about
  banner_hash text not null check (banner_hash ~ '^[0-9a-f]{64}$'),    -- of the question's own words
  language text not null check (language in ('en', 'de')),
  page text not null,                          -- path without query
  primary key (tenant_id, id)
);
create index cookie_choice_visitor on cookie_choice (tenant_id, visitor, at);
select shard('cookie_choice');
grant select, insert on cookie_choice to tenon_app;

-- Visits of those who agreed to being counted, as sums per day.
create table visit_count (
  tenant_id uuid not null,
  day date not null,                           -- in the operator's zone
  kind text not null check (kind in ('first', 'within-a-week', 'within-a-month', 'later')),
  visits int not null check (visits > 0),
  primary key (tenant_id, day, kind)
);
select shard('visit_count');
grant select, insert, update on visit_count to tenon_app;

-- Somebody who wrote through the form of the site.
create table lead (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- 1, 2, 3 … as shown
  name text not null,
  email text not null,
  company text not null,                       -- empty: none given
  message text not null,
  about text not null,                         -- code of a plan, or empty
  language text not null check (language in ('en', 'de')),
  consent_id uuid not null,                    -- row of form_consent: form, version, policy and act
  received_at timestamptz not null,
  state text not null check (state in ('new', 'quoted', 'closed')),
  customer_id uuid,
  sales_order_id uuid,
  decided_name text,                           -- who of the staff quoted or closed it
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, consent_id) references form_consent (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, sales_order_id) references sales_order (tenant_id, id),
  check ((state = 'quoted') = (customer_id is not null and sales_order_id is not null)),
  check ((state = 'new') = (decided_at is null))
);
select shard('lead');
grant select, insert, update on lead to tenon_app;

-- A post of the blog while it is written; published it becomes a row of blog_post, which never changes.
create table post_draft (
  tenant_id uuid not null,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
  words jsonb not null,                        -- title, summary and text per language
  changed_at timestamptz not null,
  changed_name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
select shard('post_draft');
grant select, insert, update, delete on post_draft to tenon_app;
