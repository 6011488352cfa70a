import { Outlet } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { NoticeBell } from '#modules/support/ui/screens.ts';
import { say } from '#platform/words/words.ts';
import { useOnline } from '#platform/web-kit/connection.ts';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Mark } from '#platform/web-kit/mark.tsx';
import { Link, usePath } from '#platform/web-kit/navigate.tsx';
import { OPERATOR_GROUPS } from '#platform/web-kit/screen.ts';
import { useSession } from '#platform/web-kit/session.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { kitWords } from '#platform/web-kit/words.ts';
import { KeysDialog, MeDialog } from '../office/MeDialog.tsx';
import { navigation } from './modules.ts';
import { operatorWords } from './words.ts';
import '../office/office.css';
import './operator.css';

/** The frame around the operator's screens: what there is to look after at the left, above the page on a phone. */
export function Shell() {
  const t = useWords(operatorWords);
  const kit = useWords(kitWords);
  const online = useOnline();
  const session = useSession();
  const path = usePath();
  const [open, setOpen] = useState<'me' | 'keys' | null>(null);
  const main = useRef<HTMLElement>(null);
  useFocusOnMove(path, main);
  const close = (): void => setOpen(null);
  return (
    <div className="of op">
      <a className="of-skip" href="#main">
        {t('nav.skip')}
      </a>
      <aside className="of-rail op-rail">
        <Link className="of-brand" href="/operator">
          <Mark />
          {t('brand')}
        </Link>
        <Places path={path} />
        <NoticeBell href="/operator/notices" />
        {session && (
          <button type="button" className="of-me" onClick={() => setOpen('me')}>
            <span className="tn-strong">{session.name}</span>
            <span className="tn-muted tn-small">{session.tenant.name}</span>
            <span className="tn-hidden">{t('me')}</span>
          </button>
        )}
      </aside>
      <main id="main" ref={main} tabIndex={-1}>
        {!online && (
          <p className="of-strip" role="status" data-tone="warn">
            {kit('kit.live.offline')}
          </p>
        )}
        <Outlet />
      </main>
      <MeDialog open={open === 'me'} onClose={close} onKeys={() => setOpen('keys')} />
      <KeysDialog open={open === 'keys'} onClose={close} />
    </div>
  );
}

/** Groups of places; on a phone behind a button, so that a page begins with what it says. */
function Places({ path }: { readonly path: string }) {
  const t = useWords(operatorWords);
  const locale = useLocale();
  const may = useSession()?.may;
  const [openAt, setOpenAt] = useState<string | null>(null);
  const places = navigation((permission) => may?.includes(permission) ?? false);
  const here = places
    .filter((place) => path === place.path || path.startsWith(`${place.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  // Whoever has gone somewhere sees the page, not the way there.
  const open = openAt === path;
  return (
    <>
      <button
        type="button"
        className="op-menu"
        aria-expanded={open}
        aria-controls="places"
        onClick={() => setOpenAt(open ? null : path)}
      >
        {t('nav.open')}
      </button>
      <nav id="places" aria-label={t('nav.label')} data-open={open}>
        {OPERATOR_GROUPS.map((group) => {
          const inside = places.filter(({ nav }) => nav.group === group);
          if (inside.length === 0) return null;
          return (
            <div key={group} role="group" aria-labelledby={`places-${group}`}>
              <p id={`places-${group}`} className="tn-label">
                {t(`group.${group}`)}
              </p>
              {inside.map((screen) => (
                <Link
                  key={screen.path}
                  className="of-place"
                  href={screen.path}
                  aria-current={screen === here ? 'page' : undefined}
                >
                  <span>{say(screen.words, locale, screen.title)}</span>
                </Link>
              ))}
            </div>
          );
        })}
      </nav>
    </>
  );
}

/** A new page is announced by moving the focus to it; the first one is left to the browser. */
function useFocusOnMove(path: string, main: React.RefObject<HTMLElement | null>): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path, main]);
}
