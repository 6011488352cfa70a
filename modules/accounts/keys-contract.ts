import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { may } from './contract.ts';

/** API keys: what a program shows instead of a session, and what it may do with it. */

const key = z.object({
  id: z.string(),
  name: z.string(),
  /** how the key begins, for telling two apart; the rest is kept nowhere */
  begins: z.string(),
  /** whose rights it borrows; it never does more than this person may at the moment */
  owner: z.string(),
  permissions: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  usedAt: z.string().nullable(),
  state: z.enum(['open', 'over', 'revoked']),
});
export type ApiKey = z.output<typeof key>;

export const listKeys = route({
  method: 'GET',
  path: '/api/keys',
  may: may.manageKeys,
  summary: 'API keys of this company, the newest first, and what a key of one’s own may be given.',
  response: z.object({ keys: z.array(key), grantable: z.array(z.string()) }),
});

export const createKey = route({
  method: 'POST',
  path: '/api/keys',
  may: may.manageKeys,
  summary: 'Make an API key with chosen permissions, none beyond one’s own; it is shown this once.',
  secret: true,
  body: z.strictObject({
    name: line(80),
    permissions: z.array(z.string().max(80)).min(1).max(200),
    days: z.number().int().min(1).max(366),
  }),
  response: z.object({ id: z.string(), key: z.string() }),
});

export const revokeKey = route({
  method: 'DELETE',
  path: '/api/keys/:keyId',
  may: may.manageKeys,
  summary: 'Revoke an API key; its next request is refused.',
  params: z.strictObject({ keyId: id }),
  response: z.object({}),
});
