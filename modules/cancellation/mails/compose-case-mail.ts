import type { MailBlock, MailContent } from '#platform/mail/compose.ts';
import { confirmationBlocks } from './confirmation.ts';
import type { CaseMailFacts, CommonFacts, FactsOf } from './facts.ts';
import { dataBlocks, duesBlocks, factsOf, filled, penFor, type Pen } from './parts.ts';

export interface CaseMail extends MailContent {
  /** holds the number of the case, so that answers find it */
  readonly subject: string;
}

interface Body {
  readonly subject: string;
  readonly headline: string;
  readonly blocks: readonly MailBlock[];
}

/**
 * One of the nine mails about a cancellation, from typed facts: what a mail must contain is a field, and a field that is
 * empty is refused. Case, subscription, operator, the case's page and the policy version stand in each of them; the neutral
 * answer to an unknown sender says nothing about any account.
 *
 * @throws RangeError for an empty field (a bug in the caller: nothing is sent half)
 * @see clauses, section 6
 */
export function composeCaseMail(common: CommonFacts, facts: CaseMailFacts): CaseMail {
  const pen = penFor(common);
  return framed(pen, common, bodyOf(pen, common, facts));
}

/** What stands around every mail and answer of a case: who speaks, which rules count, and where its page is. */
export function framed(pen: Pen, { operator, policy, caseUrl, locale }: CommonFacts, body: Body): CaseMail {
  const { subject, headline, blocks } = body;
  return {
    language: locale,
    brand: filled(operator.name, 'operator'),
    subject,
    headline,
    blocks: [
      ...blocks,
      { kind: 'note', text: pen.way('policy', { version: policy.version, url: policy.url }) },
    ],
    footer: [operator.name, ...operator.lines.map((line) => filled(line, 'address'))],
    footerLink: { label: pen.way('casePage'), url: caseUrl },
  };
}

function bodyOf(pen: Pen, common: CommonFacts, facts: CaseMailFacts): Body {
  const { way, day, at } = pen;
  const { caseNo, subscription } = common;
  const named = { case: caseNo };
  switch (facts.mail) {
    case 'E1':
      return {
        subject: way('E1.subject', named),
        headline: way('E1.headline'),
        blocks: [
          factsOf(pen, common, [{ label: way('E1.received'), value: at(facts.receivedAt) }]),
          { kind: 'text', text: way('E1.message', { text: facts.received }) },
          { kind: 'text', text: way(`E1.next.${facts.next}`) },
          { kind: 'text', text: way('E1.save') },
          ...dataBlocks(pen, facts.data),
          { kind: 'button', label: way('E1.notUs'), url: facts.notUsUrl },
        ],
      };
    case 'E1n':
      return {
        subject: way('E1n.subject', named),
        headline: way('E1n.headline'),
        blocks: [
          { kind: 'text', text: way('E1n.text') },
          { kind: 'button', label: way('E1n.button'), url: facts.accountUrl },
        ],
      };
    case 'E1v':
      return {
        subject: way('E1v.subject', { ...named, subscription }),
        headline: way('E1v.headline', { subscription }),
        blocks: [
          factsOf(pen, common, [
            { label: way('E1.received'), value: at(facts.receivedAt) },
            { label: way('E1v.until'), value: day(facts.until) },
          ]),
          { kind: 'text', text: way('E1v.text', { sender: facts.sender }) },
          { kind: 'text', text: way('E1v.original') },
          { kind: 'button', label: way('E1v.confirm'), url: facts.confirmUrl },
          { kind: 'button', label: way('E1v.notUs'), url: facts.notUsUrl },
        ],
      };
    case 'E2': {
      const key = facts.replaces ? 'subject.replaces' : 'subject';
      return {
        subject: pen.plan(key, { ...named, day: day(facts.quote.plannedOn) }),
        headline: pen.plan('headline'),
        blocks: confirmationBlocks(pen, common, facts),
      };
    }
    case 'E3':
      return {
        subject: way('E3.subject', { ...named, days: facts.daysLeft }),
        headline: way('E3.headline', { days: facts.daysLeft }),
        blocks: [
          factsOf(pen, common, [
            { label: pen.plan('ends'), value: pen.endOf(facts.lastOn, facts.endsAt) },
            {
              label: way('E3.downloaded'),
              value: facts.downloadedAt === null ? way('E3.never') : at(facts.downloadedAt),
            },
          ]),
          { kind: 'text', text: way('E1.save') },
          { kind: 'button', label: way('E3.button'), url: facts.backupUrl },
          ...duesBlocks(pen, facts.dues),
        ],
      };
    case 'E4':
      return {
        subject: way('E4.subject', named),
        headline: way('E4.headline'),
        blocks: [
          factsOf(pen, common, [{ label: way('E4.latest'), value: at(facts.termEndsAt) }]),
          { kind: 'text', text: way('E4.text') },
          ...duesBlocks(pen, facts.dues),
          { kind: 'button', label: way('E3.button'), url: facts.backupUrl },
        ],
      };
    case 'E5':
      return endedBody(pen, common, facts);
    case 'E6':
      return {
        subject: way('E6.subject', named),
        headline: way('E6.headline'),
        blocks: [
          factsOf(pen, common, [
            { label: way('E6.what'), value: facts.deleted.what },
            { label: way('E6.when'), value: at(facts.deleted.at) },
            { label: way('E6.how'), value: facts.deleted.method },
            { label: way('E6.sum'), value: facts.deleted.sha256 },
            { label: way('E6.gone'), value: day(facts.backupsGoneBy) },
          ]),
          { kind: 'text', text: way('E6.keep') },
        ],
      };
    case 'E7':
      return {
        subject: way('E7.subject', named),
        headline: way('E7.headline'),
        blocks: [
          factsOf(pen, common, [{ label: way('E7.next'), value: day(facts.nextInvoiceOn) }]),
          { kind: 'text', text: way('E7.again') },
        ],
      };
  }
}

function endedBody(pen: Pen, common: CommonFacts, facts: FactsOf<'E5'>): Body {
  const { way, plan, day, at, money } = pen;
  const given = facts.refundMinor > 0n;
  const amounts = given
    ? [
        { label: way('E5.refund'), value: money(facts.refundMinor) },
        ...facts.ways.map(({ to, amountMinor }) => ({
          label: plan('way', { to }),
          value: money(amountMinor),
        })),
        { label: way('E5.expected'), value: day(facts.expectedOn) },
        { label: way('E5.notes'), value: facts.creditNotes.join(', ') },
      ]
    : [];
  const unsent: MailBlock[] =
    facts.unsent.length > 0
      ? [
          { kind: 'text', text: way('E5.unsent') },
          { kind: 'list', items: facts.unsent },
        ]
      : [];
  return {
    subject: way('E5.subject', { case: common.caseNo }),
    headline: way('E5.headline'),
    blocks: [
      factsOf(pen, common, [
        { label: way('E5.endedAt'), value: at(facts.endsAt) },
        ...amounts,
        ...(facts.backup
          ? [
              { label: way('E5.proven'), value: at(facts.backup.provenAt) },
              { label: way('E5.backup'), value: facts.backup.sha256 },
            ]
          : []),
      ]),
      ...(given ? [] : [{ kind: 'text', text: way('E5.noRefund') } as const]),
      ...unsent,
      { kind: 'text', text: way('E5.grace', { day: day(facts.graceUntil) }) },
    ],
  };
}
