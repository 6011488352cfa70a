import { expect, test } from 'vitest';
import { accountsForms } from './forms.ts';

/**
 * What an account needs: the company's name and country, one person's name and e-mail (clause P-data.types.0). The
 * language of the screens is chosen beforehand and can be changed.
 */
const NEEDED = ['name', 'email', 'legalName', 'country', 'locale'];

test('an account asks for no more than a name, a country, a person and an address to write to; all else may stay empty', () => {
  const account = accountsForms.filter(({ purpose }) => purpose === 'account');
  const required = account.flatMap(({ id, fields }) =>
    fields.filter(({ optional }) => !optional).map(({ name }) => `${id}: ${name}`),
  );
  expect(required.filter((one) => !NEEDED.includes(one.split(': ')[1]!))).toEqual([]);
  // Phone, postal address, registration and VAT number exist and are free.
  const free = account.flatMap(({ fields }) =>
    fields.filter(({ optional }) => optional).map(({ name }) => name),
  );
  expect(free).toEqual(
    expect.arrayContaining(['phone', 'street', 'postcode', 'city', 'register', 'vatNumber']),
  );
});
