import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '#domain/kernel/days.ts';

/** What the one-time token says: where to register, as whom, and whose commands to obey from then on. */
const tokenBody = z.strictObject({
  /** where the control plane is reached, `https://tenon.example` */
  url: z.url(),
  agentId: z.uuid(),
  /** 256 bits, base64url; its hash alone is kept by the control plane */
  secret: z.string().regex(/^[\w-]{43}$/),
  /** the control plane's public key for this agent: 32 bytes, base64url */
  key: z.string().regex(/^[\w-]{43}$/),
});
export type AgentToken = z.output<typeof tokenBody>;

const MARK = 'tenon-agent.';

export const writeToken = (token: AgentToken): string =>
  MARK + Buffer.from(JSON.stringify(token)).toString('base64url');

/** @returns null for what is no token */
export function readToken(text: string): AgentToken | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith(MARK)) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(trimmed.slice(MARK.length), 'base64url').toString('utf8'));
    const parsed = tokenBody.safeParse(read);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What the control plane keeps of a token's secret. The secret is chance enough that a plain hash tells nothing. */
export const tokenDigest = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export type TokenFault = 'token_unknown' | 'token_used' | 'token_expired';

/** Whether a token may still be used: once, and not after its end. */
export function judgeToken(
  kept: { readonly digest: string; readonly usedAt: Instant | null; readonly expiresAt: Instant } | undefined,
  secret: string,
  now: Instant,
): TokenFault | null {
  // Whoever does not know the secret learns nothing about the state of the token.
  if (!kept || kept.digest !== tokenDigest(secret)) return 'token_unknown';
  if (kept.usedAt !== null) return 'token_used';
  return now >= kept.expiresAt ? 'token_expired' : null;
}

/** What an agent says of itself when it registers. */
export const registration = z.strictObject({
  agentId: z.uuid(),
  secret: z.string().max(100),
  /** `host-3` */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  /** `https://203.0.113.7:8443`; its certificate is for this address */
  address: z.string().regex(/^https:\/\/\d{1,3}(\.\d{1,3}){3}:\d{2,5}$/),
  /** PEM of the authority that signed the agent's certificate; nothing else is trusted there */
  authority: z.string().startsWith('-----BEGIN CERTIFICATE-----').max(4000),
  /** below it lie the host names of its instances */
  domain: z
    .string()
    .max(200)
    .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]+$/),
  places: z.number().int().min(1).max(10_000),
});
export type Registration = z.output<typeof registration>;
export const REGISTER_PATH = '/api/hosting/agents/register';
