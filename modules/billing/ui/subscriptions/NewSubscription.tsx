import { useId, useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { DayField, NumberField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useGo, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useSession } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listPlans, orderSubscription } from '../../subscriptions/contract.ts';
import { AcceptedBy } from './AcceptedBy.tsx';
import { subscriptionUiWords } from './words.ts';

/** Subscribes a customer to a plan: the first term is invoiced at once. */
export default function NewSubscription() {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const locale = useLocale();
  const zone = useSession()?.tenant.zone;
  const id = useId();
  const go = useGo();
  const today = useToday();
  const [asked] = useUrlState('customer');
  const [chosen, setChosen] = useState('');
  const customers = useRead(listCustomers, {}, { live: ['customer.'] });
  const plans = useRead(listPlans, {}, { live: ['service-plan.'] });
  const customerId = chosen || asked;
  return (
    <Page>
      <PageHead sentence={t('subs.new')} back={{ href: '/money/subscriptions', label: t('subs.title') }} />
      <Card>
        <WhenRead read={customers}>
          {({ customers: all }) => (
            <div className="tn-field" style={{ maxWidth: '24rem' }}>
              <label htmlFor={id}>{t('subs.customer')}</label>
              <span className="tn-input">
                <select id={id} value={customerId} onChange={(event) => setChosen(event.target.value)}>
                  {!customerId && <option value="">{t('subs.chooseCustomer')}</option>}
                  {all.map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.name}
                    </option>
                  ))}
                </select>
              </span>
            </div>
          )}
        </WhenRead>
        <WhenRead read={plans}>
          {({ plans: all }) => (
            <Form
              key={customerId}
              route={orderSubscription}
              params={{ customerId: customerId as Id }}
              initial={{ quantity: 1, currency: f.currency, startsOn: today, zone, taxCase: 'usual' }}
              submit={t('subs.order')}
              refused={customerId ? null : t('subs.chooseCustomer')}
              draft="none"
              onCancel={() => go('/money/subscriptions')}
              onDone={(made) => {
                toast({ title: t('subs.ordered') });
                go(`/money/subscriptions/${made.id}`);
              }}
            >
              <FormGrid>
                <SelectField
                  name="planId"
                  label={t('subs.plan')}
                  options={all
                    .filter(({ kind, onSale }) => kind === 'hosting' && onSale)
                    .map((plan) => ({
                      value: plan.id,
                      label: `${plan.code} · ${plan.name[locale]} · ${plan.prices
                        .map(({ net, currency }) => f.money(net, currency))
                        .join(' / ')}`,
                    }))}
                />
                <NumberField name="quantity" label={t('subs.quantity')} decimals={0} />
                <TextField name="currency" label={t('subs.currency')} />
                <DayField name="startsOn" label={t('subs.startsOn')} />
                <TextField name="zone" label={t('subs.zone')} hint={t('subs.zoneHint')} />
                <SelectField
                  name="taxCase"
                  label={t('subs.taxCase')}
                  options={(['usual', 'reverse-charge'] as const).map((value) => ({
                    value,
                    label: t(`subs.taxCase.${value}`),
                  }))}
                />
                <AcceptedBy />
              </FormGrid>
            </Form>
          )}
        </WhenRead>
      </Card>
    </Page>
  );
}
