import { describe, expect, test } from 'vitest';
import { createLog, oneLine, requestLog, withoutCredentials, type LogLevel } from './log.ts';

function captured(level: LogLevel = 'info') {
  const lines: string[] = [];
  const log = createLog({ level, to: { write: (line: string) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, never> };
}

describe('the log', () => {
  test('writes one JSON line with level in words and the moment in UTC', () => {
    const { log, lines, last } = captured();
    log.info({ orderId: 'o1' }, 'order confirmed');
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'info', name: 'tenon', orderId: 'o1', msg: 'order confirmed' });
    expect(last()['at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('says nothing below its level', () => {
    const { log, lines } = captured('warn');
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
  });

  test('hides secrets at every depth it promises, and cookies and authorization of both directions', () => {
    const { log, lines } = captured();
    log.info({
      password: 'S3CRET-0',
      body: { pin: 'S3CRET-1', nested: { token: 'S3CRET-2', more: { apiKey: 'S3CRET-3' } } },
      headers: { cookie: 'S3CRET-4', authorization: 'S3CRET-5' },
      req: { headers: { authorization: 'S3CRET-6', accept: 'text/html' } },
      reply: { headers: { 'set-cookie': ['S3CRET-7'] } },
    });
    expect(lines.join('')).not.toContain('S3CRET');
    expect(lines.join('')).toContain('text/html');
  });

  test('hides secrets in the child of a request too, whose lines carry the request', () => {
    const { log, last, lines } = captured();
    requestLog(log, { requestId: 'r1', method: 'POST', route: '/api/login', tenantId: 't1' }).info(
      { password: 'S3CRET' },
      'x',
    );
    expect(last()).toMatchObject({ requestId: 'r1', method: 'POST', route: '/api/login', tenantId: 't1' });
    expect(lines.join('')).not.toContain('S3CRET');
  });

  test('tells an error with its causes and without the credentials in its addresses', () => {
    const { log, last, lines } = captured();
    const cause = Object.assign(new Error('cannot reach postgres://tenon:S3CRET@db:5432/t'), {
      code: 'ECONNREFUSED',
    });
    log.error({ err: new Error('start failed', { cause }) });
    expect(last()).toMatchObject({ err: { message: 'start failed', cause: { code: 'ECONNREFUSED' } } });
    expect(lines.join('')).not.toContain('S3CRET');
    expect(lines.join('')).toContain('postgres://[hidden]@db:5432/t');
  });
});

test('text of others is one line and short', () => {
  expect(oneLine('550 no\r\nFAKE 250 ok\u001b[31m')).toBe('550 no FAKE 250 ok [31m');
  expect(oneLine('x'.repeat(400))).toHaveLength(300);
});

test('an address without credentials stays as it is', () => {
  expect(withoutCredentials('see https://tenon.example/docs?a=b@c')).toBe(
    'see https://tenon.example/docs?a=b@c',
  );
});

describe('card numbers', () => {
  test('never reach a line, whether they stand in the message, a member, an error or as a number', () => {
    const { log, lines } = captured();
    const card = '4111 1111 1111 1111';
    log.info({ note: card, deep: { list: [card] } }, `paid with ${card}`);
    log.child({ route: card }).error({ err: new Error(card, { cause: new Error(card) }) }, 'failed');
    log.info({ amount: 4111111111111111 }, 'as a number');
    expect(lines).toHaveLength(3);
    // Four digits alone stand in many a time of day.
    expect(lines.join('')).not.toMatch(/4111.?1111|1111 1111/);
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(lines[0]).toContain('paid with •••• 1111');
  });
});
