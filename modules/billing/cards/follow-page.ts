import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { providerOf } from './account.ts';
import { bookFacts } from './book-facts.ts';
import { ProviderAway } from './provider.ts';
import { nextLook } from './rules.ts';
import { changeSession, findSession, type CardTables } from './store.ts';

type Followed = { readonly sessionId: Id } | { readonly intent: string };

/** How long work rests that the provider cannot do now. Nothing is lost meanwhile, and a new contract counts soon. */
const WAIT_MINUTES = 15;
/** A key that the provider does not know becomes right by somebody's hand only. */
const KEYS_WAIT_MINUTES = 60;

/** @returns minutes */
export function waitFor(error: ProviderAway): number {
  return error.why === 'keys' ? KEYS_WAIT_MINUTES : WAIT_MINUTES;
}

/** A moment of the machine's clock, by which the queue goes: a clock that was set back would make work run without end. */
export const inMinutes = (minutes: number): Instant => addMinutes(systemClock.now(), minutes);

/**
 * Asks the provider how a page stands and books what is new. After a message, and by itself for a message that never
 * came. Safe to run twice, at once, and with an old answer.
 */
export const followPage: Job<Followed, AppContext> = {
  name: 'billing.follow-card',
  attempts: 20,
  timeoutSeconds: 120,
  async run({ context, tenantId }, about) {
    try {
      const sessionId =
        'sessionId' in about
          ? about.sessionId
          : await (await providerOf(context, tenantId)).sessionOf(about.intent);
      // Null: a payment that somebody else took on the same account.
      if (sessionId !== null) await followNow(context, tenantId, sessionId);
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error;
      context.log.warn({ why: error.why, tenantId }, 'the card provider is asked again later');
      await context.db.inTenant(tenantId, (tx) => queueFollow(tx, about, waitFor(error)));
    }
  },
};

/** A waiting look at the same page is replaced: one look sees everything. */
export async function queueFollow(tx: Tx, about: Followed, minutes?: number): Promise<void> {
  const what = 'sessionId' in about ? about.sessionId : about.intent;
  await queueJob(tx, followPage, about, {
    key: `${followPage.name}.${what}`,
    ...(minutes === undefined ? {} : { runAt: inMinutes(minutes) }),
  });
}

/**
 * Looks at a page now, books what is new and sees to the next look.
 * @throws ProviderAway
 */
export async function followNow(
  context: Pick<AppContext, 'db' | 'egress' | 'clock' | 'tenantFacts'>,
  tenantId: Id,
  sessionId: Id,
): Promise<void> {
  const { db, clock } = context;
  const session = await db.inTenant(tenantId, (tx) => findSession(tx, sessionId));
  if (!session) return;
  const facts =
    session.reference === null
      ? null
      : await (await providerOf(context, tenantId)).loadFacts(sessionId, session.reference);
  const caller = systemCaller(await context.tenantFacts(tenantId), clock, `job:${followPage.name}`);
  await db.inTenant(tenantId, async (tx) => {
    if (facts) await bookFacts(tx, caller, facts);
    // The provider never said that there is a page: after its time nobody can pay on it.
    else if (session.expires_at <= caller.now) await changeSession(tx, sessionId, { state: 'ended' });
    const now = await findSession(tx, sessionId);
    const under = await tx
      .tables<CardTables>()
      .selectFrom('card_refund')
      .select('refund_id')
      .where('tenant_id', '=', tx.tenantId)
      .where('session_id', '=', sessionId)
      .where('state', '=', 'sent')
      .executeTakeFirst();
    const look = now && nextLook({ state: now.state, madeAt: now.made_at }, under !== undefined, caller.now);
    if (look !== null && look !== undefined) await queueFollow(tx, { sessionId }, look);
  });
}
