import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { SupplierInvoiceListed } from '../../payables/contract.ts';
import { payableUiWords } from './words.ts';

const TONES: Readonly<Record<SupplierInvoiceListed['state'], Tone>> = {
  parked: 'warn',
  waiting: 'waiting',
  approved: 'running',
  overdue: 'late',
  paid: 'done',
  refused: 'cancelled',
};

export function PayableState({ state }: { readonly state: SupplierInvoiceListed['state'] }) {
  const t = useWords(payableUiWords);
  return <StateTag tone={TONES[state]}>{t(`payables.state.${state}`)}</StateTag>;
}
