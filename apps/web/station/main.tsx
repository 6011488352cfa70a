import { StrictMode, useCallback, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { isUnproven, SessionGate, StationLock } from '#modules/accounts/ui/station/screens.ts';
import { Base, browserClient, createQueries, startPage } from '#platform/web-kit/Base.tsx';
import { createRefresh } from '#platform/web-kit/data.ts';
import { createOutbox } from '#platform/web-kit/outbox.ts';
import { OutboxContext } from '#platform/web-kit/outbox-view.tsx';
import type { SessionFacts } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import '#platform/web-kit/kit.css';
import { Boundary } from './Boundary.tsx';
import { stationBatch, stationScreens } from './modules.ts';
import { StationRouter } from './router.tsx';
import { StationShell } from './Shell.tsx';
import { stationWords } from './words.ts';

startPage();
const client = browserClient();
const queries = createQueries();
const outbox = createOutbox(client, 'tenon-station', stationBatch);
/** Somebody who scans is answered first; the list comes anew when the hands rest. */
const REST_MS = 250;
const refresh = createRefresh(queries, REST_MS);
outbox.onSent(() => refresh(null));

function NoStation() {
  const t = useWords(stationWords);
  return (
    <>
      <h1>{t('none.sentence')}</h1>
      <p className="tn-muted">{t('none.note')}</p>
    </>
  );
}

function Station() {
  const [owner, setOwner] = useState<string | null>(null);
  const onSession = useCallback((session: SessionFacts | null) => {
    // Whose taps these are: the next worker on this device neither sees nor sends them.
    const who = session ? `${session.tenant.id} ${session.loginId ?? session.name}` : null;
    outbox.setOwner(who);
    outbox.pause(isUnproven());
    setOwner(who);
  }, []);
  useEffect(() => {
    // Asks the browser not to clear the queue when the device runs short of room.
    void navigator.storage?.persist?.();
    void navigator.serviceWorker?.register('/station-worker.js', { scope: '/station' });
  }, []);
  return (
    <Base client={client} queries={queries} refresh={refresh} live={owner !== null} kept={outbox.kept}>
      <OutboxContext value={outbox}>
        <StationLock>
          <SessionGate onSession={onSession}>
            {/* Drawn anew for each person: nothing of the last one's stays on the screen. */}
            {owner !== null && (
              <StationRouter
                key={owner}
                screens={stationScreens}
                none={<NoStation />}
                frame={(screen) => (
                  <StationShell>
                    <Boundary>{screen}</Boundary>
                  </StationShell>
                )}
              />
            )}
          </SessionGate>
        </StationLock>
      </OutboxContext>
    </Base>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Station />
  </StrictMode>,
);
