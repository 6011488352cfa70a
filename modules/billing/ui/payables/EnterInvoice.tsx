import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { DayField, MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { enterSupplierInvoice, type SupplierInvoiceView } from '../../payables/contract.ts';
import { payableUiWords } from './words.ts';

const USUAL_PERCENT = '19';

/** A supplier's invoice that came on paper, line by line as it is printed. */
export function EnterInvoice({
  onDone,
  onCancel,
}: {
  readonly onDone: (invoice: SupplierInvoiceView) => void;
  readonly onCancel: () => void;
}) {
  const t = useWords(payableUiWords);
  const today = useToday();
  const [count, setCount] = useState(1);
  return (
    <Form
      route={enterSupplierInvoice}
      submit={t('payables.enter')}
      onCancel={onCancel}
      draft="none"
      initial={{
        kind: 'invoice',
        issuedOn: today,
        dueOn: today,
        lines: Array.from({ length: count }, () => ({ tax: { percent: USUAL_PERCENT } })),
      }}
      onDone={(invoice) => {
        toast({ title: t('payables.entered') });
        onDone(invoice);
      }}
    >
      <FormGrid>
        <TextField name="supplier" label={t('payables.supplier')} autoFocus />
        <TextField name="vatNumber" label={t('payables.vatNumber')} />
        <SelectField
          name="kind"
          label={t('payables.kind')}
          options={(['invoice', 'credit-note'] as const).map((kind) => ({
            value: kind,
            label: t(`payables.kind.${kind}`),
          }))}
        />
        <TextField name="number" label={t('payables.number')} />
        <DayField name="issuedOn" label={t('payables.issuedOn')} />
        <DayField name="dueOn" label={t('payables.dueOn')} />
        <TextField name="iban" label={t('payables.iban')} />
        <TextField name="reference" label={t('payables.reference')} />
      </FormGrid>
      {Array.from({ length: count }, (_, at) => (
        <FormGrid key={at}>
          <TextField name={`lines.${at}.name`} label={t('payables.line')} />
          <MoneyField name={`lines.${at}.net`} label={t('payables.net')} />
          <NumberField name={`lines.${at}.tax.percent`} label={t('payables.percent')} unit="%" as="text" />
        </FormGrid>
      ))}
      <Button kind="quiet" onClick={() => setCount(count + 1)}>
        {t('payables.addLine')}
      </Button>
      <MoneyField name="gross" label={t('payables.gross')} hint={t('payables.grossHint')} />
    </Form>
  );
}
