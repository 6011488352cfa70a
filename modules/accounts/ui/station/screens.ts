/** What the station needs of this module: the gate before it, and no screen of the office. */
export { isUnproven, StationLock, useStationLock } from './StationLock.tsx';
export { SessionGate, useRoleName, useSignOut } from '../SessionGate.tsx';
