/**
 * What the database itself must look like (DESIGN §5), asked of its catalogue. A rule that only code keeps is broken by
 * the first migration written in a hurry; these queries are run against every schema the migrations make.
 */
import { GLOBAL_TABLES } from './global-tables.ts';
import type { Query } from './safety.ts';

/** Tables that only grow: the application can neither change nor delete what is in them. */
const APPEND_ONLY: Readonly<Record<string, string>> = {
  event: 'what happened is never unsaid',
  policy_acceptance: 'which text was accepted, by whom and when',
  form_consent: 'to what a person said yes',
  consent_withdrawal: 'to what a person said no',
  source_consent: 'whom a source may be asked about',
  audit_entry: 'who looked at what is never unsaid',
  audit_check: 'what a check found stays found',
  processor_warning: 'that somebody was warned is not taken back',
  egress_log: 'what left cannot be made not to have left',
  journal_entry: 'what was booked is corrected by another entry',
  journal_line: 'as its entry',
  invoice: 'what was issued is corrected by a credit note',
  credit_note: 'as an invoice',
  payment: 'money that came, came',
  charge_back: 'money that was taken back, was taken back',
  refund: 'money that went, went',
  bank_statement: 'what the bank said stays said',
  bank_line: 'as its statement',
  bank_line_done: 'what was decided is corrected by another booking',
  bank_line_payment: 'as the payment',
  reminder: 'a letter that went, went',
  reminded_invoice: 'as the letter',
  dispute_step: 'what a customer objected to stays said',
  settlement: 'what was set off is set off',
  incoming_mail: 'what somebody wrote to us stays as it arrived',
  incoming_mail_repeat: 'that a mail came again is a fact of its own',
};

const POLICY = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)";

const list = (names: readonly string[]) => names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
const GLOBAL = `(${list(Object.keys(GLOBAL_TABLES))})`;

/** Tables of the product; each gate opens with them. */
const TABLES = `with every_table as (
    select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relname in ${GLOBAL} as global,
      (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'tenon' and c.relkind in ('r', 'p', 'f')
  )`;
/** Schemas of PostgreSQL itself and of the job queue, which keeps its own house. */
const FOREIGN_SCHEMAS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker')`;

/** @param appRole the role the application signs in with */
const gates = (appRole: string): readonly string[] => [
  // --- tenant_id first, everywhere
  `${TABLES} select name || ': no column "tenant_id uuid not null"' as fault from every_table t
   where not global and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attnum = t.tenant
     and a.atttypid = 'uuid'::regtype and a.attnotnull)`,
  `${TABLES} select name || ': no primary key' as fault from every_table t
   where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)`,
  `${TABLES} select name || ': ' || i.indexrelid::regclass || ' is unique and does not begin with tenant_id' as fault
   from every_table t join pg_index i on i.indrelid = t.oid
   where not global and (i.indisunique or i.indisexclusion) and i.indkey[0] is distinct from t.tenant`,
  `select name || ' is listed as a global table and does not exist' as fault from unnest(array[${list(Object.keys(GLOBAL_TABLES))}]) name
   where to_regclass('tenon.' || quote_ident(name)) is null`,
  // --- foreign keys carry the tenant and never empty it
  `${TABLES} select t.name || ': ' || f.conname || ' refers to ' || other.name || ' without (tenant_id, …)' as fault
   from pg_constraint f join every_table t on t.oid = f.conrelid join every_table other on other.oid = f.confrelid
   where f.contype = 'f' and not t.global and not other.global
     and not exists (select from unnest(f.conkey, f.confkey) pair(here, there) where here = t.tenant and there = other.tenant)`,
  `${TABLES} select t.name || ': ' || f.conname || ' lets a global table depend on ' || other.name || ' of tenants' as fault
   from pg_constraint f join every_table t on t.oid = f.conrelid join every_table other on other.oid = f.confrelid
   where f.contype = 'f' and t.global and not other.global`,
  `${TABLES} select t.name || ': ' || f.conname || ' sets columns to null or default' as fault
   from pg_constraint f join every_table t on t.oid = f.conrelid
   where f.contype = 'f' and (f.confdeltype in ('n', 'd') or f.confupdtype in ('n', 'd'))`,
  // --- row level security as the second wall
  `${TABLES} select name || ': row level security is not enabled and forced' as fault from every_table
   where not global and not (relrowsecurity and relforcerowsecurity)`,
  `${TABLES} select t.name || ': policy ' || p.polname || ' is not the policy of tenants' as fault
   from every_table t join pg_policy p on p.polrelid = t.oid
   where not global and (not p.polpermissive or p.polcmd <> '*' or p.polroles <> array[0::oid]
     or pg_get_expr(p.polqual, p.polrelid) is distinct from $policy$${POLICY}$policy$
     or pg_get_expr(p.polwithcheck, p.polrelid) is distinct from $policy$${POLICY}$policy$)`,
  `${TABLES} select name || ': ' || count(p.oid) || ' policies instead of one' as fault
   from every_table t left join pg_policy p on p.polrelid = t.oid where not global group by name having count(p.oid) <> 1`,
  // --- nothing happens by itself
  `select n.nspname || '.' || c.relname || ': trigger ' || g.tgname as fault
   from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where not g.tgisinternal and ${FOREIGN_SCHEMAS}`,
  `select 'event trigger ' || evtname as fault from pg_event_trigger
   where not exists (select from pg_depend d where d.objid = pg_event_trigger.oid and d.deptype = 'e')`,
  `select n.nspname || '.' || c.relname || ': rule ' || r.rulename as fault
   from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
   where r.rulename <> '_RETURN' and ${FOREIGN_SCHEMAS}`,
  `select n.nspname || '.' || c.relname || ': a view without security_invoker looks past row level security' as fault
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'v' and ${FOREIGN_SCHEMAS}
     and not exists (select from unnest(c.reloptions) o where o in ('security_invoker=true', 'security_invoker=on', 'security_invoker=1'))
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  `select n.nspname || '.' || c.relname || ': a materialised view holds rows of all tenants' as fault
   from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'm' and ${FOREIGN_SCHEMAS}`,
  // --- rights of others are lent in one place only
  `select p.oid::regprocedure || ': SECURITY DEFINER' as fault
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prosecdef and ${FOREIGN_SCHEMAS} and not (n.nspname = 'tenon' and p.proname = 'enqueue_job')
     and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  `select p.oid::regprocedure || ': the enqueue wrapper must exist once, pin its search_path and lend no power over tenants' as fault
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
   where p.prosecdef and n.nspname = 'tenon' and p.proname = 'enqueue_job' and (r.rolsuper or r.rolbypassrls
     or not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
     or (select count(*) from pg_proc o where o.pronamespace = n.oid and o.proname = 'enqueue_job') > 1)`,
  // --- what the application's role can do
  `select rolname || ': ' || power as fault from pg_roles
   cross join lateral (values ('SUPERUSER', rolsuper), ('BYPASSRLS', rolbypassrls), ('CREATEROLE', rolcreaterole),
     ('CREATEDB', rolcreatedb), ('REPLICATION', rolreplication)) as powers(power, held)
   where rolname in ('tenon_app', '${appRole}') and held`,
  `select '${appRole} can create in schema ' || nspname as fault from pg_namespace n
   where ${FOREIGN_SCHEMAS} and has_schema_privilege('${appRole}', oid, 'CREATE')`,
  `select '${appRole} can create schemas in ' || datname as fault from pg_database
   where datname = current_database() and has_database_privilege('${appRole}', oid, 'CREATE')`,
  `select r.rolname || ' owns ' || c.oid::regclass as fault from pg_class c join pg_roles r on r.oid = c.relowner
   where r.rolname in ('tenon_app', '${appRole}')`,
  `select '${appRole} is a member of ' || r.rolname as fault from pg_auth_members m join pg_roles r on r.oid = m.roleid
   where m.member = '${appRole}'::regrole and r.rolname <> 'tenon_app'`,
  `${TABLES} select '${appRole} can ' || power || ' ' || name as fault from every_table
   cross join lateral (values ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) as powers(power)
   where has_table_privilege('${appRole}', oid, power)`,
  `${TABLES} select '${appRole} can ' || power || ' ' || name || ', which only grows' as fault from every_table
   cross join lateral (values ('UPDATE'), ('DELETE')) as powers(power)
   where name in (${list(Object.keys(APPEND_ONLY))})
     and (has_table_privilege('${appRole}', oid, power) or (power = 'UPDATE' and has_any_column_privilege('${appRole}', oid, power)))`,
  `select c.oid::regclass || ': open to PUBLIC' as fault from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where ${FOREIGN_SCHEMAS} and exists (select from aclexplode(c.relacl) a where a.grantee = 0)
     and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
];

/**
 * @param query runs as the owner
 * @param appRole login role of the application, a lower-case identifier
 * @returns one sentence per fault; empty when the schema is sound
 */
export async function catalogueFaults(query: Query, appRole: string): Promise<string[]> {
  if (!/^[a-z_][a-z0-9_]*$/.test(appRole)) throw new RangeError(`${appRole} is no role of ours`);
  const faults: string[] = [];
  for (const gate of gates(appRole)) {
    for (const row of await query(gate)) faults.push(String(row['fault']));
  }
  return faults;
}
