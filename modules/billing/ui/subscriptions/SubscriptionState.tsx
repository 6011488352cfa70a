import { StateTag } from '#platform/web-kit/signs.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { subscriptionUiWords } from './words.ts';

const TONES = { active: 'running', suspended: 'stopped', ended: 'done', ends: 'chosen' } as const;

/** How a subscription stands; one that runs with a last day ahead is said to end. */
export function SubscriptionState({
  of,
}: {
  readonly of: { readonly state: 'active' | 'suspended' | 'ended'; readonly endsOn: string | null };
}) {
  const t = useWords(subscriptionUiWords);
  const state = of.state === 'active' && of.endsOn !== null ? 'ends' : of.state;
  return <StateTag tone={TONES[state]}>{t(`subs.state.${state}`)}</StateTag>;
}
