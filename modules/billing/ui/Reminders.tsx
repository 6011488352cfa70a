import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listReminders, remind } from '../reminder-contract.ts';
import { ledgerWords } from './ledger-words.ts';
import { Charges } from './settings/Charges.tsx';

/** Letters that are due today, and those that went out. */
export default function Reminders() {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const read = useRead(listReminders, {}, { live: ['invoice.', 'payment.', 'reminder.'] });
  const send = useChange(remind, { onDone: () => toast({ title: t('ledger.reminded') }) });
  const level = (of: number) => (
    <StateTag tone={of === 3 ? 'late' : of === 2 ? 'warn' : 'waiting'}>
      {t('ledger.level', { level: of })}
    </StateTag>
  );
  return (
    <Page>
      <PageHead
        sentence={
          read.data ? t('ledger.dueSentence', { count: read.data.due.length }) : t('ledger.reminders')
        }
        note={t('ledger.remindersNote')}
        back={{ href: '/money', label: t('ledger.money') }}
      />
      <Card flush title={t('ledger.dueToday')}>
        <Lines
          label={t('ledger.dueToday')}
          read={read}
          rows={(answer) => answer.due}
          rowKey={(row) => `${row.customerId} ${row.currency}`}
          empty={{ sentence: t('ledger.noneDue') }}
          columns={[
            { key: 'customer', head: t('ledger.customer'), cell: (row) => row.customerName, phone: 'title' },
            {
              key: 'invoices',
              head: t('ledger.invoices'),
              cell: (row) => row.invoices.map(({ number }) => number).join(', '),
              phone: 'bare',
            },
            { key: 'level', head: t('ledger.stage'), cell: (row) => level(row.level) },
            {
              key: 'total',
              head: t('ledger.open'),
              cell: (row) => f.money(row.total, row.currency),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'action',
              head: t('ledger.next'),
              align: 'end',
              phone: 'bare',
              cell: (row) => (
                <Button
                  kind="primary"
                  busy={send.busy}
                  onClick={() =>
                    void send.send({
                      params: { customerId: row.customerId as Id },
                      body: { currency: row.currency },
                    })
                  }
                >
                  {t('ledger.remind')}
                  <span className="tn-hidden"> {row.customerName}</span>
                </Button>
              ),
            },
          ]}
        />
      </Card>
      <Card flush title={t('ledger.sent')}>
        <Lines
          label={t('ledger.sent')}
          read={read}
          rows={(answer) => answer.sent}
          rowKey={(row) => row.id}
          empty={{ sentence: t('ledger.noneSent') }}
          columns={[
            {
              key: 'number',
              head: t('ledger.letter'),
              phone: 'title',
              cell: (row) => (
                <a href={row.pdf} target="_blank" rel="noreferrer">
                  {row.number}
                </a>
              ),
            },
            { key: 'customer', head: t('ledger.customer'), cell: (row) => row.customerName, phone: 'bare' },
            { key: 'level', head: t('ledger.stage'), cell: (row) => level(row.level) },
            { key: 'day', head: t('ledger.day'), cell: (row) => f.day(row.issuedOn as Day), align: 'end' },
            {
              key: 'total',
              head: t('ledger.open'),
              cell: (row) => f.money(row.total, row.currency),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'charges',
              head: t('ledger.charges'),
              align: 'end',
              cell: (row) => <Charges letter={row} />,
            },
          ]}
        />
      </Card>
    </Page>
  );
}
