export { dueMails } from './escalate.ts';
export { may } from './contract.ts';
export { listHolidays } from './calendar.ts';
