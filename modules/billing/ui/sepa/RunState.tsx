import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { RunView } from '../../sepa/contract.ts';
import { sepaUiWords } from './words.ts';

const TONES: Readonly<Record<RunView['state'], Tone>> = {
  composed: 'waiting',
  approved: 'running',
  handed_over: 'done',
  cancelled: 'cancelled',
};

export function RunState({ state }: { readonly state: RunView['state'] }) {
  const t = useWords(sepaUiWords);
  return <StateTag tone={TONES[state]}>{t(`sepa.state.${state}`)}</StateTag>;
}
