import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import type { MailResolver } from '../intake/authenticate.ts';

/**
 * A small internet for mail: three domains with real keys, their records in a zone of its own, and mails really signed.
 * customer.example has everything; small.example signs and has no DMARC record; evil.example signs what it likes.
 */
export interface MailWorld {
  readonly zone: Map<string, string[][] | 'silent'>;
  readonly resolve: MailResolver;
  /** signs a raw mail with the key of a domain */
  sign(raw: string, domain: SigningDomain, options?: { maxBodyLength?: number }): Promise<Buffer>;
}
type SigningDomain = 'customer.example' | 'small.example' | 'evil.example';

/** Machines that may send for a domain by its SPF record. */
export const SENDS_FOR = {
  customer: { ip: '192.0.2.10', helo: 'mx.customer.example' },
  small: { ip: '192.0.2.30', helo: 'mx.small.example' },
  evil: { ip: '198.51.100.66', helo: 'mx.evil.example' },
} as const;

export function mailWorld(): MailWorld {
  const zone = new Map<string, string[][] | 'silent'>();
  const keys = new Map<SigningDomain, string>();
  for (const domain of ['customer.example', 'small.example', 'evil.example'] as const) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    keys.set(domain, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    zone.set(`mail._domainkey.${domain} TXT`, [['v=DKIM1; k=rsa; p=', p]]);
  }
  zone.set('customer.example TXT', [[`v=spf1 ip4:${SENDS_FOR.customer.ip} -all`]]);
  zone.set('small.example TXT', [[`v=spf1 ip4:${SENDS_FOR.small.ip} -all`]]);
  zone.set('evil.example TXT', [[`v=spf1 ip4:${SENDS_FOR.evil.ip} -all`]]);
  zone.set('_dmarc.customer.example TXT', [['v=DMARC1; p=reject; adkim=r; aspf=r']]);
  return {
    zone,
    resolve: (name, type) => {
      const found = zone.get(`${name.toLowerCase()} ${type}`);
      if (found === 'silent')
        return Promise.reject(Object.assign(new Error(`no answer for ${name}`), { code: 'ETIMEOUT' }));
      return found
        ? Promise.resolve(found)
        : Promise.reject(Object.assign(new Error(`${name} has no ${type}`), { code: 'ENOTFOUND' }));
    },
    async sign(raw, domain, options = {}) {
      const message = raw.replace(/\r?\n/g, '\r\n');
      const key = { signingDomain: domain, selector: 'mail', privateKey: keys.get(domain)! };
      const { signatures } = await dkimSign(message, {
        ...key,
        canonicalization: 'relaxed/relaxed',
        signatureData: [{ ...key, ...options }],
      });
      return Buffer.from(signatures + message);
    },
  };
}

/** A short plain mail; `headers` come first and may repeat or replace what is usual. */
export function plainMail(
  given: { from?: string; subject?: string; text?: string; id?: string; headers?: string } = {},
): string {
  const {
    from = 'Berta Boss <boss@customer.example>',
    subject = 'Our hosting',
    id = 'm1@customer.example',
  } = given;
  return `${given.headers ?? ''}From: ${from}
To: info@tenon.example
Subject: ${subject}
Date: Fri, 01 May 2026 09:00:00 +0200
Message-ID: <${id}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

${given.text ?? 'Please cancel our hosting.'}
`;
}
