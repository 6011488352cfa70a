import { shows } from '#domain/policy/keep.ts';
// The functions that keep these sentences are declared there.
import '#domain/policy/rights.ts';

const RULES = 'modules/privacy/rules.test.ts';
const STORED = 'modules/privacy/privacy.db.test.ts';

shows('P-1.1', 'time-for-requests', {
  file: RULES,
  test: 'a request: identity first, an answer once, a longer time only before the first is over and with a reason',
});
shows('P-1.2', 'pass-on-requests', {
  file: 'domain/policy/rights.test.ts',
  test: 'a request about a customer’s data is passed on within working days of the operator',
});
shows('P-1.2', 'pass-on-requests', {
  file: RULES,
  test: 'a request about what a customer keeps can only be passed on, and is late after its working days',
});
shows('P-1.2', 'pass-on-requests', {
  file: STORED,
  test: 'a request about a customer’s data goes to its owners, and the person hears only that',
});
shows('P-data.0a', 'clock-of-breaches', {
  file: RULES,
  test: 'a breach: decided with a reason, told to the authority in its hours or with why not, and nothing twice',
});
shows('P-data.0a', 'clock-of-breaches', {
  file: STORED,
  test: 'a breach is written down for good, and the owners of the customers concerned are written to',
});
