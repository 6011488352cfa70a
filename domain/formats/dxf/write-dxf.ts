import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import type { Pattern, PlanNode } from '#domain/cutting/plan.ts';
import { replayFault, treeOf, type SawFileRefusal } from '../saw-file.ts';
import { readDxf, type DxfBox } from './read-dxf.ts';

/** Names of the layers, as the receiver wants them. */
export interface DxfLayers {
  readonly board: string;
  readonly part: string;
  readonly offcut: string;
  readonly cut: string;
  readonly text: string;
}

export const DXF_LAYERS: DxfLayers = {
  board: 'BOARD',
  part: 'PART',
  offcut: 'OFFCUT',
  cut: 'CUT',
  text: 'TEXT',
};

/**
 * One pattern as a DXF drawing (R12, ASCII, millimetres, origin at the raw board's corner): the board's outline, a
 * closed polyline for each part and offcut, a line along the middle of each kerf, a text with each part's name. No
 * side is drawn twice, as parts lie a kerf apart.
 *
 * Before it is handed out the drawing is read back by the own reader: every part and offcut of the cut tree stands
 * once and where the tree has it, and pieces, kerfs and trims add up to the board.
 */
export function writeDxf(
  job: CuttingJob,
  pattern: Pattern,
  layers: DxfLayers = DXF_LAYERS,
): Result<string, SawFileRefusal> {
  const board = job.boards.find((b) => b.id === pattern.board);
  const bad = (why: string, remedy: string): Result<string, SawFileRefusal> =>
    refuse({ code: 'saw_file_refused', where: `board ${pattern.board}`, why, remedy });
  if (!board) return bad('the job does not know it', 'Solve the job again.');
  const names = Object.values(layers) as string[];
  if (new Set(names).size < names.length || names.some((n) => !/^[A-Z0-9_$-]{1,31}$/.test(n)))
    return bad(
      'a layer has no name of its own that R12 allows',
      'Use A-Z, 0-9, _, $ and -, at most 31 signs.',
    );
  const fault = replayFault(job, pattern, treeOf(pattern.root));
  if (fault) return bad(fault, 'Cut from the printed plan.');

  const pairs: [number, string | number][] = [];
  const tables: [number, string | number][] = names.flatMap((name, i): [number, string | number][] => [
    [0, 'LAYER'],
    [2, name],
    [70, 0],
    [62, i + 1],
    [6, 'CONTINUOUS'],
  ]);
  const at = (value: number): string => String(value / 100);
  const box = (layer: string, x: number, y: number, length: number, width: number): void => {
    pairs.push([0, 'POLYLINE'], [8, layer], [66, 1], [70, 1]);
    const corners = [
      [x, y],
      [x + length, y],
      [x + length, y + width],
      [x, y + width],
    ] as const;
    for (const [px, py] of corners) pairs.push([0, 'VERTEX'], [8, layer], [10, at(px)], [20, at(py)]);
    pairs.push([0, 'SEQEND']);
  };
  const expected: DxfBox[] = [];
  box(layers.board, 0, 0, board.length, board.width);
  const visit = (node: PlanNode): void => {
    const { x, y, length, width } = node;
    const layer = node.part !== undefined ? layers.part : node.offcut ? layers.offcut : null;
    if (layer !== null) {
      box(layer, x, y, length, width);
      expected.push({ layer, x, y, length, width });
    }
    if (node.part !== undefined) {
      const height = Math.max(5, Math.min(40, Math.floor(Math.min(length, width) / 600)));
      pairs.push(
        [0, 'TEXT'],
        [8, layers.text],
        [10, at(x + 200)],
        [20, at(y + 200)],
        [40, height],
        [1, plain(node.part)],
      );
    }
    const children = node.children ?? [];
    children.forEach((child, i) => {
      visit(child);
      const isX = node.cut === 'x';
      const end = isX ? child.x + child.length : child.y + child.width;
      const rest = (isX ? x + length : y + width) - end;
      if (rest <= 0) return;
      // The last line may be narrower than a kerf: it turns the rest into dust.
      const middle = end + (i < children.length - 1 ? job.saw.kerf : rest) / 2;
      const [x1, y1, x2, y2] = isX ? [middle, y, middle, y + width] : [x, middle, x + length, middle];
      pairs.push([0, 'LINE'], [8, layers.cut], [10, at(x1)], [20, at(y1)], [11, at(x2)], [21, at(y2)]);
    });
  };
  visit(pattern.root);
  const section = (name: string, inside: [number, string | number][]): [number, string | number][] => [
    [0, 'SECTION'],
    [2, name],
    ...inside,
    [0, 'ENDSEC'],
  ];
  const all = [
    ...section('HEADER', [
      [9, '$ACADVER'],
      [1, 'AC1009'],
    ]),
    ...section('TABLES', [[0, 'TABLE'], [2, 'LAYER'], [70, names.length], ...tables, [0, 'ENDTAB']]),
    ...section('ENTITIES', pairs),
    [0, 'EOF'] as const,
  ];
  const text = all.map(([code, value]) => `${String(code).padStart(3)}\r\n${value}\r\n`).join('');

  const read = readDxf(text);
  if (!read.ok) return read;
  const key = (b: DxfBox): string => [b.layer, b.x, b.y, b.length, b.width].join(' ');
  const drawn = read.value.boxes.filter((b) => b.layer !== layers.board).map(key);
  const outline = read.value.boxes.filter((b) => b.layer === layers.board).map(key);
  const sameBoxes = drawn.toSorted().join('\n') === expected.map(key).toSorted().join('\n');
  const sameBoard =
    outline.join() === key({ layer: layers.board, x: 0, y: 0, length: board.length, width: board.width });
  if (!sameBoxes || !sameBoard)
    return bad('read back, the drawing shows something else than the plan', 'Cut from the printed plan.');
  return ok(text);
}

/** R12 text is ASCII: other letters as its \U+XXXX escapes, control signs as a space. */
function plain(text: string): string {
  return [...text.replace(/\p{Cc}/gu, ' ')]
    .map((sign) =>
      sign <= '~'
        ? sign
        : sign.length === 1
          ? `\\U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
          : '?',
    )
    .join('');
}
