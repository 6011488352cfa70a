import type { Instant } from '#domain/kernel/days.ts';
import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { enterAcceptance } from '#modules/accounts/activation.ts';
import { addContact } from '#modules/accounts/contacts.ts';
import { createCustomer } from '#modules/accounts/customers.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { recordPayment } from '#modules/billing/record-payment.ts';
import { orderSubscription } from '#modules/billing/subscriptions/order-subscription.ts';
import { createPlan } from '#modules/billing/subscriptions/plans.ts';
import { care } from '#modules/cancellation/care.ts';
import { orderInstance } from '#modules/hosting/api.ts';
import { CARE as HOSTING_CARE } from '#modules/hosting/change-life.ts';
import { contentInForce, loadInstallation, type PolicyTables } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { giveMailAddress } from '#platform/mail/sender.ts';
import { plainMail } from '#platform/mail/testing/mail-world.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { openPostOffice, type Gone, type PostOffice } from '../mail/post-office.ts';

const ADDRESS = 'cancel@tenon.example';

/** What runs under a subscription; another kind of server is another driver. */
export interface ServerKind {
  readonly kind: 'workspace' | 'odoo';
  readonly version: string;
}

export interface Subscribed {
  readonly customerId: Id;
  readonly subscriptionId: Id;
  readonly invoiceId: Id;
  readonly instanceId: Id | null;
}

/** The operator with its mailbox, its customers, and a clock: what happens on a day happens through the doors of people. */
export interface CancellationDesk {
  readonly office: PostOffice;
  readonly operatorId: Id;
  /** a customer with an owner at this address and a year of hosting ordered now, paid in full unless said otherwise */
  subscribe(owner: string, more?: { pays?: string; server?: ServerKind }): Promise<Subscribed>;
  pay(invoiceId: Id, amount: string): Promise<void>;
  /** the clock moves to this moment, through every timer on the way */
  to(now: Instant): Promise<void>;
  /** a mail that its domain vouches for, or that nobody does */
  writes(
    from: string,
    text: string,
    more?: { id?: string; answers?: Gone; forged?: true; subject?: string },
  ): Promise<void>;
  /** mails of cases that went out to an address since the last look */
  news(to: string): Gone[];
  /** from now on a cancellation takes a longer notice: another version of the policy is in force */
  asksForMore(noticeDays: number): Promise<void>;
  /** the version of the policy that counts now, and the notice it asks for */
  inForce(): Promise<{ number: number; days: number }>;
  asOperator<T>(work: (tx: Tx, caller: Caller) => Promise<T>): Promise<T>;
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function openCancellationDesk(): Promise<CancellationDesk> {
  const office = await openPostOffice({ publicUrl: 'https://tenon.example' });
  const { t } = office;
  const { db } = t.app.context;
  const operatorId = (await loadInstallation(db, t.clock.now()))!.operatorTenantId;
  const asOperator: CancellationDesk['asOperator'] = async (work) => {
    const caller = await t.caller('operator', operatorId);
    return db.inTenant(operatorId, (tx) => work(tx, caller));
  };
  await giveMailAddress(db, { address: ADDRESS, tenantId: operatorId, sends: true, at: t.clock.now() });
  const { planId } = await asOperator(async (tx, caller) => {
    await saveCompany(tx, DEMO_COMPANY);
    return must(
      await createPlan(tx, caller, {
        ...{ code: 'YEAR', kind: 'hosting', months: 12, name: { en: 'Hosting', de: 'Hosting' } },
        ...{ refundable: 'prorated', terms: { en: '', de: '' }, tax: { category: 'S', percent: '21' } },
        prices: [{ currency: 'EUR', net: '1200.00' }],
        onSale: true,
      } as never),
    );
  });
  let letters = 0;
  const seen = new Map<string, number>();
  const settle = async (): Promise<void> => {
    await t.app.runDueJobs();
  };
  const desk: CancellationDesk = {
    office,
    operatorId,
    asOperator,
    settle,
    async subscribe(owner, { pays = '1452.00', server } = {}) {
      const made = await asOperator(async (tx, caller) => {
        const customer = must(
          await createCustomer(tx, caller, {
            ...{ name: `Firm of ${owner}`, email: owner, street: '4 Mill Street', postcode: '72070' },
            ...{ city: 'Tübingen', country: 'DE', phone: '', vatNumber: '', locale: 'en', paymentDays: 14 },
          } as never),
        );
        const customerId = customer.id as Id;
        const { id } = must(
          await addContact(tx, caller, customerId, {
            ...{ name: 'Berta Boss', email: owner, phone: '', locale: 'en' },
            ...{ owner: true, mayCancel: false, billing: true },
          }),
        );
        must(await enterAcceptance(tx, caller, { customerId, contactId: id as Id }, 'letter'));
        const terms = { acceptedBy: 'Berta Boss', act: 'letter' } as const;
        const ordered = must(
          await orderSubscription(tx, caller, customerId, {
            planId,
            terms,
            quantity: 1,
            taxCase: 'usual',
          } as never),
        );
        return { customerId, ...ordered };
      });
      await settle();
      await desk.pay(made.invoiceId, pays);
      const instanceId = server ? await instanceFor(desk, made, owner, server) : null;
      await settle();
      return { ...made, instanceId };
    },
    async pay(invoiceId, amount) {
      await asOperator(async (tx, caller) =>
        must(
          await recordPayment(tx, caller, invoiceId, {
            ...{ amount, receivedOn: dayIn('Europe/Berlin', t.clock.now()), method: 'bank', reference: '' },
          }),
        ),
      );
      await settle();
    },
    async to(now) {
      t.clock.set(now);
      await asOperator(async (tx) => {
        await queueJob(tx, HOSTING_CARE, {});
        await queueJob(tx, care, {});
      });
      await settle();
    },
    async writes(from, text, { id = `letter-${++letters}`, answers, forged, subject } = {}) {
      const domain = from.split('@')[1] as 'customer.example';
      const answered = answers?.mail.messageId;
      const headers = answered ? `In-Reply-To: ${answered}\nReferences: ${answered}\n` : '';
      const about = subject ?? (answers ? `Re: ${answers.mail.subject}` : 'Our hosting');
      const raw = plainMail({
        from: `Berta Boss <${from}>`,
        id: `${id}@${domain}`,
        text,
        headers,
        subject: about,
      });
      const sent = forged ? Buffer.from(raw) : await office.world.sign(raw, domain);
      const answer = await office.send(sent, { from, to: ADDRESS });
      if (answer.code !== 250) throw new Error(`the letter of ${from} was not taken: ${answer.text}`);
      await settle();
    },
    async asksForMore(noticeDays) {
      const now = t.clock.now();
      await asOwner(t.ownerUrl, async (query) => {
        await query("insert into blog_post select 'longer-notice', words, $1 from blog_post limit 1", [now]);
        await query(
          `insert into policy_version select document, number + 1, jsonb_set(content, '{parameters,cancel.noticeDays}', $2::jsonb),
           hash, 'material', shipped, 'longer-notice', author, author_name, approver, approver_name, $1, $1
           from policy_version where document = 'cancellation'`,
          [now, String(noticeDays)],
        );
        return [];
      });
    },
    async inForce() {
      const content = await contentInForce(db.global<PolicyTables>(), 'cancellation', t.clock.now());
      return { number: content!.number, days: content!.content.parameters['cancel.noticeDays'] };
    },
    news(to) {
      const all = office.gone.slice(seen.get(to) ?? 0);
      seen.set(to, office.gone.length);
      return all.filter(({ mail }) => {
        const addressed = Array.isArray(mail.to) ? mail.to : [mail.to];
        const ours = /C-\d{4}/.test(mail.subject ?? '');
        return ours && addressed.some((one) => one?.value.some(({ address }) => address === to));
      });
    },
    close: () => office.close(),
  };
  return desk;
}

async function instanceFor(
  desk: CancellationDesk,
  of: Pick<Subscribed, 'customerId' | 'subscriptionId'>,
  owner: string,
  server: ServerKind,
): Promise<Id> {
  const slug = owner.split('@')[0]!;
  const { instanceId } = await desk.asOperator(async (tx, caller) =>
    must(
      await orderInstance(tx, caller, {
        ...{ kind: server.kind, slug, title: `Works ${slug}`, ...of },
        owner: { email: owner, name: 'Berta Boss', locale: 'en' },
        ...{ zone: 'Europe/Berlin', currency: 'EUR', locale: 'en', version: server.version, quota: {} },
        makeNow: true,
      }),
    ),
  );
  return instanceId;
}
