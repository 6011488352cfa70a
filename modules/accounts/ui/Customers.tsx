import { useId } from 'react';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { ButtonLink, Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listCustomers, may } from '../contract.ts';
import { customerWords } from './customer-words.ts';

export default function Customers() {
  const t = useWords(customerWords);
  const id = useId();
  const [find, setFind] = useUrlState('find');
  const mayWrite = useMay(may.writeCustomers);
  const read = useRead(listCustomers, find ? { query: { find } } : {}, { live: ['customer.'] });
  const add = mayWrite && (
    <ButtonLink href="/customers/new" kind="primary">
      {t('customers.new')}
    </ButtonLink>
  );
  return (
    <Page>
      <PageHead
        sentence={
          read.data && !find
            ? t('customers.count', { count: read.data.customers.length })
            : t('customers.title')
        }
        action={add}
      />
      <div className="tn-field" style={{ maxWidth: '24rem' }}>
        <label htmlFor={id}>{t('customers.find')}</label>
        <span className="tn-input">
          <input
            id={id}
            type="search"
            maxLength={80}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </span>
      </div>
      <Card flush>
        <Lines
          label={t('customers.title')}
          read={read}
          rows={(answer) => answer.customers}
          rowKey={(customer) => customer.id}
          href={(customer) => `/customers/${customer.id}`}
          empty={{ sentence: t('customers.none'), example: t('customers.example'), action: add }}
          columns={[
            { key: 'name', head: t('customers.name'), cell: (customer) => customer.name, phone: 'title' },
            {
              key: 'number',
              head: t('customers.number'),
              cell: (customer) => customer.number,
              phone: 'side',
            },
            { key: 'email', head: t('customers.email'), cell: (customer) => customer.email },
            {
              key: 'city',
              head: t('customers.city'),
              cell: (customer) => `${customer.postcode} ${customer.city}`.trim(),
            },
            {
              key: 'country',
              head: t('customers.country'),
              cell: (customer) => customer.country,
              phone: 'hide',
            },
          ]}
        />
      </Card>
    </Page>
  );
}
