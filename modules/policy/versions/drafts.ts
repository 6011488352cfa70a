import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { readParameter } from '#domain/policy/check-parameters.ts';
import { DOCUMENTS } from '#domain/policy/clauses.ts';
import {
  parametersOf,
  type DocumentId,
  type ParameterName,
  type ParameterValues,
  type Said,
} from '#domain/policy/parameters.ts';
import { checkContent, type ContentRefusal, type PolicyContent } from '#domain/policy/version.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { countOthers } from '../staff.ts';
import type { PolicyTables } from '../store.ts';
import { annexesNow } from './annexes.ts';
import { publishVersion, type PublishRefusal } from './publish-version.ts';
import { listVersions, type Version } from './queries.ts';
import { decideApproval, type ApprovalRefusal } from './rules.ts';

export interface Draft {
  readonly id: Id;
  readonly document: DocumentId;
  readonly basedOn: number;
  readonly content: PolicyContent;
  readonly summary: Said;
  readonly state: 'open' | 'submitted';
  readonly author: string;
  readonly authorName: string;
  readonly submittedAt: Instant | null;
}

type Missing =
  | { readonly code: 'policy_draft_unknown' }
  | { readonly code: 'policy_version_unknown'; readonly number: number };

/** The draft of a document that is being written or waits for approval; at most one. */
export async function findDraft(tx: Tx, document: DocumentId): Promise<Draft | undefined> {
  const row = await tx
    .tables<PolicyTables>()
    .selectFrom('policy_draft')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('document', '=', document)
    .where('state', 'in', ['open', 'submitted'])
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      document: row.document,
      basedOn: row.based_on,
      content: row.content as PolicyContent,
      summary: row.summary,
      state: row.state as Draft['state'],
      author: row.author,
      authorName: row.author_name,
      submittedAt: row.submitted_at,
    }
  );
}

/** What the operator changes; what is not named stays as in the newest version. */
export interface DraftInput {
  readonly wording: Readonly<Record<string, Said>>;
  /** values as they were typed */
  readonly parameters: Readonly<Record<string, string>>;
  readonly summary: Said;
}

/**
 * Saves a draft on top of the newest version: other words for clauses and other values of this document. Words without a
 * hole, with a number of their own or for a clause that is not there are refused and nothing is saved. What was handed in
 * goes back to its author.
 */
export async function saveDraft(
  tx: Tx,
  caller: Caller,
  document: DocumentId,
  input: DraftInput,
): Promise<Result<Draft, ContentRefusal | Missing>> {
  const [newest] = await listVersions(tx.tables<PolicyTables>(), document);
  if (!newest) return refuse({ code: 'policy_version_unknown', number: 1 });
  const own = parametersOf(document);
  const typed = Object.entries(input.parameters).map(([name, text]) => [
    name,
    own.includes(name as ParameterName) ? readParameter(name as ParameterName, text) : text,
  ]);
  const parameters = { ...newest.content.parameters, ...Object.fromEntries(typed) } as ParameterValues;
  const content: PolicyContent = {
    document,
    wording: { ...newest.content.wording, ...input.wording },
    parameters,
    annexes: newest.content.annexes,
  };
  const checked = checkContent(content);
  if (!checked.ok) return checked;
  const complete = { ...content, annexes: await annexesNow(tx, parameters) };

  const before = await findDraft(tx, document);
  if (before)
    await tx
      .tables<PolicyTables>()
      .updateTable('policy_draft')
      .set(writtenBy(caller, complete, input.summary))
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', before.id)
      .execute();
  else await beginDraft(tx, caller, complete, input.summary, newest.number);
  const saved = await findDraft(tx, document);
  return saved ? ok(saved) : refuse({ code: 'policy_draft_unknown' });
}

const writtenBy = (
  caller: Pick<Caller, 'actor' | 'name' | 'now'>,
  content: PolicyContent,
  summary: Said,
) => ({
  content: JSON.stringify(content),
  summary: JSON.stringify(summary) as unknown as Said,
  state: 'open' as const,
  author: caller.actor,
  author_name: caller.name,
  changed_at: caller.now,
  submitted_at: null,
});

/**
 * Begins the draft of a document that has none.
 * @returns its id; null when another one was begun at the same moment
 */
export async function beginDraft(
  tx: Tx,
  caller: Pick<Caller, 'actor' | 'name' | 'now'>,
  content: PolicyContent,
  summary: Said,
  basedOn: number,
): Promise<Id | null> {
  const row = await tx
    .tables<PolicyTables>()
    .insertInto('policy_draft')
    .values({
      ...writtenBy(caller, content, summary),
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      document: content.document,
      based_on: basedOn,
      created_at: caller.now,
      published_number: null,
    })
    .onConflict((c) =>
      c.columns(['tenant_id', 'document']).where('state', 'in', ['open', 'submitted']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Hands a draft in for approval; from now on the wait of a single person runs. */
export async function submitDraft(
  tx: Tx,
  caller: Caller,
  document: DocumentId,
): Promise<Result<Draft, Missing>> {
  const draft = await findDraft(tx, document);
  if (!draft) return refuse({ code: 'policy_draft_unknown' });
  if (draft.state === 'submitted') return ok(draft);
  await setState(tx, draft, { state: 'submitted', submitted_at: caller.now });
  return ok({ ...draft, state: 'submitted', submittedAt: caller.now });
}

/** Throws a draft away; what was published stays. */
export async function dropDraft(tx: Tx, document: DocumentId): Promise<Result<{ dropped: true }, Missing>> {
  const draft = await findDraft(tx, document);
  if (!draft) return refuse({ code: 'policy_draft_unknown' });
  await setState(tx, draft, { state: 'dropped' });
  return ok({ dropped: true });
}

async function setState(tx: Tx, draft: Draft, change: Partial<PolicyTables['policy_draft']>): Promise<void> {
  await tx
    .tables<PolicyTables>()
    .updateTable('policy_draft')
    .set(change)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', draft.id)
    .execute();
}

/** The job of `proofs/self-check.ts`, by its name: it drafts, too, and so imports from here. */
const SELF_CHECK = { name: 'policy.self-check', attempts: 10 } as const;

/** What `policy.published` carries; whoever keeps contacts writes to them when it is material. */
export interface Published {
  readonly document: DocumentId;
  readonly number: number;
  readonly kind: 'material' | 'editorial';
  readonly inForceFrom: Instant;
  /** of the post that announces it: `/blog/<slug>` */
  readonly slug: string;
}

/**
 * Approves a draft and publishes it: version, post, the draft's end and the event, all or nothing.
 * The mails to the contacts follow from `policy.published` after the commit.
 */
export async function publishDraft(
  tx: Tx,
  caller: Caller,
  document: DocumentId,
): Promise<Result<Version, PublishRefusal | ApprovalRefusal | Missing | { code: 'policy_draft_open' }>> {
  const draft = await findDraft(tx, document);
  if (!draft) return refuse({ code: 'policy_draft_unknown' });
  if (draft.submittedAt === null) return refuse({ code: 'policy_draft_open' });
  const [newest] = await listVersions(tx.tables<PolicyTables>(), document);
  // The wait that was promised counts, not the one that the draft would bring.
  const wait = Math.max(
    newest?.content.parameters['operator.soloWaitHours'] ?? 0,
    draft.content.parameters['operator.soloWaitHours'],
  );
  const approved = decideApproval(
    { author: draft.author, submittedAt: draft.submittedAt },
    { actor: caller.actor, provenAt: caller.session?.provenAt ?? null },
    caller.now,
    wait,
    await countOthers(tx, caller.actor),
  );
  if (!approved.ok) return approved;

  const number = draft.basedOn + 1;
  const published = await publishVersion(tx.tables<PolicyTables>(), {
    content: draft.content,
    basedOn: draft.basedOn,
    post: {
      slug: `${document}-policy-${number}`,
      title: {
        en: `${DOCUMENTS[document].en}: version ${number}`,
        de: `${DOCUMENTS[document].de}: Fassung ${number}`,
      },
      summary: draft.summary,
    },
    author: { actor: draft.author, name: draft.authorName },
    approver: { actor: caller.actor, name: caller.name },
    now: caller.now,
  });
  if (!published.ok) return published;
  await setState(tx, draft, { state: 'published', published_number: number });
  const { kind, inForceFrom, slug } = published.value;
  // The installation checks itself with the new values on the day they count, not only on the morning after.
  const key = `${SELF_CHECK.name}:${document}:${number}`;
  await queueJob(tx, SELF_CHECK, {}, { runAt: inForceFrom, key });
  const told: Published = { document, number, kind, inForceFrom, slug };
  await publish(tx, caller, 'policy.published', draft.id, told);
  return published;
}
