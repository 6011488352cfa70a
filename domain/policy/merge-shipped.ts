import { CLAUSES } from './clauses.ts';
import { PARAMETER_NAMES, type ParameterName, type ParameterValues } from './parameters.ts';
import { canonical, type PolicyContent } from './version.ts';

/** A published version as far as it says who wrote what. */
interface Written {
  readonly content: PolicyContent;
  /** nobody changed a word: the program published what it was shipped with */
  readonly bySoftware: boolean;
}

/** Who runs an installation is entered at its set-up and never shipped. */
const ENTERED: readonly ParameterName[] = [
  'operator.name',
  'operator.sites',
  'operator.zone',
  'operator.supportAddress',
];

/**
 * What the newest version of a document becomes under the text, the values and the annexes that the program is shipped
 * with now. Sentences and values that the operator chose stay as they are; all others follow the program. The same
 * content comes back where nothing that was shipped has changed.
 *
 * A sentence is the operator's when the version that first said it, and since when it never changed, is the operator's.
 *
 * @param versions all versions of the document, newest first, at least one
 * @param shipped the document as the program ships it, with the annexes as they are now
 */
export function mergeShipped(versions: readonly Written[], shipped: PolicyContent): PolicyContent {
  const newest = versions[0];
  if (!newest) throw new RangeError(`${shipped.document} has no version yet`);
  const isShipped = (valueIn: (content: PolicyContent) => unknown): boolean => {
    const now = canonical(valueIn(newest.content) ?? null);
    let first = newest;
    for (const version of versions) {
      if (canonical(valueIn(version.content) ?? null) !== now) break;
      first = version;
    }
    return first.bySoftware;
  };
  const wording = Object.fromEntries(
    CLAUSES[shipped.document].map(({ id, text }) => {
      const own = newest.content.wording[id];
      const keep = own !== undefined && !isShipped((content) => content.wording[id]);
      return [id, keep ? own : (shipped.wording[id] ?? text)];
    }),
  );
  const parameters = Object.fromEntries(
    PARAMETER_NAMES.map((name) => {
      const own = newest.content.parameters[name] as unknown;
      const keep =
        own !== undefined && (ENTERED.includes(name) || !isShipped((content) => content.parameters[name]));
      return [name, keep ? own : shipped.parameters[name]];
    }),
  ) as unknown as ParameterValues;
  return { document: shipped.document, wording, parameters, annexes: shipped.annexes };
}
