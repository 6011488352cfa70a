import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { orderMargin } from '../contract.ts';
import { moneyWords } from './words.ts';

const CAUSES = ['boards', 'edges', 'hardware', 'labour', 'other'] as const;

/** Margin of one order: what the quote assumed beside what the floor has cost so far, by cause. */
export function OrderMoney({ orderId }: { readonly orderId: string }) {
  const t = useWords(moneyWords);
  const f = useFormat();
  const read = useRead(
    orderMargin,
    { params: { orderId } },
    { live: ['part.', 'unit.', 'plan.', 'order.', 'invoice.'] },
  );
  return (
    <Card flush title={t('billing.margin')}>
      <Lines
        label={t('billing.margin')}
        read={read}
        empty={{ sentence: t('billing.none') }}
        rows={(margin) => [
          {
            key: 'price',
            name: t('billing.price'),
            quoted: margin.quoted.price,
            actual: margin.actual.price,
            trouble: false,
          },
          ...CAUSES.map((cause) => ({
            key: cause,
            name: t(`billing.cause.${cause}`),
            quoted: margin.quoted.byCause[cause],
            actual: margin.actual.byCause[cause],
            trouble: false,
          })),
          {
            key: 'margin',
            name: t('billing.margin'),
            quoted: margin.quoted.margin,
            actual: margin.actual.margin,
            trouble: Number(margin.actual.margin) < 0,
          },
        ]}
        rowKey={(row) => row.key}
        trouble={(row) => row.trouble}
        columns={[
          { key: 'name', head: t('billing.cause'), cell: (row) => row.name, phone: 'title' },
          { key: 'quoted', head: t('billing.quoted'), cell: (row) => f.money(row.quoted), align: 'end' },
          {
            key: 'actual',
            head: t('billing.actual'),
            cell: (row) => f.money(row.actual),
            align: 'end',
            phone: 'side',
          },
        ]}
      />
    </Card>
  );
}
