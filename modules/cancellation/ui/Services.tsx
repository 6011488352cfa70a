import type { Day } from '#domain/kernel/days.ts';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMine } from '../contract.ts';
import { CaseState } from './CaseState.tsx';
import { cancellationUiWords } from './words.ts';

/** What the signed-in person's company subscribed to with the operator, and the cancellations there are. */
export default function Services() {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const read = useRead(listMine);
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('mine.sentence', { count: read.data.subscriptions.length }) : t('mine.title')}
        note={t('mine.note')}
      />
      <Card flush>
        <Lines
          label={t('mine.title')}
          read={pick(read, ({ subscriptions }) => subscriptions)}
          rows={(subscriptions) => subscriptions}
          rowKey={({ id }) => id}
          empty={{ sentence: t('mine.none') }}
          columns={[
            {
              key: 'name',
              head: t('mine.name'),
              phone: 'title',
              cell: ({ name, number }) => `${name} · ${number}`,
            },
            {
              key: 'paid',
              head: t('mine.paidUntil'),
              cell: ({ paidUntil }) => f.dayLong(paidUntil as Day),
            },
            {
              key: 'state',
              head: t('mine.state'),
              cell: ({ state, endsOn }) => (
                <StateTag tone={state === 'active' && endsOn === null ? 'running' : 'idle'}>
                  {endsOn !== null && state !== 'ended'
                    ? t('mine.endsOn', { day: f.dayLong(endsOn as Day) })
                    : t(`mine.state.${state}`)}
                </StateTag>
              ),
            },
            {
              key: 'act',
              head: t('mine.act'),
              phone: 'bare',
              cell: ({ id, caseId, state }) =>
                caseId !== null ? (
                  <ButtonLink href={`/my-services/cases/${caseId}`}>{t('mine.look')}</ButtonLink>
                ) : state === 'ended' ? null : (
                  <ButtonLink href={`/my-services/${id}/cancel`}>{t('mine.cancel')}</ButtonLink>
                ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('mine.cases')}>
        <Lines
          label={t('mine.cases')}
          read={pick(read, ({ cases }) => cases)}
          rows={(cases) => cases}
          rowKey={({ id }) => id}
          href={({ id }) => `/my-services/cases/${id}`}
          empty={{ sentence: t('mine.cases.none') }}
          columns={[
            {
              key: 'case',
              head: t('mine.case'),
              phone: 'title',
              cell: ({ number, subscription }) => [number, subscription].filter(Boolean).join(' · '),
            },
            {
              key: 'received',
              head: t('mine.received'),
              cell: ({ receivedOn }) => f.dayLong(receivedOn as Day),
            },
            { key: 'state', head: t('mine.state'), phone: 'side', cell: (one) => <CaseState of={one} /> },
            {
              key: 'last',
              head: t('mine.lastOn'),
              cell: ({ lastOn }) => (lastOn === null ? '–' : f.dayLong(lastOn as Day)),
            },
            {
              key: 'refund',
              head: t('mine.refund'),
              align: 'end',
              cell: ({ refundTotal, currency }) => f.money(refundTotal, currency),
            },
          ]}
        />
      </Card>
    </Page>
  );
}
