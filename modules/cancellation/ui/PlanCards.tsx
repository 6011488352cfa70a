import type { Day, Instant } from '#domain/kernel/days.ts';
import type { ReactNode } from 'react';
import { createFormat } from '#platform/web-kit/format.ts';
import { Answers, Card, Columns, Facts, Stat, type Fact } from '#platform/web-kit/page.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { PlanView } from '../view-contract.ts';
import { isPlainShare } from './plain-share.ts';
import { cancellationUiWords } from './words.ts';
import './cancellation.css';

interface Props {
  readonly plan: PlanView;
  /** offered below what is owed, where a set-off may be accepted */
  readonly setOff?: ReactNode;
  /** offered beside the notice, where another day would bring a refund */
  readonly offer?: ReactNode;
}

const isNothing = (amount: string): boolean => /^-?0(\.0+)?$/.test(amount);

/** A plan with every date, every amount, and what each is computed from; the same for the preview and the case. */
export function PlanCards({ plan, setOff, offer }: Props) {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, plan.currency);
  const needed = { needed: plan.noticeNeeded };
  const billed: Fact[] = [
    ...plan.renewals.map((one) => ({
      label: t('plan.renewal', days(f, one)),
      value: money(one.total),
    })),
    ...(plan.bridge
      ? [
          {
            label: t('plan.bridge', { ...days(f, plan.bridge), days: plan.bridge.days, of: plan.bridge.of }),
            value: money(plan.bridge.total),
          },
        ]
      : []),
  ];
  return (
    <>
      <Way plan={plan} />
      <Answers>
        <Stat label={t('plan.back')} value={money(plan.total)}>
          {!isNothing(plan.total)
            ? t('plan.back.how', { net: money(plan.net), vat: money(plan.vat) })
            : t(plan.eligible ? 'plan.back.none' : 'plan.back.short')}
        </Stat>
        <Stat label={t('plan.notice')} value={t('plan.notice.days', { days: plan.noticeDays })}>
          {t(plan.eligible ? 'plan.notice.kept' : 'plan.notice.short', needed)}
        </Stat>
        <Stat label={t('plan.owed')} value={money(plan.duesTotal)} trouble={!isNothing(plan.duesTotal)}>
          {t(isNothing(plan.duesTotal) ? 'plan.owed.none' : 'plan.owed.how')}
        </Stat>
      </Answers>
      {plan.offer && (
        <Card>
          <div className="tn-row-apart">
            <p>
              {t('plan.offer', {
                day: f.dayLong(plan.offer.effectiveOn as Day),
                amount: money(plan.offer.total),
              })}
            </p>
            {offer}
          </div>
        </Card>
      )}
      <Columns split="wide-left">
        <div className="cn-stack">
          <Arithmetic plan={plan} />
        </div>
        <div className="cn-stack">
          {plan.dues.length > 0 && (
            <Card title={t('plan.dues')}>
              <Facts
                facts={[
                  ...plan.dues.map(({ number, dueOn, open }) => ({
                    label: t('plan.due', { number, day: f.dayLong(dueOn as Day) }),
                    value: money(open),
                  })),
                  { label: t('plan.duesTotal'), value: money(plan.duesTotal), trouble: true },
                ]}
              />
              <div className="tn-flow-tight">
                {!isNothing(plan.perDay) && (
                  <p className="tn-small tn-muted">{t('plan.perDay', { amount: money(plan.perDay) })}</p>
                )}
                {!isNothing(plan.setOff) && (
                  <p>{t('plan.setOff', { setOff: money(plan.setOff), left: money(plan.stillDue) })}</p>
                )}
                {setOff}
              </div>
            </Card>
          )}
          {billed.length > 0 && (
            <Card title={t('plan.billed')}>
              <Facts facts={billed} />
            </Card>
          )}
          {plan.ways.length > 0 && (
            <Card title={t('plan.ways')}>
              <Facts facts={plan.ways.map(({ to, amount }) => ({ label: to, value: money(amount) }))} />
              <p className="tn-small tn-muted">
                {t('plan.payOutBy', { day: f.dayLong(plan.payOutBy as Day) })}
              </p>
            </Card>
          )}
        </div>
      </Columns>
    </>
  );
}

/** The days of a cancellation one after the other: receipt, last day, end of the grace, deletion. */
function Way({ plan }: { readonly plan: PlanView }) {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  // On the wall clock of the contract, wherever the reader is.
  const there = createFormat({ ...f, zone: plan.zone });
  const last = (plan.effectiveOn ?? plan.plannedOn) as Day;
  const steps = [
    ['received', plan.receivedOn, t('way.received.note')],
    ['last', last, t('way.last.note', { at: there.instant(plan.endsAt as Instant), zone: plan.zone })],
    ['grace', plan.graceUntil, t('way.grace.note')],
    ['deleted', plan.deletedOn, t('way.deleted.note', { day: f.dayLong(plan.backupsGoneBy as Day) })],
  ] as const;
  return (
    <ol className="cn-way" aria-label={t('plan.way')}>
      {steps.map(([what, day, note]) => (
        <li key={what} data-what={what}>
          <span className="tn-label">{t(`way.${what}`)}</span>
          <strong className="tn-num">{f.dayLong(day as Day)}</strong>
          <span className="tn-small tn-muted">{note}</span>
        </li>
      ))}
    </ol>
  );
}

function Arithmetic({ plan }: { readonly plan: PlanView }) {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, plan.currency);
  return (
    <Card title={t('plan.arithmetic')}>
      {plan.lines.length === 0 ? (
        <p>{t('plan.lines.none')}</p>
      ) : (
        <Facts
          facts={[
            ...plan.lines.map((line) => ({
              label: `${line.name} · ${line.invoice}`,
              value: (
                <>
                  {money(line.refund)}
                  <br />
                  <span className="tn-small tn-muted">
                    {t(isPlainShare(line) ? 'plan.line.sum' : 'plan.line.credited', {
                      net: money(line.net),
                      unused: line.unusedDays,
                      days: line.days,
                    })}
                  </span>
                </>
              ),
            })),
            { label: t('plan.net'), value: money(plan.net) },
            { label: t('plan.vat'), value: money(plan.vat) },
            { label: t('plan.total'), value: <strong>{money(plan.total)}</strong> },
          ]}
        />
      )}
      {plan.excluded.length > 0 && (
        <>
          <h3 className="tn-label">{t('plan.excluded')}</h3>
          <Facts
            facts={plan.excluded.map(({ id, name, reason, acceptedOn }) => ({
              label: name,
              value: (
                <span key={id}>
                  {t(`why.${reason}`)}
                  {acceptedOn !== null && `, ${t('plan.acceptedOn', { day: f.dayLong(acceptedOn as Day) })}`}
                </span>
              ),
            }))}
          />
        </>
      )}
    </Card>
  );
}

const days = (f: ReturnType<typeof useFormat>, of: { readonly from: string; readonly until: string }) => ({
  from: f.dayLong(of.from as Day),
  until: f.dayLong(of.until as Day),
});

/** The last day on which everything can still be taken back. */
export const lastDayOf = (plan: PlanView): Day => (plan.effectiveOn ?? plan.plannedOn) as Day;
