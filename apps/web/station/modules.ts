import type { Batch } from '#platform/web-kit/outbox.ts';
import type { StationScreen } from '#platform/web-kit/screen.ts';

/** Every module that has pages for the floor, found by the build. */
const found = import.meta.glob<{
  readonly stationScreens?: readonly StationScreen[];
  readonly stationBatch?: Batch;
}>('../../../modules/*/ui/station/screens.ts', { eager: true });

export const stationScreens: readonly StationScreen[] = Object.values(found).flatMap(
  (file) => file.stationScreens ?? [],
);

/** How taps go out many at a time, from the module whose taps they are. */
export const stationBatch: Batch | undefined = Object.values(found)
  .map((file) => file.stationBatch)
  .find((batch) => batch !== undefined);
