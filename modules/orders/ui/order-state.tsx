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

/** The state of an order as word and shape; lateness outranks it. */
export function OrderStateTag({ state, late }: { readonly state: OrderState; readonly late: boolean }) {
  const t = useWords(orderUiWords);
  if (late) return <StateTag tone="late">{t('orders.state.late')}</StateTag>;
  return <StateTag tone={TONES[state]}>{t(`orders.state.${state}`)}</StateTag>;
}
