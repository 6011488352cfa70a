import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const base = resolve('/srv/tenon');
const read = (env: Record<string, string | undefined>, warn: (sentence: string) => void = () => undefined) =>
  readConfig(env, base, warn);

test('without any variable: loopback, port 3000, data beside the program', () => {
  expect(read({ PATH: '/bin' })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: join(base, '.tenon'),
    logLevel: 'info',
    databaseUrl: undefined,
    publicUrl: undefined,
    smtpUrl: undefined,
    mailFrom: undefined,
    demo: true,
    lan: false,
    lanPort: 3443,
    backupTo: undefined,
    backupsKept: 30,
  });
});

test('given variables count, an empty one counts as absent', () => {
  const config = read({
    PORT: '0',
    TENON_DATA: '/data/x',
    DATABASE_URL: '',
    TENON_PUBLIC_URL: 'https://t.example/',
  });
  expect(config).toMatchObject({ port: 0, dataDir: resolve('/data/x'), publicUrl: 'https://t.example' });
  expect(config.databaseUrl).toBeUndefined();
});

test.each([
  ['PORT', '65536', /PORT must be a port number/],
  ['PORT', '80.5', /PORT must be a port number/],
  ['PORT', 'http', /PORT must be a port number/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL must be one of trace, debug/],
  ['DATABASE_URL', 'mysql://host/db', /DATABASE_URL must be the URL of a PostgreSQL database/],
  ['TENON_SMTP_URL', 'mail.example', /TENON_SMTP_URL must be the URL of a mail server/],
  ['TENON_DEMO', 'maybe', /TENON_DEMO must be yes or no/],
  ['TENON_BACKUPS_KEPT', '0', /TENON_BACKUPS_KEPT must be a whole number/],
  ['TENON_MAIL_IN_PORT', 'smtp', /TENON_MAIL_IN_PORT must be a port number/],
  ['TENON_IMAP_URL', 'https://mail.example', /TENON_IMAP_URL must be the URL of a mailbox/],
  ['TENON_MAIL_HOOK_SECRET', 'short', /TENON_MAIL_HOOK_SECRET must have at least 32/],
  ['TENON_MAIL_FROM', 'nobody', /TENON_MAIL_FROM must be a mail address/],
])('%s=%s is refused by name', (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(ConfigError);
  expect(() => read({ [name]: value })).toThrow(message);
});

test('a refusal never repeats a value that may hold a password', () => {
  expect(() => read({ DATABASE_URL: 'mysql://me:hunter2@host/db' })).toThrow(/^(?!.*hunter2)/);
});

test('several faults are told at once', () => {
  expect(() => read({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*LOG_LEVEL /);
});

test('an unknown TENON_ variable is named, those of the test runner are not', () => {
  const warnings: string[] = [];
  read({ TENON_DATE: 'x', TENON_TEST_DATABASE_URL: 'x', TENON_DATA: 'd' }, (sentence) =>
    warnings.push(sentence),
  );
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^TENON_DATE is set but Tenon knows no such variable.*TENON_DATA/);
});
