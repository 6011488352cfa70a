import { Form } from '#platform/web-kit/form.tsx';
import { useGo, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createCustomer } from '../contract.ts';
import { CustomerFields } from './CustomerFields.tsx';
import { customerWords } from './customer-words.ts';

/** A new customer; `?for=order` goes on with an order of theirs. */
export default function NewCustomer() {
  const t = useWords(customerWords);
  const go = useGo();
  const locale = useLocale();
  const [purpose] = useUrlState('for');
  const forOrder = purpose === 'order';
  return (
    <Page>
      <PageHead sentence={t('customers.new')} back={{ href: '/customers', label: t('customers.title') }} />
      <Card>
        <Form
          route={createCustomer}
          initial={{ country: 'DE', locale, paymentDays: 14 }}
          onDone={(customer) =>
            go(forOrder ? `/orders/new?customer=${customer.id}` : `/customers/${customer.id}`)
          }
          onCancel={() => go(forOrder ? '/orders/new' : '/customers')}
        >
          <CustomerFields />
        </Form>
      </Card>
    </Page>
  );
}
