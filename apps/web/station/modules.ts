import type { StationScreen } from '#platform/web-kit/screen.ts';

/** Every module that has pages for the floor, found by the build. */
const found = import.meta.glob<{ readonly stationScreens?: readonly StationScreen[] }>(
  '../../../modules/*/ui/station/screens.ts',
  { eager: true },
);

export const stationScreens: readonly StationScreen[] = Object.values(found).flatMap(
  (file) => file.stationScreens ?? [],
);
