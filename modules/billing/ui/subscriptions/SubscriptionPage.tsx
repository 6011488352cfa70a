import { useState } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { Link, useParam } from '#platform/web-kit/navigate.tsx';
import { Card, Columns, Facts, Page, PageHead } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { Timeline } from '#platform/web-kit/steps.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { endSubscription, getSubscription, type SubscriptionView } from '../../subscriptions/contract.ts';
import { ChangeForm } from './ChangeForm.tsx';
import { EndForm } from './EndForm.tsx';
import { Refused } from './Refused.tsx';
import { SubscriptionState } from './SubscriptionState.tsx';
import { SubscriptionLines } from './SubscriptionLines.tsx';
import { CreditForm, WorkForm } from './WorkForm.tsx';
import { subscriptionUiWords } from './words.ts';

type Doing = 'change' | 'add' | 'end' | 'work' | 'credit';

/** One subscription: its contract, what is subscribed, what was billed, and everything that can be done with it. */
export default function SubscriptionPage() {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const today = useToday();
  const subscriptionId = useParam('subscriptionId') as Id;
  const live = ['subscription.', 'invoice.', 'payment.'];
  const read = useRead(getSubscription, { params: { subscriptionId } }, { live });
  const [doing, setDoing] = useState<Doing | null>(null);
  const [slotId, setSlotId] = useState<string | null>(null);
  const goOn = useChange(endSubscription, { onDone: () => toast({ title: t('subs.wentOn') }) });
  const sentence = useSentence();
  const close = (): void => setDoing(null);
  return (
    <Page>
      <WhenRead read={read}>
        {(of) => {
          const ended = of.state === 'ended';
          const act = (what: Doing, label: string) => <Button onClick={() => setDoing(what)}>{label}</Button>;
          return (
            <>
              <PageHead
                sentence={sentence(of)}
                note={<Link href={`/customers/${of.customerId}`}>{of.customerName}</Link>}
                tag={<SubscriptionState of={of} />}
                back={{ href: '/money/subscriptions', label: t('subs.title') }}
                more={
                  ended ? null : (
                    <>
                      {act('add', t('subs.add'))}
                      {act('work', t('subs.work'))}
                      {act('credit', t('subs.creditDays'))}
                      {of.end ? (
                        <Button
                          busy={goOn.busy}
                          onClick={() =>
                            void goOn.send({
                              params: { subscriptionId },
                              body: { on: null, lastTerm: 'part', refund: false },
                            })
                          }
                        >
                          {t('subs.goOn')}
                        </Button>
                      ) : (
                        act('end', t('subs.end'))
                      )}
                    </>
                  )
                }
                action={
                  ended ? null : (
                    <Button
                      kind="primary"
                      onClick={() => {
                        setSlotId(of.slots[0]?.slotId ?? null);
                        setDoing('change');
                      }}
                    >
                      {t('subs.change')}
                    </Button>
                  )
                }
              />
              <Refused of={of} />
              <Columns split="wide-left">
                <Subscribed
                  of={of}
                  onChange={(slot) => {
                    setSlotId(slot);
                    setDoing('change');
                  }}
                />
                <Contract of={of} />
              </Columns>
              <SubscriptionLines read={read} />
              <Columns>
                <Card title={t('subs.accepted')}>
                  {of.accepted.map((terms, at) => (
                    <p key={at}>
                      {terms.shown}
                      <br />
                      <span className="tn-small tn-muted">
                        {t('subs.acceptedOn', { who: terms.by, day: f.dayLong(terms.on as Day) })}
                      </span>
                    </p>
                  ))}
                </Card>
                <Card title={t('subs.history')}>
                  <Timeline
                    today={today}
                    happenings={of.timeline.map((event) => ({
                      id: event.id,
                      at: event.at as Instant,
                      who: event.by,
                      what: t(happened(event.name)),
                    }))}
                  />
                </Card>
              </Columns>
              <Dialog open={doing === 'change'} onClose={close} title={t('subs.changeTitle')}>
                <ChangeForm
                  of={of}
                  slot={of.slots.find((slot) => slot.slotId === slotId) ?? null}
                  onDone={close}
                />
              </Dialog>
              <Dialog open={doing === 'add'} onClose={close} title={t('subs.addTitle')}>
                <ChangeForm of={of} slot={null} onDone={close} />
              </Dialog>
              <Dialog open={doing === 'end'} onClose={close} title={t('subs.endTitle')}>
                <EndForm of={of} onDone={close} />
              </Dialog>
              <Dialog open={doing === 'work'} onClose={close} title={t('subs.workTitle')}>
                <WorkForm of={of} onDone={close} />
              </Dialog>
              <Dialog open={doing === 'credit'} onClose={close} title={t('subs.creditTitle')}>
                <CreditForm of={of} onDone={close} />
              </Dialog>
            </>
          );
        }}
      </WhenRead>
    </Page>
  );
}

/** How a subscription stands, as a sentence. */
function useSentence(): (of: SubscriptionView) => string {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  return (of) => {
    const { number } = of;
    if (of.state === 'ended') return t('subs.endedSentence', { number });
    if (of.state === 'suspended') return t('subs.suspendedSentence', { number });
    if (of.endsOn !== null) return t('subs.endsSentence', { number, day: f.dayLong(of.endsOn as Day) });
    return t('subs.activeSentence', { number, plan: of.plan, customer: of.customerName });
  };
}

const HAPPENINGS = [
  'ordered',
  'billed',
  'changed',
  'work-added',
  'credited',
  'suspended',
  'resumed',
  'end-planned',
  'continued',
  'ended',
  'refused',
] as const;

/** The sentence of an event; one that another release knows is told as something. */
function happened(name: string): `subs.event.${(typeof HAPPENINGS)[number] | 'other'}` {
  const known = HAPPENINGS.find((each) => name === `subscription.${each}`);
  return `subs.event.${known ?? 'other'}`;
}

function Contract({ of }: { readonly of: SubscriptionView }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const today = useToday();
  return (
    <Card title={t('subs.terms')}>
      <Facts
        facts={[
          {
            label: t('subs.term'),
            value: t('subs.renews', { months: of.months, day: f.dayLong(of.anchorOn as Day) }),
          },
          { label: t('subs.paidUntil'), value: f.dayLong(of.paidUntil as Day) },
          {
            label: t('subs.next'),
            value: of.renewsOn === null ? t('subs.noNext') : f.dayLong(of.renewsOn as Day),
            trouble: of.late,
          },
          ...(of.end
            ? [
                { label: t('subs.lastDay'), value: f.dayLong(of.end.on as Day) },
                { label: t('subs.endsAt'), value: f.moment(of.end.at as Instant, today) },
                { label: t('subs.lastTerm'), value: t(`subs.lastTerm.${of.end.lastTerm}`) },
              ]
            : []),
          { label: t('subs.perMonth'), value: f.money(of.perMonth, of.currency) },
          { label: t('subs.zone'), value: of.zone },
        ]}
      />
    </Card>
  );
}

/** What is subscribed now, and what holds from the next term on. */
function Subscribed({
  of,
  onChange,
}: {
  readonly of: SubscriptionView;
  readonly onChange: (slotId: string) => void;
}) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  return (
    <Card title={t('subs.subscribed')}>
      <Facts
        facts={[
          ...of.slots.map((slot) => ({
            label: `${f.count(slot.quantity)} × ${slot.plan} · ${t(`subs.kind.${slot.kind}`)}`,
            value: (
              <>
                {f.money(slot.net, of.currency)}{' '}
                {of.state !== 'ended' && slot.kind === 'addon' && (
                  <Button kind="quiet" onClick={() => onChange(slot.slotId)}>
                    {t('subs.change')}
                    <span className="tn-hidden"> {slot.plan}</span>
                  </Button>
                )}
              </>
            ),
          })),
          ...of.planned.map((slot) => ({
            label: `${f.count(slot.quantity)} × ${slot.plan} · ${t('subs.planned', { day: f.dayLong(slot.fromOn as Day) })}`,
            value: f.money(slot.net, of.currency),
          })),
        ]}
      />
      <p className="tn-small tn-muted">{t('subs.ofTerm')}</p>
    </Card>
  );
}
