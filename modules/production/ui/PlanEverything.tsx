import { useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useChange } from '#platform/web-kit/data.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { askForPlan, createBatch, releasePlan, type BatchRow, type WaitingMaterial } from '../contract.ts';
import { officeWords } from './words.ts';

/** A first plan stands within a second or two; ten give a good one. */
export const SEARCH_SECONDS = 10;

/**
 * The day's cutting by one press: a batch of everything that waits, per material, and the search of a plan for each.
 * Each material is its own command, so one that cannot be cut is told and the others go on.
 */
export function PlanEverything({ materials }: { readonly materials: readonly WaitingMaterial[] }) {
  const t = useWords(officeWords);
  const [busy, setBusy] = useState(false);
  const make = useChange(createBatch);
  const ask = useChange(askForPlan);
  const planAll = async (): Promise<void> => {
    setBusy(true);
    for (const material of materials) {
      const made = await make.send({
        body: { material: material.code, orderIds: material.orders.map((order) => order.orderId) },
      });
      if (made.ok)
        await ask.send({
          params: { batchId: made.value.id as Id },
          body: { objective: 'cost', seconds: SEARCH_SECONDS, moves: null, seed: 1 },
        });
    }
    setBusy(false);
  };
  return (
    <Button kind="primary" busy={busy} onClick={() => void planAll()}>
      {t('production.everything.plan')}
    </Button>
  );
}

/** Releases the newest sound plan of every planned batch; a refusal concerns its own batch alone. */
export function ReleaseEverything({
  batches,
  kind = 'primary',
}: {
  readonly batches: readonly BatchRow[];
  readonly kind?: 'primary' | 'plain';
}) {
  const t = useWords(officeWords);
  const [busy, setBusy] = useState(false);
  const release = useChange(releasePlan);
  const planned = batches.flatMap((batch) => batch.planId ?? []);
  const releaseAll = async (): Promise<void> => {
    setBusy(true);
    let released = 0;
    for (const planId of planned)
      if ((await release.send({ params: { planId: planId as Id } })).ok) released++;
    setBusy(false);
    if (released > 0) toast({ title: t('production.everything.released', { count: released }) });
  };
  if (planned.length === 0 && !busy) return null;
  return (
    <Button kind={kind} busy={busy} onClick={() => void releaseAll()}>
      {t('production.everything.release', { count: planned.length })}
    </Button>
  );
}
