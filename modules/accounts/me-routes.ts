import { ok, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Route } from '#platform/http/contract.ts';
import { codeSvg } from '#platform/documents/codes.ts';
import { handle, handleOpen, handlePrepared, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type * as z from 'zod';
import { closeMine, mergeIntoMine } from './close-account.ts';
import { welcome } from './describe-session.ts';
import { deviceName } from './device-name.ts';
import * as contract from './me-contract.ts';
import {
  askForEmail,
  confirmEmail,
  loadMine,
  proveAgain,
  stopEmail,
  tellFactorChange,
  updateMine,
} from './my-account.ts';
import {
  addPasskey,
  loginByPasskey,
  passkeyInOptions,
  passkeyNewOptions,
  removePasskey,
} from './passkeys.ts';
import { askForReset, changePassword, resetPassword } from './passwords.ts';
import { dropPicture, keepPicture, loadPicture, makePicture } from './pictures.ts';
import { beginTotp, confirmTotp, factorsOf, newRecoveryCodes, removeTotp } from './second-factor.ts';
import { endSessions, listSessions, proofMissing, renewSession } from './sessions.ts';
import { accountsWords } from './words.ts';
import type { GlobalTables } from './store.ts';

type Mine<T> = Omit<OpenGiven<T, AppContext>, 'caller'> & { readonly caller: Caller };

/** A route about one's own login: somebody is signed in, and there is no tenant's transaction. */
function mine<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  run: (given: Mine<Route<P, Q, B, R>>) => Promise<Result<z.output<R>>>,
): Handler<AppContext> {
  return handleOpen(route, (given: OpenGiven<Route<P, Q, B, R>, AppContext>) =>
    run(given as Mine<Route<P, Q, B, R>>),
  );
}

/** The same for steps that matter: the person has proven lately who they are. */
function proven<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  run: (given: Mine<Route<P, Q, B, R>>) => Promise<Result<z.output<R>>>,
): Handler<AppContext> {
  return mine(route, async (given) => proofMissing(given.caller) ?? run(given));
}

const change = (
  caller: Caller,
  what: 'totp.on' | 'totp.off' | 'passkey.on' | 'passkey.off' | 'codes',
): string => say(accountsWords, asLocale(caller.locale), `accounts.change.${what}`);

export const meHandlers: readonly Handler<AppContext>[] = [
  mine(contract.getMe, async ({ context, caller }) => ok(await loadMine(context, caller))),
  mine(contract.updateMe, async ({ context, caller, input }) => {
    await updateMine(context, caller.loginId!, input.body);
    return ok(await loadMine(context, caller));
  }),
  proven(contract.askForEmail, async ({ context, caller, input }) => {
    await askForEmail(context, caller, input.body.email);
    return ok(await loadMine(context, caller));
  }),
  mine(contract.changePassword, ({ context, caller, request, input }) =>
    changePassword(context, caller, request, input.body),
  ),
  mine(contract.proveAgain, async (given) => {
    const outcome = await proveAgain(given.context, given.caller, given.request, given.input.body);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),
  mine(contract.proveByPasskeyOptions, async ({ context, caller }) =>
    ok(await passkeyInOptions(context, caller.loginId)),
  ),
  mine(contract.proveByPasskey, async (given) => {
    const { context, caller, input } = given;
    const outcome = await loginByPasskey(context, input.body, caller.loginId);
    if (!outcome.ok) return outcome;
    const token = await renewSession(context.db, caller.now, caller.session!.sessionId, 'passkey');
    return ok(await welcome(given, token));
  }),

  mine(contract.listSessions, async ({ context, caller }) => {
    const sessions = await listSessions(context.db, caller.now, caller.loginId!);
    return ok({
      sessions: sessions.map((session) => ({
        id: session.id,
        device: deviceName(session.user_agent),
        tenant: session.tenant,
        since: session.created_at,
        seenAt: session.seen_at,
        proof: session.proof,
        here: session.id === caller.session?.sessionId,
      })),
    });
  }),
  mine(contract.endOtherSessions, async ({ context, caller }) =>
    ok({ ended: await endSessions(context.db, caller.loginId!, { except: caller.session?.sessionId }) }),
  ),
  mine(contract.endOneSession, async ({ context, caller, input }) => {
    const ended = await endSessions(context.db, caller.loginId!, { only: input.params.sessionId });
    return ended > 0 ? ok({}) : { ok: false, refusal: { code: 'session_unknown' } };
  }),

  proven(contract.beginTotp, async ({ context, caller }) => {
    const begun = await beginTotp(context, caller);
    return begun.ok ? ok({ ...begun.value, picture: codeSvg('qr', begun.value.uri) }) : begun;
  }),
  proven(contract.confirmTotp, async ({ context, caller, input }) => {
    const confirmed = await confirmTotp(context, caller, input.body.code);
    if (!confirmed.ok) return confirmed;
    await nowWithFactor(context, caller);
    await tellFactorChange(context, caller, change(caller, 'totp.on'));
    return confirmed;
  }),
  proven(contract.removeTotp, async ({ context, caller }) => {
    const removed = await removeTotp(context, caller.loginId!);
    if (!removed.ok) return removed;
    await tellFactorChange(context, caller, change(caller, 'totp.off'));
    return ok({});
  }),
  proven(contract.newRecoveryCodes, async ({ context, caller }) => {
    if (!(await factorsOf(context, caller.loginId!)).any)
      return { ok: false, refusal: { code: 'no_factor' } };
    const recoveryCodes = await newRecoveryCodes(context, caller.loginId!);
    await tellFactorChange(context, caller, change(caller, 'codes'));
    return ok({ recoveryCodes });
  }),
  proven(contract.passkeyNewOptions, ({ context, caller }) => passkeyNewOptions(context, caller)),
  proven(contract.addPasskey, async ({ context, caller, input }) => {
    const added = await addPasskey(context, caller, input.body);
    if (!added.ok) return added;
    await nowWithFactor(context, caller);
    await tellFactorChange(context, caller, change(caller, 'passkey.on'));
    return added;
  }),
  proven(contract.removePasskey, async ({ context, caller, input }) => {
    const removed = await removePasskey(context, caller.loginId!, input.params.passkeyId);
    if (removed.ok) await tellFactorChange(context, caller, change(caller, 'passkey.off'));
    return removed;
  }),

  proven(contract.closeMe, async ({ context, caller, input }) =>
    closeMine(context, caller, input.body.email),
  ),
  proven(contract.mergeIntoMe, ({ context, caller, request, input }) =>
    mergeIntoMine(context, caller, request, input.body),
  ),

  handleOpen(
    contract.askForReset,
    ({ context, request, input }: OpenGiven<typeof contract.askForReset, AppContext>) =>
      askForReset(context, request, input.body.email),
  ),
  handleOpen(
    contract.resetPassword,
    ({ context, request, input }: OpenGiven<typeof contract.resetPassword, AppContext>) =>
      resetPassword(context, request, input.body),
  ),
  handleOpen(
    contract.confirmEmail,
    ({ context, input }: OpenGiven<typeof contract.confirmEmail, AppContext>) =>
      confirmEmail(context, input.body.token),
  ),
  handleOpen(contract.stopEmail, ({ context, input }: OpenGiven<typeof contract.stopEmail, AppContext>) =>
    stopEmail(context, input.body.token),
  ),

  handlePrepared(
    contract.setPicture,
    ({ upload }) => makePicture(upload!.bytes),
    ({ tx, caller, prepared }) => keepPicture(tx, caller, prepared),
  ),
  handle(contract.removePicture, ({ tx, caller }) => dropPicture(tx, caller)),
  handle(contract.getPicture, ({ tx, input }) => loadPicture(tx, input.params.loginId)),
];

/** From now on this session stands on more than a password: whoever confirms a factor has just used it. */
async function nowWithFactor(context: AppContext, caller: Caller): Promise<void> {
  if (caller.session?.proof !== 'password') return;
  await context.db
    .global<GlobalTables>()
    .updateTable('session')
    .set({ proof: 'two-factor' })
    .where('id', '=', caller.session.sessionId)
    .execute();
}
