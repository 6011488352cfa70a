import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Who uses the application is told to its operator; customers of a tenant are the tenant's own affair. */
export const accountsPersonal: PersonalMap = {
  login: personalTable(
    'controller',
    { id: 'contact', email: 'contact', name: 'contact', locale: 'contact', password_hash: 'credentials' },
    'created_at',
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
    'tenant_id expires_at',
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
      bic: 'bank',
    },
    'tenant_id',
  ),
};
