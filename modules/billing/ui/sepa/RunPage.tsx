import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { pick, useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { TextField } from '#platform/web-kit/fields.tsx';
import { Download } from '#platform/web-kit/files.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { Link, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  approveRun,
  cancelRun,
  getRun,
  handOverRun,
  releaseRunItem,
  runFile,
  type RunView,
} from '../../sepa/contract.ts';
import { RunState } from './RunState.tsx';
import { sepaUiWords } from './words.ts';

type Entry = RunView['entries'][number];

const TONES: Readonly<Record<Entry['state'], Tone>> = {
  waiting: 'waiting',
  booked: 'done',
  returned: 'warn',
  free: 'cancelled',
};

/** One run: who composed and approved it, its file, and what became of each payment. */
export default function RunPage() {
  const t = useWords(sepaUiWords);
  const f = useFormat();
  const runId = useParam('runId') as Id;
  const params = { runId };
  const read = useRead(getRun, { params }, { live: ['payment-run.', 'payment.', 'bank-statement.'] });
  const [asking, setAsking] = useState<'hand-over' | 'cancel' | number | null>(null);
  const approve = useChange(approveRun, { onDone: () => toast({ title: t('sepa.approved') }) });
  const over = useChange(handOverRun, {
    onDone: () => {
      toast({ title: t('sepa.handedOver') });
      setAsking(null);
    },
  });
  const close = (): void => setAsking(null);
  return (
    <Page>
      <WhenRead read={read}>
        {(run) => {
          const ended = run.state === 'handed_over' || run.state === 'cancelled';
          const toApprove = run.kind === 'transfer' && run.state === 'composed';
          return (
            <>
              <PageHead
                sentence={t('sepa.runSentence', {
                  number: run.number,
                  total: f.money(run.total, 'EUR'),
                  day: f.dayLong(run.executeOn as Day),
                })}
                note={t(`sepa.kind.${run.kind}`)}
                tag={<RunState state={run.state} />}
                back={{ href: '/money/runs', label: t('sepa.runs') }}
                more={
                  <>
                    {run.file && (
                      <Download
                        route={runFile}
                        input={{ params }}
                        label={t('sepa.file')}
                        name={`${run.number}.xml`}
                      />
                    )}
                    {!ended && <Button onClick={() => setAsking('cancel')}>{t('sepa.cancel')}</Button>}
                  </>
                }
                action={
                  ended ? null : toApprove ? (
                    <Button kind="primary" busy={approve.busy} onClick={() => void approve.send({ params })}>
                      {t('sepa.approve')}
                    </Button>
                  ) : (
                    <Button kind="primary" onClick={() => setAsking('hand-over')}>
                      {t('sepa.handOver')}
                    </Button>
                  )
                }
              />
              <Card flush title={t('sepa.entries')}>
                <Entries
                  read={pick(read, (answer) => answer.entries)}
                  onRelease={run.state === 'handed_over' ? setAsking : null}
                />
              </Card>
              <Card title={t('sepa.steps')}>
                <Facts
                  facts={[
                    { label: t('sepa.composedBy'), value: run.composedBy },
                    ...run.steps.map((step) => ({
                      label: t(`sepa.step.${step.outcome}`),
                      value: [step.alone ? t('sepa.alone', { name: step.by }) : step.by, step.reason]
                        .filter(Boolean)
                        .join(': '),
                    })),
                    {
                      label: t('sepa.sha'),
                      value: <code className="tn-code">{run.sha256.slice(0, 16)}…</code>,
                    },
                  ]}
                />
              </Card>
              <Dialog open={asking === 'hand-over'} onClose={close} title={t('sepa.handOver')}>
                <p>{t('sepa.handOverText')}</p>
                <Button kind="primary" busy={over.busy} onClick={() => void over.send({ params })}>
                  {t('sepa.handOver')}
                </Button>
              </Dialog>
              <Dialog open={asking === 'cancel'} onClose={close} title={t('sepa.cancel')}>
                <Form
                  route={cancelRun}
                  params={params}
                  submit={t('sepa.cancel')}
                  onCancel={close}
                  draft="none"
                  initial={{ reason: '' }}
                  onDone={() => {
                    toast({ title: t('sepa.cancelled') });
                    close();
                  }}
                >
                  <TextField name="reason" label={t('sepa.reason')} autoFocus />
                </Form>
              </Dialog>
              <Dialog open={typeof asking === 'number'} onClose={close} title={t('sepa.release')}>
                <Form
                  route={releaseRunItem}
                  params={params}
                  submit={t('sepa.release')}
                  onCancel={close}
                  draft="none"
                  initial={{ reason: '' }}
                  constant={{ itemNo: Number(asking) }}
                  onDone={() => {
                    toast({ title: t('sepa.released') });
                    close();
                  }}
                >
                  <TextField name="reason" label={t('sepa.reason')} autoFocus />
                </Form>
              </Dialog>
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

function Entries({
  read,
  onRelease,
}: {
  readonly read: ReturnType<typeof pick<RunView, RunView['entries']>>;
  readonly onRelease: ((itemNo: number) => void) | null;
}) {
  const t = useWords(sepaUiWords);
  const f = useFormat();
  return (
    <Lines
      label={t('sepa.entries')}
      read={read}
      rows={(entries) => entries}
      rowKey={(entry) => String(entry.itemNo)}
      empty={{ sentence: t('sepa.none') }}
      columns={[
        { key: 'name', head: t('sepa.party'), cell: (entry) => entry.name, phone: 'title' },
        {
          key: 'document',
          head: t('sepa.invoice'),
          cell: (entry) =>
            entry.subject === 'refund' ? (
              entry.remittance
            ) : (
              <Link
                href={
                  entry.subject === 'invoice'
                    ? `/money/invoices/${entry.subjectId}`
                    : `/money/suppliers/${entry.subjectId}`
                }
              >
                {entry.remittance}
              </Link>
            ),
          phone: 'bare',
        },
        { key: 'account', head: t('sepa.account'), cell: (entry) => entry.account, phone: 'bare' },
        {
          key: 'amount',
          head: t('sepa.open'),
          cell: (entry) => f.money(entry.amount, 'EUR'),
          align: 'end',
        },
        {
          key: 'state',
          head: t('sepa.state'),
          cell: (entry) => (
            <>
              <StateTag tone={TONES[entry.state]}>{t(`sepa.entry.${entry.state}`)}</StateTag>{' '}
              {onRelease && entry.state === 'waiting' && (
                <Button kind="quiet" onClick={() => onRelease(entry.itemNo)}>
                  {t('sepa.release')}
                  <span className="tn-hidden"> {entry.remittance}</span>
                </Button>
              )}
            </>
          ),
          phone: 'side',
        },
      ]}
    />
  );
}
