import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Card, Facts } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getInvoiceCards, type InvoiceCardsView } from '../../cards/contract.ts';
import { Decide } from './ParkedLines.tsx';
import { cardUiWords } from './words.ts';

type Refund = InvoiceCardsView['refunds'][number];

/** The payment link of an invoice, with which card it was paid, and where refunds to it stand. Nothing where there is none of it. */
export function InvoiceCards({ invoiceId, currency }: { readonly invoiceId: Id; readonly currency: string }) {
  const t = useWords(cardUiWords);
  const f = useFormat();
  const reasonOf = useReason();
  const { data } = useRead(
    getInvoiceCards,
    { params: { invoiceId } },
    { live: ['invoice.', 'payment.', 'card-parked.', 'card-account.'] },
  );
  if (!data) return null;
  const { payUrl, payUntil, payments, refunds, parked } = data;
  if (!payUrl && payments.length + refunds.length + parked.length === 0) return null;
  const copy = async (url: string): Promise<void> => {
    await navigator.clipboard.writeText(url);
    toast({ title: t('cards.copied') });
  };
  const sentenceOf = (refund: Refund): string => {
    const amount = f.money(refund.amount, currency);
    const reason = reasonOf(refund.reason);
    const said = t(`cards.refund.${refund.state}`, { amount, reason });
    return refund.state === 'asked' && reason !== '' ? `${said} ${reason}` : said;
  };
  return (
    <Card title={t('cards.ofInvoice')}>
      <div className="tn-flow">
        {payUrl && payUntil && (
          <div className="tn-flow">
            <div>
              <Button onClick={() => void copy(payUrl)}>{t('cards.copy')}</Button>
            </div>
            <p className="tn-small tn-muted">{t('cards.linkUntil', { day: f.dayLong(payUntil as Day) })}</p>
          </div>
        )}
        <Facts
          facts={[
            ...payments.map(({ brand, last4 }) => ({
              label: t('cards.payment', { brand }),
              value: last4 === '' ? '' : `•••• ${last4}`,
            })),
            ...refunds.map((refund) => ({
              label: `${t('cards.refund')} · ${f.instant(refund.changedAt)}`,
              value: sentenceOf(refund),
              trouble: refund.state === 'failed',
            })),
          ]}
        />
        {parked.map((row) => (
          <p key={row.id}>
            {isCurrency(row.currency) ? f.money(row.amount, row.currency) : `${row.amount} ${row.currency}`}:{' '}
            {t(`cards.why.${row.why}`)} <Decide row={row} />
          </p>
        ))}
      </div>
    </Card>
  );
}

/** The provider's code as a sentence; one that nobody has put into words is told as it is. */
function useReason(): (code: string) => string {
  const t = useWords(cardUiWords);
  return (code) => {
    if (code === '') return '';
    const key = `cards.reason.${code}`;
    return Object.hasOwn(cardUiWords.en, key)
      ? t(key as 'cards.reason.declined')
      : t('cards.reason.other', { code });
  };
}
