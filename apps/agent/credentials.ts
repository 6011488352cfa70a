import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { databaseOf } from '#platform/host-agent/names.ts';
import { AgentRefusal, type Host } from './host.ts';
import { literal } from './databases.ts';
import type { Instance } from './state.ts';

/**
 * Odoo's own for API keys. Passwords that people choose need a hundred times as many; those set here are chance as keys
 * are, and Odoo hashes one anew when it is first used.
 */
const ROUNDS = 6_000;
/** Odoo finds a key by its first eight characters. */
const KEY_INDEX = 8;

/** As passlib writes it: base64 without padding, `.` in place of `+`. */
export function pbkdf2Sha512(text: string, rounds: number, salt: Uint8Array): string {
  const ab64 = (bytes: Uint8Array): string =>
    Buffer.from(bytes).toString('base64').replaceAll('+', '.').replace(/=+$/, '');
  const hash = pbkdf2Sync(text, salt, rounds, 64, 'sha512');
  return `$pbkdf2-sha512$${rounds}$${ab64(salt)}$${ab64(hash)}`;
}

/** The people's own log-ins are theirs: nobody sets one behind their back. */
function mustBeUnused(instance: Instance): void {
  if (instance.used) throw new AgentRefusal('instance_used', `${instance.name} was let to people`);
}

/** The first person of the house: the administrator that every Odoo begins with, or the oldest that is active. */
const FIRST_PERSON =
  'select id, partner_id from res_users where active and not coalesce(share, false) order by id limit 1';

/** Gives the first person's log-in a name and a password, before anybody uses the instance. */
export async function setCredential(
  { databases }: Host,
  instance: Instance,
  { login, name, password }: { readonly login: string; readonly name: string; readonly password: string },
): Promise<void> {
  mustBeUnused(instance);
  const hash = pbkdf2Sha512(password, ROUNDS, randomBytes(16));
  await databases.on(databaseOf(instance.name), async (query) => {
    const [first] = await query(FIRST_PERSON);
    if (!first) throw new AgentRefusal('instance_unknown', 'nobody is in this database');
    await query('update res_users set login = $1, password = $2 where id = $3', [login, hash, first['id']]);
    await query('update res_partner set name = $1, email = $2 where id = $3', [
      name,
      login.includes('@') ? login : null,
      first['partner_id'],
    ]);
  });
}

/** A key for JSON-2 of the first person; kept by its hash, as Odoo keeps it. */
export async function setKey({ databases }: Host, instance: Instance): Promise<string> {
  mustBeUnused(instance);
  const key = randomBytes(20).toString('hex');
  const hash = pbkdf2Sha512(key, ROUNDS, randomBytes(16));
  await databases.on(databaseOf(instance.name), async (query) => {
    const [first] = await query(FIRST_PERSON);
    if (!first) throw new AgentRefusal('instance_unknown', 'nobody is in this database');
    const [dated] = await query(
      "select from information_schema.columns where table_name = 'res_users_apikeys' and column_name = 'expiration_date'",
    );
    await query(
      `insert into res_users_apikeys (name, user_id, scope, key, index, create_date${dated ? ', expiration_date' : ''})
       values ('Tenon', $1, 'rpc', ${literal(hash)}, $2, now() at time zone 'utc'${dated ? ", now() at time zone 'utc' + interval '1 day'" : ''})`,
      [first['id'], key.slice(0, KEY_INDEX)],
    );
  });
  return key;
}
