import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULTS } from '#domain/policy/parameters.ts';
import { accessLimits, cutAddress } from './rules.ts';

test.each([
  ['192.0.2.77', '192.0.2.0'],
  ['::ffff:192.0.2.77', '192.0.2.0'],
  ['2001:db8:1:2::3', '2001:db8:1::'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1::'],
  ['::1', '0:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['not an address', ''],
  ['1:2:3', ''],
])('%s is kept as %s', (ip, cut) => expect(cutAddress(ip)).toBe(cut));

test('two neighbours of one network cannot be told apart', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.nat(255), (ip, last) => {
      const neighbour = ip.replace(/\d+$/, String(last));
      return cutAddress(ip) === cutAddress(neighbour);
    }),
  );
  fc.assert(
    fc.property(
      fc.ipV6(),
      (ip) => cutAddress(ip) === '' || /^([0-9a-f]{1,4}:){3}:$|\.0$/.test(cutAddress(ip)),
    ),
  );
});

test('lines go after thirty days, addresses are cut after seven', () => {
  expect(accessLimits(DEFAULTS, '2026-03-31T09:00:00.000Z')).toEqual({
    delete: '2026-03-01T09:00:00.000Z',
    cut: '2026-03-24T09:00:00.000Z',
  });
});
