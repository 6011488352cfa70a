import type { Fraction } from '#domain/money/fraction.ts';

/** What a formula can be worth: an exact number (mm, pieces, minutes), a yes or no, or a text (a decor, an option). */
export type Value = Fraction | boolean | string;
export type ValueType = 'number' | 'boolean' | 'text';

export function typeOf(value: Value): ValueType {
  return typeof value === 'boolean' ? 'boolean' : typeof value === 'string' ? 'text' : 'number';
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '=' | '!=' | 'and' | 'or';

/** A formula as a tree; the source from `at` up to `end` (counted from 0, end excluded) is what the node was read from. */
export type Node = { readonly at: number; readonly end: number } & NodeKind;

export type NodeKind =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Node[] };

export type FunctionName = 'if' | 'min' | 'max' | 'round' | 'floor' | 'ceil' | 'abs';

/** Fewest and most arguments of each function. */
export const FUNCTIONS: Readonly<Record<FunctionName, readonly [number, number]>> = {
  if: [3, 3],
  min: [1, 16],
  max: [1, 16],
  // The second argument is the step: round(width / 3, 0.5) gives whole half millimetres.
  round: [1, 2],
  floor: [1, 2],
  ceil: [1, 2],
  abs: [1, 1],
};

/** Limits that keep a formula readable and its evaluation bounded, whoever wrote it. */
export const LIMITS = {
  sourceLength: 500,
  depth: 40,
  nodes: 400,
  textLength: 80,
  /** bits of numerator or denominator; far above any length, price or count */
  numberBits: 256,
  /** largest absolute value of any intermediate number: 1000 km in mm */
  largest: 1_000_000_000n,
} as const;
