import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { Card } from '#platform/web-kit/page.tsx';
import { toast } from '#platform/web-kit/toasts.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { renewNow, type SubscriptionView } from '../../subscriptions/contract.ts';
import { subscriptionUiWords } from './words.ts';

/** Why what is due was not invoiced, and one press to try again once it is mended; nothing where all is well. */
export function Refused({ of }: { readonly of: SubscriptionView }) {
  const t = useWords(subscriptionUiWords);
  const f = useFormat();
  const again = useChange(renewNow, { onDone: () => toast({ title: t('subs.renewed') }) });
  if (of.refused === null) return null;
  const { since, title, remedy, faults } = of.refused;
  return (
    <Card title={t('subs.refused', { day: f.dayLong(since.slice(0, 10) as Day) })}>
      <p className="tn-strong">{title}</p>
      <p>{remedy}</p>
      {faults.map((fault, at) => (
        <p key={at} className="tn-muted">
          {fault}
        </p>
      ))}
      <Button
        kind="primary"
        busy={again.busy}
        onClick={() => void again.send({ params: { subscriptionId: of.id as Id } })}
      >
        {t('subs.renewNow')}
      </Button>
    </Card>
  );
}
