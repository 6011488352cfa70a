import { Form } from '#platform/web-kit/form.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { createCustomer } from '../contract.ts';
import { CustomerFields } from './CustomerFields.tsx';
import { customerWords } from './customer-words.ts';

export default function NewCustomer() {
  const t = useWords(customerWords);
  const go = useGo();
  const locale = useLocale();
  return (
    <Page>
      <PageHead sentence={t('customers.new')} back={{ href: '/customers', label: t('customers.title') }} />
      <Card>
        <Form
          route={createCustomer}
          initial={{ country: 'DE', locale, paymentDays: 14 }}
          onDone={(customer) => go(`/customers/${customer.id}`)}
          onCancel={() => go('/customers')}
        >
          <CustomerFields />
        </Form>
      </Card>
    </Page>
  );
}
