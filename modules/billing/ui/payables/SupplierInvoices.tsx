import type { Day } from '#domain/kernel/days.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Answers, ButtonLink, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listSupplierInvoices, uploadSupplierInvoice } from '../../payables/contract.ts';
import { EnterInvoice } from './EnterInvoice.tsx';
import { PayableState } from './PayableState.tsx';
import { payableUiWords } from './words.ts';

/** Suppliers' invoices: files in, what waits for a decision first, then by the day they are due. */
export default function SupplierInvoices() {
  const t = useWords(payableUiWords);
  const f = useFormat();
  const go = useGo();
  const [entering, setEntering] = useState(false);
  const read = useRead(listSupplierInvoices, {}, { live: ['supplier-invoice.', 'payment-run.'] });
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('payables.sentence', { count: read.data.waiting }) : t('payables.title')}
        back={{ href: '/money', label: t('payables.money') }}
        more={<ButtonLink href="/money/runs">{t('payables.runs')}</ButtonLink>}
        action={
          <Button kind="primary" onClick={() => setEntering(true)}>
            {t('payables.enter')}
          </Button>
        }
      />
      <WhenRead read={read} rows={2}>
        {(answer) => (
          <Answers>
            <Stat label={t('payables.open')} value={f.money(answer.open)}>
              {t('payables.openText')}
            </Stat>
            <Stat
              label={t('payables.overdue')}
              value={f.money(answer.overdue)}
              trouble={Number(answer.overdue) > 0}
            >
              {t('payables.overdueText')}
            </Stat>
          </Answers>
        )}
      </WhenRead>
      <FileDrop
        route={uploadSupplierInvoice}
        label={t('payables.drop')}
        types={['.xml', '.pdf']}
        onDone={(invoice) => {
          toast({
            title: t('payables.taken', { number: invoice.number, supplier: invoice.supplierName }),
          });
          go(`/money/suppliers/${invoice.id}`);
        }}
      />
      <Card flush title={t('payables.title')}>
        <Lines
          label={t('payables.title')}
          read={read}
          rows={(answer) => answer.invoices}
          rowKey={(invoice) => invoice.id}
          href={(invoice) => `/money/suppliers/${invoice.id}`}
          trouble={(invoice) => invoice.state === 'overdue'}
          empty={{ sentence: t('payables.none') }}
          columns={[
            { key: 'number', head: t('payables.number'), cell: (i) => i.number, phone: 'title' },
            { key: 'supplier', head: t('payables.supplier'), cell: (i) => i.supplierName, phone: 'bare' },
            {
              key: 'issued',
              head: t('payables.issuedOn'),
              cell: (i) => f.day(i.issuedOn as Day),
              align: 'end',
              phone: 'hide',
            },
            { key: 'due', head: t('payables.dueOn'), cell: (i) => f.day(i.dueOn as Day), align: 'end' },
            {
              key: 'gross',
              head: t('payables.gross'),
              cell: (i) => f.money(i.gross, i.currency),
              align: 'end',
            },
            {
              key: 'open',
              head: t('payables.stillOpen'),
              cell: (i) => f.money(i.open, i.currency),
              align: 'end',
            },
            {
              key: 'state',
              head: t('payables.state'),
              cell: (i) => <PayableState state={i.state} />,
              phone: 'side',
            },
          ]}
        />
      </Card>
      <Dialog open={entering} onClose={() => setEntering(false)} title={t('payables.enter')} width={44}>
        <EnterInvoice
          onCancel={() => setEntering(false)}
          onDone={(invoice) => go(`/money/suppliers/${invoice.id}`)}
        />
      </Dialog>
    </Page>
  );
}
