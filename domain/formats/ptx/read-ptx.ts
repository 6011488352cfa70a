import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { SawFileRefusal, Tree } from '../saw-file.ts';

/** What a PTX file says about one pattern. */
export interface PtxPattern {
  board: string;
  /** sheets */
  run: number;
  tree: Tree;
}

export interface PtxFile {
  job: string;
  parts: { code: string; length: number; width: number; quantity: number }[];
  patterns: PtxPattern[];
}

interface Row {
  line: number;
  fields: string[];
}

class Unreadable extends Error {
  readonly where: string;
  constructor(where: string, why: string) {
    super(why);
    this.where = where;
  }
}

/**
 * Reads the records of a PTX file that a cut plan consists of, and rebuilds each pattern's cut tree from nothing but
 * the CUTS rows, the board, and the material's trims. Lengths come out in hundredths of a millimetre.
 *
 * Fails closed: records it does not know, indexes that do not count up, rows whose phase skips a level, more than one
 * material, repeats or sizes that do not add up are refused with their line.
 */
export function readPtx(text: string): Result<PtxFile, SawFileRefusal> {
  try {
    return ok(read(text));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refuse({
      code: 'saw_file_refused',
      where: error.where,
      why: error.message,
      remedy: 'Do not use the file; write it again from the plan.',
    });
  }
}

const KNOWN = ['HEADER', 'JOBS', 'PARTS_REQ', 'BOARDS', 'MATERIALS', 'OFFCUTS', 'PATTERNS', 'CUTS'];

function read(text: string): PtxFile {
  const records = new Map<string, Row[]>(KNOWN.map((name) => [name, []]));
  text.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === '') return;
    const [name = '', ...fields] = line.split(',').map((field) => field.trim());
    const rows = records.get(name);
    if (!rows) throw new Unreadable(`line ${i + 1}`, `${name} is no record that is read here`);
    if (line.includes('"')) throw new Unreadable(`line ${i + 1}`, 'quoted text is not read here');
    rows.push({ line: i + 1, fields });
  });
  const of = (name: string): Row[] => records.get(name)!;
  const only = (name: string): Row => {
    const [row, more] = of(name);
    if (!row || more) throw new Unreadable(name, `${of(name).length} records, wanted is one`);
    return row;
  };
  const header = only('HEADER');
  if (header.fields[2] !== '0') throw new Unreadable(`line ${header.line}`, 'units are not millimetres');
  const job = only('JOBS').fields[1] ?? '';
  const material = only('MATERIALS');
  counted(of('PARTS_REQ'), 1);
  counted(of('BOARDS'), 1);
  counted(of('OFFCUTS'), 1);
  counted(of('PATTERNS'), 1);
  const kerf = size(material, 6);
  if (kerf !== size(material, 7)) throw new Unreadable(`line ${material.line}`, 'rip and cross kerf differ');
  const [bottom, top, left, right] = [8, 9, 10, 11].map((at) => size(material, at)) as [
    number,
    number,
    number,
    number,
  ];
  const parts = of('PARTS_REQ').map((row) => ({
    code: row.fields[2] ?? '',
    length: size(row, 4),
    width: size(row, 5),
    quantity: whole(row, 6),
  }));
  const cut = new Map<string, number>();
  const patterns = of('PATTERNS').map((row, i): PtxPattern => {
    const board = of('BOARDS')[whole(row, 2) - 1];
    if (!board) throw new Unreadable(`line ${row.line}`, 'its board is not in the file');
    const type = whole(row, 3);
    if (type !== 0 && type !== 2)
      throw new Unreadable(`line ${row.line}`, `pattern type ${type} is not read here`);
    const tree: Tree = {
      length: size(board, 4) - left - right,
      width: size(board, 5) - bottom - top,
      cut: type === 2 ? 'x' : 'y',
      children: [],
      part: null,
      offcut: false,
    };
    const run = whole(row, 4);
    const rows = of('CUTS').filter((c) => whole(c, 1) === i + 1);
    counted(rows, 2);
    new Nest(rows, parts, of('OFFCUTS'), kerf).fill(tree, type === 2 ? 0 : 1);
    const count = (t: Tree): void => {
      if (t.part !== null) cut.set(t.part, (cut.get(t.part) ?? 0) + run);
      t.children.forEach(count);
    };
    count(tree);
    return { board: board.fields[2] ?? '', run, tree };
  });
  for (const { code, quantity } of parts)
    if (cut.get(code) !== quantity)
      throw new Unreadable(`part ${code}`, `${cut.get(code) ?? 0} are cut, ${quantity} are wanted`);
  return { job, parts, patterns };
}

/** Rows of CUTS, nested by their phases, become the children of a tree. */
class Nest {
  private at = 0;
  private readonly rows: readonly Row[];
  private readonly parts: readonly { code: string; length: number; width: number }[];
  private readonly offcuts: readonly Row[];
  private readonly kerf: number;

  constructor(rows: readonly Row[], parts: Nest['parts'], offcuts: readonly Row[], kerf: number) {
    this.rows = rows;
    this.parts = parts;
    this.offcuts = offcuts;
    this.kerf = kerf;
  }

  fill(root: Tree, phase: number): void {
    this.children(root, phase);
    const over = this.rows[this.at];
    if (over) throw new Unreadable(`line ${over.line}`, 'its phase does not follow from the row before');
  }

  private children(parent: Tree, phase: number): void {
    const isX = parent.cut === 'x';
    let room = (isX ? parent.length : parent.width) + this.kerf;
    for (let row = this.rows[this.at]; row; row = this.rows[this.at]) {
      const given = whole(row, 4);
      const isWaste = given === 90 + phase;
      if (given !== phase && !isWaste) break;
      this.at += 1;
      if (whole(row, 6) !== 1) throw new Unreadable(`line ${row.line}`, 'repeated rows are not read here');
      const dimension = size(row, 5);
      if (dimension <= 0) throw new Unreadable(`line ${row.line}`, 'a piece without a size');
      room -= dimension + this.kerf;
      if (room < 0) throw new Unreadable(`line ${row.line}`, 'the piece is larger than what is left');
      const child: Tree = {
        length: isX ? dimension : parent.length,
        width: isX ? parent.width : dimension,
        cut: null,
        children: [],
        part: null,
        offcut: false,
      };
      parent.children.push(child);
      if (isWaste) continue;
      if (!this.name(row, child)) {
        child.cut = isX ? 'y' : 'x';
        this.children(child, phase + 1);
      }
    }
    if (parent.children.length === 0)
      throw new Unreadable(
        `line ${this.rows[this.at - 1]?.line ?? 0}`,
        'a strip out of which nothing is cut',
      );
  }

  /** What falls, where the row says so. @returns false for a piece that is cut further */
  private name(row: Row, child: Tree): boolean {
    const index = row.fields[7] ?? '';
    if (index === '0') return false;
    const isOffcut = index.startsWith('X');
    const at = Number(isOffcut ? index.slice(1) : index) - 1;
    const [length, width] = isOffcut
      ? this.offcuts[at]
        ? [size(this.offcuts[at], 4), size(this.offcuts[at], 5)]
        : []
      : [this.parts[at]?.length, this.parts[at]?.width];
    const fits =
      (child.length === length && child.width === width) ||
      (!isOffcut && child.length === width && child.width === length);
    if (!fits)
      throw new Unreadable(
        `line ${row.line}`,
        `a piece of ${child.length / 100} x ${child.width / 100} mm is called ${index}, which has another size`,
      );
    if (isOffcut) child.offcut = true;
    else child.part = this.parts[at]!.code;
    return true;
  }
}

/** Indexes begin at 1 and count up. */
function counted(rows: readonly Row[], at: number): void {
  rows.forEach((row, i) => {
    if (whole(row, at) !== i + 1)
      throw new Unreadable(`line ${row.line}`, `index ${row.fields[at]}, expected ${i + 1}`);
  });
}

function whole(row: Row, at: number): number {
  const text = row.fields[at] ?? '';
  if (!/^\d{1,9}$/.test(text))
    throw new Unreadable(`line ${row.line}`, `field ${at + 1} is no whole number: ${text}`);
  return Number(text);
}

/** Millimetres with up to two decimals as hundredths. Empty is not zero. */
function size(row: Row, at: number): number {
  const text = row.fields[at] ?? '';
  const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new Unreadable(`line ${row.line}`, `field ${at + 1} is no length in mm: ${text}`);
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
