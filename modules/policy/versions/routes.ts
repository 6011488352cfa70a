import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { showParameter } from '#domain/policy/check-parameters.ts';
import { HEADINGS } from '#domain/policy/clause.ts';
import { CLAUSES, DOCUMENT_IDS, DOCUMENTS } from '#domain/policy/clauses.ts';
import { differenceBetween, isEmpty, kindOfChange } from '#domain/policy/difference.ts';
import { versionAt } from '#domain/policy/in-force.ts';
import { CLAUSE_IDS } from '#domain/policy/ids.ts';
import { checksOf, mechanismsOf } from '#domain/policy/keep.ts';
import { missingFor } from '#domain/policy/later.ts';
import { clauseOf } from '#domain/policy/clauses.ts';
import { parametersOf, type DocumentId } from '#domain/policy/parameters.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { isOperator } from '../installation.ts';
import { loadProofs } from '../proofs/proofs.ts';
import type { PolicyTables } from '../store.ts';
import * as contract from './contract.ts';
import { dropDraft, findDraft, publishDraft, saveDraft, submitDraft } from './drafts.ts';
import { listVersions } from './queries.ts';

/**
 * The role alone is not enough: only staff of the operator's own tenant looks after the policies; to anybody else they
 * are not there.
 */
async function asOperator<T>(tx: Tx, work: () => Promise<Result<T>>): Promise<Result<T>> {
  return (await isOperator(tx, tx.tenantId)) ? work() : refuse({ code: 'operator_only', status: 404 });
}

/** The draft beside the newest version, or the newest version to begin with. */
async function viewDraft(tx: Tx, document: DocumentId): Promise<Result<contract.DraftView>> {
  const [newest] = await listVersions(tx.tables<PolicyTables>(), document);
  if (!newest) return refuse({ code: 'policy_version_unknown', number: 1 });
  const draft = await findDraft(tx, document);
  const content = draft?.content ?? newest.content;
  const difference = differenceBetween(newest.content, content);
  return ok({
    document,
    name: DOCUMENTS[document],
    state: draft?.state ?? null,
    basedOn: newest.number,
    authorName: draft?.authorName ?? null,
    submittedAt: draft?.submittedAt ?? null,
    summary: draft?.summary ?? { en: '', de: '' },
    kind: isEmpty(difference) ? null : kindOfChange(difference),
    clauses: CLAUSES[document].map((clause) => ({
      id: clause.id,
      heading: HEADINGS[clause.heading],
      text: content.wording[clause.id] ?? clause.text,
      shipped: clause.text,
      changed: difference.clauses.some((changed) => changed.clause === clause.id),
    })),
    parameters: parametersOf(document).map((name) => ({
      name,
      value: showParameter(name, content.parameters),
      before: showParameter(name, newest.content.parameters),
    })),
  });
}

async function afterwards<T>(
  tx: Tx,
  document: DocumentId,
  done: Result<T>,
): Promise<Result<contract.DraftView>> {
  return done.ok ? viewDraft(tx, document) : done;
}

async function policies(tx: Tx, caller: Caller, context: AppContext) {
  const { states } = await loadProofs(context.db, caller.now);
  const documents = await Promise.all(
    DOCUMENT_IDS.map(async (document) => {
      const versions = await listVersions(tx.tables<PolicyTables>(), document);
      const current = versionAt(versions, caller.now);
      const clauses = CLAUSES[document];
      return {
        document,
        name: DOCUMENTS[document],
        versions: versions.map((version) => ({ ...version, current: version.number === current?.number })),
        draft: (await findDraft(tx, document))?.state ?? null,
        proven: clauses.filter(({ id }) => states.get(id)?.state === 'proven').length,
        clauses: clauses.length,
      };
    }),
  );
  return ok({ documents });
}

async function proofs(caller: Caller, context: AppContext) {
  const { states, checkedAt } = await loadProofs(context.db, caller.now);
  return ok({
    checkedAt,
    clauses: CLAUSE_IDS.map((id) => {
      const proof = states.get(id);
      const checks = checksOf(id);
      return {
        id,
        text: clauseOf(id).text,
        state: proof?.state ?? ('not-proven' as const),
        doubts: [...(proof?.doubts ?? [])],
        missing: missingFor(id) ?? null,
        mechanisms: mechanismsOf(id).map(({ name, keptBy }) => ({
          name,
          keptBy,
          checks: checks
            .filter((shown) => shown.mechanism === name)
            .map(({ check }) => ('test' in check ? check.test : `${check.file}, self-check`)),
        })),
      };
    }),
  });
}

export const versionHandlers: readonly Handler<AppContext>[] = [
  handle(contract.listPolicies, ({ tx, caller, context }) =>
    asOperator(tx, () => policies(tx, caller, context)),
  ),
  handle(contract.listProofs, ({ tx, caller, context }) => asOperator(tx, () => proofs(caller, context))),
  handle(contract.getDraft, ({ tx, input }) => asOperator(tx, () => viewDraft(tx, input.params.document))),
  handle(contract.saveDraft, ({ tx, caller, input }) => {
    const { document } = input.params;
    return asOperator(tx, async () =>
      afterwards(tx, document, await saveDraft(tx, caller, document, input.body)),
    );
  }),
  handle(contract.submitDraft, ({ tx, caller, input }) => {
    const { document } = input.params;
    return asOperator(tx, async () => afterwards(tx, document, await submitDraft(tx, caller, document)));
  }),
  handle(contract.publishDraft, ({ tx, caller, input }) =>
    asOperator(tx, () => publishDraft(tx, caller, input.params.document)),
  ),
  handle(contract.dropDraft, ({ tx, input }) => asOperator(tx, () => dropDraft(tx, input.params.document))),
];
