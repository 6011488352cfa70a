import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { loadCompany, loadCustomer, paperSender } from '#modules/accounts/api.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { makePaper } from '#platform/documents/make-paper.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say, type Locale } from '#platform/words/words.ts';
import type { NoteView } from './contract.ts';
import type { DeliveryNoteData } from './documents/delivery-note.data.ts';
import { notePaperWords } from './paper-words.ts';
import { listNotes, NOTE_KIND } from './queries.ts';

/** Prints the delivery note that travels with the goods. */
export const printNote: Job<{ noteId: Id }, AppContext> = {
  name: 'delivery.print-note',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { noteId }) {
    let mail: NoteMail | undefined;
    await makePaper(context, tenantId, {
      kind: NOTE_KIND,
      subjectId: noteId,
      revision: 1,
      load: async (tx, caller) => {
        const [note] = await listNotes(tx, { noteId });
        if (!note) return null;
        const order = await loadOrder(tx, note.orderId);
        if (!order.ok) return null;
        const customer = await loadCustomer(tx, order.value.customerId);
        if (!customer.ok) return null;
        const who = customer.value;
        const locale = asLocale(who.locale);
        const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
        const t = (key: keyof typeof notePaperWords.en & string, values = {}): string =>
          say(notePaperWords, locale, key, values);
        mail = { note, recipient: who.email, locale };
        const data: DeliveryNoteData = {
          language: locale,
          title: t('title', { number: note.number }),
          pageWord: t('page'),
          sender: paperSender(await loadCompany(tx, caller.tenantName)),
          recipient: [who.name, who.street, `${who.postcode} ${who.city}`.trim(), who.country].filter(
            (line) => line !== '',
          ),
          facts: [
            { label: t('note'), value: note.number, strong: true },
            { label: t('order'), value: note.orderNumber },
            { label: t('plannedOn'), value: format.dayLong(note.plannedOn as Day) },
            { label: t('customer'), value: who.number },
          ],
          opening: [t('opening')],
          words: {
            position: t('position'),
            description: t('description'),
            package: t('package'),
            quantity: t('quantity'),
            weight: '',
            received: t('received'),
          },
          lines: note.packages.map((item, i) => ({
            position: String(i + 1),
            name: item.name,
            details: [],
            package: item.code,
            quantity: t('pieces', { count: 1 }),
            weight: '',
          })),
          totals: [{ label: t('packages'), value: format.count(note.packages.length), strong: true }],
          closing: [t('closing')],
          signatures: [{ label: t('driver') }, { label: t('signature') }],
        };
        return {
          name: `${note.number}.pdf`,
          pdf: {
            template: { file: new URL('./documents/delivery-note.typ', import.meta.url) },
            data,
            createdAt: caller.now,
          },
        };
      },
      // Queued with the paper: never a note without its mail or a mail without its note.
      saved: async (tx, caller, document) => {
        if (mail && mail.recipient !== '') await mailNote(tx, caller, mail, document.id);
      },
    });
  },
};

interface NoteMail {
  readonly note: NoteView;
  readonly recipient: string;
  readonly locale: Locale;
}

/** A copy for the customer's desk; the paper itself travels with the goods, so whoever wants no copy turns it off. */
async function mailNote(
  tx: Tx,
  caller: Caller,
  { note, recipient, locale }: NoteMail,
  documentId: Id,
): Promise<void> {
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const values = {
    number: note.number,
    order: note.orderNumber,
    day: format.dayLong(note.plannedOn as Day),
    company: caller.tenantName,
  };
  const t = (key: keyof typeof notePaperWords.en & string): string =>
    say(notePaperWords, locale, key, values);
  await queueMail(tx, caller, {
    kind: 'delivery.note',
    subjectId: note.id as Id,
    recipient: await addressFor(tx, 'delivery.note', () => recipient),
    locale,
    subject: t('mail.subject'),
    headline: t('mail.headline'),
    blocks: [
      { kind: 'text', text: t('mail.text') },
      {
        kind: 'facts',
        rows: [
          { label: t('note'), value: note.number },
          { label: t('order'), value: note.orderNumber },
          { label: t('plannedOn'), value: values.day },
          { label: t('packages'), value: format.count(note.packages.length) },
        ],
      },
    ],
    documentIds: [documentId],
  });
}

/** A loaded delivery gets its paper after the commit. */
export const printLoaded: Reader = {
  name: 'delivery.print-loaded',
  on: ['delivery.loaded'],
  read: (tx, _caller, event) => queueJob(tx, printNote, { noteId: event.aggregateId }),
};
