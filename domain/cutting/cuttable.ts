import { mm, type Hmm } from '#domain/kernel/units.ts';
import { makeCatalog } from './engine/catalog.ts';
import { canPlace } from './engine/places.ts';
import { Search } from './engine/search.ts';
import { turnsOf, usable, type Board, type CuttingJob, type Part } from './instance.ts';
import type { JobReason } from './job-reader.ts';

/**
 * Parts and runs that no board of their material can give, each with the reason and what to try.
 * Fitting is tried by the engine itself on an empty sheet, so a job that is accepted can be cut.
 */
export function findUncuttable(job: CuttingJob): JobReason[] {
  const reasons = findUnsawable(job);
  if (reasons.length > 0) return reasons;
  for (const material of new Set(job.parts.map((p) => p.material))) {
    const boards = job.boards.filter((b) => b.material === material);
    const indices = job.parts.flatMap((p, i) => (p.material === material ? [i] : []));
    const parts = indices.map((i) => job.parts[i]!);
    const told = new Set<number>();
    parts.forEach((part, i) => {
      const reason = tooLarge(job, part, boards);
      if (!reason) return;
      told.add(i);
      reasons.push({ path: `parts.${indices[i]!}`, value: sizeOf(part), sentence: reason });
    });
    const catalog = makeCatalog(job, parts, boards);
    const search = new Search(catalog, job.objective, job.offcut, 0);
    catalog.demands.forEach((demand, d) => {
      if (demand.pieces.some((p) => told.has(p)) || canPlace(search, d)) return;
      const part = parts[demand.part]!;
      const path = `parts.${indices[demand.part]!}`;
      if (part.group === null) {
        reasons.push({
          path,
          value: sizeOf(part),
          sentence: `part ${part.id} (${sizeOf(part)}) fits on ${namesOf(boards, material)}, but this saw cannot cut it out${limitsOf(job)}. Maybe one of these limits is too tight.`,
        });
        return;
      }
      const run = demand.pieces.map((p) => parts[p]!.id).join(', ');
      reasons.push({
        path,
        value: part.group,
        sentence: `group ${part.group} (${run}) as one run cannot be cut from ${namesOf(boards, material)}. Maybe it is to be split into two runs.`,
      });
    });
  }
  return reasons;
}

/** Boards that are longer than the longest cut whichever way the first cut may run. */
function findUnsawable(job: CuttingJob): JobReason[] {
  const { maxCut, firstCut } = job.saw;
  if (maxCut === null) return [];
  return job.boards.flatMap((board, i) => {
    const room = usable(board, job.saw);
    const first =
      firstCut === 'x' ? room.width : firstCut === 'y' ? room.length : Math.min(room.length, room.width);
    const whole = (p: Part): boolean =>
      p.material === board.material &&
      turnsOf(p, board).some(
        (turned) =>
          (turned ? p.width : p.length) === room.length && (turned ? p.length : p.width) === room.width,
      );
    if (first <= maxCut || job.parts.some(whole)) return [];
    const sentence = `board ${board.id} (${boardText(board)}) needs a first cut of ${mm(first as Hmm)} mm, the saw can do ${mm(maxCut)}. Maybe it is halved before, or the longest cut is set too low.`;
    return [{ path: `boards.${i}`, value: `${mm(board.length)} x ${mm(board.width)}`, sentence }];
  });
}

function sizeOf(part: Part): string {
  return `${mm(part.length)} x ${mm(part.width)}`;
}

function boardText(board: Board): string {
  const grain = board.grain === 'none' ? '' : `, grain along the ${board.grain}`;
  return `${mm(board.length)} x ${mm(board.width)}${grain}`;
}

function namesOf(boards: readonly Board[], material: string): string {
  return `any ${material} board (${[...new Set(boards.map(boardText))].join('; ')})`;
}

function limitsOf(job: CuttingJob): string {
  const { stages, firstCut, minLast, maxCut } = job.saw;
  const limits = [
    ...(stages === null ? [] : [`stages ${stages}`]),
    ...(firstCut === 'any' ? [] : [`first cut ${firstCut}`]),
    ...(minLast === null ? [] : [`narrowest last part ${mm(minLast)}`]),
    ...(maxCut === null ? [] : [`longest cut ${mm(maxCut)}`]),
  ];
  return limits.length ? ` (${limits.join(', ')})` : '';
}

function tooLarge(job: CuttingJob, part: Part, boards: readonly Board[]): string | null {
  const name = `part ${part.id} (${sizeOf(part)})`;
  if (boards.length === 0)
    return `${name} is of ${part.material}, and the job has no board of it. Add a board, or correct the material.`;
  const sides = (turned: boolean): [number, number] =>
    turned ? [part.width, part.length] : [part.length, part.width];
  const ways = boards.flatMap((board) =>
    turnsOf(part, board).map((turned) => ({ board, size: sides(turned) })),
  );
  if (ways.some(({ board, size }) => fits(size, usable(board, job.saw)))) return null;

  const rooms = boards.map((b) => usable(b, job.saw));
  const longest = Math.max(...rooms.map((r) => Math.max(r.length, r.width)));
  const long =
    Math.max(part.length, part.width) > longest ||
    ways.every(({ board, size }) => size[0] > usable(board, job.saw).length);
  const wide = ways.every(({ board, size }) => size[1] > usable(board, job.saw).width);
  const word = long ? 'longer' : wide ? 'wider' : 'larger';
  const list = [...new Set(boards.map(boardText))].join('; ');
  const raw = ways.some(({ board, size }) => fits(size, board));
  const byGrain = part.grain !== 'none' && boards.some((b) => b.grain !== 'none');
  const { trim } = job.saw;
  const remedy = raw
    ? `Maybe the trim (${mm(trim.left)} and ${mm(trim.right)} along, ${mm(trim.bottom)} and ${mm(trim.top)} across) is too large.`
    : byGrain
      ? 'Maybe its grain is not needed.'
      : 'Maybe it is to be made of two parts, or a larger board is missing.';
  return `${name} is ${word} than every ${part.material} board (${list}). ${remedy}`;
}

function fits(size: readonly [number, number], room: { length: number; width: number }): boolean {
  return size[0] <= room.length && size[1] <= room.width;
}
