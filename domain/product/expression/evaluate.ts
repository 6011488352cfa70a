import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import * as exact from '#domain/money/fraction.ts';
import type { Fraction } from '#domain/money/fraction.ts';
import { LIMITS, typeOf, type FunctionName, type Node, type Value, type ValueType } from './ast.ts';
import { textOf, unknownName } from './check.ts';
import type { Formula } from './parse.ts';
import { fault, FormulaFault, type FormulaRefusal } from './refusals.ts';

/**
 * The value of a formula. Numbers are exact fractions: (1000 - 54) / 2 is 473, and width / 3 × 3 is width again.
 * `if`, `and` and `or` only evaluate the side they need, so `if(n > 0, width / n, 0)` never divides by zero.
 * The work is bounded by the size of the formula (LIMITS), there are no loops in the language.
 */
export function evaluateFormula(
  formula: Formula,
  values: ReadonlyMap<string, Value>,
): Result<Value, FormulaRefusal> {
  const { source } = formula;
  try {
    return ok(valueOf(formula.root));
  } catch (error) {
    if (error instanceof FormulaFault) return refuse(error.refusal);
    throw error;
  }

  function valueOf(node: Node): Value {
    switch (node.kind) {
      case 'value':
        return typeof node.value === 'object' ? inRange(node, node.value) : node.value;
      case 'name':
        return values.get(node.name) ?? unknownName(source, node.at, node.name, values.keys());
      case 'unary':
        return node.operator === '-' ? exact.negate(number(node.operand)) : !condition(node.operand);
      case 'binary':
        return binary(node);
      case 'call':
        return node.name === 'if'
          ? valueOf(node.args[condition(node.args[0]!) ? 1 : 2]!)
          : call(node, node.name);
    }
  }

  function binary(node: Node & { kind: 'binary' }): Value {
    const { operator, left, right } = node;
    if (operator === 'and') return condition(left) && condition(right);
    if (operator === 'or') return condition(left) || condition(right);
    if (operator === '=' || operator === '!=') return equal(valueOf(left), right) === (operator === '=');
    const a = number(left);
    const b = number(right);
    switch (operator) {
      case '<':
        return exact.compare(a, b) < 0;
      case '<=':
        return exact.compare(a, b) <= 0;
      case '>':
        return exact.compare(a, b) > 0;
      case '>=':
        return exact.compare(a, b) >= 0;
      case '+':
        return inRange(node, exact.add(a, b));
      case '-':
        return inRange(node, exact.subtract(a, b));
      case '*':
        return inRange(node, exact.multiply(a, b));
      case '/':
        if (b.n === 0n) divisionByZero(right);
        return inRange(node, exact.divide(a, b));
    }
  }

  function call(node: Node & { kind: 'call' }, name: Exclude<FunctionName, 'if'>): Fraction {
    const args = node.args.map(number);
    const first = args[0]!;
    switch (name) {
      case 'abs':
        return exact.absolute(first);
      case 'min':
        return args.reduce((best, arg) => (exact.compare(arg, best) < 0 ? arg : best));
      case 'max':
        return args.reduce((best, arg) => (exact.compare(arg, best) > 0 ? arg : best));
      case 'round':
      case 'floor':
      case 'ceil': {
        const step = args[1] ?? exact.ONE;
        if (step.n === 0n) divisionByZero(node.args[1]!);
        const round = { round: exact.roundHalfAway, floor: exact.roundDown, ceil: exact.roundUp }[name];
        return inRange(
          node,
          exact.multiply(
            exact.fraction(round(exact.divide(first, exact.absolute(step)))),
            exact.absolute(step),
          ),
        );
      }
    }
  }

  function equal(a: Value, right: Node): boolean {
    const b = valueOf(right);
    if (typeOf(a) !== typeOf(b)) wrongType(right, typeOf(a), b);
    return typeof a === 'object' && typeof b === 'object' ? exact.compare(a, b) === 0 : a === b;
  }

  function number(node: Node): Fraction {
    const value = valueOf(node);
    return typeof value === 'object' ? value : wrongType(node, 'number', value);
  }

  function condition(node: Node): boolean {
    const value = valueOf(node);
    return typeof value === 'boolean' ? value : wrongType(node, 'boolean', value);
  }

  function inRange(node: Node, value: Fraction): Fraction {
    const size = value.n < 0n ? -value.n : value.n;
    if (size > LIMITS.largest * value.d || value.d >> BigInt(LIMITS.numberBits) > 0n)
      fault({
        code: 'formula_out_of_range',
        source,
        at: node.at,
        value: exact.toDecimalText(value, 2),
        expected: `-${LIMITS.largest} to ${LIMITS.largest}`,
      });
    return value;
  }

  function divisionByZero(divisor: Node): never {
    return fault({
      code: 'formula_division_by_zero',
      source,
      at: divisor.at,
      value: textOf(divisor, source),
    });
  }

  function wrongType(node: Node, expected: ValueType, value: Value): never {
    return fault({
      code: 'formula_type_mismatch',
      source,
      at: node.at,
      value: textOf(node, source),
      expected,
      found: typeOf(value),
    });
  }
}
