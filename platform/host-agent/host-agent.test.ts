import { generateKeyPairSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/kernel/days.ts';
import { COMMANDS, PIECE_BYTES } from './protocol.ts';
import { publicHalf, RequestJudge, signRequest, SKEW_MS } from './signing.ts';
import { judgeToken, readToken, tokenDigest, writeToken } from './token.ts';

const key = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const AGENT = '0197c1c4-5a00-7000-8000-000000000001';
const NOW = Date.parse('2026-03-02T09:00:00.000Z');
const at = (ms: number): string => new Date(ms).toISOString();
const request = (change: Partial<{ agentId: string; at: string; nonce: string; body: Buffer }> = {}) => {
  const signed = {
    ...{ agentId: AGENT, at: at(NOW), nonce: randomBytes(16).toString('base64url') },
    ...{ body: Buffer.from('{"command":"report","input":{}}'), ...change },
  };
  return { ...signed, signature: signRequest(key, signed) };
};
const judge = () => new RequestJudge(publicHalf(key), AGENT, NOW - 10_000);

describe('a signed request', () => {
  test('is taken once', () => {
    const [one, judging] = [request(), judge()];
    expect([judging.judge(one, NOW), judging.judge(one, NOW + 5)]).toEqual([null, 'replayed']);
  });

  test.each([
    ['of another body', { body: Buffer.from('{}') }, 'wrong'],
    ['of another time', { at: at(NOW + 1) }, 'wrong'],
    ['with another nonce', { nonce: 'A'.repeat(22) }, 'wrong'],
    ['without a nonce', { nonce: '' }, 'malformed'],
    ['without a time', { at: 'yesterday' }, 'malformed'],
    ['with half a signature', { signature: 'A'.repeat(40) }, 'malformed'],
  ])('%s is refused', (_what, change, fault) => {
    expect(judge().judge({ ...request(), ...change }, NOW)).toBe(fault);
  });

  test('for another agent, or by another key, is refused', () => {
    expect(judge().judge(request({ agentId: AGENT.replace(/1$/, '2') }), NOW)).toBe('wrong');
    const foreign = generateKeyPairSync('ed25519').privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    }) as string;
    expect(new RequestJudge(publicHalf(foreign), AGENT, 0).judge(request(), NOW)).toBe('wrong');
  });

  test('is good for a minute either way, and never from before the agent began', () => {
    expect(judge().judge(request({ at: at(NOW) }), NOW + SKEW_MS)).toBeNull();
    expect(judge().judge(request({ at: at(NOW) }), NOW + SKEW_MS + 1)).toBe('stale');
    expect(judge().judge(request({ at: at(NOW + SKEW_MS + 1) }), NOW)).toBe('stale');
    expect(judge().judge(request({ at: at(NOW - 10_001) }), NOW)).toBe('before_start');
  });
});

describe('a token', () => {
  const secret = randomBytes(32).toString('base64url');
  const token = { url: 'https://tenon.example', agentId: AGENT, secret, key: publicHalf(key) };
  const kept = {
    digest: tokenDigest(secret),
    usedAt: null,
    expiresAt: '2026-03-03T09:00:00.000Z' as Instant,
  };

  test('is read as it was written, and nothing else is', () => {
    expect(readToken(` ${writeToken(token)}\n`)).toEqual(token);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readToken(text)).toBeNull();
        expect(readToken(`tenon-agent.${text}`)).toBeNull();
      }),
    );
  });

  test('is good once and until its end; who does not know the secret learns nothing else', () => {
    const before = '2026-03-03T08:59:59.999Z' as Instant;
    expect(judgeToken(kept, secret, before)).toBeNull();
    expect(judgeToken(kept, secret, kept.expiresAt)).toBe('token_expired');
    expect(judgeToken({ ...kept, usedAt: before }, secret, before)).toBe('token_used');
    expect(judgeToken({ ...kept, usedAt: before }, 'x', before)).toBe('token_unknown');
    expect(judgeToken(undefined, secret, before)).toBe('token_unknown');
  });
});

describe('commands take nothing but what they say', () => {
  const make = COMMANDS['instance.make'].input;
  const fine = { instance: 'birch', from: { template: 'furniture-18' }, hosts: ['birch.odoo.example'] };
  test.each([
    ['a path as name', { ...fine, instance: '../birch' }],
    ['SQL as name', { ...fine, instance: 'a"; drop database x; --' }],
    ['an underscore, which would make two names one database', { ...fine, instance: 'a_b' }],
    ['a host with configuration in it', { ...fine, hosts: ['x.example {\n respond 200\n}\ny.example'] }],
    ['an address as host', { ...fine, hosts: ['127.0.0.1'] }],
    ['a member nobody knows', { ...fine, shell: 'id' }],
    [
      'a path as release',
      { ...fine, from: { file: 'a'.repeat(10), release: '18.0-../../x', neutralize: true } },
    ],
    ['a path as file', { ...fine, from: { file: '../../../etc/shadow', release: '18.0', neutralize: true } }],
  ])('%s', (_what, input) => {
    expect(make.safeParse(fine).success).toBe(true);
    expect(make.safeParse(input).success).toBe(false);
  });

  test('the db service and its pages cannot be asked through the agent', () => {
    const call = COMMANDS['odoo.call'].input;
    const of = (path: string) =>
      call.safeParse({ instance: 'birch', path, body: null, bearer: null }).success;
    expect(['/jsonrpc', '/web/health', '/json/2/res.users/context_get'].map(of)).toEqual([true, true, true]);
    const closed = ['/xmlrpc/2/db', '/web/database/drop', '/json/2/../../web/database/drop', '/web/login'];
    expect(closed.map(of)).toEqual(closed.map(() => false));
  });

  test('a piece of a file fits into one exchange', () => {
    const base64 = Buffer.alloc(PIECE_BYTES).toString('base64');
    const file = { file: '0197c1c4-backup', offset: 0, base64 };
    expect(COMMANDS['file.write'].input.safeParse(file).success).toBe(true);
  });
});
