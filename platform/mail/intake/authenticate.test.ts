import { describe, expect, test } from 'vitest';
import { mailWorld, plainMail, SENDS_FOR } from '../testing/mail-world.ts';
import { authenticateMail, type MailPeer } from './authenticate.ts';

const world = mailWorld();
const FROM_BOSS = { ...SENDS_FOR.customer, envelopeFrom: 'boss@customer.example' };
const FROM_EVIL = { ...SENDS_FOR.evil, envelopeFrom: 'forger@evil.example' };
const judge = async (raw: Buffer | string, peer: MailPeer) =>
  (await authenticateMail(Buffer.from(raw), peer, world.resolve)).verdict;
const crlf = (raw: string) => raw.replace(/\n/g, '\r\n');

describe('forged mail: what counts is the domain in From, and only when its owner vouches for it', () => {
  test('genuine', async () => {
    expect(await judge(await world.sign(plainMail(), 'customer.example'), FROM_BOSS)).toEqual({
      verified: true,
      because: 'dmarc_pass',
      dkim: [{ domain: 'customer.example', result: 'pass' }],
      spf: 'pass',
      dmarc: 'pass',
    });
  });

  test("forged From, the forger's own SPF", async () => {
    expect(await judge(crlf(plainMail()), FROM_EVIL)).toMatchObject({
      verified: false,
      because: 'dmarc_fail',
      spf: 'pass',
      dmarc: 'fail',
    });
  });

  test("forged From, the forger's own valid signature: alignment is what counts", async () => {
    expect(await judge(await world.sign(plainMail(), 'evil.example'), FROM_EVIL)).toMatchObject({
      verified: false,
      because: 'dmarc_fail',
      dkim: [{ domain: 'evil.example', result: 'pass' }],
      spf: 'pass',
      dmarc: 'fail',
    });
  });

  test('genuine mail altered on its way', async () => {
    const signed = await world.sign(plainMail(), 'customer.example');
    const altered = Buffer.from(signed.toString().replace('Please cancel', 'Never cancel'));
    const verdict = await judge(altered, FROM_EVIL);
    expect(verdict).toMatchObject({ verified: false, because: 'dmarc_fail', dmarc: 'fail' });
    expect(verdict.dkim[0]!.result).not.toBe('pass');
  });

  test('two From headers: undefined is a fail', async () => {
    const two = plainMail({ headers: 'From: Eve <eve@evil.example>\n' });
    expect(await judge(await world.sign(two, 'evil.example'), FROM_EVIL)).toMatchObject({
      verified: false,
      because: 'from_ambiguous',
    });
    // Also when the second one is the customer's and the customer's own signature is on it.
    expect((await judge(await world.sign(two, 'customer.example'), FROM_BOSS)).verified).toBe(false);
  });

  test('two authors in one From header, and none at all', async () => {
    const both = plainMail({ from: 'eve@evil.example, boss@customer.example' });
    expect(await judge(await world.sign(both, 'customer.example'), FROM_BOSS)).toMatchObject({
      verified: false,
      because: 'from_ambiguous',
    });
    // Also where one domain signs for both: it does not say which of the two wrote.
    const colleagues = plainMail({ from: 'boss@customer.example, clerk@customer.example' });
    expect(await judge(await world.sign(colleagues, 'customer.example'), FROM_BOSS)).toMatchObject({
      verified: false,
      because: 'from_ambiguous',
    });
    const none = crlf(plainMail().replace(/^From:.*\n/, ''));
    expect((await judge(none, FROM_BOSS)).because).toBe('from_ambiguous');
  });

  test('a display name "boss@customer" before a foreign address: the address is compared, never the name', async () => {
    const named = plainMail({ from: '"boss@customer.example" <boss@evil.example>' });
    const verdict = await judge(crlf(named), FROM_EVIL);
    expect(verdict).toMatchObject({
      verified: false,
      because: 'no_aligned_signature',
      dmarc: 'none',
      spf: 'pass',
    });
  });

  test('customer domain without DMARC: SPF alone is too weak', async () => {
    const mail = crlf(plainMail({ from: 'owner@small.example' }));
    const peer = { ...SENDS_FOR.small, envelopeFrom: 'owner@small.example' };
    expect(await judge(mail, peer)).toEqual({
      verified: false,
      because: 'no_aligned_signature',
      dkim: [],
      spf: 'pass',
      dmarc: 'none',
    });
  });

  test('customer domain without DMARC and with its own valid signature: verified', async () => {
    const mail = await world.sign(plainMail({ from: 'owner@small.example' }), 'small.example');
    expect(await judge(mail, { envelopeFrom: 'owner@small.example' })).toMatchObject({
      verified: true,
      because: 'aligned_signature',
      dmarc: 'none',
    });
  });

  test('customer domain without DMARC and with a signature of another domain: not verified', async () => {
    const mail = await world.sign(plainMail({ from: 'owner@small.example' }), 'evil.example');
    expect(await judge(mail, FROM_EVIL)).toMatchObject({ verified: false, because: 'no_aligned_signature' });
  });

  test('re-sent by somebody else: DMARC still passes, and the mark of its signature is the same', async () => {
    const signed = await world.sign(plainMail(), 'customer.example');
    const first = await authenticateMail(signed, FROM_BOSS, world.resolve);
    const again = await authenticateMail(signed, FROM_EVIL, world.resolve);
    expect(again.verdict).toMatchObject({ dmarc: 'pass', dkim: [{ result: 'pass' }] });
    expect(first.signatures).toHaveLength(1);
    expect(again.signatures).toEqual(first.signatures);
  });

  test('a signature that covers only the beginning of the text proves nothing of the rest', async () => {
    const signed = await world.sign(plainMail(), 'customer.example', { maxBodyLength: 7 });
    expect(await judge(signed, FROM_EVIL)).toMatchObject({ verified: false, because: 'partly_signed' });
  });

  test('a name server that does not answer makes nobody verified', async () => {
    const signed = await world.sign(plainMail({ from: 'owner@small.example' }), 'small.example');
    world.zone.set('_dmarc.small.example TXT', 'silent');
    try {
      expect(await judge(signed, { envelopeFrom: 'owner@small.example' })).toMatchObject({
        verified: false,
        because: 'not_checkable',
      });
    } finally {
      world.zone.delete('_dmarc.small.example TXT');
    }
  });

  test('a key that cannot be asked for makes nobody verified, and nobody a forger', async () => {
    const signed = await world.sign(plainMail(), 'customer.example');
    const name = 'mail._domainkey.customer.example TXT';
    const key = world.zone.get(name)!;
    world.zone.set(name, 'silent');
    try {
      expect(await judge(signed, FROM_EVIL)).toMatchObject({ verified: false, because: 'not_checkable' });
    } finally {
      world.zone.set(name, key);
    }
  });
});
