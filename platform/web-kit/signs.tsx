import type { ReactNode } from 'react';

/**
 * What a state means to the factory. Grey shapes are a working factory; `warn`, `late` and `stopped` are trouble.
 * Every tone has its own shape, so that no information hangs on colour.
 */
export type Tone =
  'idle' | 'waiting' | 'running' | 'done' | 'chosen' | 'warn' | 'late' | 'stopped' | 'cancelled';

const SHAPES: Record<Tone, ReactNode> = {
  idle: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />
  ),
  waiting: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  running: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 6V1.5A4.5 4.5 0 0 1 6 10.5Z" fill="currentColor" />
    </>
  ),
  done: (
    <path
      d="M2 6.5 4.8 9.3 10 3.4"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  chosen: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="6" cy="6" r="2" fill="currentColor" />
    </>
  ),
  warn: (
    <path d="M6 1.2 11 10.4H1Z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
  ),
  late: (
    <path
      d="M6 1.2 11 10.4H1Z"
      fill="currentColor"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeLinejoin="round"
    />
  ),
  stopped: <rect x="1.75" y="1.75" width="8.5" height="8.5" rx="1.5" fill="currentColor" />,
  cancelled: (
    <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
  ),
};

/** A state as a word with a shape before it. */
export function StateTag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className="tn-tag" data-tone={tone}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[tone]}
      </svg>
      {children}
    </span>
  );
}

export interface BarProps {
  /** between 0 and 1; anything else is cut off */
  readonly share: number;
  /** what it measures, for those who do not see it: `sheet 7 of 9` */
  readonly label: string;
  readonly tone?: 'work' | 'action' | 'trouble';
}

/** How far something is. Grey while all is well. */
export function Bar({ share, label, tone = 'work' }: BarProps) {
  const percent = Math.round(Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * 100);
  return (
    <span
      className="tn-bar"
      data-tone={tone}
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ width: `${percent}%` }} />
    </span>
  );
}
