export { SessionGate, useDemoRole, useRoleName, useSignOut } from './SessionGate.tsx';
