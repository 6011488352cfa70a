import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { CheckField, TextField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { Card, Facts } from '#platform/web-kit/page.tsx';
import { Timeline } from '#platform/web-kit/steps.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { creditInvoice, refund, type InvoiceView } from '../contract.ts';
import { openDispute, settleDispute } from '../reminder-contract.ts';
import { InvoiceExtras } from './customer/InvoiceExtras.tsx';
import { ledgerWords } from './ledger-words.ts';

/** What can be done about an issued invoice besides paying it: correct it, give back, note an objection. */
export function InvoiceActions({ invoice }: { readonly invoice: InvoiceView }) {
  const t = useWords(ledgerWords);
  const [asking, setAsking] = useState<'credit' | 'dispute' | null>(null);
  const params = { invoiceId: invoice.id as Id };
  const close = (): void => setAsking(null);
  const done = (sentence: 'ledger.credited' | 'ledger.disputeNoted' | 'ledger.disputeSettled') => () => {
    toast({ title: t(sentence) });
    close();
  };
  const disputed = invoice.disputed !== null;
  return (
    <>
      {invoice.state !== 'credited' && (
        <Button onClick={() => setAsking('credit')}>{t('ledger.credit')}</Button>
      )}
      {(disputed || invoice.state === 'open' || invoice.state === 'overdue') && (
        <Button onClick={() => setAsking('dispute')}>
          {t(disputed ? 'ledger.settleDispute' : 'ledger.dispute')}
        </Button>
      )}
      <Dialog open={asking === 'credit'} onClose={close} title={t('ledger.credit')}>
        <p className="tn-muted">{t('ledger.creditText', { number: invoice.number })}</p>
        <Form
          route={creditInvoice}
          params={params}
          submit={t('ledger.credit')}
          onCancel={close}
          draft="none"
          initial={{ reason: '', again: false }}
          constant={{ lines: [] }}
          onDone={done('ledger.credited')}
        >
          <TextField name="reason" label={t('ledger.reason')} autoFocus />
          {invoice.orderId && <CheckField name="again" label={t('ledger.again')} />}
        </Form>
      </Dialog>
      <Dialog
        open={asking === 'dispute'}
        onClose={close}
        title={t(disputed ? 'ledger.settleDispute' : 'ledger.dispute')}
      >
        <Form
          route={disputed ? settleDispute : openDispute}
          params={params}
          submit={t(disputed ? 'ledger.settleDispute' : 'ledger.dispute')}
          onCancel={close}
          draft="none"
          initial={{ reason: '' }}
          onDone={done(disputed ? 'ledger.disputeSettled' : 'ledger.disputeNoted')}
        >
          <TextField name="reason" label={t('ledger.reason')} autoFocus />
        </Form>
      </Dialog>
    </>
  );
}

/** Credit notes, refunds, what is in the customer's favour, and everything that happened to the invoice. */
export function InvoiceHistory({ invoice }: { readonly invoice: InvoiceView }) {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const today = useToday();
  const give = useChange(refund, { onDone: () => toast({ title: t('ledger.refunded') }) });
  const money = (amount: string): string => f.money(amount, invoice.currency);
  const inFavour = [
    ...(Number(invoice.favour) > 0 && invoice.payments.every(({ favour }) => Number(favour) === 0)
      ? [{ id: invoice.id, favour: invoice.favour }]
      : []),
    ...invoice.payments.filter(({ favour }) => Number(favour) > 0),
  ];
  const corrections = [
    ...invoice.deducted.map((deposit) => ({
      label: t('ledger.deducted'),
      value: (
        <Link href={`/money/invoices/${deposit.id}`}>
          {deposit.number} · {money(deposit.gross)}
        </Link>
      ),
    })),
    ...invoice.creditNotes.map((note) => ({
      label: `${note.number} · ${f.day(note.issuedOn as Day)}`,
      value: (
        <a href={note.pdf} target="_blank" rel="noreferrer">
          {money(note.gross)}
        </a>
      ),
    })),
    ...invoice.refunds.map((back) => ({
      label: `${t('ledger.refund')} · ${f.day(back.paidOn as Day)}`,
      value: money(back.amount),
    })),
    ...(invoice.disputed === null
      ? []
      : [{ label: t('ledger.disputed'), value: invoice.disputed, trouble: true }]),
  ];
  return (
    <>
      {(corrections.length > 0 || inFavour.length > 0) && (
        <Card title={t('ledger.corrections')}>
          <Facts facts={corrections} />
          {inFavour.map((item) => (
            <p key={item.id}>
              {t('ledger.inFavour', { amount: money(item.favour) })}{' '}
              <Button
                busy={give.busy}
                onClick={() => void give.send({ params: { itemId: item.id as Id }, body: { reference: '' } })}
              >
                {t('ledger.giveBack')}
              </Button>
            </p>
          ))}
        </Card>
      )}
      <InvoiceExtras invoice={invoice} />
      <Card title={t('ledger.timeline')}>
        <Timeline
          today={today}
          happenings={invoice.timeline.map((event) => ({
            id: event.id,
            at: event.at as Instant,
            who: event.by,
            what: t(happened(event.name)),
          }))}
        />
      </Card>
    </>
  );
}

const HAPPENINGS = [
  'issued',
  'paid',
  'credited',
  'refunded',
  'set-off',
  'charged-back',
  'refund-sent',
  'refund-done',
  'refund-failed',
  'reminded',
  'dispute-opened',
  'dispute-settled',
] as const;

/** The sentence of an event; one that another release knows is told as a change. */
function happened(name: string): `ledger.event.${(typeof HAPPENINGS)[number] | 'changed'}` {
  const known = HAPPENINGS.find((each) => name === `invoice.${each}`);
  return `ledger.event.${known ?? 'changed'}`;
}
