import type { Day } from '#domain/kernel/days.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useUrlState } from '#platform/web-kit/navigate.tsx';
import { Answers, Card, Page, PageHead, Stat } from '#platform/web-kit/page.tsx';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { openItems, type OpenItemsView } from '../ledger-contract.ts';
import { ledgerWords } from './ledger-words.ts';
import { writeOffWords } from './write-off/words.ts';

type Item = OpenItemsView['items'][number];
type Bucket = OpenItemsView['ageing'][number]['buckets'][number];

/** Whether an item stands in a bucket: the same days as the ledger counts. */
function standsIn(bucket: Bucket, item: Item, asOf: string): boolean {
  const days = Math.round((Date.parse(asOf) - Date.parse(item.dueOn)) / 86_400_000);
  return (
    (bucket.fromDays === null || days >= bucket.fromDays) &&
    (bucket.untilDays === null || days <= bucket.untilDays)
  );
}

/** Everything that is open on a day, by age; each figure opens its rows. */
export default function OpenItems() {
  const t = useWords(ledgerWords);
  const w = useWords(writeOffWords);
  const f = useFormat();
  const today = useToday();
  const [asOf, setAsOf] = useUrlState('asOf');
  const [chosen, setChosen] = useUrlState('age');
  const day = asOf || today;
  const read = useRead(openItems, { query: { asOf: day as Day } }, { live: ['invoice.', 'payment.'] });
  const answer = read.data;
  const [currency = '', at = ''] = chosen.split('-');
  const bucket = answer?.ageing.find((row) => row.currency === currency)?.buckets[Number(at)];
  const rangeOf = (row: Bucket): string =>
    row.fromDays === null
      ? t('ledger.notDue')
      : row.untilDays === null
        ? t('ledger.older', { days: row.fromDays - 1 })
        : t('ledger.range', { from: row.fromDays, until: row.untilDays });
  return (
    <Page>
      <PageHead
        sentence={answer ? t('ledger.openSentence', { count: answer.items.length }) : t('ledger.openItems')}
        note={t('ledger.openNote')}
        back={{ href: '/money', label: t('ledger.money') }}
        more={
          <label className="tn-field">
            <span className="tn-label">{t('ledger.asOf')}</span>
            <input
              type="date"
              className="tn-input"
              value={day}
              max={today}
              onChange={(event) => setAsOf(event.target.value)}
            />
          </label>
        }
      />
      {answer?.ageing.map((row) => (
        <Answers key={row.currency}>
          {row.buckets.map((own, index) => (
            <Stat
              key={index}
              label={rangeOf(own)}
              value={f.money(own.amount, row.currency)}
              trouble={index > 0 && own.count > 0}
              action={
                own.count > 0 && (
                  <button
                    type="button"
                    className="tn-button"
                    aria-pressed={chosen === `${row.currency}-${index}`}
                    onClick={() =>
                      setChosen(chosen === `${row.currency}-${index}` ? '' : `${row.currency}-${index}`)
                    }
                  >
                    {t('ledger.rows', { count: own.count })}
                  </button>
                )
              }
            />
          ))}
        </Answers>
      ))}
      <Card flush title={bucket ? rangeOf(bucket) : t('ledger.openItems')}>
        <Lines
          label={t('ledger.openItems')}
          read={read}
          rows={(view) =>
            view.items.filter(
              (item) => !bucket || (item.currency === currency && standsIn(bucket, item, view.asOf)),
            )
          }
          rowKey={(item) => item.id}
          href={(item) =>
            item.invoiceId ? `/money/invoices/${item.invoiceId}` : `/money/customers/${item.customerId}`
          }
          trouble={(item) => item.dueOn < day && !item.open.startsWith('-')}
          empty={{ sentence: t('ledger.nothingOpen') }}
          columns={[
            {
              key: 'number',
              head: t('ledger.document'),
              cell: (item) =>
                item.kind === 'payment'
                  ? t('ledger.overpayment', { number: item.number })
                  : item.kind === 'on-account'
                    ? w('onAccount.item', { reference: item.number })
                    : item.number,
              phone: 'title',
            },
            { key: 'customer', head: t('ledger.customer'), cell: (item) => item.customerName, phone: 'bare' },
            { key: 'due', head: t('ledger.due'), cell: (item) => f.day(item.dueOn as Day), align: 'end' },
            {
              key: 'open',
              head: t('ledger.open'),
              cell: (item) => f.money(item.open, item.currency),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
    </Page>
  );
}
