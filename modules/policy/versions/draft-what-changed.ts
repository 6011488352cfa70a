import type { Id } from '#domain/kernel/ids.ts';
import { DOCUMENT_IDS, DOCUMENTS } from '#domain/policy/clauses.ts';
import { differenceBetween, isEmpty, type Difference } from '#domain/policy/difference.ts';
import { mergeShipped } from '#domain/policy/merge-shipped.ts';
import { DEFAULTS, type DocumentId, type Said } from '#domain/policy/parameters.ts';
import { shippedContent } from '#domain/policy/version.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { say, LOCALES } from '#platform/words/words.ts';
import { loadInstallation } from '../installation.ts';
import type { PolicyTables } from '../store.ts';
import { annexesNow } from './annexes.ts';
import { draftWords } from './draft-words.ts';
import { beginDraft, findDraft } from './drafts.ts';
import { SYSTEM } from './publish-shipped.ts';
import { listVersions } from './queries.ts';

type Home = Pick<AppContext, 'db' | 'clock' | 'log' | 'tenantFacts'>;

/**
 * At start-up: what the program is shipped with, or what it does, may have changed since the newest version was
 * published: its sentences, its values, a purpose, a category, a time of keeping, a processor. The published text would
 * then say less than the program does, so the next version is drafted by itself and the operator is told; it counts once
 * somebody has approved it. Where a draft is open already, or nothing differs, nothing is done.
 *
 * @see clause P-1.3
 */
export async function draftWhatChanged(context: Home): Promise<void> {
  const { db, clock } = context;
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  const facts = await context.tenantFacts(installation.operatorTenantId);
  const caller = { ...systemCaller(facts, clock, SYSTEM.actor), name: SYSTEM.name };
  for (const document of DOCUMENT_IDS)
    await db.inTenant(facts.tenantId, async (tx) => {
      const made = await draftOne(tx, document, caller);
      if (!made) return;
      await publish(tx, caller, 'policy-draft.made', made.id, { document, what: made.what });
      context.log.warn(
        { document, ...made.what },
        'the published policy is behind; its next version waits as a draft',
      );
    });
}

/** What differs, as the mail to the operator and the log say it. */
export interface WhatChanged {
  readonly clauses: readonly string[];
  readonly parameters: readonly string[];
  readonly annexes: readonly string[];
}

/** What a reader of `policy-draft.made` gets. */
export interface DraftMade {
  readonly document: DocumentId;
  readonly what: WhatChanged;
}

async function draftOne(
  tx: Tx,
  document: DocumentId,
  caller: Parameters<typeof beginDraft>[1],
): Promise<{ id: Id; what: WhatChanged } | null> {
  const versions = await listVersions(tx.tables<PolicyTables>(), document);
  const [newest] = versions;
  if (!newest || (await findDraft(tx, document))) return null;
  const written = versions.map(({ content, author }) => ({ content, bySoftware: author === SYSTEM.actor }));
  const merged = mergeShipped(written, shippedContent(document, DEFAULTS));
  const content = { ...merged, annexes: await annexesNow(tx, merged.parameters) };
  const difference = differenceBetween(newest.content, content);
  if (isEmpty(difference)) return null;
  const what = whatOf(difference);
  const id = await beginDraft(tx, caller, content, summaryOf(document, what), newest.number);
  return id && { id, what };
}

const whatOf = ({ clauses, parameters, annexes }: Difference): WhatChanged => ({
  clauses: clauses.map(({ clause }) => clause),
  parameters: parameters.map(({ parameter }) => parameter),
  annexes: annexes.map(({ annex }) => annex),
});

/** What the blog will say unless the operator says it better. */
function summaryOf(document: DocumentId, what: WhatChanged): Said {
  const words = LOCALES.map((language) => {
    const parts = (['clauses', 'parameters', 'annexes'] as const)
      .filter((part) => what[part].length > 0)
      .map((part) => say(draftWords, language, `draft.made.${part}`, { list: what[part].join(', ') }));
    const first = say(draftWords, language, 'draft.made.summary', {
      document: DOCUMENTS[document][language],
    });
    return [language, [first, ...parts].join(' ')];
  });
  return Object.fromEntries(words) as unknown as Said;
}
