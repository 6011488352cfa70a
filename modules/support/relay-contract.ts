import * as z from 'zod';
import { route } from '#platform/http/contract.ts';
import { id, line } from '#platform/http/fields.ts';
import { mailView } from '#platform/mail/mail-shape.ts';
import { may } from './contract.ts';

/** By which relay a company's mail goes, and under which address. */

const security = z.enum(['tls', 'starttls', 'none']);
const verdict = z.union([
  z.object({ verdict: z.literal('ok'), text: z.string() }),
  z.object({
    verdict: z.literal('wrong'),
    why: z.enum(['missing', 'several', 'everybody', 'not_included', 'withdrawn']),
  }),
  z.object({ verdict: z.literal('unchecked'), why: z.enum(['silent', 'selector']) }),
]);

const ways = z.object({
  /** the company's own machines that are registered as mail relays */
  servers: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      place: z.string(),
      inside: z.boolean(),
      state: z.enum(['active', 'waiting', 'refused']),
    }),
  ),
  relay: z
    .object({
      /** the machine it is; null when that is registered no more */
      ownServerId: z.string().nullable(),
      place: z.string(),
      security,
      user: z.string(),
      state: z.enum(['untried', 'working', 'failing', 'unregistered']),
      /** when it last took a mail */
      okAt: z.string().nullable(),
      failedAt: z.string().nullable(),
      why: z.enum(['connection', 'server', 'login', 'tls', 'not_allowed', 'refused']).nullable(),
      /** its own words */
      said: z.string(),
      /** the last test mail and what became of it */
      test: mailView.nullable(),
    })
    .nullable(),
  from: z
    .object({
      address: z.string(),
      selector: z.string(),
      /** the installation may send under it as well */
      proven: z.boolean(),
      checkedAt: z.string().nullable(),
      records: z.array(
        z.object({
          record: z.enum(['owner', 'spf', 'dkim', 'dmarc']),
          name: z.string(),
          value: z.string(),
          found: verdict.nullable(),
        }),
      ),
    })
    .nullable(),
  /** the address under which mail goes by the installation's relay now */
  address: z.string(),
});
export type MailWays = z.output<typeof ways>;

export const getWays = route({
  method: 'GET',
  path: '/api/support/relay',
  may: may.settings,
  summary:
    'By which relay mail goes and under which address, how the own relay did last, and what the domain publishes.',
  response: ways,
});

export const putRelay = route({
  method: 'PUT',
  path: '/api/support/relay',
  may: may.settings,
  summary: 'Send mail by a relay of one’s own, which is registered among one’s own machines.',
  body: z.strictObject({
    ownServerId: id,
    security,
    user: z.string().trim().max(200).default(''),
    /** absent or empty: the one that is there, as long as machine and user stay the same */
    password: z.string().max(500).optional(),
  }),
  response: ways,
});

export const dropRelay = route({
  method: 'DELETE',
  path: '/api/support/relay',
  may: may.settings,
  summary: 'Send mail by the installation’s relay again; the login is deleted.',
  response: ways,
});

export const testRelay = route({
  method: 'POST',
  path: '/api/support/relay/test',
  may: may.settings,
  summary: 'Send a test mail by one’s own relay, and by no other, to one’s own address.',
  response: ways,
});

export const putFrom = route({
  method: 'PUT',
  path: '/api/support/from',
  may: may.settings,
  summary: 'Choose the address in From, and name the selector under which its domain signs.',
  body: z.strictObject({
    address: line(254),
    selector: z.string().trim().max(63).default(''),
  }),
  response: ways,
});

export const dropFrom = route({
  method: 'DELETE',
  path: '/api/support/from',
  may: may.settings,
  summary: 'Send under the installation’s address again.',
  response: ways,
});

export const checkFrom = route({
  method: 'POST',
  path: '/api/support/from/check',
  may: may.settings,
  summary: 'Ask the name servers whether the domain publishes what it needs.',
  response: ways,
});
