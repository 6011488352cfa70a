import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, MoneyField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { setOff } from '../../contract.ts';
import { openItems, type OpenItemsView } from '../../ledger-contract.ts';
import { recordOnAccount, refundOnAccount } from '../../on-account/contract.ts';
import { writeOffWords } from './words.ts';

type Item = OpenItemsView['items'][number];

/** A customer's money that belongs to no invoice: recorded here, and assigned to an invoice from here. */
export function OnAccount({ customerId }: { readonly customerId: Id }) {
  const t = useWords(writeOffWords);
  const f = useFormat();
  const today = useToday();
  const [recording, setRecording] = useState(false);
  const [assigning, setAssigning] = useState<Item | null>(null);
  const [giving, setGiving] = useState<Item | null>(null);
  const read = useRead(openItems, { query: { customerId } }, { live: ['invoice.', 'payment.'] });
  const items = read.data?.items ?? [];
  const invoices = items.filter(
    (item) => item.kind === 'invoice' && item.currency === assigning?.currency && !item.open.startsWith('-'),
  );
  const done = (sentence: 'onAccount.recorded' | 'onAccount.assigned' | 'onAccount.given') => () => {
    toast({ title: t(sentence) });
    setRecording(false);
    setAssigning(null);
    setGiving(null);
  };
  return (
    <Card
      flush
      title={t('onAccount.title')}
      side={<Button onClick={() => setRecording(true)}>{t('onAccount.record')}</Button>}
    >
      <Lines
        label={t('onAccount.title')}
        read={pick(read, (answer) => answer.items)}
        rows={(all) => all.filter((item) => item.kind === 'on-account')}
        rowKey={(item) => item.id}
        empty={{ sentence: t('onAccount.none') }}
        columns={[
          {
            key: 'reference',
            head: t('onAccount.reference'),
            cell: (item) => item.number || '–',
            phone: 'title',
          },
          { key: 'day', head: t('onAccount.day'), cell: (item) => f.day(item.openedOn as Day), align: 'end' },
          {
            key: 'left',
            head: t('onAccount.left'),
            cell: (item) => f.money(item.open.replace('-', ''), item.currency),
            align: 'end',
            phone: 'side',
          },
          {
            key: 'next',
            head: t('onAccount.next'),
            align: 'end',
            phone: 'bare',
            cell: (item) => (
              <>
                <Button kind="quiet" onClick={() => setAssigning(item)}>
                  {t('onAccount.assign')}
                  <span className="tn-hidden"> {item.number}</span>
                </Button>{' '}
                <Button kind="quiet" onClick={() => setGiving(item)}>
                  {t('onAccount.giveBack')}
                  <span className="tn-hidden"> {item.number}</span>
                </Button>
              </>
            ),
          },
        ]}
      />
      <Dialog open={recording} onClose={() => setRecording(false)} title={t('onAccount.record')}>
        <p className="tn-muted">{t('onAccount.text')}</p>
        <Form
          route={recordOnAccount}
          params={{ customerId }}
          submit={t('onAccount.record')}
          onCancel={() => setRecording(false)}
          draft="none"
          initial={{ amount: '', receivedOn: today, method: 'bank', reference: '' }}
          onDone={done('onAccount.recorded')}
        >
          <FormGrid>
            <MoneyField name="amount" label={t('onAccount.amount')} autoFocus />
            <DayField name="receivedOn" label={t('onAccount.receivedOn')} />
            <SelectField
              name="method"
              label={t('onAccount.method')}
              options={(['bank', 'cash', 'card'] as const).map((method) => ({
                value: method,
                label: t(`onAccount.method.${method}`),
              }))}
            />
            <TextField name="reference" label={t('onAccount.reference')} />
          </FormGrid>
        </Form>
      </Dialog>
      <Dialog open={giving !== null} onClose={() => setGiving(null)} title={t('onAccount.giveBack')}>
        <p className="tn-muted">{t('onAccount.giveBackText')}</p>
        {giving && (
          <Form
            route={refundOnAccount}
            params={{ paymentId: giving.id as Id }}
            submit={t('onAccount.giveBack')}
            onCancel={() => setGiving(null)}
            draft="none"
            initial={{ amount: giving.open.replace('-', ''), paidOn: today, reference: '' }}
            onDone={done('onAccount.given')}
          >
            <FormGrid>
              <MoneyField name="amount" label={t('onAccount.amount')} currency={giving.currency} autoFocus />
              <DayField name="paidOn" label={t('onAccount.paidOn')} />
              <TextField name="reference" label={t('onAccount.reference')} />
            </FormGrid>
          </Form>
        )}
      </Dialog>
      <Dialog open={assigning !== null} onClose={() => setAssigning(null)} title={t('onAccount.assign')}>
        {assigning && invoices.length === 0 && <p className="tn-muted">{t('onAccount.noInvoice')}</p>}
        {assigning && invoices.length > 0 && (
          <Form
            route={setOff}
            params={{ itemId: assigning.id as Id }}
            submit={t('onAccount.assign')}
            onCancel={() => setAssigning(null)}
            draft="none"
            initial={{ invoiceId: invoices[0]!.id }}
            onDone={done('onAccount.assigned')}
          >
            <SelectField
              name="invoiceId"
              label={t('onAccount.invoice')}
              options={invoices.map((item) => ({
                value: item.id,
                label: `${item.number} · ${f.money(item.open, item.currency)}`,
              }))}
            />
          </Form>
        )}
      </Dialog>
    </Card>
  );
}
