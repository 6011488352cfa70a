import type { Finder, Place, Screen } from '#platform/web-kit/screen.ts';
import { PLACES } from '#platform/web-kit/screen.ts';

interface ScreensFile {
  readonly screens?: readonly Screen[];
  readonly finders?: readonly Finder[];
}

/** Every module that has screens, found by the build. The screens themselves are loaded when they are opened. */
const found = Object.values(
  import.meta.glob<ScreensFile>('../../../modules/*/ui/screens.ts', { eager: true }),
);

export const screens: readonly Screen[] = found.flatMap((file) => file.screens ?? []);
export const finders: readonly Finder[] = found.flatMap((file) => file.finders ?? []);

/** The seven places and what stands below the line. */
export const BELOW_THE_LINE: readonly Place[] = ['customers', 'mail', 'hosting', 'settings'];

/** What a session sees in the navigation: per place the first screen it may open. */
export function navigation(
  may: (permission: string) => boolean,
): readonly (Screen & { readonly nav: NonNullable<Screen['nav']> })[] {
  return PLACES.flatMap((place) => {
    const open = screens
      .filter(
        (screen): screen is Screen & { nav: NonNullable<Screen['nav']> } =>
          screen.nav?.place === place && (!screen.may || may(screen.may)),
      )
      .sort((a, b) => a.nav.order - b.nav.order);
    return open.slice(0, 1);
  });
}

/** The place a path belongs to: the longest navigation path it begins with. */
export function placeOf(path: string): Place | null {
  const fits = screens
    .filter((screen) => screen.nav && (path === screen.path || path.startsWith(`${screen.path}/`)))
    .sort((a, b) => b.path.length - a.path.length);
  return fits[0]?.nav?.place ?? null;
}
