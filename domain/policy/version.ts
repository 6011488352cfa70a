import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { checkParameters, type ParameterRefusal } from './check-parameters.ts';
import { CLAUSES } from './clauses.ts';
import { DEFAULTS, parametersOf, type DocumentId, type ParameterValues, type Said } from './parameters.ts';
import { sha256 } from './sha256.ts';
import { checkText, type TextRefusal } from './text.ts';

/**
 * What stands behind the sentences and is published with them, one line of plain words each: a change of any of these is
 * a change of substance.
 */
export const ANNEXES = ['purposes', 'categories', 'retention', 'processors'] as const;
export type AnnexName = (typeof ANNEXES)[number];
export type Annexes = Readonly<Record<AnnexName, readonly string[]>>;
export const NO_ANNEXES: Annexes = { purposes: [], categories: [], retention: [], processors: [] };

/** Everything one version of a document says. */
export interface PolicyContent {
  readonly document: DocumentId;
  /** words per clause number, in both languages, with holes */
  readonly wording: Readonly<Record<string, Said>>;
  /** all parameters: the document prints its own, and a case of this version is handed these */
  readonly parameters: ParameterValues;
  readonly annexes: Annexes;
}

/** The document in the shipped words. */
export function shippedContent(
  document: DocumentId,
  parameters: ParameterValues = DEFAULTS,
  annexes: Annexes = NO_ANNEXES,
): PolicyContent {
  return {
    document,
    wording: Object.fromEntries(CLAUSES[document].map((clause) => [clause.id, clause.text])),
    parameters,
    annexes,
  };
}

export type ContentRefusal =
  | TextRefusal
  | ParameterRefusal
  | { readonly code: 'clause_missing'; readonly clause: string }
  | { readonly code: 'clause_unknown'; readonly clause: string };

/** Whether a content may be published: exactly the clauses of its document, words that keep the holes, values that fit. */
export function checkContent(content: PolicyContent): Result<PolicyContent, ContentRefusal> {
  const clauses = CLAUSES[content.document];
  const stranger = Object.keys(content.wording).find((id) => !clauses.some((clause) => clause.id === id));
  if (stranger !== undefined) return refuse({ code: 'clause_unknown', clause: stranger });
  for (const clause of clauses) {
    const words = content.wording[clause.id];
    if (!words) return refuse({ code: 'clause_missing', clause: clause.id });
    for (const text of [words.en, words.de]) {
      const checked = checkText(clause, text);
      if (!checked.ok) return checked;
    }
  }
  const values = checkParameters(content.parameters);
  return values.ok ? ok(content) : values;
}

/** Members in the order of their names, at every depth: the same content is the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** Values that a document stands on; those of the other document are carried along and do not count. */
function ownValues(content: PolicyContent): Record<string, unknown> {
  return Object.fromEntries(parametersOf(content.document).map((name) => [name, content.parameters[name]]));
}

/**
 * The hash by which people accept a version and proofs refer to it: SHA-256 of the canonical JSON of document, wording,
 * the document's parameters and annexes.
 */
export function hashOfContent(content: PolicyContent): string {
  const { document, wording, annexes } = content;
  return sha256(canonical({ document, wording, parameters: ownValues(content), annexes }));
}
