import { useState } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { useRead } from '#platform/web-kit/data.ts';
import { CheckField, DayField, SelectField } from '#platform/web-kit/fields.tsx';
import { Form, FormGrid } from '#platform/web-kit/form.tsx';
import { Facts } from '#platform/web-kit/page.tsx';
import { WhenRead } from '#platform/web-kit/read-state.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat, useToday } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { endSubscription, previewRefund, type SubscriptionView } from '../../subscriptions/contract.ts';
import { subscriptionUiWords } from './words.ts';

/** Sets the last day of service. What would be credited stands below, line by line, before anything is done. */
export function EndForm({ of, onDone }: { readonly of: SubscriptionView; readonly onDone: () => void }) {
  const t = useWords(subscriptionUiWords);
  const today = useToday();
  const first = of.endsOn ?? of.paidUntil;
  const initial = { on: first < today ? today : first, lastTerm: 'part', refund: false };
  const [day, setDay] = useState(initial.on);
  return (
    <Form
      route={endSubscription}
      params={{ subscriptionId: of.id as Id }}
      initial={initial}
      submit={t('subs.setEnd')}
      draft="none"
      onCancel={onDone}
      onBody={(body) => setDay(body?.on ?? '')}
      onDone={() => {
        toast({ title: t('subs.endSet') });
        onDone();
      }}
    >
      <FormGrid>
        <DayField name="on" label={t('subs.endOn')} min={today} />
        <SelectField
          name="lastTerm"
          label={t('subs.lastTerm')}
          options={(['part', 'whole'] as const).map((value) => ({
            value,
            label: t(`subs.lastTerm.${value}`),
          }))}
        />
        <CheckField name="refund" label={t('subs.refundAtEnd')} />
      </FormGrid>
      {day !== '' && <RefundOn subscriptionId={of.id as Id} on={day as Day} />}
    </Form>
  );
}

/** What would be credited if a day were the last: per line, and as one credit note per original invoice. */
function RefundOn({ subscriptionId, on }: { readonly subscriptionId: Id; readonly on: Day }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const today = useToday();
  const read = useRead(
    previewRefund,
    { params: { subscriptionId }, query: { on } as never },
    { live: ['invoice.', 'subscription.'] },
  );
  return (
    <section aria-live="polite">
      <h3>{t('subs.refundTitle')}</h3>
      <WhenRead read={read}>
        {(refund) => (
          <Facts
            facts={[
              { label: t('subs.endsAt'), value: f.moment(refund.endsAt as Instant, today) },
              ...refund.lines.map((line) => ({
                label: `${line.name} · ${line.invoice} · ${t('subs.refundLine', { unused: line.unusedDays, days: line.days })}`,
                value: line.excluded
                  ? t(`subs.refundExcluded.${line.excluded}`)
                  : f.money(line.refund, refund.currency),
              })),
              ...refund.notes.map((note) => ({
                label: t('subs.refundNote', { invoice: note.invoice }),
                value: t('subs.ofWhichTax', {
                  gross: f.money(note.gross, refund.currency),
                  tax: f.money(note.tax, refund.currency),
                }),
              })),
              refund.notes.length === 0
                ? { label: t('subs.refundSum'), value: t('subs.refundNothing') }
                : {
                    label: t('subs.refundSum'),
                    value: <strong>{f.money(refund.gross, refund.currency)}</strong>,
                  },
            ]}
          />
        )}
      </WhenRead>
    </section>
  );
}
