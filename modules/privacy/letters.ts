import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { must } from '#domain/kernel/result.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import type { Right } from '#domain/policy/rights.ts';
import { listPeopleAs } from '#modules/accounts/api.ts';
import { addressFor, forPurpose, loadInstallation } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { letterWords } from './letter-words.ts';
import type { CaseStep } from './rules.ts';
import type { PrivacyTables } from './store.ts';

const TO_PERSON = 'privacy.answer';
const TO_BUSINESS = 'privacy.business';

/**
 * Tells the person what was done about their request, at the address on file and nowhere else. About a customer's data it
 * says only that the request was passed on: not to whom, and not whether anything is there.
 *
 * @see P-rights, clause P-1.2
 */
export async function tellPerson(
  tx: Tx,
  caller: Caller,
  row: PrivacyTables['privacy_case'],
  step: { readonly id: Id; readonly kind: CaseStep; readonly note: string },
  more: readonly MailBlock[] = [],
  recipient = row.person_email,
): Promise<void> {
  const { language, number } = row;
  const subject = say(letterWords, language, 'person.subject', { number });
  await queueMail(tx, caller, {
    kind: TO_PERSON,
    subjectId: step.id,
    recipient: await addressFor(tx, TO_PERSON, () => recipient.toLowerCase()),
    locale: language,
    subject,
    headline: subject,
    blocks: [
      { kind: 'text', text: say(letterWords, language, `person.${toldOf(step.kind)}`, { who: caller.name }) },
      ...(step.note.trim() && step.kind !== 'passed-on' ? [{ kind: 'text' as const, text: step.note }] : []),
      ...more,
      { kind: 'note', text: say(letterWords, language, 'person.note') },
    ],
    documentIds: [],
  });
}

type Told = 'identity-asked' | 'extended' | 'passed-on' | 'answered' | 'refused';
/** @throws RangeError for a step that the person is not told of: a bug in the caller */
function toldOf(kind: CaseStep): Told {
  const told: readonly string[] = ['identity-asked', 'extended', 'passed-on', 'answered', 'refused'];
  if (!told.includes(kind)) throw new RangeError(`nobody is told of ${kind}`);
  return kind as Told;
}

/** What a customer is written about: a request that concerns its own data, or a breach of them. */
type Letter = {
  readonly stepId: Id;
  readonly toTenant: Id;
  readonly number: number;
  readonly text: string;
} & (
  | { readonly about: 'request'; readonly asks: Right; readonly person: string; readonly receivedOn: Day }
  | { readonly about: 'breach'; readonly awareAt: Instant; readonly categories: readonly DataCategory[] }
);

export const queueLetter = (tx: Tx, letter: Letter): Promise<void> => queueJob(tx, writeToBusiness, letter);

/**
 * Writes to the owners of a customer. Runs at the operator's; the addresses are read in the customer's own tenant. Safe to
 * run twice: one mail a person.
 */
export const writeToBusiness: Job<Letter, AppContext> = {
  name: 'privacy.write-to-business',
  attempts: 20,
  timeoutSeconds: 60,
  async run({ context, tenantId }, letter) {
    const installation = await loadInstallation(context.db, context.clock.now());
    if (installation?.operatorTenantId !== tenantId) return;
    const owners = must(
      await context.db.inTenant(letter.toTenant, (tx) =>
        forPurpose(tx, 'service-messages').read('contact', () => listPeopleAs(tx, 'owner')),
      ),
    );
    const facts = await context.tenantFacts(tenantId);
    const business = await context.tenantFacts(letter.toTenant);
    const caller = systemCaller(facts, context.clock, 'system');
    await context.db.inTenant(tenantId, async (tx) => {
      for (const owner of owners) {
        const locale = asLocale(owner.locale);
        const format = createFormat({ locale, zone: facts.zone, currency: facts.currency });
        const facts1 = { company: facts.tenantName, business: business.tenantName, number: letter.number };
        const t = (part: 'subject' | 'text'): string =>
          letter.about === 'request'
            ? say(letterWords, locale, `request.${part}`, {
                ...facts1,
                asks: say(letterWords, locale, `right.${letter.asks}`),
                person: letter.person,
                day: format.dayLong(letter.receivedOn),
              })
            : say(letterWords, locale, `breach.${part}`, {
                ...facts1,
                at: format.instant(letter.awareAt),
                kinds: letter.categories.map((one) => CATEGORY_TEXTS[one].name[locale]).join(', '),
              });
        await queueMail(tx, caller, {
          kind: TO_BUSINESS,
          subjectId: letter.stepId,
          recipient: await addressFor(tx, TO_BUSINESS, () => owner.email.toLowerCase()),
          locale,
          subject: t('subject'),
          headline: t('subject'),
          blocks: [
            { kind: 'text', text: t('text') },
            ...(letter.text.trim() ? [{ kind: 'text' as const, text: letter.text }] : []),
          ],
          documentIds: [],
        });
      }
    });
  },
};
