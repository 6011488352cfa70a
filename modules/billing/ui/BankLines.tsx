import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { matchWords } from '#domain/money/matching/words.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { FileDrop } from '#platform/web-kit/files.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  bookBankLine,
  importStatement,
  listBankLines,
  setAsideBankLine,
  type BankLineView,
} from '../bank-contract.ts';
import { AssignLine } from './AssignLine.tsx';
import { ledgerWords } from './ledger-words.ts';
import { PayLine } from './payables/PayLine.tsx';

/** Statements in, movements matched; what is not certain waits here with proposals and their reasons. */
export default function BankLines() {
  const t = useWords(ledgerWords);
  const f = useFormat();
  const read = useRead(listBankLines, {}, { live: ['bank-statement.', 'payment.', 'invoice.'] });
  return (
    <Page>
      <PageHead
        sentence={read.data ? t('ledger.bankSentence', { count: read.data.open.length }) : t('ledger.bank')}
        note={t('ledger.bankNote')}
        back={{ href: '/money', label: t('ledger.money') }}
      />
      <FileDrop
        route={importStatement}
        label={t('ledger.bankDrop')}
        types={['.xml', '.sta', '.mt940', '.txt', '.940']}
        onDone={(answer) =>
          toast({ title: t('ledger.bankTaken', { fresh: answer.newLines, known: answer.knownLines }) })
        }
      />
      <Card flush title={t('ledger.bankOpen')}>
        <Lines
          label={t('ledger.bankOpen')}
          read={read}
          rows={(answer) => answer.open}
          rowKey={(line) => line.id}
          empty={{ sentence: t('ledger.bankNothing') }}
          columns={[
            {
              key: 'payer',
              head: t('ledger.payer'),
              phone: 'title',
              cell: (line) => line.payer || line.account || '–',
            },
            { key: 'text', head: t('ledger.words'), cell: (line) => line.text, phone: 'bare' },
            { key: 'day', head: t('ledger.day'), cell: (line) => f.day(line.bookedOn as Day), align: 'end' },
            {
              key: 'amount',
              head: t('ledger.amount'),
              cell: (line) => f.money(line.amount, line.currency),
              align: 'end',
              phone: 'side',
            },
            {
              key: 'proposal',
              head: t('ledger.proposal'),
              phone: 'bare',
              cell: (line) => <Proposal line={line} />,
            },
          ]}
        />
      </Card>
      <Card flush title={t('ledger.bankDone')}>
        <Lines
          label={t('ledger.bankDone')}
          read={read}
          rows={(answer) => answer.done}
          rowKey={(line) => line.id}
          empty={{ sentence: t('ledger.bankNothingDone') }}
          columns={[
            { key: 'payer', head: t('ledger.payer'), cell: (line) => line.payer || '–', phone: 'title' },
            {
              key: 'outcome',
              head: t('ledger.outcome'),
              cell: (line) => (
                <StateTag tone={line.outcome === 'taken_back' ? 'warn' : 'done'}>
                  {t(`ledger.outcome.${line.outcome}`)}
                </StateTag>
              ),
            },
            {
              key: 'invoices',
              head: t('ledger.invoices'),
              phone: 'bare',
              cell: (line) =>
                line.invoices.map((invoice) => (
                  <Link key={invoice.id} href={`/money/invoices/${invoice.id}`}>
                    {invoice.number}{' '}
                  </Link>
                )),
            },
            { key: 'day', head: t('ledger.day'), cell: (line) => f.day(line.bookedOn as Day), align: 'end' },
            {
              key: 'amount',
              head: t('ledger.amount'),
              cell: (line) => f.money(line.amount, line.currency),
              align: 'end',
              phone: 'side',
            },
          ]}
        />
      </Card>
    </Page>
  );
}

/** The best proposal with its reasons, to be booked with one press; or why there is none. */
function Proposal({ line }: { readonly line: BankLineView }) {
  const t = useWords(ledgerWords);
  const why = useWords(matchWords);
  const f = useFormat();
  const done = { onDone: () => toast({ title: t('ledger.bankBooked') }) };
  const book = useChange(bookBankLine, done);
  const aside = useChange(setAsideBankLine, done);
  const params = { bankLineId: line.id as Id };
  const [best] = line.proposals;
  const reasons = best ? best.reasons : line.reasons;
  return (
    <div className="tn-flow">
      {best && (
        <span>
          {best.customerName}:{' '}
          {best.shares.map(({ number, amount }) => `${number} ${f.money(amount, line.currency)}`).join(', ')}
        </span>
      )}
      {reasons.length > 0 && (
        <span className="tn-muted">
          {reasons
            .map(({ code, value }) => why(`match.${code}` as keyof typeof matchWords.en, { value }))
            .join(' ')}
        </span>
      )}
      <span>
        {best && !line.returned && (
          <Button
            kind="primary"
            busy={book.busy}
            onClick={() =>
              void book.send({
                params,
                body: {
                  shares: best.shares.map(({ invoiceId, amount }) => ({
                    invoiceId: invoiceId as Id,
                    amount,
                  })),
                },
              })
            }
          >
            {t('ledger.bankBook')}
          </Button>
        )}{' '}
        {!line.returned && !line.amount.startsWith('-') && <AssignLine line={line} />}{' '}
        {!line.returned && line.amount.startsWith('-') && (
          <PayLine lineId={line.id} amount={line.amount} currency={line.currency} />
        )}{' '}
        <Button
          kind="quiet"
          busy={aside.busy}
          onClick={() => void aside.send({ params, body: { reason: t('ledger.bankAsideReason') } })}
        >
          {t('ledger.bankAside')}
        </Button>
      </span>
    </div>
  );
}
