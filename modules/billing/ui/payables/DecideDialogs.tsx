import type { Id } from '#domain/kernel/ids.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField, MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  approveSupplierInvoice,
  paySupplierInvoice,
  refuseSupplierInvoice,
  type SupplierInvoiceView,
} from '../../payables/contract.ts';
import { payableUiWords } from './words.ts';

export type Asking = 'approve' | 'refuse' | 'pay' | null;

const USUAL_ACCOUNT = '5400';

/** Approve, refuse or pay: each asks for what its booking needs. */
export function DecideDialogs({
  invoice,
  asking,
  onClose,
}: {
  readonly invoice: SupplierInvoiceView;
  readonly asking: Asking;
  readonly onClose: () => void;
}) {
  const t = useWords(payableUiWords);
  const locale = useLocale();
  const today = useToday();
  const params = { supplierInvoiceId: invoice.id as Id };
  const done = (sentence: 'payables.approved' | 'payables.refused' | 'payables.paid') => () => {
    toast({ title: t(sentence) });
    onClose();
  };
  const faulty = invoice.findings.some(({ severity }) => severity === 'fatal');
  const common = { params, onCancel: onClose, draft: 'none' } as const;
  return (
    <>
      <Dialog open={asking === 'approve'} onClose={onClose} title={t('payables.approve')}>
        <Form
          {...common}
          route={approveSupplierInvoice}
          submit={t('payables.approve')}
          initial={{
            expenseAccount: USUAL_ACCOUNT,
            despite: '',
            ...(invoice.selfAssessed ? { taxPercent: invoice.selfAssessed.percent } : {}),
          }}
          onDone={done('payables.approved')}
        >
          <SelectField
            name="expenseAccount"
            label={t('payables.expenseAccount')}
            options={invoice.expenseAccounts.map(({ number, name }) => ({
              value: number,
              label: `${number} ${name[locale]}`,
            }))}
          />
          {invoice.selfAssessed && (
            <NumberField
              name="taxPercent"
              label={t('payables.taxPercent')}
              hint={t('payables.taxPercentHint')}
              unit="%"
              as="text"
            />
          )}
          {faulty && <TextField name="despite" label={t('payables.despite')} />}
        </Form>
      </Dialog>
      <Dialog open={asking === 'refuse'} onClose={onClose} title={t('payables.refuse')}>
        <Form
          {...common}
          route={refuseSupplierInvoice}
          submit={t('payables.refuse')}
          initial={{ reason: '' }}
          onDone={done('payables.refused')}
        >
          <TextField name="reason" label={t('payables.reason')} autoFocus />
        </Form>
      </Dialog>
      <Dialog open={asking === 'pay'} onClose={onClose} title={t('payables.pay')}>
        <Form
          {...common}
          route={paySupplierInvoice}
          submit={t('payables.pay')}
          initial={{ amount: invoice.open, paidOn: today, method: 'bank', reference: invoice.reference }}
          onDone={done('payables.paid')}
        >
          <FormGrid>
            <MoneyField name="amount" label={t('payables.amount')} currency={invoice.currency} />
            <DayField name="paidOn" label={t('payables.paidOn')} />
            <SelectField
              name="method"
              label={t('payables.method')}
              options={(['bank', 'cash', 'card'] as const).map((method) => ({
                value: method,
                label: t(`payables.method.${method}`),
              }))}
            />
            <TextField name="reference" label={t('payables.reference')} />
          </FormGrid>
        </Form>
      </Dialog>
    </>
  );
}
