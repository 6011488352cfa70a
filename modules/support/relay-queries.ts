import { loadOwnServers } from '#modules/policy/api.ts';
import type { TenantFacts } from '#platform/http/caller.ts';
import { domainOf, findRecords } from '#platform/mail/domain-records.ts';
import { listMails } from '#platform/mail/outbox.ts';
import { loadOwnFrom, loadOwnRelay, type OwnFrom, type OwnRelay } from '#platform/mail/own-relay.ts';
import { loadSender } from '#platform/mail/sender.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { MailWays } from './relay-contract.ts';

/** How mail goes, as its page shows it. */
export async function mailWays(
  tx: Tx,
  facts: TenantFacts,
  { mailFrom }: Pick<AppContext, 'mailFrom'>,
): Promise<MailWays> {
  const servers = (await loadOwnServers(tx)).filter(({ kind }) => kind === 'relay');
  const relay = await loadOwnRelay(tx);
  const from = await loadOwnFrom(tx);
  const machine = relay && servers.find(({ host, port }) => host === relay.host && port === relay.port);
  const sender = await loadSender(tx, facts, mailFrom);
  return {
    servers: servers.map(({ id, label, host, port, inside, state }) => ({
      ...{ id, label, inside, state },
      place: `${host}:${port}`,
    })),
    relay: relay && {
      ownServerId: machine?.id ?? null,
      place: `${relay.host}:${relay.port}`,
      security: relay.security,
      user: relay.user,
      state: machine?.state === 'active' ? stateOf(relay) : 'unregistered',
      okAt: relay.past.okAt,
      failedAt: relay.past.failedAt,
      why: relay.trouble?.why ?? null,
      said: relay.trouble?.said ?? '',
      test: relay.testId === null ? null : ((await listMails(tx, relay.testId)).at(-1) ?? null),
    },
    from: from && {
      address: from.address,
      selector: from.selector,
      proven: from.proven,
      checkedAt: from.checkedAt,
      records: await recordsOf(from, mailFrom),
    },
    address: sender.from.address,
  };
}

function stateOf({ past: { okAt }, trouble }: OwnRelay): 'untried' | 'working' | 'failing' {
  return trouble ? 'failing' : okAt === null ? 'untried' : 'working';
}

/** What was found last; before the first look, what there has to be. */
async function recordsOf(
  { address, token, selector, findings }: OwnFrom,
  mailFrom: string,
): Promise<NonNullable<MailWays['from']>['records']> {
  if (findings.length > 0) return [...findings];
  const [domain, through] = [domainOf(address), domainOf(mailFrom)];
  const needed = await findRecords({ domain, token, selector, through }, async () =>
    Promise.resolve('silent'),
  );
  return needed.map(({ record, name, value }) => ({ record, name, value, found: null }));
}
