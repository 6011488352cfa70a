import { refuse, ok, type Result } from '#domain/kernel/result.ts';
import { isCommonPassword } from './common-passwords.ts';

/** NIST SP 800-63B-4 §3.1.1.2 and OWASP ASVS 5.0 §6.2: length and a block list; no rule about kinds of characters. */
const PASSWORD_LENGTH_MIN = 8;

export type PasswordRefusal =
  { code: 'password_short'; field: 'password'; min: number } | { code: 'password_common'; field: 'password' };

/**
 * Whether a password may be chosen. Counted in characters as people see them, after NFC, so that an umlaut typed on any
 * keyboard counts once. Nothing is cut off or changed.
 * @param context words that are tried first for this person: name, e-mail address, company
 */
export function decidePassword(password: string, context: readonly string[]): Result<true, PasswordRefusal> {
  if ([...password.normalize('NFC')].length < PASSWORD_LENGTH_MIN)
    return refuse({ code: 'password_short', field: 'password', min: PASSWORD_LENGTH_MIN });
  if (isCommonPassword(password, [...context, 'Tenon']))
    return refuse({ code: 'password_common', field: 'password' });
  return ok(true);
}
