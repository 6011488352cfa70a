import type { ReactNode } from 'react';
import type { Day, Instant } from '#domain/kernel/days.ts';
import { Button } from './button.tsx';
import { Link } from './navigate.tsx';
import { useFormat } from './use-format.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';
import './kit.css';

/** The nine visible steps of an order, in their order. */
export const ORDER_STEPS = [
  'quote',
  'accept',
  'parts',
  'optimise',
  'schedule',
  'cut',
  'assemble',
  'deliver',
  'invoice',
] as const;
export type OrderStep = (typeof ORDER_STEPS)[number];

export interface StepState {
  readonly step: OrderStep;
  readonly state: 'done' | 'now' | 'next' | 'trouble';
  /** the work itself; a step is a link, never a form */
  readonly href?: string;
  /** “7 of 9 sheets” */
  readonly note?: string;
}

/** The way of an order as one bar. Done and coming steps are grey; only where it stands now has the green. */
export function StepBar({ steps }: { readonly steps: readonly StepState[] }) {
  const t = useWords(kitWords);
  return (
    <nav aria-label={t('kit.steps')} className="tn-steps">
      <ol>
        {steps.map(({ step, state, href, note }) => {
          const content = (
            <>
              <span className="tn-step-mark" aria-hidden="true" />
              <span className="tn-step-name">{t(`kit.step.${step}`)}</span>
              <span className="tn-hidden">{t(`kit.step.${state}`)}</span>
              {note && <span className="tn-step-note">{note}</span>}
            </>
          );
          return (
            <li key={step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
              {href ? <Link href={href}>{content}</Link> : <span>{content}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

export interface Happening {
  readonly id: string;
  readonly at: Instant;
  /** who, as shown: a name, a station, Tenon itself */
  readonly who: string;
  readonly what: ReactNode;
  readonly trouble?: boolean;
  readonly undo?: () => void;
}

/** What happened, newest first: when, who, what, and undo where it can be undone. */
export function Timeline({
  happenings,
  today,
}: {
  readonly happenings: readonly Happening[];
  readonly today: Day;
}) {
  const t = useWords(kitWords);
  const format = useFormat();
  if (happenings.length === 0) return <p className="tn-muted">{t('kit.timeline.empty')}</p>;
  return (
    <ol className="tn-timeline" aria-label={t('kit.timeline')}>
      {happenings.map(({ id, at, who, what, trouble, undo }) => (
        <li key={id} data-trouble={trouble ?? false}>
          <div>
            <p>{what}</p>
            <p className="tn-small tn-muted">
              <time dateTime={at}>{format.moment(at, today)}</time> · {who}
            </p>
          </div>
          {undo && (
            <Button kind="quiet" onClick={undo}>
              {t('kit.undo')}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
