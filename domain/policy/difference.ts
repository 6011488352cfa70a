import type { ClauseId } from './ids.ts';
import { parametersOf, type Language, type ParameterName } from './parameters.ts';
import { CLAUSES } from './clauses.ts';
import { canonical, ANNEXES, type AnnexName, type PolicyContent } from './version.ts';

/** A run of words that stayed, went or came. */
export interface Run {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

export interface ParameterChange {
  readonly parameter: ParameterName;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two versions of one document. */
export interface Difference {
  readonly clauses: readonly {
    readonly clause: ClauseId;
    readonly runs: Readonly<Record<Language, readonly Run[]>>;
  }[];
  readonly parameters: readonly ParameterChange[];
  readonly annexes: readonly {
    readonly annex: AnnexName;
    readonly gone: readonly string[];
    readonly added: readonly string[];
  }[];
}

/** `material`: the commitment may be another; `editorial`: the same commitment in other words. */
export type KindOfChange = 'material' | 'editorial';

/** What differs, clause by clause and word by word, then values, then what stands behind. */
export function differenceBetween(before: PolicyContent, after: PolicyContent): Difference {
  const clauses = CLAUSES[after.document].flatMap(({ id }) => {
    const old = before.wording[id] ?? { en: '', de: '' };
    const now = after.wording[id] ?? { en: '', de: '' };
    if (old.en === now.en && old.de === now.de) return [];
    return [{ clause: id, runs: { en: wordRuns(old.en, now.en), de: wordRuns(old.de, now.de) } }];
  });
  const parameters = parametersOf(after.document)
    .filter((name) => canonical(before.parameters[name] ?? null) !== canonical(after.parameters[name]))
    .map((parameter) => ({
      parameter,
      before: before.parameters[parameter] ?? null,
      after: after.parameters[parameter],
    }));
  const annexes = ANNEXES.flatMap((annex) => {
    const old = before.annexes[annex];
    const now = after.annexes[annex];
    const gone = old.filter((line) => !now.includes(line));
    const added = now.filter((line) => !old.includes(line));
    return gone.length || added.length ? [{ annex, gone, added }] : [];
  });
  return { clauses, parameters, annexes };
}

export function isEmpty(difference: Difference): boolean {
  return !difference.clauses.length && !difference.parameters.length && !difference.annexes.length;
}

/**
 * What the software makes of a change; its author is not asked. Anything beyond words (a parameter, a purpose, a category,
 * a processor, a time of keeping, and a hole that came or went) is material.
 * @see clause P-1.3
 */
export function kindOfChange(difference: Difference): KindOfChange {
  const holesMoved = difference.clauses.some(({ runs }) =>
    (['en', 'de'] as const).some(
      (language) => holeSet(runs[language], 'new') !== holeSet(runs[language], 'gone'),
    ),
  );
  return difference.parameters.length || difference.annexes.length || holesMoved ? 'material' : 'editorial';
}

/** Holes in the text before (`gone`) or after (`new`), as one comparable string. */
function holeSet(runs: readonly Run[], side: 'gone' | 'new'): string {
  const text = runs
    .filter((run) => run.kind === 'same' || run.kind === side)
    .map((run) => run.text)
    .join('');
  return [...new Set(text.match(/\{[^{}]*\}/g) ?? [])].sort().join();
}

/** Longest common subsequence of words; spaces belong to the word before them, so the runs add up to the texts. */
export function wordRuns(before: string, after: string): Run[] {
  const old = before.match(/\s*\S+/g) ?? [];
  const now = after.match(/\s*\S+/g) ?? [];
  const rows = old.length + 1;
  const columns = now.length + 1;
  const longest = new Uint16Array(rows * columns);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      longest[i * columns + j] =
        old[i] === now[j]
          ? longest[(i + 1) * columns + j + 1]! + 1
          : Math.max(longest[(i + 1) * columns + j]!, longest[i * columns + j + 1]!);

  const runs: { kind: Run['kind']; text: string }[] = [];
  const say = (kind: Run['kind'], text: string): void => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += text;
    else runs.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      say('same', old[i]!);
      i += 1;
      j += 1;
    } else if (
      j >= now.length ||
      (i < old.length && longest[(i + 1) * columns + j]! >= longest[i * columns + j + 1]!)
    ) {
      say('gone', old[i]!);
      i += 1;
    } else {
      say('new', now[j]!);
      j += 1;
    }
  }
  return runs;
}
