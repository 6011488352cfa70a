import { useId, useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { CheckField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { orderForCustomer } from '../../contract.ts';
import { listOffers, type OfferView } from '../../ordering/contract.ts';
import { Ticks } from './Ticks.tsx';
import { orderingUiWords } from './ordering-words.ts';

const ACTS = ['telephone', 'letter', 'in-person'] as const;

/** Staff orders an instance for a customer who accepted the terms elsewhere. */
export default function NewOrder() {
  const t = useWords(orderingUiWords);
  const customers = useRead(listCustomers, {}, { live: ['customer.'] });
  const offers = useRead(listOffers, {}, { live: ['hosting-offer.'] });
  return (
    <Page>
      <PageHead
        sentence={t('orders.new')}
        note={t('orders.new.note')}
        back={{ href: '/operator/hosting-orders', label: t('orders.title') }}
      />
      <Card>
        <WhenRead read={customers}>
          {(people) => (
            <WhenRead read={offers}>
              {(answer) => (
                <OrderForm
                  customers={people.customers}
                  offers={answer.offers.filter(({ offer, onSale }) => offer !== null && onSale)}
                />
              )}
            </WhenRead>
          )}
        </WhenRead>
      </Card>
    </Page>
  );
}

interface Given {
  readonly customers: readonly { readonly id: string; readonly name: string }[];
  readonly offers: readonly OfferView[];
}

function OrderForm({ customers, offers }: Given) {
  const t = useWords(orderingUiWords);
  const go = useGo();
  const planField = useId();
  const [picked, setPicked] = useState<string | null>(null);
  const [addons, setAddons] = useState<readonly string[]>([]);
  const [works, setWorks] = useState<readonly string[]>([]);
  const locale = useLocale();
  const plan = offers.find((one) => one.planId === picked) ?? offers[0];
  const chosen = plan?.offer;
  if (!chosen) return <p>{t('orders.noOffer')}</p>;
  const among = (codes: readonly string[], there: readonly { readonly code: string }[]): string[] =>
    codes.filter((code) => there.some((one) => one.code === code));
  return (
    <Form
      route={orderForCustomer}
      initial={{ makeNow: false }}
      constant={{
        planId: plan.planId as Id,
        addons: among(addons, chosen.addons),
        works: among(works, chosen.works),
      }}
      submit={t('orders.place')}
      onDone={({ id }) => go(`/operator/hosting/${id}`)}
      onCancel={() => go('/operator/hosting-orders')}
    >
      <FormGrid>
        <SelectField
          name="customerId"
          label={t('orders.customer')}
          autoFocus
          options={customers.map((each) => ({ value: each.id as Id, label: each.name }))}
        />
        <div className="tn-field">
          <label htmlFor={planField}>{t('orders.plan')}</label>
          <span className="tn-input">
            <select id={planField} value={plan.planId} onChange={(event) => setPicked(event.target.value)}>
              {offers.map(({ planId, name }) => (
                <option key={planId} value={planId}>
                  {name[locale]}
                </option>
              ))}
            </select>
          </span>
        </div>
        <TextField name="title" label={t('orders.name')} />
        <TextField name="slug" label={t('orders.slug')} hint={t('orders.slug.hint')} />
        <TextField name="terms.acceptedBy" label={t('orders.acceptedBy')} />
        <SelectField
          name="terms.act"
          label={t('orders.act')}
          options={ACTS.map((act) => ({ value: act, label: t(`orders.act.${act}`) }))}
        />
        <CheckField name="makeNow" label={t('orders.makeNow')} />
      </FormGrid>
      <Ticks
        legend={t('orders.addons')}
        all={chosen.addons.map(({ code, name }) => ({ code, name: name[locale] }))}
        ticked={addons}
        onTick={setAddons}
      />
      <Ticks
        legend={t('orders.works')}
        all={chosen.works.map(({ code, name, net }) => ({ code, name: `${name[locale]} (${net})` }))}
        ticked={works}
        onTick={setWorks}
      />
    </Form>
  );
}
