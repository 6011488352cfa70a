import { must } from '#domain/kernel/result.ts';
import { DOCUMENT_IDS } from '#domain/policy/clauses.ts';
import { latestRelease } from '#domain/policy/releases.ts';
import { shippedContent } from '#domain/policy/version.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { valuesInForce } from '../record.ts';
import type { PolicyTables } from '../store.ts';
import { annexesNow } from './annexes.ts';
import { publishVersion } from './publish-version.ts';

/** Who publishes and drafts what nobody wrote here: the program itself. */
export const SYSTEM = { actor: 'system', name: 'Tenon' };

/**
 * Publishes the shipped text as version 1 of each document that has none, each with its post. Safe to run at every start
 * and from two processes at once: the second finds the first one's version. Nothing is published before the installation
 * has an operator: the text names it.
 */
export async function publishShipped(db: Database, clock: Clock): Promise<void> {
  const now = clock.now();
  if (!(await loadInstallation(db, now))) return;
  const values = await valuesInForce(db, now);
  const annexes = await annexesNow(db, values);
  for (const document of DOCUMENT_IDS) {
    const { post } = latestRelease(document);
    const published = await db.inGlobal<PolicyTables, Awaited<ReturnType<typeof publishVersion>>>(
      (transaction) =>
        publishVersion(transaction, {
          content: shippedContent(document, values, annexes),
          basedOn: null,
          post,
          author: SYSTEM,
          approver: SYSTEM,
          now,
        }),
    );
    if (!published.ok && published.refusal.code === 'policy_moved_on') continue;
    must(published);
  }
}
