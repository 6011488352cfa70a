export { dueMails } from './escalate.ts';
export { may } from './contract.ts';
export { listHolidays } from './calendar.ts';
export { settleMailByHand as settleMail } from './sort-by-hand.ts';
