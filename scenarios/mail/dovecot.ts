import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const PROGRAM = '/usr/sbin/dovecot';
export const hasDovecot = existsSync(PROGRAM) && existsSync('/usr/lib/dovecot/imap');

/** A real IMAP server on a loopback port with one mailbox; its files lie in a folder of its own and go with it. */
export interface Dovecot {
  readonly port: number;
  /** puts a mail into the mailbox as a provider does, with its arrival time */
  deliver(name: string, raw: Buffer, arrivedAt: Date): Promise<void>;
  /** makes the mailbox anew, as after a move to another server: another UIDVALIDITY */
  renumber(): Promise<void>;
  /** names and flags of what is in the mailbox now */
  files(): Promise<string[]>;
  stop(): Promise<void>;
}

export const LOGIN = { user: 'info', password: 'larch-and-pine' };

/** Runs without rights: as root as the account nobody, otherwise as whoever asks. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-dovecot-'));
  const root = process.getuid?.() === 0;
  const account = root ? 'nobody' : userInfo().username;
  const id = (flag: string): number => Number(spawnSync('id', [flag, account]).stdout.toString().trim());
  const [uid, gid] = [id('-u'), id('-g')];
  const group = spawnSync('id', ['-gn', account]).stdout.toString().trim();
  const mail = join(folder, 'mail');
  for (const part of ['', 'mail', 'mail/cur', 'mail/new', 'mail/tmp', 'run', 'state']) {
    await mkdir(join(folder, part), { recursive: true });
    await chmod(join(folder, part), 0o755);
  }
  const port = await freePort();
  await writeFile(join(folder, 'users'), `${LOGIN.user}:{PLAIN}${LOGIN.password}:${uid}:${gid}::${mail}\n`);
  await writeFile(
    join(folder, 'dovecot.conf'),
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${account}
default_internal_group = ${group}
default_login_user = ${account}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${mail}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`,
  );
  const own = async (path: string): Promise<void> => {
    if (root) await chown(path, uid, gid);
  };
  for (const part of [
    '',
    'users',
    'dovecot.conf',
    'mail',
    'mail/cur',
    'mail/new',
    'mail/tmp',
    'run',
    'state',
  ])
    await own(join(folder, part));
  const server = spawn(PROGRAM, ['-F', '-c', join(folder, 'dovecot.conf')], {
    cwd: folder,
    stdio: 'ignore',
    ...(root ? { uid, gid } : {}),
  });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await untilItAnswers(port, server, join(folder, 'log'));
  let sequence = 0;
  return {
    port,
    async deliver(name, raw, arrivedAt) {
      // Maildir: the arrival is the file's own time, and its name begins with it.
      const path = join(mail, 'new', `${Math.floor(arrivedAt.getTime() / 1000)}.${sequence++}_${name}.tenon`);
      await writeFile(path, raw);
      await own(path);
      await utimes(path, arrivedAt, arrivedAt);
    },
    async renumber() {
      // The file that remembers the last UIDVALIDITY stays, so that the next one is another.
      for (const file of await readdir(mail))
        if (/^dovecot[.-](index|uidlist)/.test(file)) await rm(join(mail, file), { force: true });
    },
    async files() {
      return [...(await readdir(join(mail, 'new'))), ...(await readdir(join(mail, 'cur')))];
    },
    async stop() {
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

async function untilItAnswers(port: number, server: { exitCode: number | null }, log: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (server.exitCode !== null) break;
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      setTimeout(() => socket.destroy(), 500);
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Dovecot does not answer: ${await readFile(log, 'utf8').catch(() => 'no log')}`);
}
