import { useEffect, useState } from 'react';
import { Button } from '#platform/web-kit/button.tsx';
import { useWords } from '#platform/web-kit/use-words.ts';
import { stationWords } from './words.ts';

/** What Chromium hands a page that may be installed. */
interface InstallEvent extends Event {
  prompt(): Promise<void>;
}

/** Kept only for whoever answered "later": nothing is written down about a device before its person says so. */
const ANSWER = 'tenon.station.install';

/** Offered from the second visit on, when the station's own worker answers already: by then it is clear that this device stays one. */
export function InstallHint() {
  const t = useWords(stationWords);
  const [offer, setOffer] = useState<InstallEvent | null>(null);
  useEffect(() => {
    if (localStorage.getItem(ANSWER) !== null || !navigator.serviceWorker?.controller) return undefined;
    const onOffer = (event: Event): void => {
      event.preventDefault();
      setOffer(event as InstallEvent);
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
        <Button
          kind="quiet"
          onClick={() => {
            localStorage.setItem(ANSWER, 'later');
            setOffer(null);
          }}
        >
          {t('install.later')}
        </Button>
      </div>
    </div>
  );
}
