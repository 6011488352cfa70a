import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Who uses the application is told to its operator; customers of a tenant are the tenant's own affair. */
export const accountsPersonal: PersonalMap = {
  login: personalTable(
    'controller',
    {
      id: 'contact',
      email: 'contact',
      name: 'contact',
      locale: 'contact',
      phone: 'contact',
      password_hash: 'credentials',
    },
    'created_at closed_at',
  ),
  login_tenant: personalTable('controller', { login_id: 'contact' }, 'tenant_id'),
  session: personalTable(
    'controller',
    {
      token_hash: 'credentials',
      login_id: 'credentials',
      created_at: 'usage-log',
      seen_at: 'usage-log',
      user_agent: 'usage-log',
    },
    'tenant_id id expires_at proven_at proof support_id device_id',
  ),
  api_key: personalTable(
    'controller',
    { login_id: 'credentials', secret_hash: 'credentials', used_at: 'usage-log' },
    'tenant_id id name begins permissions created_at expires_at revoked_at',
  ),
  data_look: personalTable(
    'controller',
    {
      whom: 'audit-log',
      actor: 'audit-log',
      actor_name: 'audit-log',
      reason: 'audit-log',
      first_at: 'audit-log',
      last_at: 'audit-log',
    },
    'tenant_id id via what purpose hour times',
  ),
  login_totp: personalTable(
    'controller',
    { login_id: 'credentials', secret: 'credentials' },
    'last_step created_at confirmed_at',
  ),
  login_recovery_code: personalTable(
    'controller',
    { login_id: 'credentials', code_hash: 'credentials' },
    'used_at',
  ),
  login_passkey: personalTable(
    'controller',
    {
      credential_id: 'credentials',
      login_id: 'credentials',
      name: 'credentials',
      public_key: 'credentials',
    },
    'id counter transports created_at used_at',
  ),
  // The payload of a link to a new address is that address.
  one_time_token: personalTable(
    'controller',
    { token_hash: 'credentials', login_id: 'credentials', payload: 'contact' },
    'kind tries created_at expires_at used_at',
  ),
  login_picture: personalTable(
    'controller',
    { login_id: 'profile-picture', bytes: 'profile-picture' },
    'content_type tag changed_at',
  ),
  ownership_claim: personalTable(
    'controller',
    {
      company: 'company',
      login_id: 'contact',
      name: 'contact',
      reason: 'audit-log',
      first_by: 'audit-log',
      decided_by: 'audit-log',
    },
    'id tenant_id asked_at ripe_at first_at decided_at ended_at',
  ),
  account_rule: personalTable('controller', {}, 'tenant_id factor_roles'),
  invitation: personalTable(
    'controller',
    {
      email: 'contact',
      role: 'contact',
      token_hash: 'credentials',
      invited_by: 'contact',
      accepted_by: 'contact',
    },
    'tenant_id id created_at expires_at accepted_at withdrawn_at',
  ),
  station_device: personalTable(
    'controller',
    { token_hash: 'credentials', made_by: 'audit-log', seen_at: 'usage-log' },
    'tenant_id id name lock_seconds made_at revoked_at',
  ),
  worker_badge: personalTable(
    'controller',
    { login_id: 'credentials', code_hash: 'credentials', made_by: 'audit-log' },
    'tenant_id made_at',
  ),
  worker_pin: personalTable(
    'controller',
    { login_id: 'credentials', pin_mark: 'credentials', made_by: 'audit-log' },
    'tenant_id made_at',
  ),
  support_grant: personalTable(
    'controller',
    {
      code_hash: 'credentials',
      reason: 'audit-log',
      granted_by: 'audit-log',
      granted_by_name: 'audit-log',
      ended_by: 'audit-log',
    },
    'tenant_id id granted_at until_at ended_at',
  ),
  // The key is an address, or the hash of an e-mail address.
  sign_in_attempt: personalTable('controller', { key: 'usage-log' }, 'failures since'),
  membership: personalTable(
    'controller',
    { login_id: 'contact', role: 'contact', since: 'contact' },
    'tenant_id active',
  ),
  customer: personalTable(
    'processor',
    {
      id: 'contact',
      name: 'contact',
      email: 'contact',
      phone: 'contact',
      street: 'contact',
      postcode: 'contact',
      city: 'contact',
      country: 'contact',
      vat_number: 'company',
      locale: 'contact',
    },
    'tenant_id number payment_days created_at',
  ),
  vat_check: personalTable(
    'controller',
    { vat_number: 'company', name: 'company', address: 'company' },
    'tenant_id id outcome why source door asked_at',
  ),
  customer_contact: personalTable(
    'processor',
    { id: 'contact', name: 'contact', email: 'contact', phone: 'contact', locale: 'contact' },
    'tenant_id customer_id is_owner may_cancel billing created_at ended_at',
  ),
  company_bank_change: personalTable(
    'controller',
    {
      iban_sealed: 'bank',
      iban_shown: 'bank',
      bic: 'bank',
      bank: 'bank',
      asked_by: 'audit-log',
      asked_name: 'audit-log',
      decided_by: 'audit-log',
      decided_name: 'audit-log',
    },
    'tenant_id id asked_at outcome decided_at alone',
  ),
  company: personalTable(
    'controller',
    {
      legal_name: 'company',
      street: 'company',
      postcode: 'company',
      city: 'company',
      country: 'company',
      phone: 'contact',
      email: 'contact',
      vat_number: 'company',
      register: 'company',
      bank: 'bank',
      iban: 'bank',
      iban_sealed: 'bank',
      iban_mark: 'bank',
      bic: 'bank',
    },
    'tenant_id',
  ),
};
