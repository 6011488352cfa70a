import { useState } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { useGo, useParam, useUrlState } from '#platform/web-kit/navigate.tsx';
import { Card, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { listMine, previewMine, requestMine } from '../contract.ts';
import { lastDayOf, PlanCards } from './PlanCards.tsx';
import { cancellationUiWords } from './words.ts';

/** What a cancellation would do, with every date and amount, before anything is sent; one press sends it. */
export default function CancelPage() {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const go = useGo();
  const subscriptionId = useParam('subscriptionId') as Id;
  const [on, setOn] = useUrlState('on');
  const params = { subscriptionId };
  const read = useRead(previewMine, { params, query: on === '' ? {} : { on: on as Day } });
  const mine = useRead(listMine);
  const send = useChange(requestMine, {
    onDone: ({ id }) => {
      toast({ title: t('plan.sent') });
      go(`/my-services/cases/${id}`);
    },
  });
  const known = mine.data?.subscriptions.find(({ id }) => id === subscriptionId);
  const subscription = known ? `${known.name} · ${known.number}` : t('mine.name');
  return (
    <Page>
      <WhenRead read={read} heading={t('plan.title')}>
        {(plan) => {
          const day = f.dayLong(lastDayOf(plan));
          return (
            <>
              <PageHead
                sentence={t('plan.sentence', { subscription, day })}
                note={t('plan.note')}
                back={{ href: '/my-services', label: t('mine.title') }}
                action={
                  <Button
                    kind="primary"
                    busy={send.busy}
                    onClick={() => void send.send({ params, body: { on: on === '' ? null : (on as Day) } })}
                  >
                    {t('plan.send')}
                  </Button>
                }
              />
              <PlanCards
                plan={plan}
                offer={
                  plan.offer && (
                    <Button onClick={() => setOn(plan.offer?.effectiveOn ?? '')}>
                      {t('plan.offer.take', { day: f.dayLong(plan.offer.effectiveOn as Day) })}
                    </Button>
                  )
                }
              />
              <Card title={t('plan.on')}>
                <OtherDay key={on} on={on} fallback={plan.plannedOn} take={setOn} />
              </Card>
              <p className="tn-muted">
                {t('plan.stop', { day })} <a href="/policy/cancellation">{t('plan.rules')}</a>
              </p>
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

/** Another last day to compute for; empty is the earliest one. */
function OtherDay({
  on,
  fallback,
  take,
}: {
  readonly on: string;
  readonly fallback: string;
  readonly take: (day: string) => void;
}) {
  const t = useWords(cancellationUiWords);
  const today = useToday();
  const [day, setDay] = useState(on === '' ? fallback : on);
  return (
    <form
      className="tn-form"
      onSubmit={(event) => {
        event.preventDefault();
        take(day);
      }}
    >
      <div className="tn-field">
        <label htmlFor="cancel-on">{t('plan.on')}</label>
        <span className="tn-input">
          <input
            id="cancel-on"
            type="date"
            min={today}
            value={day}
            aria-describedby="cancel-on-hint"
            onChange={(event) => setDay(event.target.value)}
          />
        </span>
        <span className="tn-small tn-muted" id="cancel-on-hint">
          {t('plan.on.hint')}
        </span>
      </div>
      <div className="tn-row">
        <Button type="submit">{t('plan.on.show')}</Button>
        {on !== '' && (
          <Button kind="quiet" onClick={() => take('')}>
            {t('plan.on.earliest')}
          </Button>
        )}
      </div>
    </form>
  );
}
