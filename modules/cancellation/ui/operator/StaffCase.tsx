import { useState } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getCase, retryDuties, type StaffCase as Case } from '../../contract.ts';
import { CaseCards, DataBack } from '../CaseCards.tsx';
import { CaseState } from '../CaseState.tsx';
import { useCaseWords } from '../case-words.ts';
import { PlanCards } from '../PlanCards.tsx';
import { Decide, Move, Pay, Waive, Withdraw } from './Decisions.tsx';
import { operatorCaseWords } from './words.ts';

const ACTS = { decide: Decide, move: Move, withdraw: Withdraw, waive: Waive, pay: Pay } as const;
type Act = keyof typeof ACTS;

/** What staff may do in this state; whoever presses in a state that changed meanwhile is told so by the server. */
function actsOf(of: Case): Act[] {
  const planned = of.state === 'scheduled' || of.state === 'held';
  const short = of.eligible === false && (planned || of.state === 'ended');
  return [
    ...(of.state === 'received' ? (['decide'] as const) : []),
    ...(planned ? (['move', 'withdraw'] as const) : []),
    ...(short ? (['waive'] as const) : []),
    ...(of.payouts.some(({ state }) => state !== 'paid') ? (['pay'] as const) : []),
  ];
}

/** One case with everything that happened to it, what only staff sees of it, and the decisions. */
export default function StaffCase() {
  const t = useWords(operatorCaseWords);
  const f = useFormat();
  const today = useToday();
  const words = useCaseWords();
  const cancellationCaseId = useParam('cancellationCaseId') as Id;
  const read = useRead(
    getCase,
    { params: { cancellationCaseId } },
    { live: ['cancellation.', 'invoice.', 'payment.'] },
  );
  const [act, setAct] = useState<Act | null>(null);
  const done = (title: string): void => {
    toast({ title });
    setAct(null);
  };
  const Chosen = act && ACTS[act];
  return (
    <Page>
      <WhenRead read={read} heading={t('one')}>
        {(of) => {
          const [first, ...more] = actsOf(of);
          return (
            <>
              <PageHead
                sentence={words.sentence(of)}
                note={[of.number, of.customer || t('unknown'), f.dayLong(of.receivedOn as Day)].join(' · ')}
                tag={<CaseState of={of} />}
                back={{ href: '/operator/cancellations', label: t('title') }}
                more={more.map((what) => (
                  <Button key={what} onClick={() => setAct(what)}>
                    {t(what)}
                  </Button>
                ))}
                action={
                  first && (
                    <Button kind={first === 'decide' ? 'primary' : 'plain'} onClick={() => setAct(first)}>
                      {t(first)}
                    </Button>
                  )
                }
              />
              <Columns>
                <Card title={t('said')}>
                  <p style={{ whiteSpace: 'pre-wrap' }}>{of.said}</p>
                </Card>
                <Card>
                  <Facts
                    facts={[
                      { label: t('from'), value: of.sender },
                      { label: t('judged'), value: of.judged },
                      { label: t('channel'), value: t(`channel.${of.channel}`) },
                      { label: t('customer'), value: of.customer || t('unknown') },
                      {
                        label: t('head.received'),
                        value: f.moment(of.receivedAt as Instant, today),
                      },
                    ]}
                  />
                </Card>
              </Columns>
              {of.plan && <PlanCards plan={of.plan} />}
              <Duties of={of} />
              <DataBack of={of} />
              <CaseCards of={of} />
              {act && Chosen && (
                <Dialog open onClose={() => setAct(null)} title={t(`${act}.title`)} width={40}>
                  <Chosen of={of} onDone={done} />
                </Dialog>
              )}
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

const TONES: Readonly<Record<Case['duties'][number]['state'], Tone>> = {
  waiting: 'waiting',
  done: 'done',
  dropped: 'cancelled',
  refused: 'late',
};
const DUTIES = [
  'answer',
  'ticket',
  'task',
  'open_cases',
  'plan_end',
  'undo_plan',
  'final_invoice',
  'final_backup',
  'end_access',
  'restore_access',
  'credit',
  'reverse_credit',
  'delete_data',
] as const;

/** What follows from the events of the case, done once each, and what could not be done. */
function Duties({ of }: { readonly of: Case }) {
  const t = useWords(operatorCaseWords);
  const f = useFormat();
  const today = useToday();
  const retry = useChange(retryDuties, { onDone: () => toast({ title: t('duty.retried') }) });
  const stuck = of.duties.some(({ state }) => state === 'refused');
  const name = (what: string): string => {
    const known = DUTIES.find((one) => one === what);
    return known ? t(`duty.${known}`) : t('duty.mail', { what });
  };
  return (
    <Card
      flush
      title={t('duties')}
      side={
        stuck && (
          <Button
            busy={retry.busy}
            onClick={() => void retry.send({ params: { cancellationCaseId: of.id as Id } })}
          >
            {t('duty.retry')}
          </Button>
        )
      }
    >
      <Lines
        label={t('duties')}
        read={{ state: 'ready', data: of.duties, problem: null, again: () => undefined }}
        rows={(duties) => duties}
        rowKey={({ seq, no }) => `${seq}.${no}`}
        trouble={({ state }) => state === 'refused'}
        empty={{ sentence: '–' }}
        columns={[
          { key: 'what', head: t('duties'), phone: 'title', cell: ({ what }) => name(what) },
          {
            key: 'state',
            head: t('head.state'),
            phone: 'side',
            cell: ({ state }) => <StateTag tone={TONES[state]}>{t(`duty.${state}`)}</StateTag>,
          },
          { key: 'why', head: t('reason'), cell: ({ why }) => why },
          {
            key: 'at',
            head: t('duty.done'),
            cell: ({ doneAt }) => (doneAt === null ? '–' : f.moment(doneAt as Instant, today)),
          },
        ]}
      />
    </Card>
  );
}
