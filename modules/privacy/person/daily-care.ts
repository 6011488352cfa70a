import { addDays, addMinutes } from '#domain/kernel/days.ts';
import { listPeopleAs } from '#modules/accounts/api.ts';
import { addressFor, loadInstallation } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { listCases } from '../cases.ts';
import { dropOldArchives } from './archives.ts';
import { erasureWords } from './erasure-words.ts';
import { endWhatIsOver } from './retention.ts';

const DAY_MINUTES = 24 * 60;
/** Days before the last one on which the staff is reminded; the first leaves time to make it longer. */
const REMIND_DAYS = [7, 1];
const REMINDER = 'privacy.reminder';

/**
 * Once a day: ends what is over its time, takes archives away that nobody fetched, and reminds the staff of requests whose
 * last day comes near. Safe to run twice.
 */
export const privacyCare: Job<unknown, AppContext> = {
  name: 'privacy.daily-care',
  attempts: 10,
  timeoutSeconds: 600,
  async run({ context, tenantId }) {
    const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, 'job:privacy.daily-care');
    await endWhatIsOver(context);
    await dropOldArchives(context, tenantId);
    await context.db.inTenant(tenantId, async (tx) => {
      await remind(tx, caller);
      // A day of the machine's clock, by which the queue goes.
      await queueJob(
        tx,
        privacyCare,
        {},
        {
          runAt: addMinutes(systemClock.now(), DAY_MINUTES),
          key: privacyCare.name,
        },
      );
    });
  },
};

/** One mail a person of the staff, a request and a distance: told again only when the day has moved. */
async function remind(tx: Tx, caller: Caller): Promise<void> {
  const waiting = (await listCases(tx, caller)).filter(
    ({ standing }) => standing.state === 'open' && standing.passOnBy === null,
  );
  for (const { row, standing } of waiting) {
    const days = REMIND_DAYS.find((one) => addDays(caller.today, one) === standing.dueOn);
    if (days === undefined) continue;
    for (const person of await listPeopleAs(tx, 'operator')) {
      const locale = asLocale(person.locale);
      const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
      const facts = { number: row.number, day: format.dayLong(standing.dueOn) };
      const subject = say(erasureWords, locale, 'reminder.subject', facts);
      await queueMail(tx, caller, {
        kind: REMINDER,
        edition: days,
        subjectId: row.id,
        recipient: await addressFor(tx, REMINDER, () => person.email.toLowerCase()),
        locale,
        subject,
        headline: subject,
        blocks: [{ kind: 'text', text: say(erasureWords, locale, 'reminder.text', facts) }],
        documentIds: [],
      });
    }
  }
}

/** The start itself has enough to do, and what is over by a day can wait for minutes. */
const AFTER_START_MINUTES = 10;

/** At start-up: sees to it that a run waits. */
export async function startPrivacyCare({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(
      tx,
      privacyCare,
      {},
      {
        runAt: addMinutes(systemClock.now(), AFTER_START_MINUTES),
        key: privacyCare.name,
      },
    ),
  );
}
