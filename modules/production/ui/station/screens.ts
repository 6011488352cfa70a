import { defineStationScreens } from '#platform/web-kit/screen.ts';
import type { Batch } from '#platform/web-kit/outbox.ts';
import { COMMANDS_MAX, sendCommand, sendCommands } from '../../station-contract.ts';
import { stationUiWords } from './words.ts';

export const stationScreens = defineStationScreens(stationUiWords, [
  { path: '', title: 'production.st.choose', component: () => import('./Stations.tsx') },
  { path: '$centre', title: 'production.st.next', component: () => import('./Station.tsx') },
]);

/** Taps that gathered without a connection go out together, each still carried out and answered by itself. */
export const stationBatch: Batch = {
  of: sendCommand.path,
  route: { method: sendCommands.method, path: sendCommands.path, kind: sendCommands.kind },
  most: COMMANDS_MAX,
  body: (commands) => ({
    commands: commands.map(({ params, body }) => ({ ...(params as object), ...(body as object) })),
  }),
  answers: (answer) => (answer as { answers: unknown[] }).answers,
};
