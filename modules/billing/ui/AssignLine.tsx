import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { MoneyField, SelectField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { bookBankLine, type BankLineView } from '../bank-contract.ts';
import { openItems } from '../ledger-contract.ts';
import { listCustomers } from '#modules/accounts/ui/public.ts';
import { bookBankLineOnAccount } from '../on-account/contract.ts';
import { ledgerWords } from './ledger-words.ts';
import { writeOffWords } from './write-off/words.ts';

/** A movement that nobody recognised goes to an invoice by hand; what is decided here is known the next time. */
export function AssignLine({ line }: { readonly line: BankLineView }) {
  const t = useWords(ledgerWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('ledger.assign')}
        <span className="tn-hidden"> {line.text || line.payer}</span>
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('ledger.assign')}>
        <AssignForm line={line} onDone={() => setOpen(false)} />
        <OnAccountForm line={line} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function AssignForm({ line, onDone }: { readonly line: BankLineView; readonly onDone: () => void }) {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const read = useRead(openItems, {});
  return (
    <WhenRead read={read}>
      {({ items }) => {
        const invoices = items.filter(
          (item) => item.kind === 'invoice' && item.currency === line.currency && !item.open.startsWith('-'),
        );
        if (invoices.length === 0) return <p className="tn-muted">{t('ledger.nothingOpen')}</p>;
        return (
          <Form
            route={bookBankLine}
            params={{ bankLineId: line.id as Id }}
            submit={t('ledger.bankBook')}
            onCancel={onDone}
            draft="none"
            initial={{ shares: [{ invoiceId: invoices[0]!.id, amount: line.amount }] }}
            onDone={() => {
              toast({ title: t('ledger.bankBooked') });
              onDone();
            }}
          >
            <SelectField
              name="shares.0.invoiceId"
              label={t('ledger.document')}
              options={invoices.map((item) => ({
                value: item.id,
                label: `${item.number} · ${item.customerName} · ${f.money(item.open, item.currency)}`,
              }))}
            />
            <MoneyField name="shares.0.amount" label={t('ledger.amount')} />
          </Form>
        );
      }}
    </WhenRead>
  );
}

/** The payer is a customer and no invoice fits: the money waits on the customer's account. */
function OnAccountForm({ line, onDone }: { readonly line: BankLineView; readonly onDone: () => void }) {
  const t = useWords(writeOffWords);
  const read = useRead(listCustomers, {});
  return (
    <WhenRead read={read}>
      {({ customers }) =>
        customers.length === 0 ? null : (
          <Form
            route={bookBankLineOnAccount}
            params={{ bankLineId: line.id as Id }}
            submit={t('onAccount.book')}
            draft="none"
            initial={{ customerId: customers[0]!.id }}
            onDone={() => {
              toast({ title: t('onAccount.recorded') });
              onDone();
            }}
          >
            <SelectField
              name="customerId"
              label={t('onAccount.customer')}
              options={customers.map((customer) => ({ value: customer.id, label: customer.name }))}
            />
          </Form>
        )
      }
    </WhenRead>
  );
}
