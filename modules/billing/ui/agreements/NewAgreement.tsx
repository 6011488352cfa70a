import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { listOrders } from '#modules/orders/ui/public.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { DayField, MoneyField, NoteField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { issueAgreement } from '../../agreements/contract.ts';
import { Choice } from '../choice.tsx';
import { agreementWords } from './words.ts';

const RHYTHMS = ['once', 'monthly', 'quarterly', 'yearly'] as const;

/** A new agreement: for a customer, with the lines of one of their orders or with lines by hand. */
export function NewAgreement({ onDone }: { readonly onDone: () => void }) {
  const t = useWords(agreementWords);
  const [chosen, setChosen] = useState('');
  const customers = useRead(listCustomers, {});
  return (
    <WhenRead read={customers}>
      {({ customers: all }) => {
        const customerId = chosen || all[0]?.id;
        if (!customerId) return null;
        return (
          <div className="tn-flow">
            <Choice
              label={t('agreement.customer')}
              value={customerId}
              onChange={setChosen}
              options={all.map((one) => [one.id, one.name])}
            />
            <Terms key={customerId} customerId={customerId as Id} onDone={onDone} />
          </div>
        );
      }}
    </WhenRead>
  );
}

function Terms({ customerId, onDone }: { readonly customerId: Id; readonly onDone: () => void }) {
  const t = useWords(agreementWords);
  const today = useToday();
  const [orderId, setOrderId] = useState('');
  const [lines, setLines] = useState(1);
  const orders = useRead(listOrders, { query: { customerId } });
  return (
    <>
      <Choice
        label={t('agreement.order')}
        value={orderId}
        onChange={setOrderId}
        options={[
          ['', t('agreement.noOrder')],
          ...(orders.data?.orders ?? []).map((order) => [order.id, order.number] as const),
        ]}
      />
      <Form
        key={orderId}
        route={issueAgreement}
        params={{ customerId }}
        submit={t('agreement.new')}
        draft="none"
        initial={{
          title: '',
          terms: '',
          startsOn: today,
          ...(orderId ? {} : { lines: [{ name: '', rhythm: 'monthly', net: '' }] }),
        }}
        constant={orderId ? { orderId: orderId as Id, lines: [] } : {}}
        onDone={onDone}
      >
        <TextField name="title" label={t('agreement.name')} />
        {orderId ? (
          <p className="tn-muted">{t('agreement.fromOrder')}</p>
        ) : (
          <>
            {Array.from({ length: lines }, (_, at) => (
              <FormGrid key={at}>
                <TextField name={`lines.${at}.name`} label={t('agreement.service', { no: at + 1 })} />
                <SelectField
                  name={`lines.${at}.rhythm`}
                  label={t('agreement.rhythm')}
                  options={RHYTHMS.map((rhythm) => ({
                    value: rhythm,
                    label: t(`agreement.rhythm.${rhythm}`),
                  }))}
                />
                <MoneyField name={`lines.${at}.net`} label={t('agreement.net')} />
              </FormGrid>
            ))}
            <Button kind="quiet" onClick={() => setLines(lines + 1)}>
              {t('agreement.more')}
            </Button>
          </>
        )}
        <NoteField name="terms" label={t('agreement.terms')} rows={5} />
        <FormGrid>
          <DayField name="startsOn" label={t('agreement.from')} />
          <DayField name="endsOn" label={t('agreement.until')} />
        </FormGrid>
      </Form>
    </>
  );
}
