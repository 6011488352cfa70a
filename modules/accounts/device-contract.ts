import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { sessionAnswer } from './contract.ts';

/** What a shared station itself asks, apart from those who look after it: its first screen carries no more than this. */

export const thisDevice = route({
  method: 'GET',
  path: '/api/session/device',
  may: 'public',
  summary: 'Whether the browser that asks is a shared station, and after how long it locks.',
  response: z.object({ device: z.object({ name: z.string(), lockSeconds: z.number() }).nullable() }),
});
export type ThisDevice = z.output<typeof thisDevice.response>;

export const signInWithPin = route({
  method: 'POST',
  path: '/api/session/pin',
  may: 'public',
  idempotent: false,
  summary: 'Take a shared station over with a PIN or the code of a badge.',
  body: z.strictObject({ pin: z.string().regex(/^(\d{6}|TB[A-HJ-NP-X2-9]{22})$/) }),
  response: sessionAnswer,
});
