import type { Day } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Answers, ButtonLink, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { cash, issueInvoice, listInvoices } from '../contract.ts';
import { CheckBefore } from './customer/CheckBefore.tsx';
import { InvoiceState } from './InvoiceState.tsx';
import { moneyWords } from './words.ts';

const LIVE = ['invoice.', 'payment.', 'delivery.'];

/** What is open, overdue and due soon, and every invoice behind it. */
export default function Money() {
  const t = useWords(moneyWords);
  const f = useFormat();
  const sums = useRead(cash, {}, { live: LIVE });
  const invoices = useRead(listInvoices, {}, { live: LIVE });
  const go = useGo();
  const issue = useChange(issueInvoice, { onDone: (invoice) => go(`/money/invoices/${invoice.id}`) });
  return (
    <Page>
      <PageHead
        sentence={sums.data ? t('billing.sentence', { count: sums.data.overdueCount }) : t('billing.money')}
        more={
          <>
            <ButtonLink href="/money/bank">{t('billing.bank')}</ButtonLink>
            <ButtonLink href="/money/suppliers">{t('billing.suppliers')}</ButtonLink>
            <ButtonLink href="/money/runs">{t('billing.runs')}</ButtonLink>
            <ButtonLink href="/money/books">{t('billing.books')}</ButtonLink>
            <ButtonLink href="/money/cards">{t('billing.cards')}</ButtonLink>
            <ButtonLink href="/money/open">{t('billing.openItems')}</ButtonLink>
            <ButtonLink href="/money/reminders">{t('billing.reminders')}</ButtonLink>
            <ButtonLink href="/money/subscriptions">{t('billing.subscriptions')}</ButtonLink>
            <ButtonLink href="/money/profit">{t('billing.profit')}</ButtonLink>
            <ButtonLink href="/money/agreements">{t('billing.agreements')}</ButtonLink>
            <ButtonLink href="/money/settings">{t('billing.settings')}</ButtonLink>
          </>
        }
      />
      <WhenRead read={sums} rows={2}>
        {(cashNow) => (
          <Answers>
            <Stat
              label={t('billing.overdue')}
              value={f.money(cashNow.overdue)}
              trouble={cashNow.overdueCount > 0}
            >
              {t('billing.overdueText', { count: cashNow.overdueCount })}
            </Stat>
            <Stat label={t('billing.open')} value={f.money(cashNow.open)}>
              {t('billing.openText', { count: cashNow.openCount })}
            </Stat>
            <Stat label={t('billing.due14')} value={f.money(cashNow.dueIn14Days)}>
              {t('billing.due14Text', {
                received: f.money(cashNow.receivedThisMonth),
                invoiced: f.money(cashNow.invoicedThisMonth),
              })}
            </Stat>
          </Answers>
        )}
      </WhenRead>
      {invoices.data && invoices.data.toInvoice.length > 0 && (
        <Card flush title={t('billing.toInvoice')}>
          <Lines
            label={t('billing.toInvoice')}
            read={invoices}
            rows={(answer) => answer.toInvoice}
            rowKey={(row) => row.orderId}
            empty={{ sentence: t('billing.none') }}
            columns={[
              { key: 'order', head: t('billing.order'), cell: (row) => row.orderNumber, phone: 'title' },
              {
                key: 'customer',
                head: t('billing.customer'),
                cell: (row) => row.customerName,
                phone: 'bare',
              },
              { key: 'pieces', head: t('billing.pieces'), cell: (row) => f.count(row.pieces), align: 'end' },
              {
                key: 'action',
                head: t('billing.next'),
                align: 'end',
                phone: 'bare',
                cell: (row) => (
                  <>
                    <CheckBefore orderId={row.orderId} name={row.orderNumber} />{' '}
                    <Button
                      kind="primary"
                      busy={issue.busy}
                      onClick={() => void issue.send({ params: { orderId: row.orderId } })}
                    >
                      {t('billing.issue')}
                      <span className="tn-hidden"> {row.orderNumber}</span>
                    </Button>
                  </>
                ),
              },
            ]}
          />
        </Card>
      )}
      <Card flush title={t('billing.invoices')}>
        <Lines
          label={t('billing.invoices')}
          read={invoices}
          rows={(answer) => answer.invoices}
          rowKey={(invoice) => invoice.id}
          href={(invoice) => `/money/invoices/${invoice.id}`}
          trouble={(invoice) => invoice.state === 'overdue'}
          empty={{ sentence: t('billing.none'), example: t('billing.noneExample') }}
          columns={[
            { key: 'number', head: t('billing.number'), cell: (i) => i.number, phone: 'title' },
            { key: 'customer', head: t('billing.customer'), cell: (i) => i.customerName, phone: 'bare' },
            { key: 'order', head: t('billing.order'), cell: (i) => i.orderNumber, phone: 'hide' },
            {
              key: 'issued',
              head: t('billing.issued'),
              cell: (i) => f.day(i.issuedOn as Day),
              align: 'end',
              phone: 'hide',
            },
            { key: 'due', head: t('billing.due'), cell: (i) => f.day(i.dueOn as Day), align: 'end' },
            {
              key: 'total',
              head: t('billing.total'),
              cell: (i) => f.money(i.gross, i.currency),
              align: 'end',
            },
            {
              key: 'open',
              head: t('billing.stillOpen'),
              cell: (i) => f.money(i.open, i.currency),
              align: 'end',
            },
            {
              key: 'state',
              head: t('billing.state'),
              cell: (i) => <InvoiceState state={i.state} />,
              phone: 'side',
            },
          ]}
        />
      </Card>
    </Page>
  );
}
