import type { Day } from '#domain/kernel/days.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import type { Paper, PaperFact, PaperSender } from '#platform/documents/paper.ts';
import { say, type WordValues } from '#platform/words/words.ts';
import { billedBlocks, excludedLines, wayBlocks } from '../mails/confirmation.ts';
import type { CommonFacts, FactsOf } from '../mails/facts.ts';
import { dataBlocks, duesBlocks, filled, penFor } from '../mails/parts.ts';
import { paperWords } from './words.ts';

/** A heading with pairs, sentences and points below it; any of them may be none. */
interface PaperPart {
  readonly title: string;
  readonly rows: readonly PaperFact[];
  readonly paragraphs: readonly string[];
  readonly items: readonly string[];
}

/** Data of `confirmation.typ`; all strings finished. */
export interface ConfirmationData extends Paper {
  readonly ending: { readonly title: string; readonly rows: readonly PaperFact[] };
  /** whether the notice was kept, and what another day would give back */
  readonly notice: readonly string[];
  /** line by line; no rows where nothing is given back */
  readonly refund: {
    readonly columns: readonly [line: string, days: string, net: string];
    readonly rows: readonly (readonly [string, string, string])[];
    readonly totals: readonly PaperFact[];
  };
  readonly parts: readonly PaperPart[];
}

export interface Letter {
  readonly sender: PaperSender;
  /** address lines of the customer, at most 6 */
  readonly recipient: readonly string[];
  readonly confirmedOn: Day;
}

/** Drawn by `renderPdf` with the data of `confirmationData`. */
export const CONFIRMATION_TEMPLATE = new URL('./confirmation.typ', import.meta.url);

/**
 * The confirmation as a paper to keep: the same facts, figures and sentences as its mail, so that the two cannot differ.
 * @throws RangeError for a fact that is empty, as the mail does
 * @see clauses C-8a, C-8b, section 6 (E2)
 */
export function confirmationData(
  common: CommonFacts,
  facts: FactsOf<'E2'>,
  letter: Letter,
): ConfirmationData {
  const { quote, names } = facts;
  const pen = penFor(common);
  const { plan, day, money } = pen;
  const t = (key: keyof typeof paperWords.en & string, values: WordValues = {}): string =>
    say(paperWords, common.locale, key, values);
  const account = accountAt(common.caseUrl);
  const nameOf = (id: string): string => filled(names[id] ?? '', `name of line ${id}`);
  const needed = { needed: facts.noticeNeeded };
  const part = (title: string, blocks: readonly MailBlock[], more: readonly string[] = []): PaperPart[] => {
    const made = partOf(title, blocks, (label) => t('link', { label, url: account }));
    const paragraphs = [...made.paragraphs, ...more];
    return made.rows.length + paragraphs.length + made.items.length > 0 ? [{ ...made, paragraphs }] : [];
  };
  const after = plan('grace', {
    grace: day(quote.graceUntil),
    deleted: day(quote.deletedOn),
    gone: day(quote.backupsGoneBy),
  });
  const { offer } = quote;
  return {
    language: common.locale,
    title: `${t('title')} · ${filled(common.caseNo, 'number')}`,
    pageWord: t('page'),
    sender: letter.sender,
    recipient: letter.recipient,
    facts: [
      { label: pen.way('case'), value: common.caseNo, strong: true },
      { label: t('date'), value: day(letter.confirmedOn) },
      { label: pen.way('subscription'), value: filled(common.subscription, 'subscription') },
      { label: t('received'), value: day(quote.receivedOn) },
      { label: t('policy'), value: t('policy.version', { version: common.policy.version }) },
    ],
    opening: facts.replaces ? [plan('replaces')] : [],
    ending: {
      title: t('ending'),
      rows: [
        { label: plan('lastDay'), value: day(quote.plannedOn), strong: true },
        { label: plan('ends'), value: pen.endOf(quote.plannedOn, quote.endsAt) },
        { label: plan('notice'), value: plan('noticeDays', { days: quote.noticeDays }) },
      ],
    },
    notice: [
      quote.eligible ? plan('eligible', needed) : plan('notEligible', needed),
      ...(offer && facts.switchUrl !== null
        ? [`${plan('offer', { day: day(offer.effectiveOn), amount: money(offer.totalMinor) })} ${account}`]
        : []),
    ],
    refund: {
      columns: [t('head.line'), t('head.days'), t('head.net')],
      rows: quote.refund.lines.map(({ id, unusedDays, days, netMinor }) => [
        nameOf(id),
        t('days', { unused: unusedDays, days }),
        money(netMinor),
      ]),
      totals: [
        { label: plan('net'), value: money(quote.refund.netMinor) },
        { label: plan('vat'), value: money(quote.refund.vatMinor) },
        { label: plan('total'), value: money(quote.refund.totalMinor), strong: true },
      ],
    },
    parts: [
      ...part(t('excluded'), excludedLines(pen, facts)),
      ...part(t('billed'), billedBlocks(pen, facts)),
      ...part(t('ways'), wayBlocks(pen, facts)),
      ...part(t('dues'), duesBlocks(pen, facts.dues)),
      ...part(t('data'), dataBlocks(pen, facts.data), [after]),
      ...part(t('withdraw'), [
        { kind: 'text', text: plan('withdraw') },
        { kind: 'button', label: plan('withdraw.button'), url: facts.withdrawUrl },
      ]),
    ],
    closing: [
      t('page_of_case', { url: account }),
      t('rules', { version: common.policy.version, url: common.policy.url }),
      plan('keep'),
    ],
  };
}

/** Where an account is looked after: a paper is kept and passed on, so the links that prove a reader stay in the mail. */
const accountAt = (caseUrl: string): string => new URL('/my-services', caseUrl).href;

/** Pieces of a mail below one heading of a paper, where nothing can be pressed. */
function partOf(title: string, blocks: readonly MailBlock[], link: (label: string) => string): PaperPart {
  const rows: PaperFact[] = [];
  const paragraphs: string[] = [];
  const items: string[] = [];
  for (const block of blocks) {
    if (block.kind === 'facts') rows.push(...block.rows);
    else if (block.kind === 'list') items.push(...block.items);
    else if (block.kind === 'button') paragraphs.push(link(block.label));
    else paragraphs.push(...block.text.split('\n'));
  }
  return { title, rows, paragraphs, items };
}
