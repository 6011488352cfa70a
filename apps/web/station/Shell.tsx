import { useEffect, useState } from 'react';
import { useRoleName, useSignOut, useStationLock } from '#modules/accounts/ui/station/screens.ts';
import { LOCALES } from '#platform/words/words.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { chooseLocale, useLocale } from '#platform/web-kit/locale.ts';
import { QueueState, RefusedCommands, useOutbox } from '#platform/web-kit/outbox-view.tsx';
import { useOutboxView } from '#platform/web-kit/outbox.ts';
import { useSession } from '#platform/web-kit/session.ts';
import { StationHeadContext } from '#platform/web-kit/station-head.ts';
import { chooseTheme, useTheme } from '#platform/web-kit/theme-choice.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { InstallHint } from './InstallHint.tsx';
import { stationWords } from './words.ts';
import './station.css';

/** The frame of every station page: which station, whether there is a connection, how much waits. */
export function StationShell({ children }: { readonly children: React.ReactNode }) {
  const t = useWords(stationWords);
  const outbox = useOutbox();
  const view = useOutboxView(outbox);
  const [name, setName] = useState<string | null>(null);
  const [menu, setMenu] = useState(false);
  const session = useSession();
  useEffect(() => {
    document.title = `${name ?? t('title')} · Tenon`;
  }, [name, t]);
  return (
    <StationHeadContext value={setName}>
      <header className="st-top">
        <button type="button" className="st-name" onClick={() => setMenu(true)}>
          <span className="tn-strong">{name ?? t('title')}</span>
          {session && <span className="tn-small">{session.name}</span>}
          <span className="tn-hidden">{t('menu')}</span>
        </button>
        <QueueState />
      </header>
      <main className="st-main">
        <RefusedCommands />
        {view.others > 0 && <p className="tn-muted tn-small">{t('others', { count: view.others })}</p>}
        <InstallHint />
        {children}
      </main>
      <StationMenu open={menu} onClose={() => setMenu(false)} />
    </StationHeadContext>
  );
}

function StationMenu({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useWords(stationWords);
  const theme = useTheme();
  const locale = useLocale();
  const out = useSignOut();
  const lock = useStationLock();
  const session = useSession();
  const role = useRoleName();
  const nextLocale = LOCALES[(LOCALES.indexOf(locale) + 1) % LOCALES.length] ?? LOCALES[0];
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={session ? `${session.name} · ${role(session.role)}` : t('title')}
    >
      <div className="tn-flow-tight">
        <Button busy={out.busy} onClick={lock ?? out.run}>
          {t('out')}
        </Button>
        <Button onClick={() => chooseTheme(theme.shown === 'dark' ? 'light' : 'dark')}>{t('theme')}</Button>
        <Button onClick={() => chooseLocale(nextLocale)}>
          {t('language')}: {nextLocale.toUpperCase()}
        </Button>
        {session?.role !== 'worker' && (
          <a className="tn-button" href="/">
            {t('office')}
          </a>
        )}
      </div>
    </Dialog>
  );
}
