import type { Instant } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listOrders, type OrderView } from '../../ordering/contract.ts';
import { orderingUiWords } from './ordering-words.ts';

const UNDER_WAY: readonly OrderView['stage'][] = ['asked', 'to-pay', 'making', 'handed-over'];

/** Every order of an instance, from the first click to its acceptance. */
export default function Orders() {
  const t = useWords(orderingUiWords);
  const format = useFormat();
  const read = useRead(listOrders, {}, { live: ['instance.', 'hosting-order.'] });
  const open = (read.data?.orders ?? []).filter(({ stage }) => UNDER_WAY.includes(stage)).length;
  return (
    <Page>
      <PageHead
        sentence={t('orders.sentence', { open })}
        note={t('orders.note')}
        action={<ButtonLink href="/operator/hosting-orders/new">{t('orders.new')}</ButtonLink>}
        more={<ButtonLink href="/operator/hosting-offers">{t('orders.toOffers')}</ButtonLink>}
      />
      <Card flush>
        <Lines
          label={t('orders.title')}
          read={read}
          rows={({ orders }) => orders}
          rowKey={({ id }) => id}
          empty={{ sentence: t('orders.none') }}
          columns={[
            {
              key: 'what',
              head: t('orders.what'),
              phone: 'title',
              cell: ({ title, instanceId }) =>
                instanceId ? <Link href={`/operator/hosting/${instanceId}`}>{title}</Link> : title,
            },
            { key: 'customer', head: t('orders.customer'), cell: ({ customer }) => customer || '–' },
            { key: 'plan', head: t('orders.plan'), cell: ({ plan }) => plan },
            {
              key: 'source',
              head: t('orders.source'),
              cell: ({ source }) => t(`orders.source.${source}`),
            },
            {
              key: 'stage',
              head: t('orders.stage'),
              phone: 'side',
              cell: ({ stage }) => (
                <StateTag tone={stage === 'delivered' ? 'done' : 'idle'}>
                  {t(`orders.stage.${stage}`)}
                </StateTag>
              ),
            },
            {
              key: 'when',
              head: t('orders.when'),
              cell: ({ askedAt }) => format.instant(askedAt as Instant),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
