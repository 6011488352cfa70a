/** How the check digits of VAT numbers are made, per country. Each takes the number behind the two letters, in its form. */

const digits = (text: string): number[] => [...text].map(Number);

/** Digits times weights, from the left; what has no weight does not count. */
const weighed = (number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0);

const last = (number: string): number => Number(number.at(-1));

/** ISO/IEC 7812: every second digit from the right doubled, its digits added; the sum ends in 0. */
function luhn(number: string): boolean {
  const sum = digits(number)
    .reverse()
    .reduce((all, digit, i) => all + (i % 2 === 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

/** ISO 7064 MOD 11,10. */
function mod11and10(number: string): boolean {
  let product = 10;
  for (const digit of digits(number.slice(0, -1))) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === last(number);
}

/** Two rounds of weights modulo 11: when the first gives 10 the second decides, and 10 there counts as 0. */
function twoRounds(number: string, first: readonly number[], second: readonly number[]): boolean {
  const one = weighed(number, first) % 11;
  const check = one < 10 ? one : (weighed(number, second) % 11) % 10;
  return check === last(number);
}

const NIF = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Persons (DNI, NIE) have a letter by modulo 23, companies a digit or letter by a Luhn-like sum. */
function spain(number: string): boolean {
  const person = /^([XYZ\d])(\d{7})([A-Z])$/.exec(number);
  if (person) {
    const head = { X: '0', Y: '1', Z: '2' }[person[1]!] ?? person[1]!;
    return NIF[Number(head + person[2]!) % 23] === person[3];
  }
  if (/^[KLM]/.test(number)) return NIF[Number(number.slice(1, 8)) % 23] === number[8];
  const sum = digits(number.slice(1, 8)).reduce(
    (all, digit, i) => all + (i % 2 === 1 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)),
    0,
  );
  const check = (10 - (sum % 10)) % 10;
  return number[8] === String(check) || number[8] === 'JABCDEFGHI'[check];
}

const IRISH = 'WABCDEFGHIJKLMNOPQRSTUV';

function ireland(number: string): boolean {
  // The older form has the letter second; written as the newer one it is seven digits with a leading nought.
  const old = /^(\d)[A-Z+*](\d{5})([A-W])$/.exec(number);
  const newer = old ? `0${old[2]}${old[1]}${old[3]}` : number;
  const second = newer[8] === undefined || newer[8] === 'W' ? 0 : newer.charCodeAt(8) - 64;
  return IRISH[(weighed(newer, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === newer[7];
}

function netherlands(number: string): boolean {
  const sum = weighed(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  if (sum === Number(number[8])) return true;
  // Sole traders have numbers since 2020 that no longer follow from a person's number: MOD 97-10 over all of it.
  let rest = 0;
  for (const letter of `NL${number}`)
    for (const digit of parseInt(letter, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

function latvia(number: string): boolean {
  // Persons have their birthday in it and no published check digit.
  if (Number(number[0]) <= 3) return true;
  const sum = 3 - (weighed(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11);
  return (sum < -1 ? sum + 11 : sum) === last(number);
}

const CYPRIOT_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

export const checkedByCountry: Readonly<Record<string, (number: string) => boolean>> = {
  AT: (n) => {
    const sum = digits(n.slice(1, 8)).reduce(
      (all, digit, i) => all + (i % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)),
      0,
    );
    return (10 - ((sum + 4) % 10)) % 10 === last(n);
  },
  BE: (n) => 97 - (Number(n.slice(0, 8)) % 97) === Number(n.slice(8)),
  BG: (n) => (n.length === 9 ? twoRounds(n, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]) : true),
  CY: (n) =>
    String.fromCharCode(
      65 +
        (digits(n.slice(0, 8)).reduce((all, digit, i) => all + (i % 2 ? digit : CYPRIOT_ODD[digit]!), 0) %
          26),
    ) === n[8],
  CZ: (n) => {
    if (n.length !== 8) return true;
    const check = 11 - (weighed(n, [8, 7, 6, 5, 4, 3, 2]) % 11);
    return (check === 11 ? 1 : check === 10 ? 0 : check) === last(n);
  },
  DE: mod11and10,
  DK: (n) => weighed(n, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  EE: (n) => (10 - (weighed(n, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10 === last(n),
  EL: (n) => (weighed(n, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(n),
  ES: spain,
  FI: (n) => {
    const rest = weighed(n, [7, 9, 10, 5, 8, 4, 2]) % 11;
    return (rest === 0 ? 0 : 11 - rest) === last(n);
  },
  // Only keys of two digits follow from the number; the others are given out.
  FR: (n) => (/^\d{2}/.test(n) ? (12 + 3 * (Number(n.slice(2)) % 97)) % 97 === Number(n.slice(0, 2)) : true),
  HR: mod11and10,
  HU: (n) => (10 - (weighed(n, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === last(n),
  IE: ireland,
  IT: luhn,
  LT: (n) =>
    n.length === 9
      ? twoRounds(n, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 1])
      : twoRounds(n, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4]),
  LU: (n) => Number(n.slice(0, 6)) % 89 === Number(n.slice(6)),
  LV: latvia,
  MT: (n) => 37 - (weighed(n, [3, 4, 6, 7, 8, 9]) % 37) === Number(n.slice(6)),
  NL: netherlands,
  PL: (n) => weighed(n, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(n),
  PT: (n) => {
    const check = 11 - (weighed(n, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
    return (check > 9 ? 0 : check) === last(n);
  },
  RO: (n) => ((weighed(n.padStart(10, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(n),
  SE: (n) => luhn(n.slice(0, 10)),
  SI: (n) => {
    const check = 11 - (weighed(n, [8, 7, 6, 5, 4, 3, 2]) % 11);
    return (check === 10 ? 0 : check) === last(n);
  },
  SK: (n) => Number(BigInt(n) % 11n) === 0,
};
