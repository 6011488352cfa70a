import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { Instant } from '#domain/kernel/days.ts';
import { addresseeOf } from './addressee.ts';
import { takeMail, type IntakeContext } from './take-mail.ts';

export const MAIL_WEBHOOK_PATH = '/api/mail/in';

interface WebhookOptions {
  /** shared with the mail provider */
  readonly secret: string;
  readonly bytesMax?: number;
  readonly bounces: { readonly domain: string; readonly secret: string } | null;
}

const TOLERANCE_MS = 300_000;
const DEFAULT_BYTES = 25 * 1024 * 1024;

const queryShape = z.strictObject({
  recipient: z.email().max(254),
  sender: z.union([z.email().max(254), z.literal('')]).default(''),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  helo: z.string().max(253).optional(),
  /** the provider's own stamp of arrival */
  receivedAt: z.iso.datetime().optional(),
});
const jsonShape = queryShape.extend({ raw: z.base64() });

interface WebhookRefusal {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}
const REFUSALS = {
  signature: {
    code: 'mail_signature_wrong',
    status: 401,
    title: 'The signature does not fit this request.',
    remedy: 'Sign "<seconds>.<path and query>." and the body by HMAC-SHA256 with the shared secret.',
  },
  old: {
    code: 'mail_signature_old',
    status: 401,
    title: 'The signature is older than five minutes, or of the future.',
    remedy: 'Set the clock of the sending machine and sign each request anew.',
  },
  recipient: {
    code: 'mail_recipient_unknown',
    status: 404,
    title: 'Nobody here has this address.',
    remedy: 'Send mail for addresses of this installation only.',
  },
  shape: {
    code: 'mail_unreadable',
    status: 422,
    title: 'This is neither a mail nor the JSON form of one.',
    remedy: 'Send the raw mail as message/rfc822 with ?recipient=, or JSON with recipient and raw (base64).',
  },
} as const satisfies Record<string, WebhookRefusal>;

/** `t=<seconds>,v1=<hex>` over the moment, the address asked for with its query, and the body. */
export function webhookSignature(secret: string, seconds: number, url: string, body: Buffer): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${url}.`).update(body).digest('hex');
  return `t=${seconds},v1=${mac}`;
}

/**
 * Takes mail that a provider hands over by HTTP, signed: `message/rfc822` with the envelope in the query, or JSON with
 * the mail in base64. Answers 202 after the mail is stored; any other answer means that the provider keeps it.
 */
export function serveMailWebhook(
  server: FastifyInstance,
  context: IntakeContext,
  options: WebhookOptions,
): void {
  const bytesMax = options.bytesMax ?? DEFAULT_BYTES;
  void server.register(async (own) => {
    own.removeAllContentTypeParsers();
    // Base64 makes a mail a third longer.
    own.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: Math.ceil(bytesMax * 1.4) + 4096 },
      (_request, body, done) => done(null, body),
    );
    own.post(MAIL_WEBHOOK_PATH, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const refuse = (refusal: WebhookRefusal) =>
        reply.code(refusal.status).type('application/problem+json').send(refusal);
      const given = String(request.headers['x-tenon-signature'] ?? '');
      const seconds = Number(/^t=(\d{1,12}),v1=[0-9a-f]{64}$/.exec(given)?.[1] ?? Number.NaN);
      if (
        !same(
          given,
          Number.isNaN(seconds) ? '' : webhookSignature(options.secret, seconds, request.url, body),
        )
      )
        return refuse(REFUSALS.signature);
      const now = context.clock.now();
      if (Math.abs(Date.parse(now) - seconds * 1000) > TOLERANCE_MS) return refuse(REFUSALS.old);
      const arrived = readBody(String(request.headers['content-type'] ?? ''), body, request.query);
      if (!arrived || arrived.raw.length === 0 || arrived.raw.length > bytesMax)
        return refuse(REFUSALS.shape);
      const addressee = await addresseeOf(context.db, options.bounces, arrived.recipient);
      if (!addressee) return refuse(REFUSALS.recipient);
      const { ip, helo, sender, receivedAt } = arrived;
      const taken = await takeMail(context, {
        ...addressee,
        raw: arrived.raw,
        channel: 'webhook',
        recipient: arrived.recipient,
        peer: {
          envelopeFrom: sender,
          ...(ip === undefined ? {} : { ip }),
          ...(helo === undefined ? {} : { helo }),
        },
        receivedAt: stamp(receivedAt, now),
      });
      return reply.code(202).send({ id: taken.mailId, repeat: taken.repeat });
    });
  });
}

type Arrived = Omit<z.output<typeof jsonShape>, 'raw'> & { raw: Buffer };

function readBody(contentType: string, body: Buffer, query: unknown): Arrived | undefined {
  if (!/^application\/json\b/i.test(contentType)) {
    const envelope = queryShape.safeParse(query);
    return envelope.success ? { ...envelope.data, raw: body } : undefined;
  }
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  const mail = jsonShape.safeParse(json);
  return mail.success ? { ...mail.data, raw: Buffer.from(mail.data.raw, 'base64') } : undefined;
}

/** The provider's stamp counts (clause M-2), except one of the future. */
function stamp(given: string | undefined, now: Instant): Instant {
  const at = given === undefined ? now : (new Date(given).toISOString() as Instant);
  return at < now ? at : now;
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}
