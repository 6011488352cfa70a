import { expect, test } from 'vitest';
import { isUnavailable } from './unavailable.ts';

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

test.each([
  withCode('terminating connection due to administrator command', '57P01'),
  withCode('the database system is starting up', '57P03'),
  withCode('sorry, too many clients already', '53300'),
  withCode('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED'),
  withCode('write EPIPE', 'EPIPE'),
  withCode('read ETIMEDOUT', 'ETIMEDOUT'),
  new Error('Connection terminated unexpectedly'),
  new Error('Client has encountered a connection error and is not queryable'),
  new Error('the step failed', { cause: new Error('Connection terminated due to connection timeout') }),
  new AggregateError([withCode('connect ECONNREFUSED ::1:5432', 'ECONNREFUSED')]),
])('a lost database is no bug: %s', (error) => {
  expect(isUnavailable(error)).toBe(true);
});

test.each([
  withCode('duplicate key value violates unique constraint', '23505'),
  new TypeError('cannot read properties of undefined'),
  new Error('the plan failed its check', { cause: new Error('part 14 overlaps part 15') }),
  'ECONNREFUSED',
])('a bug stays a bug: %s', (error) => {
  expect(isUnavailable(error)).toBe(false);
});

test('a cause that names itself ends', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isUnavailable(error)).toBe(false);
});
