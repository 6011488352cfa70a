import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { asPem, authorityCertificate, serverCertificate } from '#platform/lan/certificate.ts';
import { AgentProblem } from './settings.ts';
import { writeWhole } from './state.ts';

const YEARS = 10;

/** Key and certificate of the agent, and the authority that vouches for it and for nothing else. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  /** PEM, handed to the control plane once, which trusts nothing else at this address */
  readonly authority: string;
}

/**
 * Made once and kept. The authority's own key is thrown away as soon as it has signed: nobody can ever make a second
 * certificate that the control plane would take for this server's.
 */
export function keepIdentity(home: string, address: string, now: Date): Identity {
  const file = join(home, 'identity.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Identity & { address: string };
    if (kept.address === address) return kept;
    throw new AgentProblem(
      `${file} is for ${kept.address}, and agent.json says ${address}. Remove identity.json and trust.json and register anew.`,
    );
  }
  const from = new Date(now.getTime() - 86_400_000);
  const until = new Date(now);
  until.setUTCFullYear(until.getUTCFullYear() + YEARS);
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [signer, own] = [pair(), pair()];
  const authority = { name: `Tenon agent ${randomBytes(4).toString('hex')}`, ...signer };
  const dates = { from, until };
  const made = {
    key: createPrivateKey(own.privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
      type: 'pkcs8',
      format: 'pem',
    }) as string,
    cert: asPem(
      serverCertificate(
        authority,
        own.publicKey,
        { name: 'Tenon agent', serial: randomBytes(16), ...dates },
        { names: [], addresses: [address] },
      ),
    ),
    authority: asPem(authorityCertificate(authority, { serial: randomBytes(16), ...dates }, [address])),
  };
  writeWhole(file, JSON.stringify({ ...made, address }));
  return made;
}

const trustFile = z.strictObject({ agentId: z.uuid(), key: z.string().regex(/^[\w-]{43}$/), url: z.url() });
/** Whose commands this agent obeys: one key, from the token it registered with. */
export type Trust = z.output<typeof trustFile>;

export function readTrust(home: string): Trust | null {
  const file = join(home, 'trust.json');
  if (!existsSync(file)) return null;
  return trustFile.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export const keepTrust = (home: string, trust: Trust): void =>
  writeWhole(join(home, 'trust.json'), JSON.stringify(trust));
