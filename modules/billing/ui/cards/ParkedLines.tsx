import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, type useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { useMay } from '#platform/web-kit/session.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { bookParked, setAsideParked, type listParked, type ParkedView } from '../../cards/contract.ts';
import { may } from '../../contract.ts';
import { cardUiWords } from './words.ts';

/** Payments, refunds and charge-backs that were not booked by themselves, each with why and what can be done. */
export function ParkedLines({ read }: { readonly read: ReturnType<typeof useRead<typeof listParked>> }) {
  const t = useWords(cardUiWords);
  const f = useFormat();
  const decide = useMay(may.recordPayment);
  return (
    <Lines
      label={t('cards.parked')}
      read={read}
      rows={(answer) => answer.parked}
      rowKey={(row) => row.id}
      empty={{ sentence: t('cards.parkedNone') }}
      columns={[
        {
          key: 'invoice',
          head: t('cards.invoice'),
          phone: 'title',
          cell: (row) => <Link href={`/money/invoices/${row.invoiceId}`}>{row.invoiceNumber}</Link>,
        },
        { key: 'customer', head: t('cards.customer'), cell: (row) => row.customerName, phone: 'bare' },
        { key: 'why', head: t('cards.why'), cell: (row) => t(`cards.why.${row.why}`), phone: 'bare' },
        { key: 'noticed', head: t('cards.noticed'), cell: (row) => f.instant(row.noticedAt), align: 'end' },
        {
          key: 'amount',
          head: t('cards.amount'),
          cell: (row) =>
            isCurrency(row.currency) ? f.money(row.amount, row.currency) : `${row.amount} ${row.currency}`,
          align: 'end',
          phone: 'side',
        },
        ...(decide
          ? [
              {
                key: 'decide',
                head: t('cards.next'),
                phone: 'bare' as const,
                cell: (row: ParkedView) => <Decide row={row} />,
              },
            ]
          : []),
      ]}
    />
  );
}

/** Booking it as it came, or saying why not. */
export function Decide({ row }: { readonly row: ParkedView }) {
  const t = useWords(cardUiWords);
  const [aside, setAside] = useState(false);
  const params = { parkedId: row.id as Id };
  const book = useChange(bookParked, { onDone: () => toast({ title: t('cards.booked') }) });
  return (
    <>
      {row.bookable && (
        <Button busy={book.busy} onClick={() => void book.send({ params })}>
          {t('cards.book')}
        </Button>
      )}{' '}
      <Button kind="quiet" onClick={() => setAside(true)}>
        {t('cards.aside')}
      </Button>
      <Dialog open={aside} onClose={() => setAside(false)} title={t('cards.aside')}>
        <p className="tn-muted">{t('cards.asideText')}</p>
        <Form
          route={setAsideParked}
          params={params}
          submit={t('cards.aside')}
          onCancel={() => setAside(false)}
          draft="none"
          initial={{ reason: '' }}
          onDone={() => {
            toast({ title: t('cards.asideDone') });
            setAside(false);
          }}
        >
          <TextField name="reason" label={t('cards.asideReason')} autoFocus />
        </Form>
      </Dialog>
    </>
  );
}
