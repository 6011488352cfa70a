import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Log } from '../../log/log.ts';
import { addresseeOf, type Addressee } from './addressee.ts';
import { takeMail, type IntakeContext } from './take-mail.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0 asks the system for a free one */
  readonly port: number;
  /** bytes of one mail; 25 MB when absent */
  readonly bytesMax?: number;
  /** recipients of one mail; 20 when absent */
  readonly recipientsMax?: number;
  /** mails of one address of the internet in a minute; 60 when absent */
  readonly perMinuteMax?: number;
  readonly connectionsMax?: number;
  /** certificate and key (PEM): STARTTLS is offered then */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly bounces: { readonly domain: string; readonly secret: string } | null;
  readonly log: Log;
}

export interface MailListener {
  readonly port: number;
  stop(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_BYTES = 25 * MEGABYTE;
/** Mails being read at one time may together hold this many times the largest one; more are asked to come later. */
const IN_FLIGHT = 4;
const MINUTE_MS = 60_000;
const KNOWN_PEERS_MAX = 10_000;

/** An answer of SMTP with its code: 4xx comes again later, 5xx does not. */
class SmtpAnswer extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/**
 * Takes mail by SMTP for the addresses of this installation and for no others: an unknown recipient is refused before
 * any content is sent, and nothing is passed on. A mail is answered with 250 after it is stored, never before; when it
 * cannot be stored now, the sender is asked to keep it and come again.
 */
export async function startMailListener(
  context: IntakeContext,
  options: ListenerOptions,
): Promise<MailListener> {
  const bytesMax = options.bytesMax ?? DEFAULT_BYTES;
  const recipientsMax = options.recipientsMax ?? 20;
  const perMinuteMax = options.perMinuteMax ?? 60;
  const recent = new Map<string, number[]>();
  let inFlight = 0;

  const nowMs = (): number => Date.parse(context.clock.now());
  function tooOften(ip: string): boolean {
    const since = nowMs() - MINUTE_MS;
    const times = (recent.get(ip) ?? []).filter((at) => at > since);
    if (recent.size > KNOWN_PEERS_MAX) recent.clear();
    recent.set(ip, [...times, nowMs()].slice(-perMinuteMax - 1));
    return times.length >= perMinuteMax;
  }

  /** Reads to the end; what is too large is thrown away as it comes and costs no memory. */
  async function read(stream: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let kept = 0;
    let refusal: SmtpAnswer | undefined;
    try {
      for await (const chunk of stream) {
        bytes += chunk.length;
        if (bytes > bytesMax)
          refusal = new SmtpAnswer(
            552,
            `5.3.4 this mail is larger than ${Math.floor(bytesMax / MEGABYTE)} MB, the most taken here`,
          );
        else if (inFlight + chunk.length > bytesMax * IN_FLIGHT)
          refusal ??= new SmtpAnswer(452, '4.3.1 too much mail at this moment, please come again');
        if (refusal) {
          inFlight -= kept;
          kept = 0;
          chunks.length = 0;
          continue;
        }
        chunks.push(chunk);
        kept += chunk.length;
        inFlight += chunk.length;
      }
    } finally {
      inFlight -= kept;
    }
    if (refusal) throw refusal;
    return Buffer.concat(chunks);
  }

  async function take(stream: AsyncIterable<Buffer>, session: SMTPServerSession): Promise<void> {
    const raw = await read(stream);
    // The moment the last byte is here: what follows may take its time and moves nothing.
    const receivedAt = context.clock.now();
    const { mailFrom, rcptTo } = session.envelope;
    const done = new Set<string>();
    for (const { address } of rcptTo) {
      const addressee = await addresseeOf(context.db, options.bounces, address);
      if (!addressee) throw new SmtpAnswer(550, unknownWords(address));
      // Two addresses of one tenant in one delivery are one mail.
      const key = addressee.reportFor ?? addressee.tenantId;
      if (done.has(key)) continue;
      done.add(key);
      await takeMail(context, {
        ...addressee,
        raw,
        receivedAt,
        channel: 'smtp',
        recipient: address,
        peer: {
          ip: session.remoteAddress,
          helo: session.hostNameAppearsAs,
          envelopeFrom: mailFrom ? mailFrom.address : '',
        },
      });
    }
  }

  const server = new SMTPServer({
    banner: 'mail for this installation only',
    authOptional: true,
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    ...(options.tls ? { ...options.tls, minVersion: 'TLSv1.2' as const } : {}),
    disableReverseLookup: true,
    size: bytesMax,
    maxClients: options.connectionsMax ?? 20,
    socketTimeout: MINUTE_MS,
    closeTimeout: 2_000,
    logger: false,
    onMailFrom(_address, session, done) {
      if (tooOften(session.remoteAddress))
        return done(new SmtpAnswer(450, '4.7.1 too many mails in a minute, please come again'));
      done();
    },
    onRcptTo({ address }, session, done) {
      if (session.envelope.rcptTo.length >= recipientsMax)
        return done(new SmtpAnswer(452, `4.5.3 at most ${recipientsMax} recipients in one mail`));
      answer(
        addresseeOf(context.db, options.bounces, address).then((found: Addressee | undefined) => {
          if (!found) throw new SmtpAnswer(550, unknownWords(address));
        }),
        done,
      );
    },
    onData(stream, session, done) {
      answer(take(stream as AsyncIterable<Buffer>, session), (error) =>
        error ? done(error) : done(null, 'taken'),
      );
    },
  });

  /** What is no answer of ours is our fault: the sender keeps the mail. */
  function answer(work: Promise<unknown>, done: (error?: Error | null) => void): void {
    work.then(
      () => done(),
      (error: unknown) => {
        if (error instanceof SmtpAnswer) return done(error);
        options.log.error({ err: error }, 'a mail could not be taken in; its sender keeps it');
        done(new SmtpAnswer(451, '4.3.0 this mail could not be stored now, please come again'));
      },
    );
  }

  // Clients that break off are no news.
  server.on('error', (error) => options.log.debug({ err: error }, 'a mail client broke off'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function unknownWords(address: string): string {
  return `5.1.1 nobody here has the address ${address.replace(/[^\x21-\x7e]/g, '?').slice(0, 100)}`;
}
