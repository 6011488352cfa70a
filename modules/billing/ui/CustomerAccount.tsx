import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { pick, useRead } from '#platform/web-kit/data.ts';
import { Download } from '#platform/web-kit/files.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { customerAccount, customerAccountPdf } from '../ledger-contract.ts';
import { CustomerTerms } from './customer/CustomerTerms.tsx';
import { ledgerWords } from './ledger-words.ts';
import { OnAccount } from './write-off/OnAccount.tsx';

/** One customer's account: every entry with the balance after it. */
export default function CustomerAccount() {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const customerId = useParam('customerId') as Id;
  const read = useRead(customerAccount, { params: { customerId } }, { live: ['invoice.', 'payment.'] });
  return (
    <Page>
      <WhenRead read={read}>
        {(account) => (
          <>
            <PageHead
              sentence={t('ledger.accountSentence', {
                customer: account.customerName,
                balance: f.money(account.closing, account.currency),
              })}
              note={t('ledger.accountNote', {
                day: f.dayLong(account.openingOn as Day),
                balance: f.money(account.opening, account.currency),
              })}
              back={{ href: `/customers/${customerId}`, label: account.customerName }}
              more={
                <Download
                  route={customerAccountPdf}
                  input={{ params: { customerId } }}
                  label={t('ledger.accountPdf')}
                />
              }
            />
            <Card flush title={t('ledger.account')}>
              <Lines
                label={t('ledger.account')}
                read={pick(read, (answer) => answer.entries)}
                rows={(entries) => entries}
                rowKey={(entry) => entry.id}
                href={(entry) => (entry.invoiceId ? `/money/invoices/${entry.invoiceId}` : '/money/open')}
                empty={{ sentence: t('ledger.nothingBooked') }}
                columns={[
                  {
                    key: 'entry',
                    head: t('ledger.document'),
                    cell: (entry) => `${t(`ledger.kind.${entry.kind}`)} ${entry.reference}`,
                    phone: 'title',
                  },
                  {
                    key: 'day',
                    head: t('ledger.day'),
                    cell: (entry) => f.day(entry.bookedOn as Day),
                    align: 'end',
                  },
                  {
                    key: 'amount',
                    head: t('ledger.amount'),
                    cell: (entry) => f.money(entry.amount, account.currency),
                    align: 'end',
                  },
                  {
                    key: 'balance',
                    head: t('ledger.balance'),
                    cell: (entry) => f.money(entry.balance, account.currency),
                    align: 'end',
                    phone: 'side',
                  },
                ]}
              />
            </Card>
            <OnAccount customerId={customerId} />
          </>
        )}
      </WhenRead>
      <CustomerTerms customerId={customerId} />
    </Page>
  );
}
