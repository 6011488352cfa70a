import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp, type App } from '#apps/server/app.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { createLog } from '#platform/log/log.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { BackupProblem, takeBackup } from '#platform/postgres/backup/backup.ts';
import {
  databaseBeside,
  makeDatabase,
  putDump,
  removeDatabase,
  setDatabaseAside,
} from '#platform/postgres/backup/dump.ts';
import { startFakeStore } from '#platform/object-store/testing/fake-store.ts';
import { restoreBackup, restoreDump } from '#platform/postgres/backup/restore.ts';
import { applicationUrl } from '#platform/postgres/prepare.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { readEnvironment } from './deploy-files.ts';
import { sendOffSite } from './off-site.ts';

const root = resolve(import.meta.dirname, '../../..');
const server = process.env['TENON_TEST_DATABASE_URL']!;
const name = `tenon_setup_${randomBytes(4).toString('hex')}`;
const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
const folder = mkdtempSync(join(tmpdir(), 'tenon-setup-'));
const dataDir = join(folder, 'data');
const answers = {
  host: 'tenon.example.com',
  operatorName: 'Example Hosting GmbH',
  operatorSites: ['example.com'],
  operatorZone: 'Europe/Berlin',
  supportAddress: 'help@example.com',
  ownerName: 'Ada Example',
  ownerEmail: 'ada@example.com',
  backupTo: join(folder, 'backup'),
  databaseUrl,
};

async function onServer(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

beforeAll(() => onServer(`create database ${name}`));
afterAll(async () => {
  await onServer(`drop database ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

/** As typed in a terminal, with the password on standard input. */
function setup(more: object, password: string): Promise<{ code: number; out: string; err: string }> {
  const file = join(folder, 'answers.json');
  writeFileSync(file, JSON.stringify({ ...answers, ...more }));
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [join(root, 'apps/cli/main.ts'), 'setup', '--data', dataDir, '--answers', file, '--password-stdin'],
      { cwd: folder },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin?.end(`${password}\n`);
  });
}

async function opened<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = await createApp({
    ownerUrl: databaseUrl,
    secret: openSecrets(dataDir).secret('database'),
    vault: openVault(readKeyRing(dataDir, undefined)),
    clock: systemClock,
    log: createLog({ level: 'silent' }),
    filesDir: join(dataDir, 'files'),
    publicUrl: 'https://tenon.example.com',
    demoAllowed: false,
    relay: null,
    mailFrom: 'help@example.com',
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

test('wrong answers and a weak password are told and leave nothing behind', async () => {
  const wrong = await setup({ operatorZone: 'Berlin', hosst: 'x' }, 'correct horse battery');
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringMatching(/operatorZone must be a time zone[\s\S]*unknown: hosst/),
  });
  expect(await setup({}, 'short')).toMatchObject({
    code: 1,
    err: expect.stringContaining('at least 8 characters'),
  });
  expect(existsSync(dataDir)).toBe(false);
});

const signed = join(folder, 'relay.pdf');
const withRelay = {
  smtpUrl: 'smtps://me:secret@mail.provider.example',
  smtpContract: {
    file: signed,
    signedByUsOn: '2026-01-15',
    signedByThemOn: '2026-01-20',
    validFrom: '2026-02-01',
    validTo: '2099-01-31',
  },
};

test('a set-up makes an operator who can sign in, and no demo; a second one is refused', async () => {
  expect(await setup(withRelay, 'correct horse battery')).toMatchObject({
    code: 1,
    err: expect.stringContaining('the contract with mail.provider.example cannot be read'),
  });
  expect(existsSync(dataDir)).toBe(false);
  writeFileSync(signed, '%PDF-1.7 signed');
  const made = await setup(withRelay, 'correct horse battery');
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining('sign in as ada@example.com') });
  expect(made.out).toContain('mail.provider.example gets nothing yet: a second person confirms');
  const file = join(dataDir, 'deploy', 'tenon.env');
  expect(readEnvironment(readFileSync(file, 'utf8'))).toMatchObject({
    DATABASE_URL: databaseUrl,
    TENON_DEMO: 'no',
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await setup({}, 'correct horse battery')).toMatchObject({
    code: 1,
    err: expect.stringContaining('set up already'),
  });

  await opened(async ({ server: door, context }) => {
    // A provider is bound by its signed contract, which the person who set up does not confirm alone at once.
    const call = await context.egress
      .connectTcp({
        purpose: 'mail.send',
        recipient: { kind: 'processor', id: 'relay:mail.provider.example:465' },
        categories: ['contact'],
        host: 'mail.provider.example',
        port: 465,
      })
      .catch((error: unknown) => error);
    expect(call).toMatchObject({
      code: 'processor_contract_missing',
      reason: 'mail.provider.example is waiting for the second person to confirm the contract',
    });
    const send = (url: string, payload: object) =>
      door.inject({
        method: 'POST',
        url,
        payload,
        headers: {
          host: 'tenon.example.com',
          origin: 'https://tenon.example.com',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'tenon.example.com',
        },
      });
    const signedIn = await send('/api/session', {
      email: 'ada@example.com',
      password: 'correct horse battery',
    });
    expect(signedIn.json()).toMatchObject({
      ...{ signedIn: true, role: 'operator', demoRoles: [] },
      tenant: { name: 'Example Hosting GmbH', demo: false },
    });
    // The published text names this operator, not the one of the shipped defaults.
    const policy = await door.inject({
      method: 'GET',
      url: '/policy/privacy',
      headers: { host: 'tenon.example.com' },
    });
    expect(policy.body).toContain('Example Hosting GmbH');
    expect(policy.body).not.toContain('Ciertech');
    expect((await send('/api/session/demo', { role: 'operator' })).json()).toMatchObject({
      code: 'demo_not_here',
    });
  });
});

test('no demo is made among the data of an installation for real use', async () => {
  const env = { ...process.env, DATABASE_URL: databaseUrl, TENON_DATA: dataDir };
  const said = await new Promise<{ code: unknown; err: string }>((done) =>
    execFile(
      process.execPath,
      [join(root, 'apps/cli/main.ts'), 'demo', 'reset'],
      { cwd: folder, env },
      (error, _out, err) => done({ code: error?.code, err }),
    ),
  );
  expect(said).toMatchObject({ code: 1, err: expect.stringContaining('is for real use') });
  await opened(async ({ context }) => {
    expect((await listTenants(context.db)).map(({ slug }) => slug)).toEqual(['operator']);
  });
});

test('files that were lost after the database was made are written by the same set-up, for the same operator only', async () => {
  rmSync(join(dataDir, 'deploy'), { recursive: true });
  expect(await setup({ operatorName: 'Somebody Else' }, 'correct horse battery')).toMatchObject({
    code: 1,
    err: expect.stringContaining('belongs to Example Hosting GmbH'),
  });
  expect(await setup({}, 'correct horse battery')).toMatchObject({ code: 0 });
  expect(existsSync(join(dataDir, 'deploy', 'Caddyfile'))).toBe(true);
});

test('an own database is dumped, opens as a copy, and comes back in place of one that was spoilt', async () => {
  const options = { ownerUrl: databaseUrl, filesDir: join(dataDir, 'files'), target: answers.backupTo };
  const taken = await takeBackup({
    ...options,
    embedded: false,
    now: new Date(),
    tenonVersion: '1',
  }).catch((error: unknown) => error);
  if (taken instanceof BackupProblem) {
    // Without the programs of the server's version an update does not begin, and says why.
    expect(taken.message).toMatch(/pg_dump is not there|server version/);
    return;
  }
  const dump = join(String(taken), 'database.dump');
  const nameIn = async (url: string): Promise<string> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select name from tenon.tenant');
    await client.end();
    return rows.map((row) => row.name).join();
  };
  const copy = await makeDatabase(databaseUrl, `${name}_copy`);
  try {
    const own = { ownerUrl: copy, secret: 'another machine' };
    const arriving = join(folder, 'arriving');
    await restoreDump(String(taken), arriving, own);
    expect(await nameIn(copy)).toBe('Example Hosting GmbH');
    await expect(restoreDump(String(taken), arriving, own)).rejects.toThrow(/already holds stored files/);
    await expect(restoreDump(String(taken), join(folder, 'elsewhere'), own)).rejects.toThrow(
      /already holds an installation/,
    );
    await expect(restoreBackup(String(taken), arriving)).rejects.toThrow(/name it in DATABASE_URL/);
    const spoil = new pg.Client({ connectionString: databaseUrl });
    await spoil.connect();
    await spoil.query("update tenon.tenant set name = 'spoilt'");
    await spoil.end();
    await setDatabaseAside(databaseUrl, `${name}_aside`);
    await putDump(databaseUrl, dump);
    expect(await nameIn(databaseBeside(databaseUrl, `${name}_aside`))).toBe('spoilt');
    await opened(async ({ context }) => {
      const [operator] = await listTenants(context.db);
      expect((await context.tenantFacts(operator!.id)).tenantName).toBe('Example Hosting GmbH');
    });
  } finally {
    await removeDatabase(databaseUrl, `${name}_copy`);
    await removeDatabase(databaseUrl, `${name}_aside`);
  }
});

test('a backup goes to the object store through the register of processors, its manifest last; suspended, the store gets nothing', async () => {
  const store = await startFakeStore({ me: 'secret' });
  const backup = join(folder, 'tenon-2026-03-02T10-00-00Z');
  mkdirSync(join(backup, 'files'), { recursive: true });
  writeFileSync(join(backup, 'manifest.json'), '{}');
  writeFileSync(join(backup, 'files', 'zz'), 'an invoice');
  const appUrl = applicationUrl(databaseUrl, openSecrets(dataDir).secret('database'));
  const send = (secret = 'secret'): Promise<unknown> =>
    sendOffSite({ appUrl, folder: backup, store: `http://me:${secret}@127.0.0.1:${store.port}/kept` }).catch(
      (error: unknown) => error,
    );
  try {
    expect(await send()).toBe(2);
    expect([...store.objects.keys()]).toEqual([
      '/kept/tenon-2026-03-02T10-00-00Z/files/zz',
      '/kept/tenon-2026-03-02T10-00-00Z/manifest.json',
    ]);
    expect(await send('wrong')).toMatchObject({
      name: 'BackupProblem',
      message: expect.stringMatching(/SignatureDoesNotMatch.*It lies in /) as string,
    });
    const owner = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=tenon' });
    await owner.connect();
    await owner.query(`update processor set suspended_at = now() where service = 'keeps backups'`);
    expect(await send()).toMatchObject({
      message: expect.stringContaining('127.0.0.1 is suspended') as string,
    });
    const { rows } = await owner.query<{ decision: string; categories: string[] }>(
      `select decision, categories from egress_log where purpose = 'backup.store' order by at`,
    );
    await owner.end();
    expect(rows.map(({ decision }) => decision)).toEqual(['connected', 'connected', 'connected', 'refused']);
    expect(rows[0]!.categories).toEqual(['backup']);
    expect(store.objects.size).toBe(2);
  } finally {
    store.close();
  }
});
