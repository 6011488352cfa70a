import { defineStationScreens } from '#platform/web-kit/screen.ts';
import { stationUiWords } from './words.ts';

export const stationScreens = defineStationScreens(stationUiWords, [
  { path: '', title: 'production.st.choose', component: () => import('./Stations.tsx') },
  { path: '$centre', title: 'production.st.next', component: () => import('./Station.tsx') },
]);
