import { StateTag, type Tone } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { CaseHead } from '../view-contract.ts';
import { cancellationUiWords } from './words.ts';

const TONES: Readonly<Record<CaseHead['state'], Tone>> = {
  received: 'waiting',
  unverified: 'warn',
  clarifying: 'warn',
  scheduled: 'running',
  held: 'warn',
  ended: 'done',
  closed: 'done',
  withdrawn: 'cancelled',
  lapsed: 'cancelled',
  rejected: 'cancelled',
};

/** The state of a case as a word with its shape. */
export function CaseState({ of }: { readonly of: Pick<CaseHead, 'state'> }) {
  const t = useWords(cancellationUiWords);
  return <StateTag tone={TONES[of.state]}>{t(`state.${of.state}`)}</StateTag>;
}
