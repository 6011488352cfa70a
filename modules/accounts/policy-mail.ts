import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { DOCUMENTS } from '#domain/policy/clauses.ts';
import {
  addressFor,
  contentInForce,
  forPurpose,
  loadInstallation,
  type DraftMade,
  type Published,
} from '#modules/policy/api.ts';
import type { PolicyTables } from '#modules/policy/api.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { inLanguage } from '#platform/pages/layout.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say, type Locale } from '#platform/words/words.ts';
import { policyMailWords } from './policy-mail-words.ts';
import { listPeopleAs } from './staff.ts';
import type { AccountTables } from './store.ts';

/** Somebody to write to. */
interface Addressee {
  readonly email: string;
  readonly locale: string;
}

/** A publication as its jobs carry it; `id` makes a mail about it unique for each address. */
type Announcement = Published & { readonly id: Id };

/**
 * A change of substance was published: everybody who acts for a business hears of it. Words alone are told by the blog.
 * @see clause P-1.3a
 */
export const announcePublished: Reader<Published> = {
  name: 'accounts.announce-published',
  on: ['policy.published'],
  async read(tx, _caller, event) {
    if (event.payload.kind === 'material')
      await queueJob(tx, announcePolicy, { ...event.payload, id: event.aggregateId });
  },
};

/**
 * Writes to the contacts of the operator's customers, and asks the job of each other tenant to bring its owners. Every
 * mail lies in the operator's tenant, where an address gets one mail about one publication however often it is named and
 * however often this runs.
 */
const announcePolicy: Job<Announcement, AppContext> = {
  name: 'accounts.announce-policy',
  attempts: 20,
  timeoutSeconds: 120,
  async run({ context, tenantId }, announcement) {
    await context.db.inTenant(tenantId, async (tx) =>
      mailChange(context, tx, announcement, await listBusinessContacts(tx)),
    );
    for (const tenant of await listTenants(context.db))
      if (tenant.id !== tenantId)
        await context.db.inTenant(tenant.id, (tx) => queueJob(tx, announceToOwners, announcement));
  },
};

/** Nobody reads across tenants: a tenant's own job takes the addresses of its owners to the operator's outbox. */
const announceToOwners: Job<Announcement, AppContext> = {
  name: 'accounts.announce-to-owners',
  attempts: 20,
  timeoutSeconds: 60,
  behindClosedDoor: true,
  async run({ context, tenantId }, announcement) {
    const installation = await loadInstallation(context.db, context.clock.now());
    if (!installation) return;
    const owners = await context.db.inTenant(tenantId, (tx) =>
      forPurpose(tx, 'service-messages').read('contact', () => listPeopleAs(tx, 'owner')),
    );
    await context.db.inTenant(installation.operatorTenantId, (tx) =>
      mailChange(context, tx, announcement, must(owners)),
    );
  },
};

/** Who speaks for the customers of this tenant: their contacts, and the customer's own address where it has none. */
async function listBusinessContacts(tx: Tx): Promise<Addressee[]> {
  const tables = tx.tables<AccountTables>();
  const read = await forPurpose(tx, 'service-messages').read('contact', async () => {
    const contacts = await tables
      .selectFrom('customer_contact')
      .select(['customer_id', 'email', 'locale'])
      .where('tenant_id', '=', tx.tenantId)
      .where('ended_at', 'is', null)
      .orderBy('id')
      .execute();
    const customers = await tables
      .selectFrom('customer')
      .select(['id', 'email', 'locale'])
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('id')
      .execute();
    const known = new Set(contacts.map((contact) => contact.customer_id));
    return [...contacts, ...customers.filter(({ id, email }) => email !== '' && !known.has(id))];
  });
  return must(read);
}

async function mailChange(
  context: AppContext,
  tx: Tx,
  announcement: Announcement,
  addressees: readonly Addressee[],
): Promise<void> {
  const facts = await context.tenantFacts(tx.tenantId);
  const caller = systemCaller(facts, context.clock, 'system');
  const { id, document, number, inForceFrom, slug } = announcement;
  const version = await contentInForce(tx.tables<PolicyTables>(), document, inForceFrom);
  const zone = version?.content.parameters['operator.zone'] ?? facts.zone;
  for (const { email, locale: spoken } of addressees) {
    const locale = asLocale(spoken);
    const format = createFormat({ locale, zone, currency: facts.currency });
    const values = {
      document: DOCUMENTS[document][locale],
      number,
      company: facts.tenantName,
      day: format.dayLong(dayIn(zone, inForceFrom)),
    };
    await queueLetter(tx, caller, locale, 'changed', values, {
      kind: 'policy.changed',
      subjectId: id,
      to: email.toLowerCase(),
      url: `${context.publicUrl}${inLanguage(`/blog/${slug}`, locale)}`,
    });
  }
}

/** The program drafted the next version by itself: the operator's people are told, because it counts only once approved. */
export const announceDraft: Reader<DraftMade> = {
  name: 'accounts.announce-draft',
  on: ['policy-draft.made'],
  read: (tx, _caller, event) => queueJob(tx, tellStaff, { ...event.payload, id: event.aggregateId }),
};

const tellStaff: Job<DraftMade & { readonly id: Id }, AppContext> = {
  name: 'accounts.tell-staff-of-draft',
  attempts: 20,
  timeoutSeconds: 60,
  async run({ context, tenantId }, { id, document, what }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'system');
    const list = [...what.clauses, ...what.parameters, ...what.annexes].join(', ');
    await context.db.inTenant(tenantId, async (tx) => {
      const staff = must(
        await forPurpose(tx, 'service-messages').read('contact', () => listPeopleAs(tx, 'operator')),
      );
      for (const person of staff) {
        const locale = asLocale(person.locale);
        await queueLetter(
          tx,
          caller,
          locale,
          'drafted',
          { document: DOCUMENTS[document][locale], list },
          {
            kind: 'policy.drafted',
            subjectId: id,
            to: person.email,
            url: `${context.publicUrl}/operator`,
          },
        );
      }
    });
  },
};

async function queueLetter(
  tx: Tx,
  caller: Caller,
  locale: Locale,
  words: 'changed' | 'drafted',
  values: Readonly<Record<string, unknown>>,
  mail: {
    readonly kind: 'policy.changed' | 'policy.drafted';
    readonly subjectId: Id;
    readonly to: string;
    readonly url: string;
  },
): Promise<void> {
  const text = (part: 'subject' | 'text' | 'button' | 'note'): string =>
    say(policyMailWords, locale, `policy.${words}.${part}`, values);
  await queueMail(tx, caller, {
    kind: mail.kind,
    subjectId: mail.subjectId,
    recipient: await addressFor(tx, mail.kind, () => mail.to),
    locale,
    subject: text('subject'),
    headline: text('subject'),
    blocks: [
      { kind: 'text', text: text('text') },
      { kind: 'button', label: text('button'), url: mail.url },
      { kind: 'note', text: text('note') },
    ],
    documentIds: [],
  });
}

export const policyMailJobs = [announcePolicy, announceToOwners, tellStaff];
