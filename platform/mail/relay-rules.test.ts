import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Instant } from '#domain/kernel/days.ts';
import {
  findRecords,
  isProven,
  judgeDkim,
  judgeDmarc,
  judgeOwner,
  judgeSpf,
  type Published,
} from './domain-records.ts';
import { MAIL_KINDS } from './kinds.ts';
import { fromAddress, isWorking, mayGoByOwn, relayOrder } from './relay-rules.ts';

const at = (minute: number): Instant => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString() as Instant;

describe('which relay a mail is given to', () => {
  const past = (okAt: number | null, failedAt: number | null) => ({
    okAt: okAt === null ? null : at(okAt),
    failedAt: failedAt === null ? null : at(failedAt),
  });
  const own = (okAt: number | null, failedAt: number | null) => ({
    relay: 'own',
    past: past(okAt, failedAt),
  });

  test.each([
    // Failed at minute 10: left alone up to minute 20, unless it took a mail since.
    ['never tried', null, null, 10, true],
    ['took the last one', 5, null, 10, true],
    ['failed a moment ago', 5, 10, 10, false],
    ['failed nine minutes ago', 5, 10, 19, false],
    ['failed ten minutes ago', 5, 10, 20, true],
    ['took one after it failed', 11, 10, 12, true],
  ] as const)('one that %s', (_what, okAt, failedAt, now, working) => {
    expect(isWorking(past(okAt, failedAt), at(now))).toBe(working);
  });

  test('the own one first, the installation’s after it; a resting one not, unless nobody else is there', () => {
    expect(relayOrder(null, ['a', 'b'], at(0))).toEqual(['a', 'b']);
    expect(relayOrder(own(null, null), ['a', 'b'], at(0))).toEqual(['own', 'a', 'b']);
    expect(relayOrder(own(5, 10), ['a', 'b'], at(11))).toEqual(['a', 'b']);
    expect(relayOrder(own(5, 10), [], at(11))).toEqual(['own']);
  });

  test('a test mail goes by the own one alone, however it did before, and by nobody where there is none', () => {
    expect(relayOrder(own(5, 10), ['a'], at(11), true)).toEqual(['own']);
    expect(relayOrder(null, ['a'], at(11), true)).toEqual([]);
  });

  test('property: no mail is left without a relay while there is one, and none is asked twice', () => {
    const minute = fc.option(fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(
        minute,
        minute,
        fc.integer({ min: 0, max: 59 }),
        fc.boolean(),
        (okAt, failedAt, now, two) => {
          const installation = two ? ['a', 'b'] : [];
          const order = relayOrder(own(okAt, failedAt), installation, at(now));
          expect(order.length).toBeGreaterThan(0);
          expect(new Set(order).size).toBe(order.length);
          expect(order.filter((one) => one !== 'own')).toEqual(installation);
        },
      ),
    );
  });
});

test('what opens or guards a login never goes by a tenant’s own relay; everything else may', () => {
  const kept = Object.entries(MAIL_KINDS).filter(([, { purpose }]) => !mayGoByOwn(purpose));
  expect(kept.map(([kind]) => kind)).toEqual(
    expect.arrayContaining([
      'accounts.reset',
      'accounts.invitation',
      'accounts.email-confirm',
      'accounts.email-notice',
      'accounts.way-back',
      'accounts.bank-change-asked',
    ]),
  );
  // These hold a link that opens something: the first password of a workspace, an order, what a customer has.
  expect(kept.map(([kind]) => kind).filter((kind) => !kind.startsWith('accounts.'))).toEqual([
    'hosting.handover',
    'hosting.order-asked',
    'hosting.order-placed',
    'hosting.services-link',
  ]);
  expect(mayGoByOwn('order') && mayGoByOwn('billing') && mayGoByOwn('support')).toBe(true);
});

test('the address in From is one’s own by one’s own relay, and by another’s only once the domain is proven', () => {
  const chosen = (proven: boolean) => ({ address: 'office@larch.example', proven });
  const given = 'papers@tenon.example';
  expect(fromAddress('own', chosen(false), given)).toBe('office@larch.example');
  expect(fromAddress('installation', chosen(false), given)).toBe(given);
  expect(fromAddress('installation', chosen(true), given)).toBe('office@larch.example');
  expect(fromAddress('own', null, given)).toBe(given);
});

describe('what a domain publishes', () => {
  test.each([
    ['none', undefined, 'missing'],
    [['google-site-verification=x'], undefined, 'missing'],
    [['v=spf10 -all'], undefined, 'missing'],
    [['v=spf1 -all', 'v=spf1 mx -all'], undefined, 'several'],
    [['v=spf1 +all'], undefined, 'everybody'],
    [['v=spf1 mx all'], undefined, 'everybody'],
    [['v=spf1 mx -all'], 'tenon.example', 'not_included'],
    [['v=spf1 include:tenon.example.evil.example -all'], 'tenon.example', 'not_included'],
    [['v=spf1 -include:tenon.example -all'], 'tenon.example', 'not_included'],
  ] as const)('SPF %j (for %s) is wrong: %s', (found, include, why) => {
    expect(judgeSpf(found, include)).toEqual({ verdict: 'wrong', why });
  });

  test.each([
    [['v=spf1 mx -all'], undefined],
    [['V=SPF1 Include:Tenon.example ~all', 'other'], 'tenon.example'],
    [['v=spf1 redirect=tenon.example'], 'Tenon.Example'],
  ] as const)('SPF %j (for %s) is right', (found, include) => {
    expect(judgeSpf(found, include)).toEqual({ verdict: 'ok', text: found[0] });
  });

  test('a key that is missing or withdrawn, a policy that is missing or doubled, an owner that another token names', () => {
    expect(judgeDkim('none')).toEqual({ verdict: 'wrong', why: 'missing' });
    expect(judgeDkim(['v=DKIM1; p='])).toEqual({ verdict: 'wrong', why: 'withdrawn' });
    expect(judgeDkim(['v=DKIM1; k=rsa; p=MIIB'])).toMatchObject({ verdict: 'ok' });
    expect(judgeDmarc(['v=DMARC1; p=none', 'v=DMARC1; p=reject'])).toEqual({
      verdict: 'wrong',
      why: 'several',
    });
    expect(judgeDmarc('none')).toEqual({ verdict: 'wrong', why: 'missing' });
    expect(judgeOwner(['tenon-sender=aaaa'], 'bbbb')).toEqual({ verdict: 'wrong', why: 'missing' });
    expect(judgeOwner(['tenon-sender=aaaa extra'], 'aaaa')).toEqual({ verdict: 'wrong', why: 'missing' });
    expect(judgeOwner(['x', 'tenon-sender=aaaa'], 'aaaa')).toMatchObject({ verdict: 'ok' });
  });

  test('silence proves nothing: a domain is proven by its owner’s word and by its SPF, and by nothing less', async () => {
    const look = (zone: Record<string, Published>) =>
      findRecords(
        { domain: 'larch.example', token: 'aaaa', selector: '', through: 'tenon.example' },
        async (name) => Promise.resolve(zone[name] ?? 'none'),
      );
    const whole = {
      '_tenon.larch.example': ['tenon-sender=aaaa'],
      'larch.example': ['v=spf1 include:tenon.example -all'],
    };
    const findings = await look(whole);
    expect(isProven(findings)).toBe(true);
    expect(findings.map(({ record, name, value }) => [record, name, value])).toEqual([
      ['owner', '_tenon.larch.example', 'tenon-sender=aaaa'],
      ['spf', 'larch.example', 'v=spf1 include:tenon.example -all'],
      ['dkim', '', ''],
      ['dmarc', '_dmarc.larch.example', 'v=DMARC1; p=quarantine'],
    ]);
    for (const name of Object.keys(whole)) {
      expect(isProven(await look({ ...whole, [name]: 'silent' })), name).toBe(false);
      expect(isProven(await look({ ...whole, [name]: 'none' })), name).toBe(false);
    }
    expect(isProven([])).toBe(false);
  });
});
