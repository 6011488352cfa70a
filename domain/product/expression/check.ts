import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Node, ValueType } from './ast.ts';
import type { Formula } from './parse.ts';
import { fault, FormulaFault, nearest, type FormulaRefusal } from './refusals.ts';

/**
 * Type of a formula before any value is known: every name must be in `scope` and every operator must get what it
 * computes with, on both branches of an `if`. A formula that passes can still be refused when it runs (division by
 * zero, out of range), never for a name or a type.
 */
export function checkFormula(
  formula: Formula,
  scope: ReadonlyMap<string, ValueType>,
  expected?: ValueType,
): Result<ValueType, FormulaRefusal> {
  const { source } = formula;
  try {
    const found = typeOfNode(formula.root);
    if (expected && found !== expected) mismatch(formula.root, expected, found);
    return ok(found);
  } catch (error) {
    if (error instanceof FormulaFault) return refuse(error.refusal);
    throw error;
  }

  function typeOfNode(node: Node): ValueType {
    switch (node.kind) {
      case 'value':
        return typeof node.value === 'boolean'
          ? 'boolean'
          : typeof node.value === 'string'
            ? 'text'
            : 'number';
      case 'name':
        return scope.get(node.name) ?? unknownName(source, node.at, node.name, scope.keys());
      case 'unary':
        return want(node.operand, node.operator === '-' ? 'number' : 'boolean');
      case 'binary':
        return typeOfBinary(node);
      case 'call':
        if (node.name !== 'if') {
          for (const arg of node.args) want(arg, 'number');
          return 'number';
        }
        want(node.args[0]!, 'boolean');
        return want(node.args[2]!, typeOfNode(node.args[1]!));
    }
  }

  function typeOfBinary(node: Node & { kind: 'binary' }): ValueType {
    switch (node.operator) {
      case 'and':
      case 'or':
        want(node.left, 'boolean');
        return want(node.right, 'boolean');
      case '=':
      case '!=':
        want(node.right, typeOfNode(node.left));
        return 'boolean';
      case '<':
      case '<=':
      case '>':
      case '>=':
        want(node.left, 'number');
        want(node.right, 'number');
        return 'boolean';
      default:
        want(node.left, 'number');
        return want(node.right, 'number');
    }
  }

  function want(node: Node, type: ValueType): ValueType {
    const found = typeOfNode(node);
    return found === type ? type : mismatch(node, type, found);
  }

  function mismatch(node: Node, type: ValueType, found: ValueType): never {
    return fault({
      code: 'formula_type_mismatch',
      source,
      at: node.at,
      value: textOf(node, source),
      expected: type,
      found,
    });
  }
}

/** Refuses a name that nothing is called, with the nearest known one. */
export function unknownName(source: string, at: number, name: string, known: Iterable<string>): never {
  const suggestion = nearest(name, known);
  return fault({
    code: 'formula_unknown_name',
    source,
    at,
    value: name,
    ...(suggestion === undefined ? {} : { suggestion, reason: 'near' }),
  });
}

/** What a node was read from, for messages. */
export function textOf(node: Node, source: string): string {
  return source.slice(node.at, node.end);
}

/** The names a formula refers to, each once, in order of appearance. */
export function namesIn(formula: Formula): string[] {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === 'name') names.add(node.name);
    else if (node.kind === 'unary') visit(node.operand);
    else if (node.kind === 'binary') [node.left, node.right].forEach(visit);
    else if (node.kind === 'call') node.args.forEach(visit);
  };
  visit(formula.root);
  return [...names];
}
