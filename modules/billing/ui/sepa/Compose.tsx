import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { composeDebits, composeTransfers, listCandidates, type RunCandidates } from '../../sepa/contract.ts';
import { sepaUiWords } from './words.ts';

const LIVE = ['payment-run.', 'invoice.', 'payment.', 'supplier-invoice.', 'mandate.'];

/** One thing that can be chosen for a run. */
interface Row {
  readonly id: string;
  readonly number: string;
  readonly party: string;
  readonly amount: string;
  readonly dueOn: string | null;
  readonly note: string;
  readonly fault: NonNullable<
    RunCandidates['debits'][number]['fault'] | RunCandidates['payables'][number]['fault']
  > | null;
}

/** What could be collected or paid now; what is chosen becomes a run with one press. */
export function Compose() {
  const t = useWords(sepaUiWords);
  const f = useFormat();
  const today = useToday();
  const go = useGo();
  const read = useRead(listCandidates, {}, { live: LIVE });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [ibans, setIbans] = useState<Readonly<Record<string, string>>>({});
  const open = (id: string): void => {
    setChosen(new Set());
    go(`/money/runs/${id}`);
  };
  const debit = useChange(composeDebits, {
    onDone: (run) => {
      toast({ title: t('sepa.composedDebits', { number: run.number }) });
      open(run.id);
    },
  });
  const transfer = useChange(composeTransfers, {
    onDone: (run) => {
      toast({ title: t('sepa.composedTransfers', { number: run.number }) });
      open(run.id);
    },
  });
  const answer = read.data;
  const flip = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const debits = (answer?.debits ?? []).filter(({ invoiceId }) => chosen.has(invoiceId));
  const payables = (answer?.payables ?? []).filter(({ id }) => chosen.has(id));
  const refunds = (answer?.refunds ?? []).filter(({ itemId }) => chosen.has(itemId));
  const list = (title: string, empty: string, rows: (answer: RunCandidates) => readonly Row[]) => (
    <Card flush title={title}>
      <Lines
        label={title}
        read={read}
        rows={rows}
        rowKey={(row) => row.id}
        empty={{ sentence: empty }}
        columns={[
          {
            key: 'chosen',
            head: t('sepa.chosen'),
            cell: (row) => (
              <input
                type="checkbox"
                aria-label={t('sepa.choose', { name: row.number })}
                checked={chosen.has(row.id)}
                disabled={row.fault !== null}
                onChange={() => flip(row.id)}
              />
            ),
          },
          { key: 'number', head: t('sepa.invoice'), cell: (row) => row.number, phone: 'title' },
          { key: 'party', head: t('sepa.party'), cell: (row) => row.party, phone: 'bare' },
          {
            key: 'due',
            head: t('sepa.due'),
            cell: (row) => (row.dueOn === null ? '–' : f.day(row.dueOn as Day)),
            align: 'end',
          },
          { key: 'note', head: t('sepa.account'), cell: (row) => row.note || '–', phone: 'hide' },
          {
            key: 'why',
            head: t('sepa.why'),
            cell: (row) => (row.fault ? t(`sepa.fault.${row.fault}`) : '–'),
          },
          {
            key: 'amount',
            head: t('sepa.open'),
            cell: (row) => f.money(row.amount, 'EUR'),
            align: 'end',
            phone: 'side',
          },
        ]}
      />
    </Card>
  );
  return (
    <>
      {list(t('sepa.debits'), t('sepa.debitsNone'), (all) =>
        all.debits.map((one) => ({
          id: one.invoiceId,
          number: one.number,
          party: one.customerName,
          amount: one.open,
          dueOn: one.dueOn,
          note: [one.mandate, one.sequence ? t(`sepa.sequence.${one.sequence}`) : ''].join(' ').trim(),
          fault: one.fault,
        })),
      )}
      {debits.length > 0 && answer && (
        <p>
          {t('sepa.collectOn', { day: f.dayLong(answer.collectOn as Day) })}{' '}
          <Button
            kind="primary"
            busy={debit.busy}
            onClick={() =>
              void debit.send({
                body: {
                  collectOn: answer.collectOn as Day,
                  invoiceIds: debits.map(({ invoiceId }) => invoiceId as Id),
                },
              })
            }
          >
            {t('sepa.composeDebits', { count: debits.length })}
          </Button>
        </p>
      )}
      {list(t('sepa.payables'), t('sepa.payablesNone'), (all) =>
        all.payables.map((one) => ({
          id: one.id,
          number: one.number,
          party: one.supplierName,
          amount: one.open,
          dueOn: one.dueOn,
          note: one.account,
          fault: one.fault,
        })),
      )}
      {list(t('sepa.refunds'), t('sepa.refundsNone'), (all) =>
        all.refunds.map((one) => ({
          id: one.itemId,
          number: one.number,
          party: one.customerName,
          amount: one.amount,
          dueOn: null,
          note: one.account,
          fault: one.fault,
        })),
      )}
      {refunds.map((one) => (
        <label key={one.itemId} className="tn-field">
          <span className="tn-label">{t('sepa.refundIban', { name: one.customerName })}</span>
          <input
            className="tn-input"
            value={ibans[one.itemId] ?? ''}
            onChange={(event) => setIbans({ ...ibans, [one.itemId]: event.target.value })}
          />
          <span className="tn-hint">{t('sepa.refundIbanHint')}</span>
        </label>
      ))}
      {payables.length + refunds.length > 0 && (
        <p>
          <Button
            kind="primary"
            busy={transfer.busy}
            onClick={() =>
              void transfer.send({
                body: {
                  executeOn: today,
                  supplierInvoiceIds: payables.map(({ id }) => id as Id),
                  refunds: refunds.map(({ itemId }) => ({
                    itemId: itemId as Id,
                    iban: ibans[itemId] || undefined,
                    otherAccount: false,
                  })),
                },
              })
            }
          >
            {t('sepa.composeTransfers', { count: payables.length + refunds.length })}
          </Button>
        </p>
      )}
    </>
  );
}
