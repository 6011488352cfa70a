import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import type { Read } from './data.ts';
import { useWords } from './use-words.ts';
import { kitWords } from './words.ts';

export interface EmptyState {
  /** why there is nothing: “No order is late.” */
  readonly sentence: string;
  /** one example of what would stand here */
  readonly example?: string;
  /** the one action that brings the first */
  readonly action?: ReactNode;
}

export function Empty({ sentence, example, action }: EmptyState) {
  const t = useWords(kitWords);
  return (
    <div className="tn-empty">
      <p>{sentence}</p>
      {example && <p className="tn-muted">{t('kit.empty.example', { example })}</p>}
      {action && <div>{action}</div>}
    </div>
  );
}

/**
 * Draws a read: quiet rows while it loads, the reason when it failed or there is no connection, the data when there is
 * any. Data that is old is still shown, with the sentence that says so.
 */
export function WhenRead<T>({
  read,
  rows = 4,
  heading,
  children,
}: {
  readonly read: Read<T>;
  readonly rows?: number;
  /** the page's heading as long as there is no data, where the data brings its own: heard, not seen */
  readonly heading?: string;
  readonly children: (data: T) => ReactNode;
}) {
  const t = useWords(kitWords);
  if (read.data !== undefined)
    return (
      <>
        {read.state === 'offline' && (
          <p className="tn-old" role="status">
            {t('kit.offline.list')}
          </p>
        )}
        {children(read.data)}
      </>
    );
  if (read.state === 'loading')
    return (
      <>
        {heading && <h1 className="tn-hidden">{heading}</h1>}
        <div className="tn-loading" role="status">
          <span className="tn-hidden">{t('kit.loading')}</span>
          {Array.from({ length: rows }, (_, i) => (
            <span key={i} aria-hidden="true" />
          ))}
        </div>
      </>
    );
  const offline = read.state === 'offline';
  const requestId = read.problem?.requestId;
  return (
    <div className="tn-empty" role="alert">
      {heading && <h1 className="tn-hidden">{heading}</h1>}
      <p>{offline ? t('kit.offline.title') : (read.problem?.title ?? t('kit.failed.title'))}</p>
      <p className="tn-muted">
        {offline
          ? t('kit.live.offline')
          : (read.problem?.remedy ??
            (requestId ? t('kit.failed.remedy', { id: requestId }) : t('kit.failed.remedy.plain')))}
      </p>
      <div>
        <Button onClick={read.again}>{t('kit.again')}</Button>
      </div>
    </div>
  );
}

/** A page whose script is on its way: it has its heading from the first frame on, and nothing to be seen yet. */
export function PageToCome() {
  const t = useWords(kitWords);
  return (
    <div aria-busy="true">
      <h1 className="tn-hidden">{t('kit.loading')}</h1>
    </div>
  );
}
