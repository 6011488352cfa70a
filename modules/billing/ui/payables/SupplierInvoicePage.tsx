import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Download, FileDrop } from '#platform/web-kit/files.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  attachSupplierFile,
  getSupplierInvoice,
  supplierInvoiceFile,
  type SupplierInvoiceView,
} from '../../payables/contract.ts';
import { DecideDialogs, type Asking } from './DecideDialogs.tsx';
import { PayableState } from './PayableState.tsx';
import { payableUiWords } from './words.ts';

/** One supplier's invoice: what it says, what is wrong with it, who decided, what was paid. */
export default function SupplierInvoicePage() {
  const t = useWords(payableUiWords);
  const supplierInvoiceId = useParam('supplierInvoiceId') as Id;
  const params = { supplierInvoiceId };
  const read = useRead(getSupplierInvoice, { params }, { live: ['supplier-invoice.', 'payment-run.'] });
  const [asking, setAsking] = useState<Asking>(null);
  return (
    <Page>
      <WhenRead read={read}>
        {(invoice) => (
          <>
            <PageHead
              sentence={t('payables.pageSentence', {
                number: invoice.number,
                supplier: invoice.supplierName,
              })}
              tag={<PayableState state={invoice.state} />}
              back={{ href: '/money/suppliers', label: t('payables.title') }}
              more={
                <>
                  {invoice.file && (
                    <Download
                      route={supplierInvoiceFile}
                      input={{ params }}
                      label={t('payables.file')}
                      name={invoice.number}
                    />
                  )}
                  {invoice.runId && (
                    <ButtonLink href={`/money/runs/${invoice.runId}`}>{t('payables.inRun')}</ButtonLink>
                  )}
                  {!invoice.decision && (
                    <Button onClick={() => setAsking('refuse')}>{t('payables.refuse')}</Button>
                  )}
                </>
              }
              action={
                !invoice.decision ? (
                  <Button kind="primary" onClick={() => setAsking('approve')}>
                    {t('payables.approve')}
                  </Button>
                ) : Number(invoice.open) > 0 && invoice.kind === 'invoice' ? (
                  <Button kind="primary" onClick={() => setAsking('pay')}>
                    {t('payables.pay')}
                  </Button>
                ) : null
              }
            />
            <Warnings invoice={invoice} />
            <Columns split="wide-left">
              <Card flush title={t('payables.lines')}>
                <InvoiceLines read={pick(read, (answer) => answer.lines)} currency={invoice.currency} />
              </Card>
              <InvoiceFacts invoice={invoice} />
            </Columns>
            {!invoice.file && (
              <FileDrop
                route={attachSupplierFile}
                input={{ params }}
                label={t('payables.attach')}
                types={['.pdf']}
                onDone={() => {
                  toast({ title: t('payables.attached') });
                  read.again();
                }}
              />
            )}
            <DecideDialogs invoice={invoice} asking={asking} onClose={() => setAsking(null)} />
          </>
        )}
      </WhenRead>
    </Page>
  );
}

function Warnings({ invoice }: { readonly invoice: SupplierInvoiceView }) {
  const t = useWords(payableUiWords);
  return (
    <>
      {invoice.notices.length > 0 && (
        <Card title={t('payables.notices')}>
          <ul>
            {invoice.notices.map((notice) => (
              <li key={notice}>{t(`payables.notice.${notice}`)}</li>
            ))}
          </ul>
        </Card>
      )}
      {invoice.findings.length > 0 && (
        <Card title={t('payables.findings')}>
          <Facts
            facts={invoice.findings.map((finding) => ({
              label: `${finding.rule} · ${finding.field}`,
              value: `${finding.title} ${finding.remedy}`,
              trouble: finding.severity === 'fatal',
            }))}
          />
        </Card>
      )}
    </>
  );
}

function InvoiceLines({
  read,
  currency,
}: {
  readonly read: ReturnType<typeof pick<SupplierInvoiceView, SupplierInvoiceView['lines']>>;
  readonly currency: string;
}) {
  const t = useWords(payableUiWords);
  const f = useFormat();
  return (
    <Lines
      label={t('payables.lines')}
      read={read}
      rows={(lines) => lines}
      rowKey={(line) => line.id}
      empty={{ sentence: t('payables.none') }}
      columns={[
        { key: 'name', head: t('payables.line'), cell: (line) => line.name, phone: 'title' },
        {
          key: 'quantity',
          head: t('payables.quantity'),
          cell: (line) => `${line.quantity} ${line.unit}`,
          align: 'end',
        },
        { key: 'tax', head: t('payables.tax'), cell: (line) => line.tax, align: 'end' },
        {
          key: 'net',
          head: t('payables.net'),
          cell: (line) => f.money(line.net, currency),
          align: 'end',
          phone: 'side',
        },
      ]}
    />
  );
}

function InvoiceFacts({ invoice }: { readonly invoice: SupplierInvoiceView }) {
  const t = useWords(payableUiWords);
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, invoice.currency);
  const { decision } = invoice;
  return (
    <div className="tn-flow">
      <Card>
        <Facts
          facts={[
            { label: t('payables.kind'), value: t(`payables.kind.${invoice.kind}`) },
            { label: t('payables.net'), value: money(invoice.net) },
            ...invoice.taxes.map((tax) => ({
              label: `${t('payables.tax')} ${tax.tax}`,
              value: money(tax.amount),
            })),
            ...(invoice.selfAssessed?.tax
              ? [
                  {
                    label: t('payables.selfAssessed', { percent: invoice.selfAssessed.percent }),
                    value: money(invoice.selfAssessed.tax),
                  },
                ]
              : []),
            { label: t('payables.gross'), value: <strong>{money(invoice.gross)}</strong> },
            ...(invoice.payable === invoice.gross
              ? []
              : [{ label: t('payables.payable'), value: money(invoice.payable) }]),
            ...(decision?.outcome === 'approved'
              ? [{ label: t('payables.stillOpen'), value: money(invoice.open) }]
              : []),
            { label: t('payables.issuedOn'), value: f.dayLong(invoice.issuedOn as Day) },
            { label: t('payables.receivedOn'), value: f.dayLong(invoice.receivedOn as Day) },
            {
              label: t('payables.dueOn'),
              value: f.dayLong(invoice.dueOn as Day),
              trouble: invoice.state === 'overdue',
            },
            ...(invoice.vatNumber ? [{ label: t('payables.vatNumber'), value: invoice.vatNumber }] : []),
            { label: t('payables.iban'), value: invoice.account || '–' },
            { label: t('payables.reference'), value: invoice.reference },
            { label: t('payables.recordedBy'), value: invoice.recordedBy },
            ...(decision
              ? [
                  {
                    label: t(`payables.by.${decision.outcome}`),
                    value: [decision.by, decision.reason].filter(Boolean).join(': '),
                  },
                ]
              : []),
            ...(decision?.expenseAccount
              ? [{ label: t('payables.expenseAccount'), value: decision.expenseAccount }]
              : []),
          ]}
        />
      </Card>
      <Card title={t('payables.payments')}>
        {invoice.payments.length === 0 ? (
          <p className="tn-muted">{t('payables.noPayments')}</p>
        ) : (
          <Facts
            facts={invoice.payments.map((payment) => ({
              label: `${f.day(payment.paidOn as Day)} ${payment.reference}`.trim(),
              value: money(payment.amount),
            }))}
          />
        )}
      </Card>
      {invoice.extras.length > 0 && (
        <Card title={t('payables.extras')}>
          <Facts facts={invoice.extras.map(({ path, text }) => ({ label: path, value: text }))} />
        </Card>
      )}
    </div>
  );
}
