import { addDays, dayIn, daysBetween, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import type { CaseMail } from '#domain/policy/cancellation/machine/effects.ts';
import { quoteOf } from '#domain/policy/cancellation/machine/plan.ts';
import type { Quote } from '#domain/policy/cancellation/quote.ts';
import { endOf } from '#domain/policy/notice.ts';
import { loadCompany } from '#modules/accounts/api.ts';
import { payUrl, serviceFacts, type Due, type ServiceFacts } from '#modules/billing/api.ts';
import { deletionsOf, instancesOf, newestBackup, type ProvenBackup } from '#modules/hosting/api.ts';
import { versionInForce } from '#modules/policy/api.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { duesOfCase, sumOf } from './case-facts.ts';
import { caseLink, type LinkAct } from './case-link.ts';
import { caseWords } from './case-words.ts';
import type { CaseMailFacts, CommonFacts, DataBack, DuesFacts, RefundWay } from './mails/facts.ts';
import { askedOf, costOfDay, plannedQuote } from './planned-quote.ts';
import { caseNumber, dutiesOf, payoutsOf, type CaseRow, type Desk } from './store.ts';

/** Who reads a mail: a person of the customer, or whoever wrote without being one. */
export interface Reader {
  readonly email: string;
  readonly locale: Locale;
  readonly contactId: Id | null;
}

/** A link in a mail works for so long; what it can do by then the case says. */
const LINK_DAYS = 400;

/** What all mails of a case have in common, gathered once. */
export interface CaseFacts {
  readonly row: CaseRow;
  readonly service: ServiceFacts | null;
  readonly dues: readonly Due[];
  readonly company: { readonly name: string; readonly lines: readonly [string, ...string[]] };
  readonly policyVersion: number;
  readonly backups: readonly {
    readonly title: string;
    readonly versions: string;
    readonly newest: ProvenBackup | null;
  }[];
}

/** Reads everything that the mails of a case speak of. */
export async function gatherFacts(desk: Desk, row: CaseRow): Promise<CaseFacts> {
  const { tx, caller } = desk;
  const found = row.subscription_id ? await serviceFacts(tx, caller, row.subscription_id) : null;
  const service = found?.ok ? found.value : null;
  const company = await loadCompany(tx, caller.tenantName);
  const lines = [company.street, `${company.postcode} ${company.city}`.trim(), company.email].filter(
    (line) => line.trim() !== '',
  );
  const operator = row.state.values['operator.name'];
  const version = row.policy_version ?? (await versionInForce(tx, 'cancellation', caller.now))?.number ?? 1;
  const instances = row.subscription_id ? await instancesOf(tx, row.subscription_id) : [];
  const backups = [];
  for (const { id, title, version: runs, kind } of instances)
    backups.push({
      title,
      versions: `${kind === 'odoo' ? 'Odoo' : 'Tenon'} ${runs}`.trim(),
      newest: await newestBackup(tx, id),
    });
  return {
    row,
    service,
    dues: await duesOfCase(tx, row, dayIn(row.state.zone, caller.now)),
    company: {
      name: operator,
      lines: [lines[0] ?? row.state.values['operator.supportAddress'], ...lines.slice(1)],
    },
    policyVersion: version,
    backups,
  };
}

const linkFor = (desk: Desk, { row }: CaseFacts, reader: Reader, act: LinkAct): string =>
  reader.contactId === null
    ? `${desk.publicUrl}/login`
    : caseLink(desk.publicUrl, {
        tenantId: desk.tx.tenantId,
        caseId: row.id,
        contactId: reader.contactId,
        act,
        until: addDays(row.received_on, LINK_DAYS),
      });

/** What stands in every mail to this reader. */
export function commonFacts(desk: Desk, of: CaseFacts, reader: Reader): CommonFacts {
  const { row, service } = of;
  const { locale } = reader;
  return {
    locale,
    zone: row.state.zone,
    currency: row.currency,
    caseNo: caseNumber(row),
    subscription: service ? `${service.name} ${service.number}`.trim() : say(caseWords, locale, 'which.one'),
    operator: of.company,
    caseUrl: linkFor(desk, of, reader, 'page'),
    policy: {
      version: of.policyVersion,
      url: `${desk.publicUrl}/policy/cancellation/${of.policyVersion}`,
    },
  };
}

function dataFacts(desk: Desk, of: CaseFacts, reader: Reader): DataBack {
  const { row, backups, service } = of;
  const none = say(caseWords, reader.locale, 'data.none');
  const [first, ...others] = backups.map(({ title }) => title);
  return {
    backupUrl: linkFor(desk, of, reader, 'backup'),
    bytes: backups.reduce((sum, { newest }) => sum + (newest?.bytes ?? 0), 0),
    versions: [...new Set(backups.map(({ versions }) => versions))].join(', ') || none,
    modules: [first ?? service?.name ?? none, ...others],
    restoreUrl: `${desk.publicUrl}/policy/cancellation`,
    until: row.state.plan?.endsAt ?? endOf(row.received_on, row.state.zone),
  };
}

function duesFacts(desk: Desk, of: CaseFacts, reader: Reader): DuesFacts {
  const { row, dues } = of;
  const { state } = row;
  const [first, ...others] = dues;
  if (!first || !state.plan) return { state: 'none' };
  const totalMinor = sumOf(dues);
  const offered = state.values['refund.offset'] !== 'never' && state.setOffOn === null;
  const gives = plannedQuote(state).refund.totalMinor > 0n;
  const item = ({ number, dueOn, openMinor }: Due) => ({ number, dueOn, openMinor });
  return {
    state: 'open',
    items: [item(first), ...others.map(item)],
    totalMinor,
    payUrl: payUrl(desk.publicUrl, desk.tx.tenantId, first.invoiceId, dayIn(state.zone, desk.caller.now)),
    perDayMinor: costOfDay(askedOf({ ...state, plan: state.plan }), totalMinor),
    setOffUrl: offered && gives ? linkFor(desk, of, reader, 'set-off') : null,
  };
}

/** Where the money of a quote goes, account numbers masked. */
export function waysOf(
  payouts: Quote['payouts'],
  { service }: Pick<CaseFacts, 'service'>,
  zone: string,
  locale: Locale,
): RefundWay[] {
  return payouts.map(({ payment, amountMinor }) => ({
    to: wayWords(service?.payments.find(({ id }) => id === payment) ?? null, zone, locale),
    amountMinor,
  }));
}

/** A payment as its customer knows it. */
export function wayWords(
  payment: Pick<ServiceFacts['payments'][number], 'on' | 'method' | 'card'> | null,
  zone: string,
  locale: Locale,
): string {
  const format = createFormat({ locale, zone, currency: 'EUR' });
  const day = payment ? format.dayLong(payment.on) : '–';
  if (payment?.method === 'card')
    return payment.card
      ? say(caseWords, locale, 'way.card', { last4: payment.card })
      : say(caseWords, locale, 'way.terminal');
  return say(caseWords, locale, payment?.method === 'cash' ? 'way.cash' : 'way.bank', { day });
}

/**
 * What one mail must contain, for one reader.
 * @param timer of a reminder: how many days before the end it goes
 * @returns what it has to wait for, where something it must tell of is not there yet
 */
export async function mailFacts(
  desk: Desk,
  of: CaseFacts,
  mail: CaseMail,
  reader: Reader,
): Promise<CaseMailFacts | { readonly wait: string }> {
  const { row, service } = of;
  const { state } = row;
  const { plan, values } = state;
  const link = (act: LinkAct): string => linkFor(desk, of, reader, act);
  const pressed = say(caseWords, reader.locale, 'button.pressed');
  switch (mail) {
    case 'E1':
      return {
        mail,
        receivedAt: row.received_at,
        received: row.said.trim() || pressed,
        next: plan ? 'confirmation' : state.name === 'clarifying' ? 'which' : 'checking',
        data: dataFacts(desk, of, reader),
        notUsUrl: link('not-us'),
      };
    case 'E1n':
      return { mail, accountUrl: `${desk.publicUrl}/login` };
    case 'E1v':
      return {
        mail,
        sender: row.sender,
        receivedAt: row.received_at,
        confirmUrl: link('confirm'),
        notUsUrl: link('not-us'),
        until: addDays(row.received_on, values['cancel.clarifyDays']),
      };
    case 'E2': {
      const quote = plannedQuote(state);
      return {
        mail,
        quote,
        names: Object.fromEntries((service?.lines ?? []).map(({ id, name }) => [id, name])),
        noticeNeeded: values['cancel.noticeDays'],
        replaces: (plan?.no ?? 1) > 1 || state.waived,
        dues: duesFacts(desk, of, reader),
        switchUrl: quote.offer ? link('switch') : null,
        ways: waysOf(quote.payouts, of, state.zone, reader.locale),
        payOutBy: addDays(quote.plannedOn, values['refund.initiateWithinDays']),
        data: dataFacts(desk, of, reader),
        withdrawUrl: link('withdraw'),
      };
    }
    case 'E3':
      return {
        mail,
        lastOn: plan!.lastOn,
        endsAt: plan!.endsAt,
        daysLeft: daysBetween(dayIn(state.zone, desk.caller.now), plan!.lastOn),
        // Downloads by the customer are not written down yet; the mail says what is known, that none was.
        downloadedAt: null,
        backupUrl: link('backup'),
        dues: duesFacts(desk, of, reader),
      };
    case 'E4': {
      const dues = duesFacts(desk, of, reader);
      if (dues.state === 'none') return { wait: 'dues' };
      return { mail, dues, termEndsAt: endOf(plan!.termUntil, state.zone), backupUrl: link('backup') };
    }
    case 'E5':
      return endedFacts(desk, of, reader);
    case 'E6':
      return deletedFacts(desk, of, reader);
    case 'E7':
      return { mail, nextInvoiceOn: nextInvoice(service, row.received_on) };
  }
}

/** The first day that is not on an invoice yet. */
const nextInvoice = (service: ServiceFacts | null, otherwise: Day): Day =>
  service ? addDays(service.paidUntil, 1) : otherwise;

async function endedFacts(
  desk: Desk,
  of: CaseFacts,
  reader: Reader,
): Promise<CaseMailFacts | { readonly wait: string }> {
  const { row, service, backups } = of;
  const { state } = row;
  const { plan, values } = state;
  const quote = quoteOf(state);
  const lastOn = plan!.lastOn;
  const credit = (await dutiesOf(desk.tx, row.id)).findLast(({ effect }) => effect.kind === 'credit');
  if (credit && credit.state !== 'done' && quote.refund.totalMinor > 0n) return { wait: 'credit' };
  const notes = (credit?.outcome as { notes?: { number: string }[] } | undefined)?.notes ?? [];
  const newest = backups.flatMap((one) => one.newest ?? []).sort((a, b) => (a.asOf < b.asOf ? 1 : -1))[0];
  if (backups.length > 0 && !newest) return { wait: 'backup' };
  const payouts = await payoutsOf(desk.tx, row.id);
  return {
    mail: 'E5',
    endsAt: endOf(state.servedUntil ?? lastOn, state.zone),
    creditNotes: notes.map(({ number }) => number),
    ways: payouts
      .filter(({ state: how }) => how !== 'stopped')
      .map((payout) => ({
        to: wayWords(
          service?.payments.find(({ id }) => id === payout.payment_id) ?? null,
          state.zone,
          reader.locale,
        ),
        amountMinor: payout.amount_minor,
      })),
    refundMinor: minor(quote.refund.totalMinor - quote.setOffMinor),
    expectedOn: addDays(lastOn, values['refund.initiateWithinDays']),
    backup: newest ? { sha256: newest.sha256, provenAt: newest.provenAt } : null,
    graceUntil: addDays(state.servedUntil ?? lastOn, values['cancel.retrievalGraceDays']),
    // No sync with the factory's own application runs for hosted services.
    unsent: [],
  };
}

async function deletedFacts(
  desk: Desk,
  of: CaseFacts,
  { locale }: Reader,
): Promise<CaseMailFacts | { readonly wait: string }> {
  const { row } = of;
  if (of.backups.length > 0) return { wait: 'deletion' };
  const deletions = row.subscription_id ? await deletionsOf(desk.tx, row.subscription_id) : [];
  const last = deletions.at(-1);
  const at = last?.at ?? desk.caller.now;
  const { values, zone } = row.state;
  return {
    mail: 'E6',
    deleted: {
      at,
      what:
        deletions
          .map(({ title, things: count }) => say(caseWords, locale, 'deleted.what', { title, count }))
          .join(', ') || say(caseWords, locale, 'data.none'),
      method:
        [...new Set(deletions.map(({ method }) => method))].join(', ') ||
        say(caseWords, locale, 'deleted.method.none'),
      sha256: deletions.flatMap(({ lastBackupSha256 }) => lastBackupSha256 ?? []).join(', ') || '–',
    },
    backupsGoneBy: addDays(dayIn(zone, at), values['cancel.backupExpiryDays']),
  };
}
