import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { namesIn } from './check.ts';
import type { Formula } from './parse.ts';
import type { FormulaRefusal } from './refusals.ts';

export interface NamedFormula {
  readonly name: string;
  readonly formula: Formula;
}

/**
 * Named formulas in an order in which each comes after the ones it refers to; among free choices the order given.
 * A circle is refused with its chain: `depth → shelf → depth`. Names that are no formula are parameters and ignored.
 */
export function orderFormulas(formulas: readonly NamedFormula[]): Result<NamedFormula[], FormulaRefusal> {
  const byName = new Map(formulas.map((each) => [each.name, each]));
  const ordered: NamedFormula[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (each: NamedFormula): FormulaRefusal | undefined => {
    if (done.has(each.name)) return undefined;
    if (path.includes(each.name)) {
      const chain = [...path.slice(path.indexOf(each.name)), each.name];
      return cycle(byName.get(chain.at(-2)!)!, each.name, chain);
    }
    path.push(each.name);
    for (const name of namesIn(each.formula)) {
      const needed = byName.get(name);
      const found = needed && visit(needed);
      if (found) return found;
    }
    path.pop();
    done.add(each.name);
    ordered.push(each);
    return undefined;
  };
  for (const each of formulas) {
    const found = visit(each);
    if (found) return refuse(found);
  }
  return ok(ordered);
}

function cycle(last: NamedFormula, back: string, chain: string[]): FormulaRefusal {
  const { source } = last.formula;
  return {
    code: 'formula_cycle',
    source,
    at: Math.max(0, source.search(new RegExp(`(?<![\\p{L}\\p{N}_.])${back}(?![\\p{L}\\p{N}_.])`, 'u'))),
    value: back,
    chain,
    path: chain.join(' → '),
  };
}
