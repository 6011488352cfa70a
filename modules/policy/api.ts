export type { PolicyTables } from './store.ts';
