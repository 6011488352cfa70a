import { Component, type ReactNode } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { stationWords } from './words.ts';

/** A bug in a page must not take the header with it, which says what is saved. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const t = useWords(stationWords);
  return (
    <div className="tn-notice" data-tone="trouble" role="alert">
      <p>{t('broken')}</p>
      <Button onClick={() => location.reload()}>{t('broken.again')}</Button>
    </div>
  );
}
