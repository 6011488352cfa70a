import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { chargeBack, creditInvoice, issueDeposit, setOff, type InvoiceView } from '../../contract.ts';
import { openItems } from '../../ledger-contract.ts';
import { extraWords } from './extra-words.ts';

type Asking = 'back' | 'set-off' | 'credit' | 'deposit' | null;

/** What is done to an invoice less often: a payment taken back, a credit set off, a part credited, a deposit asked for. */
export function InvoiceExtras({ invoice }: { readonly invoice: InvoiceView }) {
  const t = useWords(extraWords);
  const f = useFormat();
  const [asking, setAsking] = useState<Asking>(null);
  const [paymentId, setPaymentId] = useState('');
  const close = (): void => setAsking(null);
  const done = (sentence: 'extra.chargedBack' | 'extra.credited') => () => {
    toast({ title: t(sentence) });
    close();
  };
  const payments = invoice.payments.filter(({ takenBackOn }) => takenBackOn === null);
  const open = invoice.state === 'open' || invoice.state === 'overdue';
  const chosen = paymentId || payments[0]?.id || '';
  const common = { onCancel: close, draft: 'none' } as const;
  return (
    <Card title={t('extra.title')}>
      <p>
        {payments.length > 0 && <Button onClick={() => setAsking('back')}>{t('extra.chargeBack')}</Button>}{' '}
        {open && <Button onClick={() => setAsking('set-off')}>{t('extra.setOff')}</Button>}{' '}
        {invoice.state !== 'credited' && (
          <Button onClick={() => setAsking('credit')}>{t('extra.partCredit')}</Button>
        )}{' '}
        {invoice.orderId && <Button onClick={() => setAsking('deposit')}>{t('extra.deposit')}</Button>}
      </p>
      <Dialog open={asking === 'back'} onClose={close} title={t('extra.chargeBack')}>
        <label className="tn-field">
          <span className="tn-label">{t('extra.payment')}</span>
          <select className="tn-input" value={chosen} onChange={(event) => setPaymentId(event.target.value)}>
            {payments.map((payment) => (
              <option key={payment.id} value={payment.id}>
                {`${f.day(payment.receivedOn as Day)} ${f.money(payment.amount, invoice.currency)}`}
              </option>
            ))}
          </select>
        </label>
        <Form
          {...common}
          route={chargeBack}
          params={{ paymentId: chosen as Id }}
          submit={t('extra.chargeBack')}
          initial={{ reason: '', fee: '0' }}
          onDone={done('extra.chargedBack')}
        >
          <TextField name="reason" label={t('extra.reason')} />
          <MoneyField name="fee" label={t('extra.fee')} currency={invoice.currency} />
        </Form>
      </Dialog>
      <Dialog open={asking === 'set-off'} onClose={close} title={t('extra.setOff')}>
        {asking === 'set-off' && <Credits invoice={invoice} onDone={close} />}
      </Dialog>
      <Dialog open={asking === 'credit'} onClose={close} title={t('extra.partCredit')}>
        <Form
          {...common}
          route={creditInvoice}
          params={{ invoiceId: invoice.id as Id }}
          submit={t('extra.partCredit')}
          initial={{ reason: '', lines: [{ lineNo: invoice.lines[0]?.lineNo }] }}
          onDone={done('extra.credited')}
        >
          <NumberField name="lines.0.lineNo" label={t('extra.line')} decimals={0} />
          <MoneyField name="lines.0.amount" label={t('extra.amount')} currency={invoice.currency} />
          <TextField name="reason" label={t('extra.reason')} />
        </Form>
      </Dialog>
      <Dialog open={asking === 'deposit'} onClose={close} title={t('extra.deposit')}>
        <Form
          {...common}
          route={issueDeposit}
          params={{ orderId: (invoice.orderId ?? '') as Id }}
          submit={t('extra.deposit')}
          initial={{ kind: 'deposit', percent: '30' }}
          onDone={(issued) => {
            toast({ title: t('extra.issued', { number: issued.number }) });
            close();
          }}
        >
          <SelectField
            name="kind"
            label={t('extra.kind')}
            options={(['deposit', 'progress'] as const).map((value) => ({
              value,
              label: t(`extra.kind.${value}`),
            }))}
          />
          <NumberField name="percent" label={t('extra.percent')} unit="%" as="text" />
        </Form>
      </Dialog>
    </Card>
  );
}

/** What is open in the customer's favour; one press sets it off. */
function Credits({ invoice, onDone }: { readonly invoice: InvoiceView; readonly onDone: () => void }) {
  const t = useWords(extraWords);
  const f = useFormat();
  const read = useRead(openItems, { query: { customerId: invoice.customerId as Id } });
  const send = useChange(setOff, {
    onDone: () => {
      toast({ title: t('extra.settled') });
      onDone();
    },
  });
  const credits = (read.data?.items ?? []).filter(
    (item) => item.open.startsWith('-') && item.currency === invoice.currency,
  );
  if (credits.length === 0) return <p className="tn-muted">{t('extra.nothing')}</p>;
  return credits.map((item) => (
    <Button
      key={item.id}
      busy={send.busy}
      onClick={() =>
        void send.send({
          params: { itemId: item.id as Id },
          body: { invoiceId: invoice.id as Id },
        })
      }
    >
      {`${item.number} ${f.money(item.open.replace('-', ''), item.currency)}`}
    </Button>
  ));
}
