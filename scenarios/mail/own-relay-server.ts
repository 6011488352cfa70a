import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail that a company's own relay took. */
interface Taken {
  readonly from: string;
  readonly envelope: string;
  readonly to: string;
  /** who had signed in */
  readonly user: string;
  readonly messageId: string;
}

/** A real SMTP server that wants the login of one user, as a company's own relay does. */
export interface OwnRelayServer {
  readonly taken: readonly Taken[];
  /** it takes, says "later", or refuses what it was given */
  mood: 'takes' | 'later' | 'refuses';
  /** @returns the port on which it listens */
  listen(): Promise<number>;
  close(): Promise<void>;
}

export function ownRelayServer(user: string, password: string): OwnRelayServer {
  const taken: Taken[] = [];
  const no = (text: string, responseCode: number) => Object.assign(new Error(text), { responseCode });
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth({ username, password: given }, _session, done) {
      if (username === user && given === password) return done(null, { user: username });
      done(no('5.7.8 who are you', 535));
    },
    onMailFrom(_address, _session, done) {
      done(relay.mood === 'later' ? no('4.3.2 later', 451) : null);
    },
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      if (relay.mood === 'refuses') return done(no('5.7.1 no', 550));
      const mail = await simpleParser(Buffer.concat(chunks));
      taken.push({
        from: mail.from?.value[0]?.address ?? '',
        envelope: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
        to: [mail.to].flat()[0]!.text,
        user: String(session.user),
        messageId: mail.messageId ?? '',
      });
      done();
    },
  });
  const relay: OwnRelayServer = {
    taken,
    mood: 'takes',
    listen: async () => {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      return (server.server.address() as AddressInfo).port;
    },
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
  return relay;
}
