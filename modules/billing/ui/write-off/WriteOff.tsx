import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { MoneyField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { may, type InvoiceView } from '../../contract.ts';
import { writeOffInvoice } from '../../write-off/contract.ts';
import { writeOffWords } from './words.ts';

/** Gives up what nobody will pay any more; for those who may, and only where something is open. */
export function WriteOff({ invoice }: { readonly invoice: InvoiceView }) {
  const t = useWords(writeOffWords);
  const mayWriteOff = useMay(may.writeOff);
  const [asking, setAsking] = useState(false);
  if (!mayWriteOff || (invoice.state !== 'open' && invoice.state !== 'overdue')) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('writeOff.button')}</Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('writeOff.title')}>
        <p className="tn-muted">{t('writeOff.text', { number: invoice.number })}</p>
        <Form
          route={writeOffInvoice}
          params={{ invoiceId: invoice.id as Id }}
          submit={t('writeOff.button')}
          onCancel={() => setAsking(false)}
          draft="none"
          initial={{ amount: invoice.open, reason: '' }}
          onDone={() => {
            toast({ title: t('writeOff.done') });
            setAsking(false);
          }}
        >
          <MoneyField name="amount" label={t('writeOff.amount')} />
          <TextField name="reason" label={t('writeOff.reason')} autoFocus />
        </Form>
      </Dialog>
    </>
  );
}
