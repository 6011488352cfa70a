import { ok } from '#domain/kernel/result.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { answerStep, describe, welcome } from './describe-session.ts';
import { acceptInvitation, inviteMember, lookAtInvitation, withdrawInvitation } from './invitations.ts';
import * as contract from './people-contract.ts';
import { changeMember, listPeople, setFactorRoles } from './people.ts';
import { endedCookie, endSession, SESSION_COOKIE } from './sessions.ts';
import * as claims from './way-back-contract.ts';
import { endClaim } from './claims.ts';
import { approveClaim, askForOwnership, listClaims, openClaimOf } from './way-back.ts';
import { endSupport, grantSupport, listSupport, openSupport } from './support-access.ts';

export const peopleHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listPeople, async ({ tx, caller }) => ok(await listPeople(tx, caller))),
  handle(contract.changeMember, ({ tx, caller, input }) =>
    changeMember(tx, caller, input.params.loginId, input.body),
  ),
  handle(contract.setFactorRoles, ({ tx, caller, input }) =>
    setFactorRoles(tx, caller, input.body.factorRoles),
  ),
  handle(contract.inviteMember, ({ tx, caller, context, input }) =>
    inviteMember(tx, context as AppContext, caller, input.body),
  ),
  handle(contract.withdrawInvitation, ({ tx, caller, input }) =>
    withdrawInvitation(tx, caller, input.params.invitationId),
  ),
  handleOpen(
    contract.lookAtInvitation,
    ({ context, request, input }: OpenGiven<typeof contract.lookAtInvitation, AppContext>) =>
      lookAtInvitation(context, request, input.body.token),
  ),
  handleOpen(
    contract.acceptInvitation,
    async (given: OpenGiven<typeof contract.acceptInvitation, AppContext>) => {
      const outcome = await acceptInvitation(given.context, given.request, given.input.body, given.consent);
      return outcome.ok ? answerStep(given, outcome) : outcome;
    },
  ),

  handleOpen(claims.getClaim, async ({ context, caller }: OpenGiven<typeof claims.getClaim, AppContext>) =>
    ok({ claim: await openClaimOf(context, caller!.tenantId) }),
  ),
  handleOpen(
    claims.askForOwnership,
    ({ context, caller, input }: OpenGiven<typeof claims.askForOwnership, AppContext>) =>
      askForOwnership(context, caller!, input.body.reason),
  ),
  handleOpen(
    claims.refuseClaim,
    async ({ context, caller }: OpenGiven<typeof claims.refuseClaim, AppContext>) =>
      (await endClaim(context.db, caller!.tenantId, caller!.now))
        ? ok({})
        : { ok: false, refusal: { code: 'claim_unknown' } },
  ),
  handleOpen(claims.listClaims, ({ context, caller }: OpenGiven<typeof claims.listClaims, AppContext>) =>
    listClaims(context, caller!),
  ),
  handleOpen(
    claims.approveClaim,
    ({ context, caller, input }: OpenGiven<typeof claims.approveClaim, AppContext>) =>
      approveClaim(context, caller!, input.params.claimId),
  ),

  handle(contract.listSupport, async ({ tx, caller }) => ok(await listSupport(tx, caller))),
  handle(contract.grantSupport, async ({ tx, caller, input }) => {
    const granted = await grantSupport(tx, caller, input.body);
    return granted.ok ? ok({ id: granted.value.id, code: granted.value.code }) : granted;
  }),
  handle(contract.endSupport, ({ tx, caller, input }) => endSupport(tx, caller, input.params.grantId)),
  handleOpen(contract.openSupport, async (given: OpenGiven<typeof contract.openSupport, AppContext>) => {
    const outcome = await openSupport(given.context, given.caller!, given.request, given.input.body.code);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),
  handleOpen(contract.leaveSupport, async (given: OpenGiven<typeof contract.leaveSupport, AppContext>) => {
    if (!given.caller?.session?.supportId) return { ok: false, refusal: { code: 'grant_unknown' } };
    await endSession(given.context.db, given.request.cookies.get(SESSION_COOKIE)!);
    given.setHeader('set-cookie', endedCookie);
    return ok(await describe(given, null));
  }),
];
