import { useId } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link, useGo, useUrlState } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useShortcut } from '#platform/web-kit/shortcuts.ts';
import { useMay } from '#platform/web-kit/session.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listOrders, may, ORDER_STATES } from '../contract.ts';
import { OrderStateTag } from './order-state.tsx';
import { orderUiWords } from './words.ts';

const FILTERS = ['open', ...ORDER_STATES, 'late', 'all'] as const;
type Filter = (typeof FILTERS)[number];
const LIVE = ['order.', 'work.', 'delivery.', 'invoice.'];

export default function Orders() {
  const t = useWords(orderUiWords);
  const maySet = useMay(may.settings);
  const f = useFormat();
  const findId = useId();
  const filterId = useId();
  const [filter, setFilter] = useUrlState('show', 'open');
  const [find, setFind] = useUrlState('find');
  const [customerId] = useUrlState('customer');
  const [cursor] = useUrlState('before');
  const late = useRead(listOrders, { query: { late: 'yes', limit: 200 } }, { live: LIVE });
  const read = useRead(
    listOrders,
    {
      query: {
        ...(customerId ? { customerId } : stateOf(filter as Filter)),
        ...(find ? { find } : {}),
        ...(cursor ? { cursor } : {}),
      },
    },
    { live: LIVE },
  );
  const go = useGo();
  const mayAdd = useMay(may.write);
  useShortcut('n', t('orders.new'), () => mayAdd && go('/orders/new'));
  const add = mayAdd && (
    <ButtonLink href="/orders/new" kind="primary">
      {t('orders.new')}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead
        sentence={late.data ? t('orders.sentence', { late: late.data.orders.length }) : t('orders.title')}
        action={add}
        more={
          <>
            <ButtonLink href="/deliveries">{t('orders.deliveries')}</ButtonLink>
            {maySet && <ButtonLink href="/orders/settings">{t('orders.settings')}</ButtonLink>}
          </>
        }
      />
      <div className="tn-row">
        <div className="tn-field">
          <label htmlFor={filterId}>{t('orders.filter')}</label>
          <span className="tn-input">
            <select id={filterId} value={filter} onChange={(event) => setFilter(event.target.value)}>
              {FILTERS.map((each) => (
                <option key={each} value={each}>
                  {t(`orders.filter.${each}`)}
                </option>
              ))}
            </select>
          </span>
        </div>
        <div className="tn-field" style={{ flex: '1 1 16rem', maxWidth: '24rem' }}>
          <label htmlFor={findId}>{t('orders.find')}</label>
          <span className="tn-input">
            <input
              id={findId}
              type="search"
              maxLength={80}
              value={find}
              onChange={(event) => setFind(event.target.value)}
            />
          </span>
        </div>
      </div>
      <Card flush>
        <Lines
          label={t('orders.title')}
          read={read}
          rows={(answer) => answer.orders}
          rowKey={(order) => order.id}
          href={(order) => `/orders/${order.id}`}
          trouble={(order) => order.late}
          empty={{ sentence: t('orders.none'), example: t('orders.example'), action: add }}
          columns={[
            { key: 'number', head: t('orders.number'), cell: (order) => order.number, phone: 'title' },
            {
              key: 'customer',
              head: t('orders.customer'),
              cell: (order) => order.customerName,
              phone: 'bare',
            },
            {
              key: 'reference',
              head: t('orders.reference'),
              cell: (order) => order.reference,
              phone: 'hide',
            },
            {
              key: 'state',
              head: t('orders.state'),
              cell: (order) => <OrderStateTag state={order.state} late={order.late} step={order.step} />,
              phone: 'side',
            },
            { key: 'pieces', head: t('orders.pieces'), cell: (order) => f.count(order.pieces), align: 'end' },
            {
              key: 'due',
              head: t('orders.due'),
              cell: (order) => (order.dueOn ? f.day(order.dueOn as Day) : '–'),
              align: 'end',
            },
            {
              key: 'net',
              head: t('orders.net'),
              cell: (order) => f.money(order.net, order.currency),
              align: 'end',
            },
          ]}
        />
      </Card>
      {read.data?.next && (
        <Link href={`/orders?show=${filter}&before=${read.data.next}`}>{t('orders.more')}</Link>
      )}
    </Page>
  );
}

function stateOf(filter: Filter): Record<string, string> {
  if (filter === 'all') return {};
  return filter === 'late' ? { late: 'yes' } : { state: filter };
}
