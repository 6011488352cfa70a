import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Form } from '#platform/web-kit/form.tsx';
import { useGo, useParam } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getCustomer, may, updateCustomer } from '../contract.ts';
import { Contacts } from './Contacts.tsx';
import { CustomerFields } from './CustomerFields.tsx';
import { customerWords } from './customer-words.ts';
import { looksWords } from './looks-words.ts';
import { CustomerMailChoices } from './MailChoices.tsx';

export default function CustomerPage() {
  const t = useWords(customerWords);
  const looks = useWords(looksWords);
  const go = useGo();
  const mayWrite = useMay(may.writeCustomers);
  const customerId = useParam('customerId') as Id;
  const read = useRead(getCustomer, { params: { customerId } }, { live: ['customer.'] });
  return (
    <Page>
      <PageHead
        sentence={read.data ? `${read.data.name} ${read.data.number}` : t('customers.title')}
        back={{ href: '/customers', label: t('customers.title') }}
        more={
          <>
            <ButtonLink href={`/orders?customer=${customerId}`}>{t('customers.orders')}</ButtonLink>
            {mayWrite && (
              <ButtonLink href={`/money/customers/${customerId}`}>{t('customers.account')}</ButtonLink>
            )}
            <ButtonLink href={`/customers/${customerId}/looks`}>{looks('looks.customer')}</ButtonLink>
          </>
        }
      />
      <WhenRead read={read}>
        {(customer) => (
          <Card>
            <Form
              route={updateCustomer}
              params={{ customerId }}
              initial={customer}
              onDone={(saved) => {
                toast({ title: t('customers.saved', { name: saved.name }) });
                go('/customers');
              }}
            >
              <CustomerFields />
            </Form>
          </Card>
        )}
      </WhenRead>
      <Contacts customerId={customerId} />
      <CustomerMailChoices customerId={customerId} />
    </Page>
  );
}
