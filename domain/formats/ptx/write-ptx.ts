import type { Hmm } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { CuttingJob, Part } from '#domain/cutting/instance.ts';
import type { CutPlan, PlanNode } from '#domain/cutting/plan.ts';
import { sheetsPerCycle } from '#domain/cutting/saw-time.ts';
import { replayFault, treeOf, type Proof, type SawFileRefusal } from '../saw-file.ts';
import { readPtx } from './read-ptx.ts';

/** What a receiver of PTX files understands; outside of it nothing is written. */
export interface PtxProfile {
  readonly name: string;
  readonly proof: Proof;
  /** value of HEADER's first field */
  readonly version: string;
  /** decimals of a millimetre */
  readonly decimals: 1 | 2;
  /** changes of direction after the cross cut */
  readonly recuts: number;
  /** may the first cut run across the board? */
  readonly headCuts: boolean;
  readonly codeLength: number;
}

/** Profiles by name. None was run on a machine yet, and each says so. */
export const PTX_PROFILES: Readonly<Record<'cautious' | 'wide', PtxProfile>> = {
  cautious: {
    name: 'cautious',
    proof: 'untested',
    version: '1',
    decimals: 1,
    recuts: 1,
    headCuts: false,
    codeLength: 50,
  },
  wide: {
    name: 'wide',
    proof: 'untested',
    version: '1',
    decimals: 1,
    recuts: 7,
    headCuts: true,
    codeLength: 50,
  },
};

const GRAIN = { none: 0, length: 1, width: 2 } as const;

/**
 * The plan of one material as a PTX file (Pattern Exchange, after optimisation): HEADER, JOBS, PARTS_REQ, BOARDS,
 * MATERIALS, OFFCUTS, PATTERNS and CUTS, ASCII with CRLF, in millimetres.
 *
 * CUTS follow the cut tree: each row is a piece that falls, by its size in the direction of the cut; what it is cut
 * into comes right after it. Trims are the material's, which include their kerf as ours do. A leftover that is not
 * kept is a waste row (90 + phase); dust of at most one kerf has no row.
 *
 * Before it is handed out the file is read back by the own reader, compared with the plan cut by cut, and its areas
 * are added up to the board. Whatever the profile does not cover is refused, never rounded or left out.
 */
export function writePtx(
  job: CuttingJob,
  plan: CutPlan,
  profile: PtxProfile,
): Result<string, SawFileRefusal> {
  const writer = new Writer(job, plan, profile);
  const text = writer.write();
  if (writer.refusal) return refuse(writer.refusal);
  const read = readPtx(text);
  if (!read.ok) return read;
  for (const [i, pattern] of plan.patterns.entries()) {
    const where = `pattern ${i + 1}`;
    const back = read.value.patterns[i];
    const same = back?.board === pattern.board && back.run === pattern.repeat;
    if (!same || JSON.stringify(back.tree) !== JSON.stringify(treeOf(pattern.root)))
      return refuse({
        code: 'saw_file_refused',
        where,
        why: 'read back, the file says something else than the plan',
        remedy: 'Do not use the file; cut from the printed plan.',
      });
    const fault = replayFault(job, pattern, back.tree);
    if (fault)
      return refuse({
        code: 'saw_file_refused',
        where,
        why: fault,
        remedy: 'Do not use the file; cut from the printed plan.',
      });
  }
  return ok(text);
}

type Field = string | number;

class Writer {
  refusal: SawFileRefusal | null = null;
  private readonly job: CuttingJob;
  private readonly plan: CutPlan;
  private readonly profile: PtxProfile;
  private readonly lines: string[] = [];
  private readonly parts: readonly Part[];
  private readonly offcuts: { length: Hmm; width: Hmm; quantity: number }[] = [];

  constructor(job: CuttingJob, plan: CutPlan, profile: PtxProfile) {
    this.job = job;
    this.plan = plan;
    this.profile = profile;
    this.parts = job.parts;
  }

  write(): string {
    const { job, plan, profile } = this;
    const { saw } = job;
    const materials = [...new Set(job.boards.map((b) => b.material))];
    if (materials.length !== 1)
      this.refuse('job', `it has ${materials.length} materials`, 'Write one file for each material.');
    if (plan.unplaced.length > 0)
      this.refuse('plan', 'some parts have no sheet', 'Add boards and solve again first.');
    if (job.parts.some((p) => p.group !== null))
      this.refuse(
        'job',
        'it has runs of fronts whose order the file cannot promise',
        'Cut them from the printed plan.',
      );
    this.row('HEADER', profile.version, this.text('TENON', 25, 'title'), 0, 0, 1);
    this.row('JOBS', 1, this.text(job.name.slice(0, 50), 50, 'job name'));
    const wanted = (p: Part): Field[] => [
      this.size(p.length, `part ${p.id}`),
      this.size(p.width, `part ${p.id}`),
    ];
    this.parts.forEach((p, i) =>
      this.row(
        ...['PARTS_REQ', 1, i + 1, this.text(p.id, profile.codeLength, `part ${p.id}`), 1],
        ...[...wanted(p), p.quantity, 0, 0, GRAIN[p.grain], p.quantity],
      ),
    );
    job.boards.forEach((b, i) => {
      const used = plan.patterns.reduce((sum, p) => sum + (p.board === b.id ? p.repeat : 0), 0);
      this.row(
        ...['BOARDS', 1, i + 1, this.text(b.id, profile.codeLength, `board ${b.id}`), 1],
        ...[this.size(b.length, `board ${b.id}`), this.size(b.width, `board ${b.id}`)],
        ...[b.quantity ?? 99_999, used, '', '', '', '', GRAIN[b.grain], b.offcut ? 1 : 0],
      );
    });
    const board = job.boards[0];
    const material = this.text((materials[0] ?? '').replaceAll(' ', '_'), profile.codeLength, 'material');
    const kerf = this.size(saw.kerf, 'kerf');
    const { left, right, bottom, top } = saw.trim;
    const [ripFirst, ripLast, crossFirst, crossLast] = [bottom, top, left, right].map((t) =>
      this.size(t, 'trim'),
    );
    const book = board ? sheetsPerCycle(board.thickness, saw) : 1;
    this.row(
      ...[
        'MATERIALS',
        1,
        1,
        material,
        material,
        this.size(board?.thickness ?? 0, 'thickness'),
        book,
        kerf,
        kerf,
      ],
      ...[
        ripFirst!,
        ripLast!,
        crossFirst!,
        crossLast!,
        0,
        0,
        0,
        profile.recuts,
        profile.headCuts ? 1 : 0,
        0,
        0,
      ],
    );
    const cuts = plan.patterns.map((_, i) => this.cuts(i, book));
    this.offcuts.forEach((o, i) =>
      this.row(
        ...[
          'OFFCUTS',
          1,
          i + 1,
          '',
          1,
          this.size(o.length, 'offcut'),
          this.size(o.width, 'offcut'),
          o.quantity,
        ],
      ),
    );
    plan.patterns.forEach((pattern, i) => {
      const boardNo = job.boards.findIndex((b) => b.id === pattern.board) + 1;
      const type = pattern.root.cut === 'x' ? 2 : 0;
      this.row('PATTERNS', 1, i + 1, boardNo, type, pattern.repeat, Math.ceil(pattern.repeat / book), book);
    });
    for (const rows of cuts) for (const fields of rows) this.row(...fields);
    return this.lines.map((line) => `${line}\r\n`).join('');
  }

  private refuse(where: string, why: string, remedy: string): void {
    this.refusal ??= { code: 'saw_file_refused', where, why, remedy };
  }

  private row(...fields: Field[]): void {
    this.lines.push(fields.join(','));
  }

  private text(value: string, most: number, where: string): string {
    if (!/^[\x20-\x7e]*$/.test(value) || /[",]/.test(value) || value !== value.trim())
      this.refuse(
        where,
        `"${value}" has signs that not every saw reads`,
        'Use letters, digits, points and hyphens.',
      );
    if (value.length > most || value === '')
      this.refuse(
        where,
        `"${value}" has ${value.length} signs, allowed are 1 to ${most}`,
        'Use a shorter name.',
      );
    return value;
  }

  private size(value: number, where: string): string {
    const factor = this.profile.decimals === 1 ? 10 : 1;
    if (value % factor !== 0)
      this.refuse(
        where,
        `${value / 100} mm is finer than the receiver reads`,
        'Round the cut size to 0.1 mm.',
      );
    if (value > 999_990)
      this.refuse(where, `${value / 100} mm is more than 9999.9 mm`, 'Leave this part out of the file.');
    return String(value / 100);
  }

  private cuts(index: number, book: number): Field[][] {
    const { profile, job } = this;
    const { root, repeat } = this.plan.patterns[index]!;
    const rows: Field[][] = [];
    const where = `pattern ${index + 1}`;
    if (!root.children) this.refuse(where, 'the board is used whole', 'Take it from the rack uncut.');
    const first = root.cut === 'x' ? 0 : 1;
    if (first === 0 && !profile.headCuts)
      this.refuse(where, 'its first cut runs across the board', 'Solve with the first cut along the board.');
    let cut = 0;
    const visit = (node: PlanNode, phase: number): void => {
      if (phase > 2 + profile.recuts)
        this.refuse(
          where,
          `it needs ${phase - 2} recuts, the receiver does ${profile.recuts}`,
          'Solve with fewer stages.',
        );
      for (const child of node.children ?? []) {
        if (child.children && child.cut === node.cut)
          this.refuse(where, 'two cuts in a row run the same way', 'Cut it from the printed plan.');
        const size = this.size(node.cut === 'x' ? child.length : child.width, where);
        const isWaste = !child.children && child.part === undefined && !child.offcut;
        const part = job.parts.findIndex((p) => p.id === child.part) + 1;
        const piece = child.part !== undefined ? part : child.offcut ? `X${this.offcut(child, repeat)}` : 0;
        const pieces = child.part !== undefined ? repeat : 0;
        const no = ++cut;
        rows.push(['CUTS', 1, index + 1, no, no, isWaste ? 90 + phase : phase, size, 1, piece, pieces]);
        visit(child, phase + 1);
      }
    };
    visit(root, first);
    if (Math.ceil(repeat / book) > 99_999) this.refuse(where, 'too many cycles', 'Split the job.');
    return rows;
  }

  /** Number of an offcut of this size, with what falls of it counted. */
  private offcut(node: PlanNode, quantity: number): number {
    const { length, width } = node;
    const known = this.offcuts.findIndex((o) => o.length === length && o.width === width);
    if (known >= 0) {
      this.offcuts[known]!.quantity += quantity;
      return known + 1;
    }
    return this.offcuts.push({ length, width, quantity });
  }
}
