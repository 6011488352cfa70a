/**
 * The few tables without a tenant, each with the reason. They become reference tables on a cluster.
 * The catalogue gate refuses any other table that does not open its keys with `tenant_id`.
 */
export const GLOBAL_TABLES: Readonly<Record<string, string>> = {
  tenant: 'the directory itself: which tenants there are and where their data lies',
  schema_migration: 'what has been applied to this database',
  login: 'one person signs in once and may work for several tenants',
  login_tenant: 'which tenants a login may choose from, before one is chosen',
  session: 'found by its token alone, before the tenant is known',
  ownership_claim: 'the operator decides about a company in which nobody can decide',
  login_totp: 'the second factor belongs to the person, not to a tenant',
  login_recovery_code: 'like the second factor that it stands in for',
  login_passkey: 'found by its credential alone, before anybody is known',
  one_time_token: 'a link in a mail is followed before anybody is signed in',
  login_picture: 'one person has one face',
  mail_address: 'mail arrives at an address, and the address tells for which tenant',
  sign_in_attempt: 'counts failed sign-ins before anybody is known',
  processor: 'whom the installation gives data to is the same for every tenant',
  processor_contract: 'like the processor that it binds',
  processor_warning: 'about a contract of the installation',
  inside_place: 'the operator decides about addresses of its own network that tenants ask for',
  egress_log: 'what left through the one door of the installation, also on nobody’s behalf',
  access_log: 'a visit is written down before anybody is known, and by whichever tenant it was',
  usage_objection: 'one person objects for all the companies they work for',
  blog_post: 'what the operator announces, to everybody',
  policy_version: 'what the operator promises, to everybody',
  policy_self_check: 'what this installation found when it checked its promises',
  workspace_door: 'whether a workspace lets anybody in is asked before its rows are opened',
  installation: 'which tenant is the operator, for whoever must know it',
};
