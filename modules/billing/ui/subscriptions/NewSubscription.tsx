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
  const [planId, setPlanId] = useState('');
  const customerId = chosen || asked;
  const plan = plans.data?.plans.find((each) => each.id === planId);
  return (
    <Page>
      <PageHead sentence={t('subs.new')} back={{ href: '/money/subscriptions', label: t('subs.title') }} />
      <Card>
        <div className="tn-flow">
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
              <div className="tn-field" style={{ maxWidth: '24rem' }}>
                <label htmlFor={`${id}-plan`}>{t('subs.plan')}</label>
                <span className="tn-input">
                  <select
                    id={`${id}-plan`}
                    value={planId}
                    onChange={(event) => setPlanId(event.target.value)}
                  >
                    {!planId && <option value="">{t('subs.choosePlan')}</option>}
                    {all
                      .filter(({ kind, onSale }) => kind === 'hosting' && onSale)
                      .map((each) => (
                        <option key={each.id} value={each.id}>
                          {`${each.code} · ${each.name[locale]} · ${each.prices
                            .map(({ net, currency }) => f.money(net, currency))
                            .join(' / ')}`}
                        </option>
                      ))}
                  </select>
                </span>
              </div>
            )}
          </WhenRead>
          {plan && (
            <p className="tn-small tn-muted" aria-live="polite">
              {t('subs.termsShown')}: {plan.shown[locale]}
            </p>
          )}
          <Form
            key={customerId}
            constant={{ planId: planId as Id }}
            route={orderSubscription}
            params={{ customerId: customerId as Id }}
            initial={{ quantity: 1, currency: f.currency, startsOn: today, zone, taxCase: 'usual' }}
            submit={t('subs.order')}
            refused={!customerId ? t('subs.chooseCustomer') : planId ? null : t('subs.noPlanChosen')}
            draft="none"
            onCancel={() => go('/money/subscriptions')}
            onDone={(made) => {
              toast({ title: t('subs.ordered') });
              go(`/money/subscriptions/${made.id}`);
            }}
          >
            <FormGrid>
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
        </div>
      </Card>
    </Page>
  );
}
