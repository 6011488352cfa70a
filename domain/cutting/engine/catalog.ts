import { turnsOf, usable, type Board, type CuttingJob, type Part, type Saw } from '../instance.ts';

/** Stages of a saw without a limit: deeper than any tree. */
const UNLIMITED = 1_000;

/** One way a demand may lie on a board. Lengths in hundredths of a millimetre. */
export interface Lie {
  turned: boolean;
  /** extent along x and along y */
  x: number;
  y: number;
  /** direction along which the members of a run follow each other; −1 for a single part */
  runDir: -1 | 0 | 1;
  /** of a run: size along it of its last and of its longest member, and the narrowest extent across */
  lastAlong: number;
  longest: number;
  thinnest: number;
  /** every member of the run is as wide as the run */
  even: boolean;
}

/** A member of a run, already lying as it will be cut. */
export interface Member {
  part: number;
  turned: boolean;
  along: number;
  across: number;
}

/** What is asked for: a kind of part with its quantity, or a whole run of fronts (quantity 1). */
export interface Demand {
  part: number;
  quantity: number;
  /** parts that one of it stands for: one, or all members of the run */
  pieces: number[];
  /** kerf included, for sorting */
  area: number;
  netArea: number;
  members: (lie: Lie, board: Board) => Member[];
  longSide: number;
  shortSide: number;
}

export interface Stock {
  board: Board;
  length: number;
  width: number;
  area: number;
  quantity: number;
}

/** One material of a job, prepared for the engine. */
export interface Catalog {
  saw: Saw;
  kerf: number;
  stages: number;
  minLast: number;
  maxCut: number;
  parts: readonly Part[];
  demands: Demand[];
  stocks: Stock[];
  /** lies[stock][demand] */
  lies: Lie[][][];
  /** smallest extent any demand can have: leftovers below it are worth nothing */
  smallest: number;
}

function singleLies(part: Part, board: Board): Lie[] {
  const turns = part.length === part.width ? turnsOf(part, board).slice(0, 1) : turnsOf(part, board);
  return turns.map((turned) => ({
    turned,
    x: turned ? part.width : part.length,
    y: turned ? part.length : part.width,
    runDir: -1 as const,
    lastAlong: 0,
    longest: 0,
    thinnest: 0,
    even: true,
  }));
}

/** The members of a run in order of position, each lying with its grain along the run. */
function runMembers(parts: readonly Part[], group: readonly number[], board: Board, flip: boolean): Member[] {
  const runsAlongY = board.grain === 'width';
  const members: Member[] = [];
  for (const index of [...group].sort((a, b) => parts[a]!.position - parts[b]!.position)) {
    const part = parts[index]!;
    // Grain along the run: a part whose grain runs along its width lies turned on a run along x.
    const natural = (part.grain === 'width') !== runsAlongY;
    const free = part.grain === 'none' || board.grain === 'none';
    const turned = free && flip ? !natural : natural;
    const x = turned ? part.width : part.length;
    const y = turned ? part.length : part.width;
    for (let i = 0; i < part.quantity; i++)
      members.push({ part: index, turned, along: runsAlongY ? y : x, across: runsAlongY ? x : y });
  }
  return members;
}

function runLies(parts: readonly Part[], group: readonly number[], board: Board, kerf: number): Lie[] {
  const lies: Lie[] = [];
  const runDir = board.grain === 'width' ? 1 : 0;
  for (const flip of [false, true]) {
    const members = runMembers(parts, group, board, flip);
    const along = members.reduce((sum, m) => sum + m.along + kerf, -kerf);
    const across = Math.max(...members.map((m) => m.across));
    const lie: Lie = {
      turned: flip,
      x: runDir === 0 ? along : across,
      y: runDir === 0 ? across : along,
      runDir,
      lastAlong: members[members.length - 1]!.along,
      longest: Math.max(...members.map((m) => m.along)),
      thinnest: Math.min(...members.map((m) => m.across)),
      even: members.every((m) => m.across === across),
    };
    if (!lies.some((l) => l.x === lie.x && l.y === lie.y)) lies.push(lie);
  }
  return lies;
}

/**
 * Prepares one material.
 * @param parts quantities still to be cut; 0 where all are pinned
 * @param boards quantities still in stock
 */
export function makeCatalog(job: CuttingJob, parts: readonly Part[], boards: readonly Board[]): Catalog {
  const { saw } = job;
  const kerf: number = saw.kerf;
  const groups = new Map<string, number[]>();
  const demands: Demand[] = [];
  const sources: number[][] = [];
  parts.forEach((part, index) => {
    if (part.quantity < 1) return;
    if (part.group === null) {
      sources.push([index]);
      return;
    }
    const known = groups.get(part.group);
    if (known) known.push(index);
    else {
      const fresh = [index];
      groups.set(part.group, fresh);
      sources.push(fresh);
    }
  });

  const stocks: Stock[] = boards
    .map((board) => {
      const size = usable(board, saw);
      return {
        board,
        length: size.length,
        width: size.width,
        area: size.length * size.width,
        quantity: board.quantity ?? Infinity,
      };
    })
    .filter((s) => s.length > 0 && s.width > 0 && s.quantity > 0);
  const lies: Lie[][][] = stocks.map(() => []);

  for (const source of sources) {
    const first = parts[source[0]!]!;
    // A group of one piece has no neighbour: it is an ordinary part.
    const isRun = first.group !== null && source.reduce((sum, i) => sum + parts[i]!.quantity, 0) > 1;
    stocks.forEach((stock, s) => {
      const ways = isRun ? runLies(parts, source, stock.board, kerf) : singleLies(first, stock.board);
      lies[s]!.push(ways.filter((w) => w.x <= stock.length && w.y <= stock.width));
    });
    const netArea = source.reduce(
      (sum, i) => sum + parts[i]!.length * parts[i]!.width * (isRun ? parts[i]!.quantity : 1),
      0,
    );
    const sides = source.map((i) => parts[i]!);
    demands.push({
      part: source[0]!,
      quantity: isRun ? 1 : first.quantity,
      pieces: isRun ? source.flatMap((i) => new Array<number>(parts[i]!.quantity).fill(i)) : [source[0]!],
      area: source.reduce(
        (sum, i) =>
          sum + (parts[i]!.length + kerf) * (parts[i]!.width + kerf) * (isRun ? parts[i]!.quantity : 1),
        0,
      ),
      netArea,
      members: (lie, board) =>
        isRun
          ? runMembers(parts, source, board, lie.turned)
          : [{ part: source[0]!, turned: lie.turned, along: lie.x, across: lie.y }],
      longSide: Math.max(...sides.map((p) => Math.max(p.length, p.width))),
      shortSide: Math.min(...sides.map((p) => Math.min(p.length, p.width))),
    });
  }
  return {
    saw,
    kerf,
    parts,
    demands,
    stocks,
    lies,
    stages: saw.stages ?? UNLIMITED,
    minLast: saw.minLast ?? 0,
    maxCut: saw.maxCut ?? Infinity,
    smallest: Math.min(Infinity, ...demands.map((d) => d.shortSide)),
  };
}
