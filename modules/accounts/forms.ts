import type { FormDeclaration } from '#platform/module/module.ts';

/** A customer as staff enters it: name and address are needed to write to somebody, everything else when it is needed. */
const customer: FormDeclaration = {
  id: 'accounts.customer',
  version: 1,
  purpose: 'account',
  about: 'tenant-data',
  fields: [
    { name: 'name', category: 'contact', optional: false },
    { name: 'email', category: 'contact', optional: false },
    { name: 'phone', category: 'contact', optional: true },
    { name: 'street', category: 'contact', optional: true },
    { name: 'postcode', category: 'contact', optional: true },
    { name: 'city', category: 'contact', optional: true },
    { name: 'country', category: 'contact', optional: true },
    { name: 'vatNumber', category: 'company', optional: true },
    { name: 'locale', category: 'contact', optional: true },
  ],
};

export const accountsForms: readonly FormDeclaration[] = [customer];
