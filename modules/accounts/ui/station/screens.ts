/** What the station needs of this module: the gate before it, and no screen of the office. */
export { SessionGate, useRoleName, useSignOut } from '../SessionGate.tsx';
