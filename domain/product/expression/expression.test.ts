import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import {
  decimal,
  fraction,
  fromNumber,
  multiply,
  toDecimalText,
  type Fraction,
} from '#domain/money/fraction.ts';
import { LIMITS, type Value, type ValueType } from './ast.ts';
import { checkFormula, namesIn } from './check.ts';
import { evaluateFormula } from './evaluate.ts';
import { orderFormulas } from './order.ts';
import { isFormulaName, parseFormula } from './parse.ts';

const VALUES = new Map<string, Value>([
  ['width', fraction(1000)],
  ['height', fraction(720)],
  ['doors', fraction(2)],
  ['zero', fraction(0)],
  ['decor', 'oak'],
  ['handles', true],
  ['carcase.thickness', fraction(18)],
]);
const TYPES = new Map<string, ValueType>(
  [...VALUES].map(([name, value]) => [
    name,
    typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : 'number',
  ]),
);

function run(source: string, values: ReadonlyMap<string, Value> = VALUES): string | boolean {
  const value = must(evaluateFormula(must(parseFormula(source)), values));
  return typeof value === 'object' ? toDecimalText(value, 4) : value;
}
const refusalOf = (result: { ok: boolean; refusal?: unknown }) => (result.ok ? undefined : result.refusal);
const atRun = (source: string) => refusalOf(evaluateFormula(must(parseFormula(source)), VALUES));
const atCheck = (source: string) => refusalOf(checkFormula(must(parseFormula(source)), TYPES));

describe('values', () => {
  test.each<[string, string | boolean]>([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['10 - 4 - 3', '3'],
    ['12 / 3 / 2', '2'],
    ['--2', '2'],
    ['2 - -2', '4'],
    ['0.1 + 0.2 = 0.3', true],
    ['(width - 3 * carcase.thickness) / 2', '473'],
    ['width / 3 * 3 = width', true],
    ['min(3, 1, 2) + max(3, 1, 2)', '4'],
    ['round(2.5) + floor(2.9) + ceil(2.1) + abs(-4)', '12'],
    ['round(width / 3, 0.5)', '333.5'],
    ['floor(width / 3, 32)', '320'],
    ['ceil(-0.5)', '0'],
    ["if(decor = 'oak', 1, 2)", '1'],
    ['if(decor == "white", "a", "b")', 'b'],
    ['not handles or width > 900 and height <= 720', true],
    ['not (1 < 2)', false],
    ['1 <> 2 and 1 != 2 and not false', true],
    ['if(zero > 0, width / zero, 7)', '7'],
    ['zero = 0 or 1 / zero > 1', true],
  ])('%s is %s', (source, expected) => {
    expect(run(source)).toBe(expected);
    expect(checkFormula(must(parseFormula(source)), TYPES).ok).toBe(true);
  });

  test('property: sums and products of decimals are exact, unlike floating point', () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(cents, cents, cents, (a, b, c) => {
        const values = new Map<string, Value>(
          Object.entries({ a, b, c }).map(([name, n]) => [name, fraction(n, 100)]),
        );
        const value = must(evaluateFormula(must(parseFormula('(a + b) * c - a * c')), values)) as Fraction;
        expect(value).toEqual(multiply(fraction(b, 100), fraction(c, 100)));
      }),
    );
  });

  test('property: any text is read or refused with a position inside it, and what is read evaluates or is refused', () => {
    const pieces = fc.constantFrom(
      'width',
      'decor',
      'handles',
      'zero',
      '1',
      '2.5',
      "'oak'",
      '+',
      '-',
      '*',
      '/',
      '(',
      ')',
      ',',
      '<',
      '>=',
      '=',
      'and',
      'or',
      'not',
      'if(',
      'min(',
      'round(',
      ' ',
      '$',
      "'",
      'é',
      'true',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.array(pieces, { maxLength: 14 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const read = parseFormula(source);
        if (!read.ok) {
          expect(read.refusal.source).toBe(source);
          expect(read.refusal.at).toBeGreaterThanOrEqual(0);
          expect(read.refusal.at).toBeLessThanOrEqual(source.length);
          return;
        }
        const checked = checkFormula(read.value, TYPES);
        const result = evaluateFormula(read.value, VALUES);
        // What passed the static check never fails for a name or a type.
        if (checked.ok && !result.ok)
          expect(['formula_division_by_zero', 'formula_out_of_range']).toContain(result.refusal.code);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('refusals name the place and the value', () => {
  test.each([
    ['', 'formula_empty', 0, ''],
    ['   ', 'formula_empty', 0, ''],
    ['width +', 'formula_syntax', 7, ''],
    ['(width', 'formula_syntax', 6, ''],
    ['width 2', 'formula_syntax', 6, '2'],
    ['1,5 + 2', 'formula_syntax', 1, ','],
    ["'oak", 'formula_syntax', 0, "'"],
    ['width; 2', 'formula_syntax', 5, ';'],
    ['1 < 2 < 3', 'formula_syntax', 6, '<'],
    ['width.constructor()', 'formula_unknown_function', 0, 'width.constructor'],
    ['eval(1)', 'formula_unknown_function', 0, 'eval'],
    ['constructor(1)', 'formula_unknown_function', 0, 'constructor'],
    ['if(true, 1)', 'formula_argument_count', 0, 'if: 2'],
    ['abs(1, 2)', 'formula_argument_count', 0, 'abs: 2'],
  ])('reading %j: %s at %i', (source, code, at, value) => {
    expect(refusalOf(parseFormula(source))).toMatchObject({
      code,
      at,
      value,
      source,
    });
  });

  test('a mistyped name comes with the nearest known one', () => {
    expect(atCheck('2 * widht')).toMatchObject({
      code: 'formula_unknown_name',
      at: 4,
      value: 'widht',
      suggestion: 'width',
    });
    expect(atRun('2 * Width')).toMatchObject({ code: 'formula_unknown_name', suggestion: 'width' });
    expect(atCheck('blossom')).not.toHaveProperty('suggestion');
    expect(atCheck('__proto__')).toMatchObject({ code: 'formula_unknown_name' });
  });

  test('division by zero points at the divisor', () => {
    expect(atRun('width / (zero * 2)')).toMatchObject({
      code: 'formula_division_by_zero',
      at: 9,
      value: 'zero * 2',
    });
    expect(atRun('round(width, zero)')).toMatchObject({
      code: 'formula_division_by_zero',
      at: 13,
      value: 'zero',
    });
  });

  test.each([
    ['width + decor', 8, 'number', 'text'],
    ['if(width, 1, 2)', 3, 'boolean', 'number'],
    ["if(handles, 1, 'a')", 15, 'number', 'text'],
    ['decor = 3', 8, 'text', 'number'],
    ['not 1', 4, 'boolean', 'number'],
    ["min('a')", 4, 'number', 'text'],
    ['handles and width', 12, 'boolean', 'number'],
    ['-decor', 1, 'number', 'text'],
  ])('%s: wrong type at %i', (source, at, expected, found) => {
    expect(atCheck(source)).toMatchObject({ code: 'formula_type_mismatch', at, expected, found });
  });

  test('types are checked at run time too, where the static check was not asked', () => {
    expect(atRun('width + decor')).toMatchObject({ code: 'formula_type_mismatch', at: 8 });
    expect(atRun('handles and width')).toMatchObject({ code: 'formula_type_mismatch', at: 12 });
    expect(atRun('decor = 3')).toMatchObject({ code: 'formula_type_mismatch', at: 8 });
  });

  test('a formula whose result has the wrong type for its place is refused', () => {
    expect(refusalOf(checkFormula(must(parseFormula('decor')), TYPES, 'number'))).toMatchObject({
      expected: 'number',
    });
  });
});

describe('limits', () => {
  const nested = (depth: number) => '('.repeat(depth) + '1' + ')'.repeat(depth);
  test('depth: the limit is read, one more is refused', () => {
    expect(parseFormula(nested(LIMITS.depth)).ok).toBe(true);
    expect(refusalOf(parseFormula(nested(LIMITS.depth + 1)))).toMatchObject({ code: 'formula_too_deep' });
    expect(refusalOf(parseFormula('-'.repeat(LIMITS.depth + 1) + '1'))).toMatchObject({
      code: 'formula_too_deep',
    });
  });

  test('length: the limit is read, one more is refused', () => {
    const long = '1'.padStart(LIMITS.sourceLength, ' ');
    expect(parseFormula(long).ok).toBe(true);
    expect(refusalOf(parseFormula(` ${long}`))).toMatchObject({ code: 'formula_too_long', value: '501' });
  });

  test('range: a thousand kilometres is a length, more is a mistake', () => {
    expect(run('1000000000')).toBe('1000000000');
    expect(atRun('1000000000 + 1')).toMatchObject({ code: 'formula_out_of_range' });
    expect(atRun(`${'9'.repeat(50)}`)).toMatchObject({ code: 'formula_out_of_range' });
  });

  test('fineness: a denominator cannot be grown without end', () => {
    const third = `1/${'999999999/'.repeat(20)}7`;
    expect(atRun(third)).toMatchObject({ code: 'formula_out_of_range' });
  });
});

describe('formulas that use each other', () => {
  const named = (all: Record<string, string>) =>
    Object.entries(all).map(([name, source]) => ({ name, formula: must(parseFormula(source)) }));

  test('come in an order in which each finds what it needs', () => {
    const ordered = must(orderFormulas(named({ c: 'b + 1', a: 'width', b: 'a * 2' })));
    expect(ordered.map((each) => each.name)).toEqual(['a', 'b', 'c']);
  });

  test('a circle is refused with its chain', () => {
    expect(refusalOf(orderFormulas(named({ x: 'a', a: 'b + 1', b: '2 * c', c: 'width - a' })))).toMatchObject(
      {
        code: 'formula_cycle',
        chain: ['a', 'b', 'c', 'a'],
        source: 'width - a',
        at: 8,
        value: 'a',
      },
    );
    expect(refusalOf(orderFormulas(named({ a: 'a' })))).toMatchObject({
      code: 'formula_cycle',
      chain: ['a', 'a'],
    });
  });

  test('the names in a formula, each once', () => {
    expect(namesIn(must(parseFormula('if(a > b, -a, min(b, c.thickness))')))).toEqual([
      'a',
      'b',
      'c.thickness',
    ]);
  });
});

test('names of parameters are words, no keywords and no functions', () => {
  expect(['width', 'höhe', '_x1', 'türen'].every(isFormulaName)).toBe(true);
  expect(['', '1a', 'a b', 'and', 'true', 'if', 'min', 'a.b', 'x'.repeat(41)].some(isFormulaName)).toBe(
    false,
  );
  expect(toDecimalText(fromNumber(0.45))).toBe('0.45');
  expect(decimal('0.45')).toEqual(fraction(9, 20));
});
