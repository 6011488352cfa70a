import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import type { Format } from '#platform/web-kit/format.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { Empty, WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords, type Say } from '#platform/web-kit/use-words.ts';
import { getSchedule, planScheduleNow, type ScheduleView } from '../contract.ts';
import { Board } from './Board.tsx';
import { officeWords } from './words.ts';

const REASONS = [
  'machine_busy',
  'machine_stopped',
  'material_missing',
  'pinned',
  'not_released_before',
  'closed',
  'work_content',
] as const;
type OrderRow = ScheduleView['orders'][number];

/** Late orders with their reasons first, then every machine over time. */
export default function Schedule() {
  const t = useWords(officeWords);
  const f = useFormat();
  const read = useRead(getSchedule, {}, { live: ['schedule.', 'machine.', 'pin.'] });
  const replan = useChange(planScheduleNow, { onDone: () => toast({ title: t('production.replanned') }) });
  const view = read.data;
  const late = view?.orders.filter((order) => order.lateMinutes > 0).length ?? 0;
  const sentence = !view
    ? t('production.schedule')
    : view.version === null
      ? t('production.unplanned')
      : t('production.late.sentence', { late });
  return (
    <Page>
      <PageHead
        sentence={sentence}
        note={
          view?.solvedAt
            ? t('production.late.note', { orders: view.currentOrders, at: f.instant(view.solvedAt) })
            : undefined
        }
        action={
          <Button kind="primary" busy={replan.busy} onClick={() => void replan.send()}>
            {t('production.replan')}
          </Button>
        }
      />
      <Card title={t('production.orders')} flush>
        <Lines
          label={t('production.orders')}
          read={pick(read, (answer) => answer.orders)}
          rows={(list) => list}
          rowKey={(row) => row.orderId}
          href={(row) => `/orders/${row.orderId}`}
          trouble={(row) => row.lateMinutes > 0}
          empty={{ sentence: t('production.unplanned'), example: t('production.unplanned.example') }}
          columns={[
            { key: 'number', head: t('production.order'), cell: (row) => row.number, phone: 'title' },
            { key: 'customer', head: t('production.customer'), cell: (row) => row.customerName },
            {
              key: 'late',
              head: t('production.late'),
              cell: (row) => <LateTag row={row} f={f} t={t} />,
              phone: 'side',
            },
            { key: 'due', head: t('production.due'), cell: (row) => f.day(row.dueOn), align: 'end' },
            { key: 'ends', head: t('production.ends'), cell: (row) => f.instant(row.endsAt), align: 'end' },
            { key: 'why', head: t('production.why'), cell: (row) => reasonsOf(row, f, t), phone: 'bare' },
          ]}
        />
      </Card>
      <Card title={t('production.board')} flush>
        <WhenRead read={read}>
          {(answer) =>
            answer.rows.length === 0 ? (
              <Empty sentence={t('production.unplanned')} example={t('production.unplanned.example')} />
            ) : (
              <Board view={answer} />
            )
          }
        </WhenRead>
      </Card>
    </Page>
  );
}

interface Said {
  readonly row: OrderRow;
  readonly f: Format;
  readonly t: Say<keyof typeof officeWords.en>;
}

function LateTag({ row, f, t }: Said) {
  if (row.lateMinutes === 0) return <StateTag tone="done">{t('production.onTime')}</StateTag>;
  return <StateTag tone="late">{t('production.by', { time: f.minutes(row.lateMinutes) })}</StateTag>;
}

function reasonsOf(row: OrderRow, f: Format, t: Said['t']): string {
  return row.reasons
    .flatMap((reason) => {
      const code = REASONS.find((one) => one === reason.code);
      const facts = reason as Readonly<Record<string, string | number>>;
      const until = facts['until'];
      return code
        ? [
            t(`production.reason.${code}`, {
              ...facts,
              until: typeof until === 'string' ? f.instant(until) : '',
            }),
          ]
        : [];
    })
    .join(' ');
}
