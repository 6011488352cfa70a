import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { payCharge } from '../../late-charges/contract.ts';
import type { RemindersView } from '../../reminder-contract.ts';
import { ledgerWords } from '../ledger-words.ts';

/** Fee and interest that a letter asked for, and that they were paid. */
export function Charges({ letter }: { readonly letter: RemindersView['sent'][number] }) {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const pay = useChange(payCharge, { onDone: () => toast({ title: t('ledger.chargesRecorded') }) });
  if (Number(letter.charges) === 0) return '–';
  const left = letter.charges !== letter.chargesPaid;
  return (
    <>
      {f.money(letter.charges, letter.currency)}
      {left && Number(letter.chargesPaid) === 0 && (
        <Button
          kind="quiet"
          busy={pay.busy}
          onClick={() =>
            void pay.send({
              params: { reminderId: letter.id as Id },
              body: { amount: letter.charges, method: 'bank' },
            })
          }
        >
          {t('ledger.chargesPaid')}
          <span className="tn-hidden"> {letter.number}</span>
        </Button>
      )}
    </>
  );
}
