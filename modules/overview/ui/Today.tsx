import type { Day, Instant } from '#domain/kernel/days.ts';
import { pick, useRead, type Read } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Answers, ButtonLink, Card, Columns, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { Empty, WhenRead } from '#platform/web-kit/read-state.tsx';
import { Bar, StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { HelpAnswer } from '#modules/production/ui/public.ts';
import { today as todayRoute, type Need, type TodayView } from '../contract.ts';
import { todayWords } from './words.ts';
import './today.css';

const LIVE = [
  'support_mail.',
  'order.',
  'schedule.',
  'machine.',
  'help.',
  'work.',
  'plan.',
  'sheet.',
  'part.',
  'unit.',
  'package.',
  'delivery.',
  'invoice.',
  'payment.',
  'board.',
  'offcut.',
];

/** The state of the factory in ten seconds: a sentence, three answers, the floor, and what needs somebody. */
export default function Today() {
  const t = useWords(todayWords);
  const read = useRead(todayRoute, {}, { live: LIVE });
  return (
    <Page>
      <PageHead sentence={read.data ? sentenceOf(read.data, t) : t('overview.today')} />
      <WhenRead read={read} rows={8}>
        {(view) => (
          <>
            <ThreeAnswers view={view} />
            <Columns split="wide-left">
              <Card flush title={t('overview.floor')}>
                <Floor read={read} now={view.now} />
              </Card>
              <Card flush title={t('overview.needs')}>
                <Needs needs={view.needs} />
              </Card>
            </Columns>
          </>
        )}
      </WhenRead>
    </Page>
  );
}

type Say = ReturnType<typeof useWords<keyof typeof todayWords.en & string>>;

function sentenceOf(view: TodayView, t: Say): string {
  const stopped = view.floor.filter((row) => row.stopped).length;
  if (stopped > 0) return t('overview.sentence.stopped', { late: view.late.count, stopped });
  return view.late.count > 0
    ? t('overview.sentence.late', { count: view.late.count })
    : t('overview.sentence.fine', { of: view.late.of });
}

function ThreeAnswers({ view }: { readonly view: TodayView }) {
  const t = useWords(todayWords);
  const f = useFormat();
  const worst = view.late.orders[0];
  return (
    <Answers>
      <Stat
        label={t('overview.late')}
        value={f.count(view.late.count)}
        of={t('overview.late.of', { of: view.late.of })}
        trouble={view.late.count > 0}
        action={
          worst && (
            <ButtonLink kind="primary" href="/schedule">
              {t('overview.late.open')}
            </ButtonLink>
          )
        }
      >
        {worst
          ? t('overview.late.row', { number: worst.number, days: worst.days, customer: worst.customerName })
          : t('overview.late.none')}
      </Stat>
      <Stat
        label={t('overview.yield')}
        value={view.cut.share === null ? '–' : f.percent(view.cut.share)}
        of={t('overview.yield.sheets', { sheets: view.cut.sheets })}
        action={<ButtonLink href="/stock">{t('overview.yield.open')}</ButtonLink>}
      >
        {t('overview.yield.offcuts', { offcuts: view.cut.offcuts, value: f.money(view.cut.offcutValue) })}
      </Stat>
      {view.cash && (
        <Stat
          label={t('overview.cash')}
          value={f.money(view.cash.dueIn14Days, view.cash.currency, 'none')}
          action={<ButtonLink href="/money">{t('overview.cash.open')}</ButtonLink>}
        >
          {t('overview.cash.overdue', {
            count: view.cash.overdueCount,
            sum: f.money(view.cash.overdue, view.cash.currency),
          })}
        </Stat>
      )}
    </Answers>
  );
}

function Floor({ read, now }: { readonly read: Read<TodayView>; readonly now: string }) {
  const t = useWords(todayWords);
  const f = useFormat();
  return (
    <Lines
      label={t('overview.floor')}
      read={pick(read, (view) => view.floor)}
      rows={(floor) => floor}
      rowKey={(row) => row.machine}
      trouble={(row) => row.stopped !== null}
      empty={{ sentence: t('overview.floor.none') }}
      columns={[
        { key: 'machine', head: t('overview.floor.station'), cell: (row) => row.name, phone: 'title' },
        {
          key: 'now',
          head: t('overview.floor.now'),
          phone: 'bare',
          cell: (row) =>
            row.stopped ? (
              <>
                <StateTag tone="stopped">
                  {t('overview.floor.stopped', { time: f.minutes(row.stopped.minutes) })}
                </StateTag>{' '}
                {row.stopped.reason}
              </>
            ) : row.now ? (
              <span className="tn-today-now">
                <span>{row.now.name}</span>
                {row.now.paused !== null && (
                  <StateTag tone="warn">{t('overview.floor.paused', { reason: row.now.paused })}</StateTag>
                )}
                <Bar
                  share={shareDone(row.now.from, row.now.until, now)}
                  label={`${row.now.name}: ${f.time(row.now.from as Instant)} – ${f.time(row.now.until as Instant)}`}
                />
              </span>
            ) : (
              <span className="tn-muted">{t('overview.floor.idle')}</span>
            ),
        },
        {
          key: 'waiting',
          head: t('overview.floor.waiting'),
          cell: (row) => f.count(row.waiting),
          align: 'end',
        },
        {
          key: 'free',
          head: t('overview.floor.free'),
          align: 'end',
          phone: 'side',
          cell: (row) =>
            row.stopped
              ? '–'
              : row.freeAt
                ? f.moment(row.freeAt as Instant, read.data!.day as Day)
                : t('overview.floor.isFree'),
        },
      ]}
    />
  );
}

function shareDone(from: string, until: string, now: string): number {
  const whole = Date.parse(until) - Date.parse(from);
  return whole > 0 ? (Date.parse(now) - Date.parse(from)) / whole : 0;
}

/** What a need is about. Counts and minutes are left out: a row whose number changes stays the same row under the pointer. */
function needKey({ kind, href, facts }: Need): string {
  const about = facts['callId'] ?? facts['machine'] ?? facts['material'] ?? facts['order'] ?? '';
  return `${kind} ${href} ${about}`;
}

function Needs({ needs }: { readonly needs: readonly Need[] }) {
  const t = useWords(todayWords);
  const f = useFormat();
  if (needs.length === 0) return <Empty sentence={t('overview.needs.none')} />;
  return (
    <ul className="tn-needs">
      {needs.map((need) => {
        const { facts } = need;
        const values = {
          ...facts,
          ...('minutes' in facts ? { time: f.minutes(Number(facts['minutes'])) } : {}),
          ...('open' in facts ? { sum: f.money(String(facts['open'])) } : {}),
          ...('day' in facts ? { day: f.day(String(facts['day']) as Day) } : {}),
        };
        const title = t(`overview.need.${need.kind}`, values);
        return (
          <li key={needKey(need)}>
            <div>
              <p className="tn-strong">{title}</p>
              <p className="tn-muted">{t(`overview.need.${need.kind}.text`, values)}</p>
            </div>
            {need.kind === 'help_called' ? (
              <HelpAnswer callId={String(facts['callId'])} centre={String(facts['centre'])} />
            ) : (
              <ButtonLink href={need.href}>
                {t('overview.open')}
                <span className="tn-hidden">: {title}</span>
              </ButtonLink>
            )}
          </li>
        );
      })}
    </ul>
  );
}
