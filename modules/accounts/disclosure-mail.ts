import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { addressFor, forPurpose, loadInstallation, type BusinessTold } from '#modules/policy/api.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { policyMailWords } from './policy-mail-words.ts';
import { listPeopleAs } from './staff.ts';

const KIND = 'policy.disclosure';

type Telling = BusinessTold & { readonly disclosureId: Id };

/**
 * Data of a business is handed over by law, and the operator tells it: its owners are written to.
 * @see clause P-data.share.2
 */
export const announceDisclosure: Reader<BusinessTold> = {
  name: 'accounts.announce-disclosure',
  on: ['disclosure.told'],
  read: (tx, _caller, event) =>
    queueJob(tx, tellOfDisclosure, { ...event.payload, disclosureId: event.aggregateId }),
};

/** Runs at the operator's; the addresses are read in the business's own tenant. Safe to run twice: one mail a person. */
export const tellOfDisclosure: Job<Telling, AppContext> = {
  name: 'accounts.tell-of-disclosure',
  attempts: 20,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { disclosureId, aboutTenant, askedBy, ground, categories, handedOverOn }) {
    const installation = await loadInstallation(context.db, context.clock.now());
    if (installation?.operatorTenantId !== tenantId) return;
    const business = await context.tenantFacts(aboutTenant);
    const owners = must(
      await context.db.inTenant(aboutTenant, (tx) =>
        forPurpose(tx, 'service-messages').read('contact', () => listPeopleAs(tx, 'owner')),
      ),
    );
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'system');
    await context.db.inTenant(tenantId, async (tx) => {
      for (const owner of owners) {
        const locale = asLocale(owner.locale);
        const format = createFormat({ locale, zone: facts.zone, currency: facts.currency });
        const text = (part: 'subject' | 'text' | 'note'): string =>
          say(policyMailWords, locale, `policy.disclosure.${part}`, {
            company: facts.tenantName,
            business: business.tenantName,
            askedBy,
            ground: ground.split('-')[0],
            kinds: categories.map((category) => CATEGORY_TEXTS[category].name[locale]).join(', '),
            done: handedOverOn === null ? 'no' : 'yes',
            day: handedOverOn === null ? '' : format.dayLong(handedOverOn),
          });
        await queueMail(tx, caller, {
          kind: KIND,
          subjectId: disclosureId,
          recipient: await addressFor(tx, KIND, () => owner.email.toLowerCase()),
          locale,
          subject: text('subject'),
          headline: text('subject'),
          blocks: [
            { kind: 'text', text: text('text') },
            { kind: 'note', text: text('note') },
          ],
          documentIds: [],
        });
      }
    });
  },
};
