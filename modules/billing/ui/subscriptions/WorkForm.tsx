import type { Id } from '#domain/kernel/ids.ts';
import { DayField, MoneyField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { addWork, creditDays, type SubscriptionView } from '../../subscriptions/contract.ts';
import { AcceptedBy } from './AcceptedBy.tsx';
import { subscriptionUiWords } from './words.ts';

interface Props {
  readonly of: SubscriptionView;
  readonly onDone: () => void;
}

/** Invoices a customisation or anything paid once, with its own refund terms. */
export function WorkForm({ of, onDone }: Props) {
  const t = useWords(subscriptionUiWords);
  const today = useToday();
  return (
    <Form
      route={addWork}
      params={{ subscriptionId: of.id as Id }}
      initial={{ kind: 'customisation', tax: { category: 'S', percent: '19' }, refundable: 'none' }}
      submit={t('subs.invoiceWork')}
      draft="none"
      onCancel={onDone}
      onDone={() => {
        toast({ title: t('subs.workDone') });
        onDone();
      }}
    >
      <FormGrid>
        <SelectField
          name="kind"
          label={t('subs.workKind')}
          options={(['customisation', 'one-off'] as const).map((value) => ({
            value,
            label: t(`subs.kind.${value}`),
          }))}
        />
        <TextField name="what" label={t('subs.what')} autoFocus />
        <MoneyField name="net" label={t('subs.price')} currency={of.currency} />
        <TaxFields />
        <SelectField
          name="refundable"
          label={t('subs.refundable')}
          options={(['none', 'prorated'] as const).map((value) => ({
            value,
            label: t(`subs.refund.${value}`),
          }))}
        />
        <DayField name="untilOn" label={t('subs.untilOn')} min={today} />
        <AcceptedBy />
      </FormGrid>
    </Form>
  );
}

/** Category and rate of a price. */
export function TaxFields() {
  const t = useWords(subscriptionUiWords);
  return (
    <>
      <SelectField
        name="tax.category"
        label={t('subs.vat')}
        options={(['S', 'Z', 'E', 'O'] as const).map((value) => ({ value, label: t(`subs.tax.${value}`) }))}
      />
      <NumberField name="tax.percent" label={t('subs.vatPercent')} unit="%" as="text" />
    </>
  );
}

/** Credits an amount for some days of a prepaid line: an outage, or goodwill on all of it. */
export function CreditForm({ of, onDone }: Props) {
  const t = useWords(subscriptionUiWords);
  return (
    <Form
      route={creditDays}
      params={{ subscriptionId: of.id as Id }}
      initial={
        of.lines[0] ? { lineId: of.lines[0].id, from: of.lines[0].from, until: of.lines[0].until } : {}
      }
      submit={t('subs.creditDays')}
      draft="none"
      onCancel={onDone}
      onDone={() => {
        toast({ title: t('subs.creditDone') });
        onDone();
      }}
    >
      <FormGrid>
        <SelectField
          name="lineId"
          label={t('subs.line')}
          options={of.lines.map((line) => ({
            value: line.id,
            label: `${line.name} · ${line.invoice} · ${line.from} – ${line.until}`,
          }))}
        />
        <MoneyField name="amount" label={t('subs.amount')} currency={of.currency} autoFocus />
        <DayField name="from" label={t('subs.from')} />
        <DayField name="until" label={t('subs.until')} />
        <TextField name="why" label={t('subs.why')} />
      </FormGrid>
    </Form>
  );
}
