import { refuse, type Result } from '#domain/kernel/result.ts';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import { leavesOf, type CutPlan, type Pattern } from '#domain/cutting/plan.ts';
import { writeDxf } from '#domain/formats/dxf/write-dxf.ts';
import { PTX_PROFILES, writePtx } from '#domain/formats/ptx/write-ptx.ts';
import type { Proof, SawFileRefusal } from '#domain/formats/saw-file.ts';
import type { DrawnPattern } from './contract.ts';

/** A plan as a saw file tells of it. */
export interface SawPlan {
  readonly job: CuttingJob;
  readonly plan: CutPlan;
  /** how many of the plan's first patterns are at the saw already: no file holds them again */
  readonly pinned: number;
  /** what stands on each board, by its id in the job */
  readonly codes: ReadonlyMap<string, string>;
}

interface SawFileState {
  readonly kind: 'ptx' | 'dxf';
  readonly proof: Proof;
  readonly refusal: SawFileRefusal | null;
}

/** Drawings have no profile of a machine yet: none was read by one. */
const DXF_PROOF: Proof = 'untested';

/**
 * What the saw is to cut: the patterns that are not at it already, the parts on them in the number in which they lie
 * there, and the boards under them by the code that stands on them.
 */
function jobForSaw({ job, plan, pinned, codes }: SawPlan): { job: CuttingJob; plan: CutPlan } {
  const patterns = plan.patterns.slice(pinned);
  const used = new Set(patterns.map((pattern) => pattern.board));
  const boards = job.boards.filter((board) => used.has(board.id));
  const names = new Map(
    boards.map((board) => {
      const code = codes.get(board.id) ?? board.id;
      const twins = boards.filter((other) => (codes.get(other.id) ?? other.id) === code);
      return [board.id, twins.length > 1 ? `${code}-${board.length / 100}x${board.width / 100}` : code];
    }),
  );
  const counts = new Map<string, number>();
  for (const { root, repeat } of patterns)
    for (const { part } of leavesOf(root))
      if (part !== undefined) counts.set(part, (counts.get(part) ?? 0) + repeat);
  return {
    job: {
      ...job,
      boards: boards.map((board) => ({ ...board, id: names.get(board.id)! })),
      parts: job.parts
        .filter((part) => counts.has(part.id))
        .map((part) => ({ ...part, quantity: counts.get(part.id)! })),
    },
    plan: {
      ...plan,
      patterns: patterns.map((pattern): Pattern => ({ ...pattern, board: names.get(pattern.board)! })),
      unplaced: [],
    },
  };
}

/** The plan as PTX in the profile that takes most, or why it is not written. */
export function ptxOf(saw: SawPlan): Result<string, SawFileRefusal> {
  if (saw.plan.patterns.length <= saw.pinned)
    return refuse({
      code: 'saw_file_refused',
      where: 'plan',
      why: 'all of its sheets are at the saw already',
      remedy: 'Take the file of the version that was released.',
    });
  const { job, plan } = jobForSaw(saw);
  return writePtx(job, plan, PTX_PROFILES.wide);
}

/** One pattern as DXF. @param pattern 1 = the first that is not pinned */
export function dxfOf(
  saw: SawPlan,
  pattern: number,
): Result<string, SawFileRefusal | { code: 'pattern_unknown'; pattern: number; patterns: number }> {
  const { job, plan } = jobForSaw(saw);
  const wanted = plan.patterns[pattern - 1];
  if (!wanted) return refuse({ code: 'pattern_unknown', pattern, patterns: plan.patterns.length });
  return writeDxf(job, wanted);
}

/** Which files a plan has, how far each way of writing is proven, and why one is not written. */
export function sawFilesOf(saw: SawPlan): SawFileState[] {
  const ptx = ptxOf(saw);
  const drawings = saw.plan.patterns.slice(saw.pinned).map((_, i) => dxfOf(saw, i + 1));
  const undrawn = drawings.find((drawing) => !drawing.ok);
  const dxf = undrawn && !undrawn.ok ? (undrawn.refusal as SawFileRefusal) : null;
  return [
    { kind: 'ptx', proof: PTX_PROFILES.wide.proof, refusal: ptx.ok ? null : ptx.refusal },
    { kind: 'dxf', proof: DXF_PROOF, refusal: dxf },
  ];
}

const COLUMNS = ['pattern', 'board', 'sheets', 'step', 'kind', 'of', 'fence_mm', 'cut_mm', 'falls'];

/**
 * The step lists of all patterns as a table for the person at the saw: a row for each saw line, separated by
 * semicolons, CRLF. What falls off stands with its size, sheets by their number where they have one.
 */
export function stepsCsv(patterns: readonly DrawnPattern[]): string {
  const rows = patterns.flatMap((pattern, i) =>
    pattern.steps.map((step) => [
      i + 1,
      pattern.board.code,
      pattern.sheets.map((sheet) => sheet.no).join(' ') || `x${pattern.repeat}`,
      step.no,
      step.kind,
      step.of,
      step.position,
      step.length,
      step.falls.map((piece) => `${piece.name || piece.kind} (${piece.length} x ${piece.width})`).join(', '),
    ]),
  );
  const cell = (value: string | number): string => {
    const text = String(value);
    // A name that a spreadsheet would take for a formula stays a name.
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(';')}\r\n`).join('');
}
