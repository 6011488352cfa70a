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

/** A person of a customer, as staff enters it. */
const contact: FormDeclaration = {
  id: 'accounts.contact',
  version: 1,
  purpose: 'account',
  about: 'tenant-data',
  fields: [
    { name: 'name', category: 'contact', optional: false },
    { name: 'email', category: 'contact', optional: false },
    { name: 'phone', category: 'contact', optional: true },
    { name: 'locale', category: 'contact', optional: true },
    { name: 'owner', category: 'contact', optional: true },
    { name: 'mayCancel', category: 'contact', optional: true },
    { name: 'billing', category: 'contact', optional: true },
  ],
};

/** Somebody about themselves, as the other people of the firm see them. */
const profile: FormDeclaration = {
  id: 'accounts.profile',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [
    { name: 'name', category: 'contact', optional: false },
    { name: 'phone', category: 'contact', optional: true },
    { name: 'locale', category: 'contact', optional: false },
  ],
};

const email: FormDeclaration = {
  id: 'accounts.email',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [{ name: 'email', category: 'contact', optional: false }],
};

const picture: FormDeclaration = {
  id: 'accounts.picture',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [{ name: 'file', category: 'profile-picture', optional: true }],
};

/** Whoever was invited becomes a user. */
const joining: FormDeclaration = {
  id: 'accounts.joining',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [
    { name: 'name', category: 'contact', optional: true },
    { name: 'locale', category: 'contact', optional: true },
  ],
};

/** An account needs a name and a country; everything else is asked for when an invoice or a delivery needs it. */
const company: FormDeclaration = {
  id: 'accounts.company',
  version: 1,
  purpose: 'account',
  about: 'person',
  fields: [
    { name: 'legalName', category: 'company', optional: false },
    { name: 'country', category: 'company', optional: false },
    { name: 'street', category: 'company', optional: true },
    { name: 'postcode', category: 'company', optional: true },
    { name: 'city', category: 'company', optional: true },
    { name: 'phone', category: 'contact', optional: true },
    { name: 'email', category: 'contact', optional: true },
    { name: 'vatNumber', category: 'company', optional: true },
    { name: 'register', category: 'company', optional: true },
  ],
};

const bank: FormDeclaration = {
  id: 'accounts.bank',
  version: 1,
  purpose: 'billing',
  about: 'person',
  fields: [
    { name: 'iban', category: 'bank', optional: false },
    { name: 'bic', category: 'bank', optional: true },
    { name: 'bank', category: 'bank', optional: true },
  ],
};

export const accountsForms: readonly FormDeclaration[] = [
  customer,
  contact,
  profile,
  email,
  picture,
  joining,
  company,
  bank,
];
