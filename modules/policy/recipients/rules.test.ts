import { describe, expect, test } from 'vitest';
import { judgeDisclosure, readOwnPlace, type DisclosureFacts } from './rules.ts';

describe('where a machine of the tenant stands', () => {
  const answer = (host: string): string => {
    const read = readOwnPlace(host);
    return read.ok ? `${read.value.host}${read.value.inside ? ' inside' : ''}` : read.refusal.code;
  };
  test.each([
    ['Odoo.Example.COM.', 'odoo.example.com'],
    ['93.184.216.34', '93.184.216.34'],
    ['192.168.1.20', '192.168.1.20 inside'],
    ['127.1', '127.0.0.1 inside'],
    ['[::ffff:10.0.0.7]', '10.0.0.7 inside'],
    ['fd00::7', 'fd00::7 inside'],
    // Secrets of clouds lie at the first, and the others are no machine.
    ['169.254.169.254', 'place_never'],
    ['0xa9fea9fe', 'place_never'],
    ['fe80::1', 'place_never'],
    ['0.0.0.0', 'place_never'],
    ['2002:7f00:1::', 'place_never'],
    ['224.0.0.1', 'place_never'],
    // A name inside could be pointed at any machine there.
    ['printer', 'place_inside_by_name'],
    ['printer.local', 'place_inside_by_name'],
    ['localhost', 'place_inside_by_name'],
    ['db.internal', 'place_inside_by_name'],
    ['user@odoo.example', 'place_no_host'],
    ['odoo.example/path', 'place_no_host'],
    ['fe80::1%eth0', 'place_no_host'],
  ])('%s is %s', (host, expected) => expect(answer(host)).toBe(expected));
});

describe('a disclosure', () => {
  const scope: DisclosureFacts = {
    aboutTenant: 'a',
    categories: ['invoice'],
    host: 'court.example',
    port: 443,
    validTo: '2026-03-31',
    approvedAt: '2026-03-02T09:00:00.000Z',
    decision: 'give',
    tell: 'tell',
    withheldUntil: null,
    toldOn: '2026-03-02',
    handedOverOn: null,
  };
  const call = { tenantId: 'a', categories: ['invoice'], host: 'court.example', port: 443 } as const;

  test('leaves out what was not approved where the call can do without', () =>
    expect(judgeDisclosure(scope, { ...call, strippable: ['bank', 'invoice'] }, '2026-03-31')).toEqual({
      allow: true,
      without: ['bank'],
    }));

  test.each([
    ['nobody approved', { ...scope, approvedAt: null }, call, '2026-03-31'],
    ['is over', scope, call, '2026-04-01'],
    ['is about another business', scope, { ...call, tenantId: 'b' }, '2026-03-31'],
    ['covers less', scope, { ...call, categories: ['invoice', 'contact'] }, '2026-03-31'],
    ['was refused', { ...scope, decision: 'refuse' }, call, '2026-03-31'],
    ['the business does not know of', { ...scope, toldOn: null }, call, '2026-03-31'],
    ['is handed over by hand', { ...scope, host: null, port: null }, call, '2026-03-31'],
    ['goes elsewhere', scope, { ...call, host: 'evil.example' }, '2026-03-31'],
    ['goes to another port', scope, { ...call, port: 8443 }, '2026-03-31'],
    ['nobody entered', undefined, call, '2026-03-31'],
  ] as const)('that %s allows nothing', (_what, disclosure, request, today) =>
    expect(judgeDisclosure(disclosure, request, today)).toMatchObject({
      allow: false,
      code: 'disclosure_not_approved',
    }),
  );
});
