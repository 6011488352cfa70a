import { useState } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { DayField } from '#platform/web-kit/fields.tsx';
import { Form } from '#platform/web-kit/form.tsx';
import { useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  answerMine,
  backupMine,
  confirmMine,
  getMine,
  moveMine,
  setOffMine,
  withdrawMine,
} from '../contract.ts';
import type { CaseView } from '../view-contract.ts';
import { CaseCards, DataBack } from './CaseCards.tsx';
import { CaseState } from './CaseState.tsx';
import { useCaseWords } from './case-words.ts';
import { PlanCards } from './PlanCards.tsx';
import { cancellationUiWords } from './words.ts';

/** One cancellation as its customer sees it: the same numbers as in the mails, and everything that can be done. */
export default function MyCase() {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const today = useToday();
  const words = useCaseWords();
  const cancellationCaseId = useParam('cancellationCaseId') as Id;
  const params = { cancellationCaseId };
  const read = useRead(getMine, { params });
  const [moving, setMoving] = useState(false);
  const done = (title: string) => ({ onDone: () => toast({ title }) });
  const stop = useChange(withdrawMine, done(t('case.stopped')));
  const confirm = useChange(confirmMine, done(t('case.confirmed')));
  const setOff = useChange(setOffMine, done(t('case.setOff.done')));
  const backup = useChange(backupMine, done(t('case.data.asked')));
  const move = useChange(moveMine, done(t('case.moved')));
  return (
    <Page>
      <WhenRead read={read} heading={t('mine.cases')}>
        {(of) => {
          const can = (what: CaseView['allowed'][number]): boolean => of.allowed.includes(what);
          return (
            <>
              <PageHead
                sentence={words.sentence(of)}
                note={t('case.note', { case: of.number, day: f.dayLong(of.receivedOn as Day) })}
                tag={<CaseState of={of} />}
                back={{ href: '/my-services', label: t('mine.title') }}
                more={
                  <>
                    {can('not-us') && !can('withdraw') && (
                      <Button
                        kind="danger"
                        busy={stop.busy}
                        onClick={() => void stop.send({ params, body: { notUs: true } })}
                      >
                        {t('case.notUs')}
                      </Button>
                    )}
                    {can('move') && <Button onClick={() => setMoving(true)}>{t('case.move')}</Button>}
                    {can('withdraw') && (
                      <Button
                        busy={stop.busy}
                        onClick={() => void stop.send({ params, body: { notUs: false } })}
                      >
                        {t('case.stop')}
                      </Button>
                    )}
                  </>
                }
                action={
                  can('confirm') && (
                    <Button kind="primary" busy={confirm.busy} onClick={() => void confirm.send({ params })}>
                      {t('case.confirm')}
                    </Button>
                  )
                }
              />
              {can('answer') && <Choices of={of} />}
              {of.plan && (
                <PlanCards
                  plan={of.plan}
                  offer={
                    of.plan.offer &&
                    can('move') && (
                      <Button
                        busy={move.busy}
                        onClick={() =>
                          void move.send({ params, body: { on: of.plan?.offer?.effectiveOn as Day } })
                        }
                      >
                        {t('plan.offer.take', { day: f.dayLong(of.plan.offer.effectiveOn as Day) })}
                      </Button>
                    )
                  }
                  setOff={
                    can('set-off') && (
                      <Button busy={setOff.busy} onClick={() => void setOff.send({ params })}>
                        {t('case.setOff')}
                      </Button>
                    )
                  }
                />
              )}
              <DataBack of={of} ask={{ busy: backup.busy, send: () => void backup.send({ params }) }} />
              <CaseCards of={of} />
              <Dialog open={moving} onClose={() => setMoving(false)} title={t('case.move.title')}>
                <Form
                  route={moveMine}
                  params={params}
                  initial={{ on: of.lastOn ?? today }}
                  draft="none"
                  onCancel={() => setMoving(false)}
                  onDone={() => {
                    toast({ title: t('case.moved') });
                    setMoving(false);
                  }}
                >
                  <DayField name="on" label={t('plan.on')} min={today} />
                </Form>
              </Dialog>
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

/** Which services the request meant, while that is asked. */
function Choices({ of }: { readonly of: CaseView }) {
  const t = useWords(cancellationUiWords);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const answer = useChange(answerMine, { onDone: () => toast({ title: t('case.answered') }) });
  return (
    <Card title={t('case.answer')}>
      <div className="tn-flow">
        <fieldset className="cn-choices">
          <legend className="tn-hidden">{t('case.answer')}</legend>
          {of.choices.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  setChosen((now) => (target.checked ? [...now, id] : now.filter((one) => one !== id)))
                }
              />
              {name}
            </label>
          ))}
        </fieldset>
        <div className="tn-row">
          <Button
            kind="primary"
            busy={answer.busy}
            refused={chosen.length === 0 ? t('case.answer') : null}
            onClick={() =>
              void answer.send({
                params: { cancellationCaseId: of.id as Id },
                body: { subscriptionIds: [...chosen] as Id[] },
              })
            }
          >
            {t('case.answer.send')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
