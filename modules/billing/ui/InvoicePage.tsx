import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, DayField, MoneyField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { MailAgain } from '#platform/web-kit/mail-list.tsx';
import { useMailStates } from '#platform/web-kit/mail-state.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getInvoice, invoicePdf, recordPayment, type InvoiceView } from '../contract.ts';
import { InvoiceCards } from './cards/InvoiceCards.tsx';
import { InvoiceActions, InvoiceHistory } from './InvoiceHistory.tsx';
import { InvoiceState } from './InvoiceState.tsx';
import { OrderMoney } from './OrderMoney.tsx';
import { moneyWords } from './words.ts';
import { WriteOff } from './write-off/WriteOff.tsx';

/** One invoice: what it says, what was paid, and the payment that is still to come. */
export default function InvoicePage() {
  const t = useWords(moneyWords);
  const invoiceId = useParam('invoiceId');
  const read = useRead(getInvoice, { params: { invoiceId } }, { live: ['invoice.', 'payment.', 'mail.'] });
  const [paying, setPaying] = useState(false);
  return (
    <Page>
      <WhenRead read={read}>
        {(invoice) => {
          const settled = invoice.state !== 'open' && invoice.state !== 'overdue';
          const sentence =
            invoice.state === 'credited'
              ? 'billing.creditedSentence'
              : invoice.state === 'written-off'
                ? 'billing.writtenOffSentence'
                : settled
                  ? 'billing.paidSentence'
                  : invoice.state === 'overdue'
                    ? 'billing.overdueSentence'
                    : 'billing.openSentence';
          return (
            <>
              <PageHead
                sentence={t(sentence, { number: invoice.number })}
                note={
                  <Link href={`/money/customers/${invoice.customerId}`}>
                    {[invoice.customerName, invoice.orderNumber].filter(Boolean).join(' · ')}
                  </Link>
                }
                tag={<InvoiceState state={invoice.state} />}
                back={{ href: '/money', label: t('billing.money') }}
                more={
                  <>
                    {invoice.pdf && (
                      <Download
                        route={invoicePdf}
                        input={{ params: { invoiceId } }}
                        label={t('billing.pdf')}
                        name={`${invoice.number}.pdf`}
                      />
                    )}
                    <InvoiceActions invoice={invoice} />
                    <WriteOff invoice={invoice} />
                  </>
                }
                action={
                  settled && invoice.state !== 'written-off' ? null : (
                    <Button kind="primary" onClick={() => setPaying(true)}>
                      {t('billing.recordPayment')}
                    </Button>
                  )
                }
              />
              <Columns split="wide-left">
                <Card flush title={t('billing.lines')}>
                  <InvoiceLines read={pick(read, (answer) => answer.lines)} invoice={invoice} />
                </Card>
                <InvoiceFacts invoice={invoice} />
              </Columns>
              <InvoiceCards invoiceId={invoice.id as Id} currency={invoice.currency} />
              <InvoiceHistory invoice={invoice} />
              {invoice.orderId && <OrderMoney orderId={invoice.orderId} />}
              <Dialog open={paying} onClose={() => setPaying(false)} title={t('billing.recordPayment')}>
                <PaymentForm invoice={invoice} onDone={() => setPaying(false)} />
              </Dialog>
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

function InvoiceLines({
  read,
  invoice,
}: {
  readonly read: ReturnType<typeof pick<InvoiceView, InvoiceView['lines']>>;
  readonly invoice: InvoiceView;
}) {
  const t = useWords(moneyWords);
  const f = useFormat();
  return (
    <Lines
      label={t('billing.lines')}
      read={read}
      rows={(lines) => lines}
      rowKey={(line) => String(line.lineNo)}
      empty={{ sentence: t('billing.none') }}
      columns={[
        { key: 'name', head: t('billing.description'), cell: (l) => l.name, phone: 'title' },
        { key: 'quantity', head: t('billing.quantity'), cell: (l) => f.count(l.quantity), align: 'end' },
        {
          key: 'unit',
          head: t('billing.unitNet'),
          cell: (l) => f.money(l.unitNet, invoice.currency),
          align: 'end',
        },
        { key: 'tax', head: t('billing.tax'), cell: (l) => `${l.taxPercent} %`, align: 'end', phone: 'hide' },
        {
          key: 'net',
          head: t('billing.net'),
          cell: (l) => f.money(l.net, invoice.currency),
          align: 'end',
          phone: 'side',
        },
      ]}
    />
  );
}

function InvoiceFacts({ invoice }: { readonly invoice: InvoiceView }) {
  const t = useWords(moneyWords);
  const mailStates = useMailStates();
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, invoice.currency);
  return (
    <div className="tn-flow">
      <Card>
        <Facts
          facts={[
            { label: t('billing.net'), value: money(invoice.net) },
            ...invoice.taxes.map((tax) => ({
              label: t('billing.taxRate', { percent: tax.percent }),
              value: money(tax.tax),
            })),
            { label: t('billing.gross'), value: <strong>{money(invoice.gross)}</strong> },
            ...(invoice.payable === invoice.gross
              ? []
              : [{ label: t('billing.payable'), value: money(invoice.payable) }]),
            ...(invoice.discount && invoice.state === 'open'
              ? [
                  {
                    label: t('billing.discount', { day: f.day(invoice.discount.until as Day) }),
                    value: money(invoice.discount.pay),
                  },
                ]
              : []),
            { label: t('billing.paid'), value: money(invoice.paid) },
            {
              label: t('billing.stillOpen'),
              value: money(invoice.open),
              trouble: invoice.state === 'overdue',
            },
            ...(Number(invoice.writtenOff) > 0
              ? [{ label: t('billing.state.written-off'), value: money(invoice.writtenOff) }]
              : []),
            { label: t('billing.issued'), value: f.dayLong(invoice.issuedOn as Day) },
            invoice.service
              ? {
                  label: t('billing.service'),
                  value: `${f.day(invoice.service.from as Day)} – ${f.day(invoice.service.until as Day)}`,
                }
              : { label: t('billing.delivered'), value: f.dayLong(invoice.deliveredOn as Day) },
            {
              label: t('billing.due'),
              value: f.dayLong(invoice.dueOn as Day),
              trouble: invoice.state === 'overdue',
            },
            ...mailStates(invoice.mail),
          ]}
        />
        {invoice.mail.map((mail) => (
          <MailAgain key={mail.id} mail={mail} />
        ))}
      </Card>
      <Card title={t('billing.payments')}>
        {invoice.payments.length === 0 ? (
          <p className="tn-muted">{t('billing.noPayments')}</p>
        ) : (
          <Facts
            facts={invoice.payments.map((p) => ({
              label:
                `${f.day(p.receivedOn as Day)} · ${t(`billing.method.${p.method}`)} ${p.reference}`.trim(),
              value: money(p.amount),
            }))}
          />
        )}
      </Card>
    </div>
  );
}

function PaymentForm({ invoice, onDone }: { readonly invoice: InvoiceView; readonly onDone: () => void }) {
  const t = useWords(moneyWords);
  const today = useToday();
  return (
    <Form
      route={recordPayment}
      params={{ invoiceId: invoice.id }}
      submit={t('billing.recordPayment')}
      onCancel={onDone}
      draft="none"
      initial={{
        amount: invoice.state === 'written-off' ? invoice.writtenOff : invoice.open,
        settleRest: false,
        receivedOn: today,
        method: 'bank',
        reference: invoice.number,
      }}
      onDone={() => {
        toast({ title: t('billing.recorded') });
        onDone();
      }}
    >
      <FormGrid>
        <MoneyField name="amount" label={t('billing.amount')} autoFocus />
        <DayField name="receivedOn" label={t('billing.receivedOn')} />
        <SelectField
          name="method"
          label={t('billing.method')}
          options={(['bank', 'cash', 'card'] as const).map((method) => ({
            value: method,
            label: t(`billing.method.${method}`),
          }))}
        />
        <TextField name="reference" label={t('billing.reference')} />
      </FormGrid>
      <CheckField name="settleRest" label={t('billing.settleRest')} />
    </Form>
  );
}
