import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { isOperator } from '../installation.ts';
import * as contract from './contract.ts';
import { decideInsidePlace, registerOwnServer, removeOwnServer } from './own-servers.ts';
import { insidePlaces, loadOwnServers } from './store.ts';

/** What the operator decides is found in its own tenant only. */
async function asOperator<T>(
  tx: Tx,
  work: () => Promise<Result<null>>,
  then: (tx: Tx) => Promise<T>,
): Promise<Result<T>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'address_unknown', status: 404 });
  const done = await work();
  return done.ok ? ok(await then(tx)) : done;
}

const nothing = async (): Promise<Result<null>> => Promise.resolve(ok(null));

async function places(tx: Tx) {
  const rows = await insidePlaces(tx)
    .selectFrom('inside_place')
    .select(['id', 'company', 'label', 'host', 'port', 'asked_name', 'asked_at', 'admitted', 'decided_name'])
    .orderBy('admitted', (order) => order.asc().nullsFirst())
    .orderBy('asked_at', 'desc')
    .execute();
  return {
    places: rows.map(({ asked_name: askedName, asked_at: askedAt, decided_name: decidedName, ...same }) => ({
      ...same,
      askedName,
      askedAt,
      decidedName,
    })),
  };
}

const servers = async (tx: Tx) => ({ servers: await loadOwnServers(tx) });

export const recipientHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listOwnServers, async ({ tx }) => ok(await servers(tx))),
  handle(contract.registerOwnServer, async ({ tx, caller, input }) => {
    const done = await registerOwnServer(tx, caller, input.body);
    return done.ok ? ok(await servers(tx)) : done;
  }),
  handle(contract.removeOwnServer, async ({ tx, caller, input }) => {
    const done = await removeOwnServer(tx, caller, input.params.ownServerId);
    return done.ok ? ok(await servers(tx)) : done;
  }),
  handle(contract.listInsidePlaces, ({ tx }) => asOperator(tx, nothing, places)),
  handle(contract.decideInsidePlace, ({ tx, caller, input }) =>
    asOperator(tx, () => decideInsidePlace(tx, caller, input.params.insidePlaceId, input.body), places),
  ),
];
