import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { loginOf } from './passwords.ts';

/** The address with which whoever asks signs in; nobody's where the system itself asks. */
export async function loginAddress(
  context: AppContext,
  caller: Caller,
): Promise<Result<string, { code: 'not_signed_in'; status: 401 }>> {
  if (caller.loginId === null) return refuse({ code: 'not_signed_in', status: 401 });
  return ok((await loginOf(context, caller.loginId)).email);
}
