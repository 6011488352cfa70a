import { mm } from '#domain/kernel/units.ts';
import type { Board, CuttingJob } from '#domain/cutting/instance.ts';
import { leavesOf, type CutPlan, type Pattern, type PlanNode } from '#domain/cutting/plan.ts';

/** A drawing of one pattern. */
export interface PatternDrawing {
  /** `01-W18-x3.svg`: number in the plan, board, sheets */
  file: string;
  svg: string;
}

const COLOURS = { part: '#f3e3c8', offcut: '#d9ead3', waste: '#e6e6e6' } as const;

/** Each pattern of a plan to scale, 1 mm = 1 unit, y upwards as on the saw's table. */
export function drawPlan(job: CuttingJob, plan: CutPlan): PatternDrawing[] {
  const digits = Math.max(2, String(plan.patterns.length).length);
  return plan.patterns.map((pattern, i) => {
    const board = job.boards.find((b) => b.id === pattern.board)!;
    const no = String(i + 1).padStart(digits, '0');
    const id = board.id.replace(/[^\w.-]/g, '_');
    return { file: `${no}-${id}-x${pattern.repeat}.svg`, svg: drawPattern(board, pattern) };
  });
}

function drawPattern(board: Board, pattern: Pattern): string {
  const length = mm(board.length);
  const width = mm(board.width);
  const box = (x: number, y: number, l: number, w: number, fill: string): string =>
    `<rect x="${x}" y="${Number((width - y - w).toFixed(2))}" width="${l}" height="${w}" fill="${fill}" stroke="#333" stroke-width="1"/>`;
  const leaf = (node: PlanNode): string => {
    const [x, y, l, w] = [mm(node.x), mm(node.y), mm(node.length), mm(node.width)];
    const kind = node.part !== undefined ? 'part' : node.offcut ? 'offcut' : 'waste';
    const drawn = box(x, y, l, w, COLOURS[kind]);
    if (kind === 'waste') return drawn;
    const size = Math.min(40, w / 3, l / 8);
    const words = `${node.part ?? 'offcut'} ${l} x ${w}`;
    return `${drawn}<text x="${x + l / 2}" y="${width - y - w / 2}" font-size="${size.toFixed(1)}" text-anchor="middle" dominant-baseline="middle">${escapeXml(words)}</text>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${length} ${width}" font-family="sans-serif">`,
    `<title>${escapeXml(board.id)} ${length} x ${width} mm, ${pattern.repeat} sheets</title>`,
    box(0, 0, length, width, '#fff'),
    ...[...leavesOf(pattern.root)].map(leaf),
    '</svg>\n',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
