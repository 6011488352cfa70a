import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import { countTry, isBraked, type Braked } from '#modules/accounts/api.ts';
import type { AppContext } from '#platform/module/context.ts';
import { html, type Html } from '#platform/pages/html.ts';
import type { PageContent } from '#platform/pages/layout.ts';
import type { PageRequest, PublicPage } from '#platform/pages/serve.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { say } from '#platform/words/words.ts';
import { actByLink, viewByLink } from '../act-by-link.ts';
import { CASE_PATH, readCaseLink, type CaseLink, type LinkAct } from '../case-link.ts';
import type { CaseView } from '../view-contract.ts';
import { linkPageWords } from './words.ts';

type Request = PageRequest<AppContext>;
type Words = keyof typeof linkPageWords.en & string;

/** Acts by what the case must still allow for the button to stand there. */
const NEEDS: Readonly<Record<Exclude<LinkAct, 'page'>, CaseView['allowed'][number]>> = {
  confirm: 'confirm',
  'not-us': 'not-us',
  withdraw: 'withdraw',
  switch: 'move',
  'set-off': 'set-off',
  backup: 'backup',
};

/**
 * Where the links of the mails lead: the case as it stands, and the one button that the link is for. The link is the proof,
 * without a session or a script; opening it changes nothing, because mail programs open links by themselves.
 * @see clauses C-0c, C-1
 */
export const linkPage: PublicPage<AppContext> = {
  path: `${CASE_PATH}/:act/:ref/:proof`,
  answer: (request) =>
    entered(request, async (link) => {
      const found = await viewByLink(request.context, link);
      return found.ok ? page(request, link, found.value, null) : refused(request, found.refusal);
    }),
  post: (request) =>
    entered(request, async (link) => {
      const done = await actByLink(request.context, link);
      return done.ok
        ? page(request, link, done.value, `done.${link.act as Exclude<LinkAct, 'page'>}`)
        : refused(request, done.refusal);
    }),
};

/** Wrong links per network address. */
const wrongBrake = (ip: string): Braked[] => [{ key: `case-link-ip:${ip}`, max: 30 }];

async function entered(
  request: Request,
  show: (link: CaseLink) => Promise<PageContent | null>,
): Promise<PageContent | null> {
  const { context, params, ip } = request;
  const now = context.clock.now();
  if (await isBraked(context.db, now, wrongBrake(ip))) return told(request, 'braked', 429);
  const link = readCaseLink(params['act'] ?? '', params['ref'] ?? '', params['proof'] ?? '');
  if (link) return show(link);
  await countTry(context.db, now, wrongBrake(ip));
  return null;
}

const t = (request: Request, key: Words, values = {}): string =>
  say(linkPageWords, request.language, key, values);

function told(request: Request, key: Words, status: number): PageContent {
  return {
    title: t(request, 'title'),
    brand: 'Tenon',
    body: html`<h1>${t(request, 'title')}</h1>
      <p role="status">${t(request, key)}</p>`,
    status,
  };
}

function refused(request: Request, refusal: Refusal): PageContent | null {
  switch (refusal.code) {
    case 'cancellation_link_over':
      return told(request, 'over', 410);
    case 'not_authorised_to_cancel':
      return told(request, 'notYou', 403);
    case 'cancellation_state':
    case 'cancellation_open_already':
      return told(request, 'tooLate', 409);
    default:
      return null;
  }
}

function page(request: Request, link: CaseLink, of: CaseView, done: Words | null): PageContent {
  const format = createFormat({
    locale: request.language,
    zone: of.plan?.zone ?? 'UTC',
    currency: of.currency,
  });
  const subscription = of.subscription || of.number;
  const day = of.lastOn === null ? '' : format.dayLong(of.lastOn as Day);
  const sentence = t(request, `state.${of.state}`, { case: of.number, subscription, day });
  return {
    title: sentence,
    brand: 'Tenon',
    body: html`<h1>${sentence}</h1>
      ${done ? html`<p role="status"><strong>${t(request, done)}</strong></p>` : null}
      ${done ? null : form(request, link, of, format)}
      <dl class="pg-facts">
        ${facts(request, of, format).map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <h2>${t(request, 'happened')}</h2>
      <ul>
        ${of.timeline.map(
          ({ at, kind, by }) =>
            html`<li>
              ${format.dayLong(dayIn(format.zone, at as Instant))}, ${format.time(at as Instant)}:
              ${t(request, `event.${kind}`)} (${by})
            </li>`,
        )}
      </ul>
      <p>
        <a href="/my-services/cases/${of.id}">${t(request, 'account')}</a>
        <a href="${of.policy.url}">${t(request, 'rules', { version: of.policy.version })}</a>
      </p>`,
  };
}

/** The one thing the link is for, where the case still takes it. */
function form(
  request: Request,
  { act }: CaseLink,
  of: CaseView,
  format: ReturnType<typeof createFormat>,
): Html | null {
  if (act === 'page') return null;
  const offer = act === 'switch' ? of.plan?.offer : null;
  if (!of.allowed.includes(NEEDS[act]) || (act === 'switch' && !offer))
    return html`<p role="status">${t(request, 'tooLate')}</p>`;
  const values = offer
    ? { day: format.dayLong(offer.effectiveOn as Day), amount: format.money(offer.total, of.currency) }
    : {};
  return html`<form method="post">
    <p>${t(request, `ask.${act}`, values)}</p>
    <p><button type="submit">${t(request, `do.${act}`, values)}</button></p>
  </form>`;
}

function facts(
  request: Request,
  of: CaseView,
  format: ReturnType<typeof createFormat>,
): (readonly [string, string])[] {
  const { plan } = of;
  const money = (amount: string): string => format.money(amount, of.currency);
  const long = (day: string): string => format.dayLong(day as Day);
  const rows: (readonly [string, string])[] = [
    [t(request, 'case'), of.number],
    [t(request, 'received'), long(of.receivedOn)],
  ];
  if (plan) {
    rows.push(
      [t(request, 'lastOn'), long(plan.effectiveOn ?? plan.plannedOn)],
      [t(request, 'endsAt'), `${format.instant(plan.endsAt as Instant)} (${plan.zone})`],
      ...plan.lines.map(
        ({ name, unusedDays, days, refund }) =>
          [t(request, 'line', { name, unused: unusedDays, days }), money(refund)] as const,
      ),
      [t(request, 'back'), money(plan.total)],
      [t(request, 'owed'), money(plan.duesTotal)],
      [t(request, 'grace'), long(plan.graceUntil)],
      [t(request, 'deleted'), long(plan.deletedOn)],
    );
  }
  if (of.backup)
    rows.push([
      t(request, 'backup'),
      `${format.instant(of.backup.asOf as Instant)}, ${format.bytes(of.backup.bytes)}`,
    ]);
  return rows;
}
