import type { MailServer } from '#platform/mail/send.ts';

/**
 * The mail relay as a URL says it: `smtps://user:password@host:465`, `smtp://host:587` (STARTTLS is required), or
 * `smtp://127.0.0.1:2525` for a relay on this machine in plain text.
 */
export function relayOf(url: string | undefined): MailServer | null {
  if (!url) return null;
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const local = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const security = protocol === 'smtps:' ? 'tls' : local ? 'none' : 'starttls';
  return {
    host,
    security,
    port: Number(port) || (security === 'tls' ? 465 : 587),
    ...(username
      ? { login: { user: decodeURIComponent(username), password: decodeURIComponent(password) } }
      : {}),
  };
}
