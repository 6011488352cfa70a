import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Answers, ButtonLink, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listSubscriptions } from '../../subscriptions/contract.ts';
import { SubscriptionState } from './SubscriptionState.tsx';
import { subscriptionUiWords } from './words.ts';

/** Every subscription: how it stands, when it renews, what it is worth per month. */
export default function Subscriptions() {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const read = useRead(listSubscriptions, {}, { live: ['subscription.'] });
  const all = read.data?.subscriptions ?? [];
  const running = all.filter(({ state }) => state !== 'ended');
  const suspended = all.filter(({ state }) => state === 'suspended');
  const add = (
    <ButtonLink href="/money/subscriptions/new" kind="primary">
      {t('subs.new')}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('subs.sentence', { count: running.length }) : t('subs.title')}
        back={{ href: '/money', label: t('subs.money') }}
        more={<ButtonLink href="/money/plans">{t('subs.plans')}</ButtonLink>}
        action={add}
      />
      {read.data && (
        <Answers>
          <Stat
            label={t('subs.perMonth')}
            value={
              read.data.perMonth.length === 0
                ? f.money('0')
                : read.data.perMonth.map(({ currency, amount }) => f.money(amount, currency)).join(' · ')
            }
          >
            {t('subs.perMonthText')}
          </Stat>
          <Stat label={t('subs.running')} value={f.count(running.length)}>
            {t('subs.runningText', { count: running.filter(({ endsOn }) => endsOn !== null).length })}
          </Stat>
          <Stat
            label={t('subs.suspendedCount')}
            value={f.count(suspended.length)}
            trouble={suspended.length > 0}
          >
            {t('subs.suspendedText')}
          </Stat>
        </Answers>
      )}
      <Card flush>
        <Lines
          label={t('subs.title')}
          read={read}
          rows={(answer) => answer.subscriptions}
          rowKey={(row) => row.id}
          href={(row) => `/money/subscriptions/${row.id}`}
          trouble={(row) => row.state === 'suspended' || row.late}
          empty={{ sentence: t('subs.none'), example: t('subs.noneExample'), action: add }}
          columns={[
            { key: 'number', head: t('subs.number'), cell: (row) => row.number, phone: 'title' },
            { key: 'customer', head: t('subs.customer'), cell: (row) => row.customerName, phone: 'bare' },
            { key: 'plan', head: t('subs.plan'), cell: (row) => row.plan },
            { key: 'state', head: t('subs.state'), cell: (row) => <SubscriptionState of={row} /> },
            {
              key: 'next',
              head: t('subs.next'),
              align: 'end',
              cell: (row) =>
                row.renewsOn === null
                  ? t('subs.noNext')
                  : row.late
                    ? t('subs.late', { day: f.dayLong(row.renewsOn as Day) })
                    : f.dayLong(row.renewsOn as Day),
            },
            {
              key: 'value',
              head: t('subs.perMonth'),
              align: 'end',
              phone: 'side',
              cell: (row) => f.money(row.perMonth, row.currency),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
