import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { SawFileRefusal } from '../saw-file.ts';

/** A closed rectangle, in hundredths of a millimetre. */
export interface DxfBox {
  layer: string;
  x: number;
  y: number;
  length: number;
  width: number;
}

export interface DxfDrawing {
  boxes: DxfBox[];
  lines: { layer: string; x1: number; y1: number; x2: number; y2: number }[];
  texts: { layer: string; text: string }[];
}

type Group = Map<number, string>;

/**
 * Reads the drawings that are written here: closed rectangles as polylines, lines and texts on layers that the file
 * declares. Anything else, a rectangle that is none, or a layer without a declaration is refused with its line.
 */
export function readDxf(text: string): Result<DxfDrawing, SawFileRefusal> {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const bad = (line: number, why: string): Result<DxfDrawing, SawFileRefusal> =>
    refuse({
      code: 'saw_file_refused',
      where: `line ${line}`,
      why,
      remedy: 'Do not use the drawing; write it again from the plan.',
    });
  if (lines.length % 2 === 1) return bad(lines.length, 'a code without a value');
  const drawing: DxfDrawing = { boxes: [], lines: [], texts: [] };
  const layers = new Set<string>();
  let section = '';
  let corners: { x: number; y: number }[] | null = null;
  let polyline = '';
  let ended = false;

  for (let at = 0; at < lines.length;) {
    const begin = at + 1;
    const kind = (lines[at + 1] ?? '').trim();
    if (lines[at]!.trim() !== '0') return bad(begin, 'an entity begins with code 0');
    const groups: Group = new Map();
    for (at += 2; at < lines.length && lines[at]!.trim() !== '0'; at += 2)
      groups.set(Number(lines[at]), lines[at + 1]!);
    if (ended) return bad(begin, 'something follows the end of the file');
    if (kind === 'EOF') ended = true;
    else if (kind === 'SECTION') section = groups.get(2) ?? '';
    else if (kind === 'ENDSEC') section = '';
    else if (section === 'TABLES') {
      if (kind === 'LAYER') layers.add(groups.get(2) ?? '');
    } else if (section === 'ENTITIES') {
      const layer = groups.get(8) ?? polyline;
      if (!layers.has(layer)) return bad(begin, `layer ${layer} is not declared`);
      const number = (code: number): number => Number(groups.get(code) ?? NaN) * 100;
      if (kind === 'POLYLINE') {
        if (groups.get(70) !== '1') return bad(begin, 'a polyline that is not closed');
        corners = [];
        polyline = layer;
      } else if (kind === 'VERTEX') {
        if (!corners) return bad(begin, 'a corner outside of a polyline');
        corners.push({ x: Math.round(number(10)), y: Math.round(number(20)) });
      } else if (kind === 'SEQEND') {
        const box = boxOf(polyline, corners ?? []);
        if (!box) return bad(begin, 'a polyline that is no rectangle');
        drawing.boxes.push(box);
        corners = null;
      } else if (kind === 'LINE') {
        const [x1, y1, x2, y2] = [number(10), number(20), number(11), number(21)] as const;
        if (!(x1 === x2 || y1 === y2)) return bad(begin, 'a line that is not straight along the board');
        drawing.lines.push({ layer, x1, y1, x2, y2 });
      } else if (kind === 'TEXT') drawing.texts.push({ layer, text: groups.get(1) ?? '' });
      else return bad(begin, `${kind} is not read here`);
    }
  }
  return ended ? ok(drawing) : bad(lines.length, 'the file breaks off');
}

/** The rectangle of four corners, given counter-clockwise from the lower left. */
function boxOf(layer: string, corners: readonly { x: number; y: number }[]): DxfBox | null {
  const [a, b, c, d, more] = corners;
  if (!a || !b || !c || !d || more) return null;
  const isBox = a.y === b.y && b.x === c.x && c.y === d.y && d.x === a.x && b.x > a.x && c.y > b.y;
  return isBox ? { layer, x: a.x, y: a.y, length: b.x - a.x, width: c.y - b.y } : null;
}
