import { addressFor } from '#modules/policy/api.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { ProvisionOrder } from './driver.ts';
import { handOverWords } from './hand-over-words.ts';
import { lockInstance, updateInstance } from './store.ts';

/**
 * Hands a new instance over: its first owner hears where it is and how to sign in. Only after the log-in was tried, and
 * without a secret in the mail: a password is chosen at the door itself.
 */
export const handOver: Reader = {
  name: 'hosting.hand-over',
  on: ['instance.provision-done'],
  async read(tx, caller, event) {
    const locked = await lockInstance(tx, event.aggregateId);
    if (!locked.ok || locked.value.handed_over_at !== null) return;
    const { id, title, url, provision } = locked.value;
    const { owner } = provision as ProvisionOrder;
    const locale = asLocale(owner.locale);
    const values = { title, email: owner.email, operator: caller.tenantName };
    const text = (part: 'subject' | 'text' | 'how' | 'button'): string =>
      say(handOverWords, locale, `handOver.${part}`, values);
    await queueMail(tx, caller, {
      kind: 'hosting.handover',
      subjectId: id,
      recipient: await addressFor(tx, 'hosting.handover', () => owner.email),
      locale,
      subject: text('subject'),
      headline: text('subject'),
      blocks: [
        { kind: 'text', text: text('text') },
        { kind: 'text', text: text('how') },
        { kind: 'button', label: text('button'), url },
      ],
      documentIds: [],
    });
    await updateInstance(tx, id, { handed_over_at: caller.now });
  },
};
