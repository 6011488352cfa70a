import { Outlet } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { SupportBanner } from '#modules/accounts/ui/screens.ts';
import { PolicyBanner } from '#modules/policy/ui/screens.ts';
import { NoticeBell } from '#modules/support/ui/screens.ts';
import { say } from '#platform/words/words.ts';
import { useKit } from '#platform/web-kit/context.ts';
import { useOnline } from '#platform/web-kit/connection.ts';
import { Dialog } from '#platform/web-kit/dialog.tsx';
import { useLocale } from '#platform/web-kit/locale.ts';
import { Mark } from '#platform/web-kit/mark.tsx';
import { Link, useGo, usePath } from '#platform/web-kit/navigate.tsx';
import { CommandPalette, type PaletteSource } from '#platform/web-kit/palette.tsx';
import type { NavEntry, Screen } from '#platform/web-kit/screen.ts';
import { useSession } from '#platform/web-kit/session.ts';
import { addShortcut } from '#platform/web-kit/shortcuts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { kitWords } from '#platform/web-kit/words.ts';
import { DemoBanner } from './DemoBanner.tsx';
import { KeysDialog, MeDialog } from './MeDialog.tsx';
import { BELOW_THE_LINE, finders, navigation } from './modules.ts';
import { NavLink } from './NavLink.tsx';
import { usePlaceName } from './place-name.ts';
import { officeWords } from './words.ts';
import './office.css';

type NavScreen = Screen & { readonly nav: NavEntry };

/** The frame around every screen: places at the left, at the bottom on a phone, and what is reachable from everywhere. */
export function Shell() {
  const t = useWords(officeWords);
  const kit = useWords(kitWords);
  const online = useOnline();
  const session = useSession();
  const path = usePath();
  const [open, setOpen] = useState<'palette' | 'me' | 'keys' | 'more' | null>(null);
  const main = useRef<HTMLElement>(null);
  const may = session?.may;
  const places = useMemo(() => navigation((permission) => may?.includes(permission) ?? false), [may]);
  const sources = useSources(places);
  const go = useGo();
  useKeys(places, setOpen);
  useFocusOnMove(path, main);
  const close = (): void => setOpen(null);
  const upper = places.filter(({ nav }) => !BELOW_THE_LINE.includes(nav.place));
  const lower = places.filter(({ nav }) => BELOW_THE_LINE.includes(nav.place));
  return (
    <div className="of">
      <a className="of-skip" href="#main">
        {t('nav.skip')}
      </a>
      <aside className="of-rail">
        <Link className="of-brand" href="/">
          <Mark />
          Tenon
        </Link>
        <button type="button" className="of-find" onClick={() => setOpen('palette')}>
          <span>{t('find.short')}</span>
          <span className="tn-key" aria-hidden="true">
            Ctrl K
          </span>
        </button>
        <nav aria-label={t('nav.label')}>
          {upper.map((screen) => (
            <NavLink key={screen.path} screen={screen} />
          ))}
          {lower.length > 0 && <hr />}
          {lower.map((screen) => (
            <NavLink key={screen.path} screen={screen} />
          ))}
        </nav>
        <NoticeBell href="/notices" />
        <MeButton onOpen={() => setOpen('me')} />
      </aside>
      <header className="of-top">
        <Link className="of-brand" href="/">
          <Mark />
          Tenon
        </Link>
        <button type="button" className="of-find" onClick={() => setOpen('palette')}>
          {t('find.short')}
        </button>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {!online && (
          <p className="of-strip" role="status" data-tone="warn">
            {kit('kit.live.offline')}
          </p>
        )}
        {session?.tenant.demo && <DemoBanner />}
        <SupportBanner />
        <PolicyBanner />
        <Outlet />
      </main>
      <BottomBar places={upper} onMore={() => setOpen('more')} />
      <CommandPalette open={open === 'palette'} onClose={close} sources={sources} go={go} />
      <MeDialog open={open === 'me'} onClose={close} onKeys={() => setOpen('keys')} />
      <KeysDialog open={open === 'keys'} onClose={close} />
      <Dialog open={open === 'more'} onClose={close} title={t('nav.more')}>
        <nav className="of-more" aria-label={t('nav.more')}>
          {places.map((screen) => (
            <NavLink key={screen.path} screen={screen} onGo={close} />
          ))}
          <hr />
          <NoticeBell href="/notices" />
          <MeButton onOpen={() => setOpen('me')} />
        </nav>
      </Dialog>
    </div>
  );
}

function MeButton({ onOpen }: { readonly onOpen: () => void }) {
  const t = useWords(officeWords);
  const session = useSession();
  if (!session) return null;
  return (
    <button type="button" className="of-me" onClick={onOpen}>
      <span className="tn-strong">{session.name}</span>
      <span className="tn-muted tn-small">{session.tenant.name}</span>
      <span className="tn-hidden">{t('me')}</span>
    </button>
  );
}

/** On a phone: the two places most opened, the station, the schedule, and the rest behind one press. */
function BottomBar({
  places,
  onMore,
}: {
  readonly places: readonly NavScreen[];
  readonly onMore: () => void;
}) {
  const t = useWords(officeWords);
  const wanted = ['today', 'orders', 'schedule'];
  const shown = places.filter(({ nav }) => wanted.includes(nav.place));
  return (
    <nav className="of-bottom" aria-label={t('nav.label')}>
      {shown.slice(0, 2).map((screen) => (
        <NavLink key={screen.path} screen={screen} />
      ))}
      <a className="of-place" href="/station">
        <span>{t('nav.scan')}</span>
      </a>
      {shown.slice(2).map((screen) => (
        <NavLink key={screen.path} screen={screen} />
      ))}
      <button type="button" className="of-place" onClick={onMore}>
        <span>{t('nav.more')}</span>
      </button>
    </nav>
  );
}

/** Pages, and whatever the modules' finders find. */
function useSources(places: readonly NavScreen[]): readonly PaletteSource[] {
  const kit = useWords(kitWords);
  const name = usePlaceName();
  const locale = useLocale();
  const { client } = useKit();
  const may = useSession()?.may;
  return useMemo(() => {
    const pages: PaletteSource = {
      id: 'pages',
      title: kit('kit.palette.pages'),
      find: (text) =>
        places
          .map((screen) => ({
            title: name(screen),
            href: screen.path,
            hint: `g ${screen.nav.shortcut}`,
          }))
          .filter(({ title }) => title.toLocaleLowerCase(locale).includes(text.toLocaleLowerCase(locale))),
    };
    const found = finders
      .filter((finder) => !finder.may || may?.includes(finder.may))
      .map((finder): PaletteSource => ({
        id: finder.title,
        title: say(finder.words, locale, finder.title),
        find: (text, signal) =>
          text.length < 2
            ? []
            : finder.find((route, input) => client.call(route, { ...input, signal }), text),
      }));
    return [...found, pages];
  }, [places, kit, name, locale, client, may]);
}

function useKeys(places: readonly NavScreen[], open: (what: 'palette' | 'keys') => void): void {
  const t = useWords(officeWords);
  const name = usePlaceName();
  const go = useGo();
  useEffect(() => {
    const offs = [
      ...places.map((screen) =>
        addShortcut({
          keys: `g ${screen.nav.shortcut}`,
          label: name(screen),
          run: () => go(screen.path),
        }),
      ),
      addShortcut({ keys: '?', label: t('help'), run: () => open('keys') }),
      addShortcut({ keys: '/', label: t('find.short'), run: () => open('palette') }),
    ];
    return () => offs.forEach((off) => off());
  }, [places, go, open, t, name]);
  useEffect(() => {
    // With a modifier, so that it also works from inside a field.
    const onKey = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return;
      event.preventDefault();
      open('palette');
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open]);
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
