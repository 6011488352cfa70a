import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { FileAnswer } from '#platform/http/handler.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadDrawnPlan } from './plan-page.ts';
import { dxfOf, ptxOf, stepsCsv } from './saw-files.ts';

/**
 * What a saw or the person at it reads of a plan. A plan that failed its check leaves the house in no form, and a file
 * that would not say exactly what the plan says is refused with the reason.
 *
 * @param pattern of DXF: 1 = the first pattern that is not at the saw already
 */
export async function loadSawFile(
  tx: Tx,
  caller: Caller,
  planId: Id,
  kind: 'ptx' | 'dxf' | 'steps',
  pattern: number,
): Promise<Result<FileAnswer>> {
  const loaded = await loadDrawnPlan(tx, caller, planId);
  if (!loaded.ok) return loaded;
  const { page, saw } = loaded.value;
  const { version, faults } = page.plan;
  if (faults[0] !== undefined) return refuse({ code: 'plan_faulty', version, fault: faults[0] });
  const name = `B-${page.batch.number}-v${version}`;
  const file = (contentType: string, text: string, ending: string): Result<FileAnswer> =>
    ok({ contentType, bytes: Buffer.from(text, 'utf8'), name: `${name}${ending}`, download: true });
  if (kind === 'steps')
    return file('text/csv; charset=utf-8', `\ufeff${stepsCsv(page.patterns)}`, '-steps.csv');
  if (kind === 'ptx') {
    const ptx = ptxOf(saw);
    return ptx.ok ? file('text/plain; charset=us-ascii', ptx.value, '.ptx') : ptx;
  }
  const dxf = dxfOf(saw, pattern);
  return dxf.ok ? file('image/vnd.dxf', dxf.value, `-${String(pattern).padStart(2, '0')}.dxf`) : dxf;
}
