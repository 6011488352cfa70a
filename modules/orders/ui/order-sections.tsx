import type { Id } from '#domain/kernel/ids.ts';
import { Download } from '#platform/web-kit/files.tsx';
import { MailList } from '#platform/web-kit/mail-list.tsx';
import type { StepState } from '#platform/web-kit/steps.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { getPaper, type OrderView } from '../contract.ts';
import { orderUiWords } from './words.ts';

/** Where the work of each step is done; a step is a link, never a form. */
const STEP_PLACES: Partial<Record<StepState['step'], string>> = {
  optimise: '/cutting',
  schedule: '/schedule',
  cut: '/cutting',
  deliver: '/deliveries',
  invoice: '/money',
};

/** The nine steps as the bar shows them: each a link to the work once there is some. */
export function useSteps(order: OrderView): StepState[] {
  const t = useWords(orderUiWords);
  const f = useFormat();
  return order.steps.map(({ key, state, done, of }) => {
    const href = order.state === 'accepted' ? STEP_PLACES[key] : undefined;
    const note =
      done !== null && of !== null
        ? t('orders.step.count', { done: f.count(done), of: f.count(of) })
        : undefined;
    return {
      step: key,
      state: state === 'waiting' ? 'next' : state === 'now' && order.late ? 'trouble' : state,
      ...(href ? { href } : {}),
      ...(note && key !== 'parts' ? { note } : {}),
    };
  });
}

/** PDFs that went out, and what became of their mails. */
export function Papers({ order }: { readonly order: OrderView }) {
  const t = useWords(orderUiWords);
  if (order.papers.length + order.mails.length === 0)
    return <p className="tn-muted">{t('orders.papers.none')}</p>;
  const label = (paper: OrderView['papers'][number]): string =>
    paper.kind === 'quote'
      ? t('orders.paper.quote', { revision: paper.revision })
      : t('orders.paper.confirmation');
  return (
    <div className="tn-flow">
      {order.papers.map((paper) => (
        <Download
          key={`${paper.kind}-${paper.revision}`}
          route={getPaper}
          input={{ params: { orderId: order.id as Id, kind: paper.kind, revision: paper.revision } }}
          label={label(paper)}
        />
      ))}
      <MailList mails={order.mails} />
    </div>
  );
}

const TOLD = [
  'order.created',
  'order.changed',
  'order.quoted',
  'order.accepted',
  'order.cancelled',
  'work.released',
  'work.withdrawn',
  'work.finished',
  'order.delivered',
  'order.invoiced',
  'order.paid',
] as const;

/** An event of a later release has no sentence here; its name is then told as it is. */
export function EventText({
  name,
  facts,
}: {
  readonly name: string;
  readonly facts: Record<string, unknown>;
}) {
  const t = useWords(orderUiWords);
  const known = TOLD.find((each) => each === name);
  return <>{known ? t(`event.${known}`, facts) : name}</>;
}
