import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { outgoingLines, payFromBankLine } from '../../payables/contract.ts';
import { payableUiWords } from './words.ts';

/** A movement out of the account: the suppliers' invoices that it may have paid, each to be booked with one press. */
export function PayLine({
  lineId,
  amount,
  currency,
}: {
  readonly lineId: string;
  /** as the bank has it, below zero */
  readonly amount: string;
  readonly currency: string;
}) {
  const t = useWords(payableUiWords);
  const f = useFormat();
  const read = useRead(outgoingLines, {}, { live: ['bank-statement.', 'supplier-invoice.'] });
  const pay = useChange(payFromBankLine, { onDone: () => toast({ title: t('payables.paid') }) });
  const proposals = read.data?.lines.find((line) => line.lineId === lineId)?.proposals ?? [];
  const moved = amount.replace('-', '');
  if (proposals.length === 0) return <span className="tn-muted">{t('payables.outgoingNone')}</span>;
  return proposals.slice(0, 3).map((one) => (
    <Button
      key={one.id}
      busy={pay.busy}
      onClick={() =>
        void pay.send({
          params: { bankLineId: lineId as Id },
          body: { shares: [{ supplierInvoiceId: one.id as Id, amount: moved }] },
        })
      }
    >
      {`${t('payables.bookLine')}: ${one.supplierName} ${one.number}, ${f.money(one.open, currency)}`}
    </Button>
  ));
}
