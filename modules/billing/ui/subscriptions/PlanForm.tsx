import { useState, type ReactNode } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { CheckField, NoteField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { changePlan, createPlan, type PlanView } from '../../subscriptions/contract.ts';
import { TaxFields } from './WorkForm.tsx';
import { subscriptionUiWords } from './words.ts';

/** Enters a plan, or the next version of one. */
export function PlanForm({ plan, onDone }: { readonly plan: PlanView | null; readonly onDone: () => void }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const [prices, setPrices] = useState(plan?.prices.length ?? 1);
  const shared = {
    submit: t('subs.savePlan'),
    draft: 'none',
    onCancel: onDone,
    onDone: () => {
      toast({ title: t('subs.planSaved') });
      onDone();
    },
  } as const;
  const fields: ReactNode = (
    <FormGrid>
      {plan === null && <TextField name="code" label={t('subs.code')} autoFocus />}
      <SelectField
        name="kind"
        label={t('subs.workKind')}
        options={(['hosting', 'addon'] as const).map((value) => ({ value, label: t(`subs.kind.${value}`) }))}
      />
      <NumberField name="months" label={t('subs.months')} decimals={0} />
      <TextField name="name.en" label={t('subs.nameEn')} />
      <TextField name="name.de" label={t('subs.nameDe')} />
      {Array.from({ length: prices }, (_, at) => (
        <PriceFields key={at} at={at} />
      ))}
      <TaxFields />
      <SelectField
        name="refundable"
        label={t('subs.refundable')}
        options={(['prorated', 'none'] as const).map((value) => ({
          value,
          label: t(`subs.refund.${value}`),
        }))}
      />
      <NoteField name="terms.en" label={t('subs.termsEn')} rows={2} />
      <NoteField name="terms.de" label={t('subs.termsDe')} rows={2} />
      <CheckField name="onSale" label={t('subs.onSale')} />
    </FormGrid>
  );
  const more = (
    <p>
      <Button kind="quiet" onClick={() => setPrices(prices + 1)}>
        {t('subs.morePrices')}
      </Button>
    </p>
  );
  if (plan === null)
    return (
      <Form
        route={createPlan}
        {...shared}
        initial={{
          kind: 'hosting',
          months: 12,
          refundable: 'prorated',
          tax: { category: 'S', percent: '19' },
          prices: [{ currency: f.currency }],
          onSale: true,
        }}
      >
        {fields}
        {more}
      </Form>
    );
  return (
    <Form route={changePlan} {...shared} params={{ servicePlanId: plan.id as Id }} initial={plan}>
      {fields}
      {more}
    </Form>
  );
}

function PriceFields({ at }: { readonly at: number }) {
  const t = useWords(subscriptionUiWords);
  return (
    <>
      <NumberField
        name={`prices.${at}.net`}
        label={t(at === 0 ? 'subs.prices' : 'subs.secondPrice')}
        as="text"
        decimals={3}
      />
      <TextField name={`prices.${at}.currency`} label={t('subs.currency')} />
    </>
  );
}
