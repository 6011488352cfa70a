import type { Day } from '#domain/kernel/days.ts';
import { pick, type Read } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { SubscriptionView } from '../../subscriptions/contract.ts';
import { subscriptionUiWords } from './words.ts';

/** What was billed: invoices, and their prepaid lines by the day. */
export function SubscriptionLines({ read }: { readonly read: Read<SubscriptionView> }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, read.data?.currency);
  return (
    <>
      <Card flush title={t('subs.invoices')}>
        <Lines
          label={t('subs.invoices')}
          read={pick(read, ({ invoices }) => invoices)}
          rows={(rows) => rows}
          rowKey={(row) => row.id}
          href={(row) => `/money/invoices/${row.id}`}
          empty={{ sentence: t('subs.none') }}
          columns={[
            { key: 'number', head: t('subs.invoice'), cell: (row) => row.number, phone: 'title' },
            {
              key: 'issued',
              head: t('subs.issued'),
              cell: (row) => f.dayLong(row.issuedOn as Day),
              align: 'end',
            },
            {
              key: 'gross',
              head: t('subs.gross'),
              cell: (row) => money(row.gross),
              align: 'end',
              phone: 'side',
            },
            { key: 'open', head: t('subs.open'), cell: (row) => money(row.open), align: 'end' },
          ]}
        />
      </Card>
      <Card flush title={t('subs.lines')}>
        <Lines
          label={t('subs.lines')}
          read={pick(read, ({ lines }) => lines)}
          rows={(rows) => rows}
          rowKey={(row) => row.id}
          empty={{ sentence: t('subs.none') }}
          columns={[
            { key: 'name', head: t('subs.line'), cell: (row) => row.name, phone: 'title' },
            { key: 'invoice', head: t('subs.invoice'), cell: (row) => row.invoice, phone: 'hide' },
            {
              key: 'span',
              head: t('subs.days'),
              cell: (row) =>
                `${f.dayLong(row.from as Day)} – ${f.dayLong(row.until as Day)} (${f.count(row.days)})`,
              phone: 'bare',
            },
            { key: 'refund', head: t('subs.refund'), cell: (row) => t(`subs.refund.${row.refundable}`) },
            { key: 'credited', head: t('subs.credited'), cell: (row) => money(row.credited), align: 'end' },
            { key: 'net', head: t('subs.net'), cell: (row) => money(row.net), align: 'end', phone: 'side' },
          ]}
        />
      </Card>
    </>
  );
}
