import { useEffect, useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { stationWords } from './words.ts';

/** What Chromium hands a page that may be installed. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

const VISITS = 'tenon.station.visits';

/** Offered once, at the second visit: by then it is clear that this device stays a station. */
export function InstallHint() {
  const t = useWords(stationWords);
  const [offer, setOffer] = useState<InstallEvent | null>(null);
  useEffect(() => {
    const visits = Number(localStorage.getItem(VISITS) ?? '0') + (sessionStorage.getItem(VISITS) ? 0 : 1);
    sessionStorage.setItem(VISITS, 'counted');
    localStorage.setItem(VISITS, String(visits));
    const onOffer = (event: Event): void => {
      event.preventDefault();
      if (visits === 2) setOffer(event as InstallEvent);
    };
    window.addEventListener('beforeinstallprompt', onOffer);
    return () => window.removeEventListener('beforeinstallprompt', onOffer);
  }, []);
  if (!offer) return null;
  return (
    <div className="tn-notice">
      <span>{t('install')}</span>
      <div className="tn-row">
        <Button
          onClick={() => {
            void offer.prompt();
            setOffer(null);
          }}
        >
          {t('install.do')}
        </Button>
        <Button kind="quiet" onClick={() => setOffer(null)}>
          {t('install.later')}
        </Button>
      </div>
    </div>
  );
}
