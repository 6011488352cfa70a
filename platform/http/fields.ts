import * as z from 'zod';
import { isDay, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';

/** The field types that travel between browser and server, each strict about its form. */

export const id = z.uuid().transform((text) => text.toLowerCase() as Id);

export const day = z
  .string()
  .refine(isDay, { error: 'not a calendar day, YYYY-MM-DD' })
  .transform((text) => text as Day);

export const instant = z.iso.datetime().transform((text) => text as Instant);

/** Money as decimal text in the currency's own decimals (`"1250.00"`); never a float. */
export const amount = z.string().regex(/^-?\d{1,13}(\.\d{1,3})?$/, { error: 'an amount such as 1250.00' });

/** Millimetres with at most two decimals. */
export const millimetres = z
  .number()
  .min(0)
  .max(99_999)
  .refine((mm) => Math.abs(Math.round(mm * 100) - mm * 100) < 1e-6, { error: 'at most two decimals' });

/** One line of text a person typed: trimmed, not empty, no control characters. */
export const line = (max = 120): z.ZodType<string, string> =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), { error: 'no control characters' });

/** Several lines of text a person typed; may be empty. */
export const note = (max = 2000): z.ZodType<string, string> =>
  z
    .string()
    .trim()
    .max(max)
    // eslint-disable-next-line no-control-regex
    .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text), {
      error: 'no control characters',
    });
