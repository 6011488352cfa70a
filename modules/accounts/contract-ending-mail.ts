import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { addressFor, forPurpose, type ContractEnding } from '#modules/policy/api.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { policyMailWords } from './policy-mail-words.ts';
import { listPeopleAs } from './staff.ts';

const KIND = 'policy.contract-ending';

/** The contract with a service provider ends soon: the operator's people are written to, once for each step of the way. */
export const announceEnding: Reader<ContractEnding> = {
  name: 'accounts.announce-ending-contract',
  on: ['processor-contract.ending'],
  read: (tx, _caller, event) =>
    queueJob(tx, tellOfEnding, { ...event.payload, contractId: event.aggregateId }),
};

/** Safe to run twice: a mail is one per contract, step and person. */
export const tellOfEnding: Job<ContractEnding & { readonly contractId: Id }, AppContext> = {
  name: 'accounts.tell-of-ending-contract',
  attempts: 20,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { contractId, processor, service, days, daysLeft, lastDay }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'system');
    await context.db.inTenant(tenantId, async (tx) => {
      const people = must(
        await forPurpose(tx, 'service-messages').read('contact', async () => [
          ...(await listPeopleAs(tx, 'operator')),
          ...(await listPeopleAs(tx, 'owner')),
        ]),
      );
      for (const person of people) {
        const locale = asLocale(person.locale);
        const format = createFormat({ locale, zone: facts.zone, currency: facts.currency });
        const text = (part: 'subject' | 'text' | 'button' | 'note'): string =>
          say(policyMailWords, locale, `policy.ending.${part}`, {
            processor,
            service,
            daysLeft,
            day: format.dayLong(lastDay),
          });
        await queueMail(tx, caller, {
          kind: KIND,
          edition: days,
          subjectId: contractId,
          recipient: await addressFor(tx, KIND, () => person.email.toLowerCase()),
          locale,
          subject: text('subject'),
          headline: text('subject'),
          blocks: [
            { kind: 'text', text: text('text') },
            { kind: 'button', label: text('button'), url: `${context.publicUrl}/operator/processors` },
            { kind: 'note', text: text('note') },
          ],
          documentIds: [],
        });
      }
    });
  },
};
