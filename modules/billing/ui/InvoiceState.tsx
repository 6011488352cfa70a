import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { InvoiceView } from '../contract.ts';
import { moneyWords } from './words.ts';

const TONES: Record<InvoiceView['state'], Tone> = {
  open: 'waiting',
  overdue: 'late',
  paid: 'done',
  overpaid: 'warn',
  credited: 'done',
  'written-off': 'warn',
};

export function InvoiceState({ state }: { readonly state: InvoiceView['state'] }) {
  const t = useWords(moneyWords);
  return <StateTag tone={TONES[state]}>{t(`billing.state.${state}`)}</StateTag>;
}
