import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { RequestFacts } from './handler.ts';

export function requestFacts(request: FastifyRequest): RequestFacts {
  const cookies = new Map<string, string>();
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  const direct = request.socket.remoteAddress ?? '';
  return {
    ip: request.ip,
    cookies,
    ...(request.headers.authorization === undefined ? {} : { authorization: request.headers.authorization }),
    userAgent: maskCardNumbers(request.headers['user-agent'] ?? '').text.slice(0, 200),
    loopback: isLoopback(direct) && request.headers['x-forwarded-for'] === undefined,
    secure: request.protocol === 'https',
  };
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

/** Everything a page needs comes from here: no foreign script, frame, font or connection. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
].join('; ');

export function securityHeaders(reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
  });
}
