import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { askPathOf } from './ask-page.ts';
import { listCanned, removeCanned, saveCanned } from './canned.ts';
import { desksOfCaller, giveDesks, listAnswerers } from './desks.ts';
import { HOLES, PRIORITIES } from './rules.ts';
import { listLevels, loadHours, saveHours, saveLevel } from './service-settings.ts';
import { SHIPPED_LEVELS } from './service-time.ts';
import * as contract from './settings-contract.ts';

interface Asked {
  readonly tx: Tx;
  readonly caller: Caller;
}

async function view({ tx, caller }: Asked): Promise<contract.TicketSettings> {
  const [written, hours] = [await listLevels(tx), await loadHours(tx)];
  const everybody = PRIORITIES.map((priority) => {
    const own = written.find((level) => level.plan === '' && level.priority === priority);
    return own
      ? { ...own, shipped: false }
      : { plan: '', priority, ...SHIPPED_LEVELS[priority], shipped: true };
  });
  return {
    hours: { opens: clockOf(hours.opens), closes: clockOf(hours.closes) },
    levels: [
      ...everybody,
      ...written.filter(({ plan }) => plan !== '').map((level) => ({ ...level, shipped: false })),
    ],
    canned: await listCanned(tx),
    holes: [...HOLES],
    people: (await listAnswerers(tx)).map(({ loginId, email, role, desks }) => ({
      loginId,
      email,
      role,
      desks,
    })),
    own: await desksOfCaller(tx, caller),
    askPath: askPathOf(caller.tenantId),
  };
}

/** `09:30` → 570, and back. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
const clockOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

async function then(
  given: Asked,
  done: Result<unknown, Refusal>,
): Promise<Result<contract.TicketSettings, Refusal>> {
  return done.ok ? ok(await view(given)) : done;
}

export const ticketSettingsHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getTicketSettings, async (given) => ok(await view(given))),
  handle(contract.putHours, async (given) => {
    const { opens, closes } = given.input.body;
    await saveHours(given.tx, { opens: minutesOf(opens), closes: minutesOf(closes) });
    return then(given, ok(null));
  }),
  handle(contract.putLevel, async (given) => then(given, ok(await saveLevel(given.tx, given.input.body)))),
  handle(contract.addCanned, async (given) =>
    then(given, await saveCanned(given.tx, given.caller, given.input.body)),
  ),
  handle(contract.changeCanned, async (given) =>
    then(
      given,
      await saveCanned(given.tx, given.caller, given.input.body, given.input.params.cannedAnswerId),
    ),
  ),
  handle(contract.removeCanned, async (given) =>
    then(given, await removeCanned(given.tx, given.input.params.cannedAnswerId)),
  ),
  handle(contract.giveDesks, async (given) =>
    then(given, await giveDesks(given.tx, given.caller, given.input.params.loginId, given.input.body.desks)),
  ),
];
