import { expect, test } from 'vitest';
import { checkMail, reverseName, type AskNames, type MailFacts } from './doctor-mail.ts';

const FACTS: MailFacts = {
  domain: 'larch.example',
  receivesFor: 'in.larch.example',
  selector: 's1',
  sendsFrom: '192.0.2.10',
  relay: async () => 'The relay lets us in.',
  mailbox: async () => 'The mailbox opens.',
  listener: null,
};
const GOOD: Readonly<Record<string, string[] | string[][] | object[]>> = {
  'in.larch.example MX': [{ exchange: 'mx.larch.example', priority: 10 }],
  'larch.example TXT': [['google-site-verification=x'], ['v=spf1 include:relay.example ', '-all']],
  's1._domainkey.larch.example TXT': [['v=DKIM1; k=rsa; p=MIIB', 'IjAN']],
  '_dmarc.larch.example TXT': [['v=DMARC1; p=reject']],
  '10.2.0.192.in-addr.arpa PTR': ['mx.larch.example'],
  'mx.larch.example A': ['192.0.2.10'],
};
const zone =
  (records: typeof GOOD): AskNames =>
  (name, type) => {
    const found = records[`${name} ${type}`];
    return found
      ? Promise.resolve(found)
      : Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  };
const verdicts = async (facts: MailFacts, ask: AskNames) =>
  Object.fromEntries((await checkMail(facts, ask)).map(({ check, verdict }) => [check, verdict]));

test('everything in its place', async () => {
  expect(await verdicts(FACTS, zone(GOOD))).toEqual({
    mx: 'ok',
    spf: 'ok',
    dkim: 'ok',
    dmarc: 'ok',
    ptr: 'ok',
    relay: 'ok',
    mailbox: 'ok',
    listener: 'unchecked',
  });
});

test('a name server that does not answer is unchecked, never ok and never wrong', async () => {
  const silent: AskNames = () => Promise.reject(Object.assign(new Error('late'), { code: 'ETIMEOUT' }));
  const found = await verdicts(FACTS, silent);
  for (const check of ['mx', 'spf', 'dkim', 'dmarc', 'ptr']) expect(found[check], check).toBe('unchecked');
});

test('what is missing is wrong, and each line says what to do', async () => {
  const findings = await checkMail({ ...FACTS, relay: () => Promise.reject(new Error('535 no')) }, zone({}));
  const wrong = findings.filter(({ verdict }) => verdict === 'wrong');
  expect(wrong.map(({ check }) => check)).toEqual(['mx', 'spf', 'dkim', 'dmarc', 'ptr', 'relay']);
  expect(wrong.every(({ remedy }) => remedy && remedy.length > 10)).toBe(true);
});

test.each([
  ['spf', { 'larch.example TXT': [['v=spf1 a -all'], ['v=spf1 mx -all']] }],
  ['spf', { 'larch.example TXT': [['v=spf1 +all']] }],
  ['dkim', { 's1._domainkey.larch.example TXT': [['v=DKIM1; p=']] }],
  ['dmarc', { '_dmarc.larch.example TXT': [['v=DMARC1; p=none'], ['v=DMARC1; p=reject']] }],
  ['ptr', { 'mx.larch.example A': ['198.51.100.1'] }],
])('%s that only looks right is wrong: %o', async (check, records) => {
  expect((await verdicts(FACTS, zone({ ...GOOD, ...records })))[check]).toBe('wrong');
});

test('the name under which an address is asked back', () => {
  expect(reverseName('192.0.2.10')).toBe('10.2.0.192.in-addr.arpa');
  expect(reverseName('2001:db8::1')).toBe(
    '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
  );
});
