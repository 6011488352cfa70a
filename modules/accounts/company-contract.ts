import * as z from 'zod';
import { permissions, route } from '#platform/http/contract.ts';
import { id, line, note } from '#platform/http/fields.ts';
import { may } from './contract.ts';

/** Full bank details are shown to nobody by the way: this permission, a reason, and an entry that the tenant sees. */
export const finance = permissions('finance', { reveal: ['owner'] });

const vatCheck = z.object({
  vatNumber: z.string(),
  outcome: z.enum(['valid', 'invalid', 'unchecked']),
  /** why it was not answered; empty when it was */
  why: z.string(),
  /** as the source has it */
  name: z.string(),
  address: z.string(),
  source: z.string(),
  askedAt: z.string(),
});

const company = z.object({
  legalName: z.string(),
  street: z.string(),
  postcode: z.string(),
  city: z.string(),
  country: z.string(),
  phone: z.string(),
  email: z.string(),
  vatNumber: z.string(),
  register: z.string(),
  bank: z.string(),
  /** country and last four digits; empty without an account */
  ibanMasked: z.string(),
  bic: z.string(),
  /** another account that waits for a second person; null when none does */
  bankChange: z
    .object({
      id: z.string(),
      ibanMasked: z.string(),
      bic: z.string(),
      bank: z.string(),
      askedBy: z.string(),
      askedAt: z.string(),
      /** the reader asked for it */
      own: z.boolean(),
      /** from when on who asked may confirm it; null where somebody else has to */
      aloneFrom: z.string().nullable(),
    })
    .nullable(),
  /** the newest answer about the number that stands here now */
  vatCheck: vatCheck.nullable(),
  /** whether the service may be asked about this firm */
  sourceConsent: z.boolean(),
});
export type CompanyView = z.output<typeof company>;

export const getCompany = route({
  method: 'GET',
  path: '/api/company',
  may: may.readCompany,
  summary: "What the company's own papers say about it.",
  response: company,
});

export const updateCompany = route({
  method: 'PUT',
  path: '/api/company',
  may: may.writeCompany,
  collects: { form: 'accounts.company', purpose: 'account' },
  summary: 'Change name, address, tax and register numbers of the company.',
  body: z.strictObject({
    legalName: line(160),
    country: z.string().regex(/^[A-Z]{2}$/),
    street: note(120).default(''),
    postcode: z.string().trim().max(12).default(''),
    city: z.string().trim().max(80).default(''),
    phone: z.string().trim().max(40).default(''),
    email: z.union([z.literal(''), z.email().max(254)]).default(''),
    vatNumber: z.string().trim().max(20).default(''),
    register: z.string().trim().max(120).default(''),
  }),
  response: company,
});

export const updateBank = route({
  method: 'PUT',
  path: '/api/company/bank',
  may: may.writeCompany,
  collects: { form: 'accounts.bank', purpose: 'billing' },
  summary: 'Ask for another bank account of the company; it counts after a second person confirmed it.',
  body: z.strictObject({
    iban: z.string().trim().max(50),
    bic: z.string().trim().max(15).default(''),
    bank: z.string().trim().max(80).default(''),
  }),
  response: company,
});

const ofChange = z.strictObject({ changeId: id });

export const confirmBankChange = route({
  method: 'POST',
  path: '/api/company/bank/changes/:changeId/confirm',
  may: may.writeCompany,
  summary: 'Confirm another bank account as a second person; from then on it counts.',
  params: ofChange,
  response: company,
});

export const refuseBankChange = route({
  method: 'DELETE',
  path: '/api/company/bank/changes/:changeId',
  may: may.writeCompany,
  summary: 'Take back another bank account that waits; the account stays as it is.',
  params: ofChange,
  response: company,
});

export const revealIban = route({
  method: 'POST',
  path: '/api/company/bank/reveal',
  may: finance.reveal,
  summary: 'Read the full account number, with a reason; it is written down who did.',
  body: z.strictObject({ reason: z.string().trim().max(300).default('') }),
  response: z.object({ iban: z.string(), bic: z.string() }),
});

export const checkVat = route({
  method: 'POST',
  path: '/api/company/vat-check',
  may: may.writeCompany,
  summary: "Ask the EU's VAT number service about the company's number, where consent for it was given.",
  response: vatCheck,
});
