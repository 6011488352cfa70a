import type { FormDeclaration } from '#platform/module/module.ts';

/** Somebody asks for help: signed in, or by a page without a sign-in. */
export const TICKET_FORM: FormDeclaration = {
  id: 'support.ticket',
  version: 1,
  purpose: 'support',
  about: 'person',
  fields: [
    { name: 'contactName', category: 'contact', optional: false },
    { name: 'contactEmail', category: 'contact', optional: false },
    { name: 'subject', category: 'correspondence', optional: false },
    { name: 'text', category: 'correspondence', optional: false },
    { name: 'file', category: 'correspondence', optional: true },
  ],
};

/** Staff writes down what somebody asked by telephone or in person. */
const byStaff: FormDeclaration = {
  id: 'support.ticket-by-staff',
  version: 1,
  purpose: 'support',
  about: 'tenant-data',
  fields: [
    { name: 'contactName', category: 'contact', optional: false },
    { name: 'contactEmail', category: 'contact', optional: false },
    { name: 'locale', category: 'contact', optional: false },
    { name: 'subject', category: 'correspondence', optional: false },
    { name: 'text', category: 'correspondence', optional: false },
  ],
};

export const ticketForms: readonly FormDeclaration[] = [TICKET_FORM, byStaff];
