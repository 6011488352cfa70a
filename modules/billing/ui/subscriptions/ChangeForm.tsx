import { useId, useState } from 'react';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Facts } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import {
  changeSubscription,
  listPlans,
  previewChange,
  type ChangePreview,
  type SubscriptionView,
} from '../../subscriptions/contract.ts';
import { AcceptedBy } from './AcceptedBy.tsx';
import { subscriptionUiWords } from './words.ts';

type Slot = SubscriptionView['slots'][number];
const TIMES = ['now', 'term-end'] as const;

/**
 * Changes one place of a subscription, or adds something beside it. First what is wanted, then what it costs (credit,
 * charge, tax, from which day on), and only then who accepted it.
 */
export function ChangeForm({
  of,
  slot,
  onDone,
}: {
  readonly of: SubscriptionView;
  /** null: something new beside what there is */
  readonly slot: Slot | null;
  readonly onDone: () => void;
}) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const locale = useLocale();
  const ids = useId();
  const [planId, setPlanId] = useState(slot?.planId ?? '');
  const [pieces, setPieces] = useState(String(slot?.quantity ?? 1));
  const [when, setWhen] = useState<(typeof TIMES)[number]>('now');
  const plans = useRead(listPlans, {}, { live: ['service-plan.'] });
  const kind = slot?.kind ?? 'addon';
  const fitting = (plans.data?.plans ?? []).filter(
    (plan) =>
      plan.kind === kind &&
      plan.months === of.months &&
      (plan.onSale || plan.id === slot?.planId) &&
      plan.prices.some(({ currency }) => currency === of.currency),
  );
  const quantity = /^\d{1,5}$/.test(pieces) ? Number(pieces) : null;
  const params = { subscriptionId: of.id as Id };
  const asked = {
    ...(slot ? { slotId: slot.slotId as Id } : {}),
    planId: planId as Id,
    quantity: quantity ?? 0,
    when,
  };
  const ready = planId !== '' && quantity !== null;
  const changed = slot === null || planId !== slot.planId || quantity !== slot.quantity;
  const preview = useRead(
    previewChange,
    { params, query: asked as never },
    { when: ready && changed, live: ['invoice.', 'subscription.'] },
  );
  const priceOf = (plan: (typeof fitting)[number]): string =>
    f.money(plan.prices.find(({ currency }) => currency === of.currency)!.net, of.currency);
  return (
    <div className="tn-flow">
      <div className="tn-form-grid">
        <div className="tn-field">
          <label htmlFor={`${ids}-plan`}>{t('subs.plan')}</label>
          <span className="tn-input">
            <select id={`${ids}-plan`} value={planId} onChange={(event) => setPlanId(event.target.value)}>
              {planId === '' && <option value="">{t('subs.choosePlan')}</option>}
              {fitting.map((plan) => (
                <option key={plan.id} value={plan.id}>
                  {`${plan.code} · ${plan.name[locale]} · ${priceOf(plan)}`}
                </option>
              ))}
            </select>
          </span>
        </div>
        <div className="tn-field">
          <label htmlFor={`${ids}-pieces`}>{t('subs.quantity')}</label>
          <span className="tn-input">
            <input
              id={`${ids}-pieces`}
              inputMode="numeric"
              value={pieces}
              onChange={(event) => setPieces(event.target.value)}
            />
          </span>
        </div>
        <div className="tn-field">
          <label htmlFor={`${ids}-when`}>{t('subs.when')}</label>
          <span className="tn-input">
            <select
              id={`${ids}-when`}
              value={when}
              onChange={(event) => setWhen(event.target.value as (typeof TIMES)[number])}
            >
              {TIMES.map((value) => (
                <option key={value} value={value}>
                  {t(`subs.when.${value}`)}
                </option>
              ))}
            </select>
          </span>
        </div>
      </div>
      <section aria-live="polite" aria-label={t('subs.previewTitle')}>
        {!(ready && changed) && <p className="tn-muted">{t('subs.previewAsk')}</p>}
        {ready && changed && preview.problem && (
          <p>
            {preview.problem.title} {preview.problem.remedy}
          </p>
        )}
        {ready && changed && preview.data && <Preview of={preview.data} />}
      </section>
      <Form
        route={changeSubscription}
        params={params}
        constant={asked}
        submit={t('subs.apply')}
        refused={ready && changed ? (preview.problem?.title ?? null) : t('subs.previewAsk')}
        draft="none"
        onCancel={onDone}
        onDone={() => {
          toast({ title: t('subs.changed') });
          onDone();
        }}
      >
        <FormGrid>{quantity !== 0 && <AcceptedBy />}</FormGrid>
      </Form>
    </div>
  );
}

function Preview({ of }: { readonly of: ChangePreview }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const money = (amount: string): string => f.money(amount, of.currency);
  const withTax = (row: { gross: string; tax: string }, sign = ''): string =>
    t('subs.ofWhichTax', { gross: money(`${sign}${row.gross}`), tax: money(`${sign}${row.tax}`) });
  const from = f.dayLong(of.fromOn as Day);
  const days = { from, until: f.dayLong(of.until as Day), days: of.days };
  return (
    <>
      {of.credits.length === 0 && Number(of.charge.gross) === 0 ? (
        <p>{t('subs.previewNothing', { day: from, net: money(of.termNet) })}</p>
      ) : (
        <Facts
          facts={[
            ...of.credits.map((credit) => ({
              label: t('subs.credit', { invoice: credit.invoice }),
              value: withTax(credit, '-'),
            })),
            { label: t('subs.charge', days), value: withTax(of.charge) },
            { label: t('subs.difference'), value: <strong>{money(of.difference)}</strong> },
            { label: t('subs.termNet'), value: money(of.termNet) },
          ]}
        />
      )}
      <p className="tn-small tn-muted">
        {t('subs.termsShown')}: {of.terms}
      </p>
    </>
  );
}
