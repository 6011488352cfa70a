import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { CutPlan } from '#domain/cutting/plan.ts';
import { joinPlans, splitByMaterial } from '#domain/cutting/solve.ts';
import { PTX_PROFILES, writePtx } from '#domain/formats/ptx/write-ptx.ts';
import { writeDxf } from '#domain/formats/dxf/write-dxf.ts';

export type SawFileKind = 'ptx' | 'dxf';

/**
 * Writes saw files into a folder: one PTX for each material, one DXF for each pattern. A file that would not say
 * exactly what the plan says is not written.
 *
 * @returns a line for each file and each refusal, and whether all could be written
 * @throws Error when the folder cannot be written
 */
export function writeSawFiles(
  job: CuttingJob,
  plan: CutPlan,
  kind: SawFileKind,
  folder: string,
): { lines: string[]; complete: boolean } {
  mkdirSync(folder, { recursive: true });
  const lines: string[] = [];
  let complete = true;
  const keep = (name: string, written: ReturnType<typeof writeDxf>, state: string): void => {
    if (written.ok) {
      writeFileSync(join(folder, name), written.value);
      lines.push(`${name} written, ${state}`);
      return;
    }
    complete = false;
    const { where, why, remedy } = written.refusal;
    lines.push(`${name} is not written: ${where}: ${why}. ${remedy}`);
  };
  if (kind === 'dxf') {
    const digits = Math.max(2, String(plan.patterns.length).length);
    plan.patterns.forEach((pattern, i) => {
      const no = String(i + 1).padStart(digits, '0');
      keep(
        `${no}-${safe(pattern.board)}-x${pattern.repeat}.dxf`,
        writeDxf(job, pattern),
        'a drawing, no programme',
      );
    });
    return { lines, complete };
  }
  for (const one of splitByMaterial(job)) {
    const boards = new Set(one.boards.map((b) => b.id));
    const parts = new Set(one.parts.map((p) => p.id));
    const share: CutPlan = {
      ...plan,
      patterns: plan.patterns.filter((p) => boards.has(p.board)),
      unplaced: plan.unplaced.filter((u) => parts.has(u.part)),
    };
    const profile = PTX_PROFILES.wide;
    keep(
      `${safe(one.parts[0]!.material)}.ptx`,
      writePtx(one, joinPlans(one, [share], null), profile),
      `profile ${profile.name}, ${profile.proof} on a machine`,
    );
  }
  return { lines, complete };
}

function safe(id: string): string {
  return id.replace(/[^\w.-]/g, '_');
}
