import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { OrderState } from '../contract.ts';
import { orderUiWords } from './words.ts';

const TONES: Record<OrderState, Tone> = {
  draft: 'idle',
  quoted: 'waiting',
  accepted: 'running',
  cancelled: 'cancelled',
};

/** What an accepted order is waiting for; `done` once it is paid. */
const STEP_TONES: Readonly<Record<string, Tone>> = { deliver: 'chosen', invoice: 'waiting', done: 'done' };

/** The state of an order as word and shape; an accepted one says where it stands. Lateness outranks it. */
export function OrderStateTag({
  state,
  late,
  step,
}: {
  readonly state: OrderState;
  readonly late: boolean;
  readonly step?: string;
}) {
  const t = useWords(orderUiWords);
  if (late) return <StateTag tone="late">{t('orders.state.late')}</StateTag>;
  const at = state === 'accepted' ? WAITS_FOR.find((each) => each === step) : undefined;
  if (at) return <StateTag tone={STEP_TONES[at] ?? 'running'}>{t(`orders.at.${at}`)}</StateTag>;
  return <StateTag tone={TONES[state]}>{t(`orders.state.${state}`)}</StateTag>;
}

const WAITS_FOR = ['parts', 'optimise', 'schedule', 'cut', 'assemble', 'deliver', 'invoice', 'done'] as const;
