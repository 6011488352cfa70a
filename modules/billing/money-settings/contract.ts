import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { amount, day } from '#platform/http/fields.ts';
import { may } from '../contract.ts';

const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,2})?$/, { error: 'a percentage between 0 and 99.99, as 19 or 8.1' });
const signedPercent = z
  .string()
  .regex(/^-?\d{1,2}(\.\d{1,2})?$/, { error: 'a percentage, as 1.27 or -0.88' });

const settings = z.object({
  currency: z.string(),
  difference: z.string(),
  fee1: z.string(),
  fee2: z.string(),
  fee3: z.string(),
  basePercent: z.string(),
  overBasePercent: z.string(),
  interestFromLevel: z.number(),
  rates: z.array(
    z.object({
      country: z.string(),
      class: z.enum(['standard', 'reduced']),
      from: z.string(),
      percent: z.string(),
      /** entered here, not known to the product */
      own: z.boolean(),
    }),
  ),
});

export const getMoneySettings = route({
  method: 'GET',
  path: '/api/money-settings',
  may: may.read,
  summary: 'What late payers are asked for, small differences, and the rates of tax by day.',
  response: settings,
});

export const saveMoneySettings = route({
  method: 'PUT',
  path: '/api/money-settings',
  may: may.changeSettings,
  summary: 'Change fees and interest of reminders, and what is too little to ask for.',
  body: z.strictObject({
    difference: amount,
    fee1: amount,
    fee2: amount,
    fee3: amount,
    basePercent: signedPercent,
    overBasePercent: percent,
    interestFromLevel: z.coerce.number().int().min(1).max(4),
  }),
  response: settings,
});

export const saveTaxRate = route({
  method: 'POST',
  path: '/api/tax-rates',
  may: may.changeSettings,
  summary:
    'A rate of tax from a day on; the rate of the day of supply is used, issued documents keep theirs.',
  body: z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, { error: 'two letters of ISO 3166, as DE' }),
    class: z.enum(['standard', 'reduced']),
    from: day,
    percent,
  }),
  response: settings,
});
