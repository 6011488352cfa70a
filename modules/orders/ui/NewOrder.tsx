import type { Id } from '#domain/kernel/ids.ts';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { DayField, SelectField, TextField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useGo, useUrlState } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createOrder } from '../contract.ts';
import { orderUiWords } from './words.ts';

/** Begins an order; `?product=` leads on to that product. */
export default function NewOrder() {
  const t = useWords(orderUiWords);
  const go = useGo();
  const today = useToday();
  const [product] = useUrlState('product');
  const [customer] = useUrlState('customer');
  const customers = useRead(listCustomers, {}, { live: ['customer.'] });
  return (
    <Page>
      <PageHead
        sentence={t('orders.new')}
        back={{ href: '/orders', label: t('orders.title') }}
        more={<ButtonLink href="/customers/new?for=order">{t('orders.customer.new')}</ButtonLink>}
      />
      <Card>
        <WhenRead read={customers}>
          {(answer) => (
            <Form
              route={createOrder}
              initial={{ customerId: customer, reference: '', wantedOn: null }}
              submit={t('orders.create')}
              onDone={(order) =>
                go(product ? `/orders/${order.id}/add?product=${product}` : `/orders/${order.id}`)
              }
              onCancel={() => go('/orders')}
            >
              <FormGrid>
                <SelectField
                  name="customerId"
                  label={t('orders.customer')}
                  autoFocus
                  options={answer.customers.map((each) => ({ value: each.id as Id, label: each.name }))}
                />
                <TextField name="reference" label={t('orders.reference')} />
                <DayField
                  name="wantedOn"
                  label={t('orders.wanted')}
                  hint={t('orders.wanted.hint')}
                  min={today}
                />
              </FormGrid>
            </Form>
          )}
        </WhenRead>
      </Card>
    </Page>
  );
}
