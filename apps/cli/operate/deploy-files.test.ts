import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAnswers, faultOf, QUESTIONS, readTyped, SetupAnswers } from './answers.ts';
import { deployFiles, readEnvironment } from './deploy-files.ts';

const answers = {
  host: 'tenon.example.com',
  operatorName: 'Example Hosting GmbH',
  operatorSites: ['example.com'],
  operatorZone: 'Europe/Berlin',
  supportAddress: 'help@example.com',
  ownerName: 'Ada Example',
  ownerEmail: 'ada@example.com',
  backupTo: '/srv/backup/tenon',
};
const places = { home: '/opt/tenon', dataDir: '/var/lib/tenon', node: '/usr/bin/node' };
const filesOf = (more: object): Map<string, string> => {
  const checked = checkAnswers({ ...answers, ...more });
  if ('faults' in checked) throw new Error(checked.faults.join());
  return new Map(deployFiles(checked.answers, places).map((file) => [file.name, file.text]));
};

test('the service reads its settings from a closed file, and the proxy passes live screens on', () => {
  const files = filesOf({ port: 4000 });
  expect(files.get('tenon.service')).toContain('EnvironmentFile=/var/lib/tenon/deploy/tenon.env');
  expect(files.get('tenon.service')).toContain('ExecStart=/usr/bin/node scripts/boot.mjs start');
  expect(files.get('Caddyfile')).toMatch(
    /^tenon\.example\.com \{[\s\S]*reverse_proxy 127\.0\.0\.1:4000 \{\n\t\tflush_interval -1/m,
  );
  expect(readEnvironment(files.get('tenon.env')!)).toMatchObject({
    TENON_DEMO: 'no',
    HOST: '127.0.0.1',
    PORT: '4000',
    TENON_PUBLIC_URL: 'https://tenon.example.com',
    TENON_MAIL_FROM: 'help@example.com',
  });
  for (const [name, text] of files)
    if (name !== 'tenon.env') expect(text).not.toMatch(/PASSWORD|smtp|postgres:\/\//i);
});

test('a password comes back from the settings file as it was given', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (password) => {
      fc.pre(!/[\n\r\0]/.test(password));
      const databaseUrl = `postgres://owner:${password}@db/tenon`;
      const files = filesOf({ databaseUrl });
      expect(readEnvironment(files.get('tenon.env')!)['DATABASE_URL']).toBe(databaseUrl);
    }),
  );
});

test.each([
  ['host', 'https://tenon.example.com', /without https/],
  ['operatorZone', 'Berlin', /IANA list/],
  ['operatorZone', '+02:00', /IANA list/],
  ['supportAddress', 'help', /mail address/],
  ['backupTo', 'backup', /full path/],
  ['serviceUser', 'root; rm', /user name/],
  ['databaseUrl', 'mysql://x', /postgres/],
] as const)('%s = %s is refused with how to mend it', (field, value, message) => {
  expect(faultOf(field, value)).toMatch(message);
  expect(checkAnswers({ ...answers, [field]: value })).toMatchObject({
    faults: [expect.stringMatching(field)],
  });
});

test('missing and unknown answers are named', () => {
  const { host: _, ...rest } = answers;
  expect(checkAnswers({ ...rest, hosst: 'x' })).toEqual({ faults: ['host is missing', 'unknown: hosst'] });
});

test('every field that has no default is asked for', () => {
  const asked = new Set<string>(QUESTIONS.map(({ field }) => field));
  const needed = Object.entries(SetupAnswers.shape)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([field]) => field);
  expect(needed.filter((field) => !asked.has(field))).toEqual([]);
  expect(
    readTyped(
      QUESTIONS.find(({ field }) => field === 'operatorSites')!,
      'a.example, b.example,',
    ),
  ).toEqual(['a.example', 'b.example']);
});
