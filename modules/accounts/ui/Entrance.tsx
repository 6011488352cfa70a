import type { ReactNode } from 'react';
import { Mark } from '#platform/web-kit/mark.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { SampleBoard } from './SampleBoard.tsx';
import { accountsWords } from './words.ts';
import './sign-in.css';

/** The frame of everything that happens before somebody is signed in. */
export function Entrance({ children }: { readonly children: ReactNode }) {
  const t = useWords(accountsWords);
  return (
    <main className="si">
      <div className="si-side">
        <div className="si-brand">
          <Mark />
          Tenon
        </div>
        <div className="si-box">{children}</div>
        <p className="tn-small">
          <a href="/home">{t('signin.site')}</a> · <a href="/policy/privacy">{t('signin.privacy')}</a> ·{' '}
          <a href="/cookies">{t('signin.cookies')}</a>
        </p>
      </div>
      <div className="si-board" aria-hidden="true">
        <SampleBoard />
        <p>{t('signin.claim')}</p>
      </div>
    </main>
  );
}
