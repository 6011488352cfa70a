import { decimal } from '#domain/money/fraction.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import {
  FUNCTIONS,
  LIMITS,
  type BinaryOperator,
  type FunctionName,
  type Node,
  type NodeKind,
} from './ast.ts';
import { fault, FormulaFault, nearest, type FormulaRefusal } from './refusals.ts';
import { tokenize, type Token } from './tokens.ts';

/** A formula that has been read: its text and its tree. */
export interface Formula {
  readonly source: string;
  readonly root: Node;
}

/**
 * Reads a formula. Operators from loose to tight: `or`, `and`, `not`, comparisons (`=` or `==`, `!=` or `<>`,
 * `<`, `<=`, `>`, `>=`; they do not chain), `+ -`, `* /`, minus sign. Nothing is evaluated and no JavaScript is made.
 */
export function parseFormula(source: string): Result<Formula, FormulaRefusal> {
  try {
    return ok({ source, root: new Parser(source).formula() });
  } catch (error) {
    if (error instanceof FormulaFault) return refuse(error.refusal);
    throw error;
  }
}

const COMPARISONS: Readonly<Record<string, BinaryOperator>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
};
const RESERVED = new Set(['and', 'or', 'not', 'true', 'false']);

/** True for a word a parameter, formula or role may be called. */
export function isFormulaName(name: string): boolean {
  return (
    /^[\p{L}_][\p{L}\p{N}_]{0,39}$/u.test(name) && !RESERVED.has(name) && !Object.hasOwn(FUNCTIONS, name)
  );
}

class Parser {
  private readonly source: string;
  private readonly tokens: Token[];
  private next = 0;
  private depth = 0;
  private nodes = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokenize(source);
  }

  formula(): Node {
    if (this.peek().kind === 'end')
      fault({
        code: 'formula_empty',
        source: this.source,
        at: 0,
        value: '',
      });
    const root = this.or();
    if (this.peek().kind !== 'end') this.unexpected();
    return root;
  }

  private or(): Node {
    let left = this.and();
    while (this.isWord('or')) left = this.binary('or', left, () => this.and());
    return left;
  }

  private and(): Node {
    let left = this.not();
    while (this.isWord('and')) left = this.binary('and', left, () => this.not());
    return left;
  }

  private not(): Node {
    if (!this.isWord('not')) return this.comparison();
    const at = this.take().at;
    return this.deeper(() => this.made(at, { kind: 'unary', operator: 'not', operand: this.not() }));
  }

  private comparison(): Node {
    const left = this.sum();
    const operator = this.comparisonAhead();
    if (!operator) return left;
    const whole = this.binary(operator, left, () => this.sum());
    if (this.comparisonAhead())
      fault({
        code: 'formula_syntax',
        source: this.source,
        at: this.peek().at,
        value: this.peek().text,
        reason: 'comparison_chain',
      });
    return whole;
  }

  private comparisonAhead(): BinaryOperator | undefined {
    const token = this.peek();
    return token.kind === 'sign' ? COMPARISONS[token.text] : undefined;
  }

  private sum(): Node {
    let left = this.product();
    while (this.isSign('+') || this.isSign('-'))
      left = this.binary(this.peek().text as '+' | '-', left, () => this.product());
    return left;
  }

  private product(): Node {
    let left = this.signed();
    while (this.isSign('*') || this.isSign('/'))
      left = this.binary(this.peek().text as '*' | '/', left, () => this.signed());
    return left;
  }

  private signed(): Node {
    if (!this.isSign('-')) return this.atom();
    const at = this.take().at;
    return this.deeper(() => this.made(at, { kind: 'unary', operator: '-', operand: this.signed() }));
  }

  private atom(): Node {
    const token = this.peek();
    if (token.kind === 'number') {
      this.take();
      return this.made(token.at, { kind: 'value', value: decimal(token.text) });
    }
    if (token.kind === 'text') {
      this.take();
      return this.made(token.at, { kind: 'value', value: token.text.slice(1, -1) });
    }
    if (this.isSign('(')) {
      this.take();
      const inner = this.deeper(() => this.or());
      this.expect(')');
      return inner;
    }
    if (token.kind !== 'word' || token.text === 'and' || token.text === 'or' || token.text === 'not')
      return this.unexpected();
    this.take();
    if (token.text === 'true' || token.text === 'false')
      return this.made(token.at, { kind: 'value', value: token.text === 'true' });
    return this.isSign('(') ? this.call(token) : this.made(token.at, { kind: 'name', name: token.text });
  }

  private call(name: Token): Node {
    if (!Object.hasOwn(FUNCTIONS, name.text)) {
      const suggestion = nearest(name.text, Object.keys(FUNCTIONS));
      fault({
        code: 'formula_unknown_function',
        source: this.source,
        at: name.at,
        value: name.text,
        ...(suggestion === undefined ? {} : { suggestion }),
        expected: Object.keys(FUNCTIONS).join(', '),
      });
    }
    const functionName = name.text as FunctionName;
    this.expect('(');
    const args: Node[] = [];
    while (!this.isSign(')')) {
      if (args.length > 0) this.expect(',');
      args.push(this.deeper(() => this.or()));
    }
    this.expect(')');
    const [fewest, most] = FUNCTIONS[functionName];
    if (args.length < fewest || args.length > most)
      fault({
        code: 'formula_argument_count',
        source: this.source,
        at: name.at,
        value: `${functionName}: ${args.length}`,
        expected: fewest === most ? `${fewest}` : `${fewest} to ${most}`,
      });
    return this.made(name.at, { kind: 'call', name: functionName, args });
  }

  private binary(operator: BinaryOperator, left: Node, right: () => Node): Node {
    this.next += 1;
    return this.made(left.at, { kind: 'binary', operator, left, right: this.deeper(right) });
  }

  private made(at: number, kind: NodeKind): Node {
    this.nodes += 1;
    if (this.nodes > LIMITS.nodes) this.tooDeep(at);
    const last = this.tokens[this.next - 1]!;
    return { ...kind, at, end: last.at + last.text.length };
  }

  private deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > LIMITS.depth) this.tooDeep(this.peek().at);
    const result = read();
    this.depth -= 1;
    return result;
  }

  private tooDeep(at: number): never {
    return fault({
      code: 'formula_too_deep',
      source: this.source,
      at,
      value: this.source.slice(at, at + 20),
      expected: String(LIMITS.depth),
    });
  }

  private peek(): Token {
    return this.tokens[this.next]!;
  }

  private take(): Token {
    return this.tokens[this.next++]!;
  }

  private isSign(text: string): boolean {
    return this.peek().kind === 'sign' && this.peek().text === text;
  }

  private isWord(text: string): boolean {
    return this.peek().kind === 'word' && this.peek().text === text;
  }

  private expect(text: string): void {
    if (!this.isSign(text)) this.unexpected(text);
    this.next += 1;
  }

  private unexpected(expected?: string): never {
    const { text, at, kind } = this.peek();
    return fault({
      code: 'formula_syntax',
      source: this.source,
      at,
      value: text,
      expected: expected ?? '',
      reason: kind === 'end' ? 'ends_early' : 'out_of_place',
    });
  }
}
