import { useState } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listCases } from '../../contract.ts';
import { CaseState } from '../CaseState.tsx';
import { EnterRequest } from './Decisions.tsx';
import { operatorCaseWords } from './words.ts';

/** Every cancellation: what waits for a person first, then what comes next. */
export default function Queue() {
  const t = useWords(operatorCaseWords);
  const f = useFormat();
  const today = useToday();
  const read = useRead(listCases, {}, { live: ['cancellation.', 'invoice.', 'payment.'] });
  const [entering, setEntering] = useState(false);
  return (
    <Page>
      <PageHead
        sentence={
          read.data
            ? t('sentence', { count: read.data.cases.filter(({ waits }) => waits).length })
            : t('title')
        }
        note={t('note')}
        action={
          <Button kind="primary" onClick={() => setEntering(true)}>
            {t('enter')}
          </Button>
        }
      />
      <Card flush>
        <Lines
          label={t('title')}
          read={pick(read, ({ cases }) => cases)}
          rows={(cases) => cases}
          rowKey={({ id }) => id}
          href={({ id }) => `/operator/cancellations/${id}`}
          trouble={({ waits }) => waits}
          empty={{ sentence: t('none') }}
          columns={[
            {
              key: 'case',
              head: t('head.case'),
              phone: 'title',
              cell: (one) =>
                [one.number, one.customer || t('unknown'), one.subscription].filter(Boolean).join(' · '),
            },
            {
              key: 'received',
              head: t('head.received'),
              cell: ({ receivedAt }) => f.moment(receivedAt as Instant, today),
            },
            {
              key: 'state',
              head: t('head.state'),
              phone: 'side',
              cell: (one) => (
                <>
                  <CaseState of={one} />
                  {one.waits && <p className="tn-small tn-trouble">{t('waits')}</p>}
                </>
              ),
            },
            {
              key: 'owed',
              head: t('head.owed'),
              align: 'end',
              cell: ({ owed, currency }) => f.money(owed, currency),
            },
            {
              key: 'last',
              head: t('head.last'),
              cell: ({ lastOn }) => (lastOn === null ? '–' : f.day(lastOn as Day)),
            },
            {
              key: 'refund',
              head: t('head.refund'),
              align: 'end',
              cell: ({ refundTotal, currency }) => f.money(refundTotal, currency),
            },
            {
              key: 'next',
              head: t('head.next'),
              cell: ({ nextAt }) => (nextAt === null ? '–' : f.moment(nextAt as Instant, today)),
            },
          ]}
        />
      </Card>
      <Dialog open={entering} onClose={() => setEntering(false)} title={t('enter.title')} width={44}>
        <EnterRequest
          onDone={() => {
            toast({ title: t('enter.done') });
            setEntering(false);
          }}
        />
      </Dialog>
    </Page>
  );
}
