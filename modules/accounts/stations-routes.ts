import { ok } from '#domain/kernel/result.ts';
import { handle, handleOpen, type Handler, type OpenGiven } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { welcome } from './describe-session.ts';
import * as contract from './stations-contract.ts';
import { changeDevice, deviceOf, listShared, revokeDevice, shareDevice } from './station-devices.ts';
import { dropBadge, makeBadges } from './worker-badges.ts';
import { dropPin, makePin, signInWithPin } from './worker-pins.ts';

export const stationHandlers: readonly Handler<AppContext>[] = [
  handleOpen(contract.listShared, async (given: OpenGiven<typeof contract.listShared, AppContext>) => {
    const { context, caller, request } = given;
    const here = await deviceOf(context.db, request.cookies);
    return ok(await context.db.inTenant(caller!.tenantId, (tx) => listShared(tx, here)));
  }),
  handleOpen(contract.shareDevice, async (given: OpenGiven<typeof contract.shareDevice, AppContext>) => {
    const { context, caller, input, setHeader } = given;
    const made = await context.db.inTenant(caller!.tenantId, (tx) => shareDevice(tx, caller!, input.body));
    if (!made.ok) return made;
    setHeader('set-cookie', made.value.cookie);
    return ok({ id: made.value.id });
  }),
  handle(contract.changeDevice, ({ tx, input }) => changeDevice(tx, input.params.deviceId, input.body)),
  handle(contract.revokeDevice, ({ tx, caller, input }) => revokeDevice(tx, caller, input.params.deviceId)),
  handle(contract.makePin, ({ tx, caller, input }) => makePin(tx, caller, input.params.loginId)),
  handle(contract.dropPin, ({ tx, caller, input }) => dropPin(tx, caller, input.params.loginId)),
  handle(contract.makeBadges, ({ tx, caller, input }) => makeBadges(tx, caller, input.body.loginIds)),
  handle(contract.dropBadge, ({ tx, caller, input }) => dropBadge(tx, caller, input.params.loginId)),
  handle(contract.makeMyPin, ({ tx, caller }) => makePin(tx, caller, caller.loginId!)),
  handleOpen(contract.thisDevice, async (given: OpenGiven<typeof contract.thisDevice, AppContext>) => {
    const device = await deviceOf(given.context.db, given.request.cookies);
    return ok({ device: device && { name: device.name, lockSeconds: device.lockSeconds } });
  }),
  handleOpen(contract.signInWithPin, async (given: OpenGiven<typeof contract.signInWithPin, AppContext>) => {
    const outcome = await signInWithPin(given.context, given.request, given.input.body.pin);
    return outcome.ok ? ok(await welcome(given, outcome.value.token)) : outcome;
  }),
];
