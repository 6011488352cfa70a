import { memo, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { hmm } from '#domain/kernel/units.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { DrawnNode, DrawnPattern, SawStepRow } from '../contract.ts';
import { shapesOf, stepOfPieces } from './sheet-marks.ts';
import { drawingWords } from './drawing-words.ts';
import './sheet.css';

export interface SheetDrawingProps {
  readonly board: DrawnPattern['board'];
  readonly root: DrawnNode;
  readonly steps: readonly SawStepRow[];
  /** what the sheet is, for those who hear it */
  readonly label: string;
  /** step that is sawn now: its line and what falls off are marked */
  readonly now?: number;
  /** smallest text in px; larger on the floor */
  readonly textPx?: number;
}

/** Lines of grain lie this far apart on the wood, in mm. */
const GRAIN_MM = 26;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Line = ReturnType<typeof shapesOf>['lines'][number];

/** Rectangles as one path: a board of two hundred pieces is a handful of elements and its labels. */
const boxes = (list: readonly Box[]): string =>
  list.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join('');

const KINDS = ['part', 'offcut', 'waste'] as const;
const kindOf = (leaf: DrawnNode): (typeof KINDS)[number] =>
  leaf.part !== undefined ? 'part' : leaf.offcut ? 'offcut' : 'waste';

/**
 * One board true to scale: parts with code and size, grain, saw lines with their number, offcuts with the rack they go
 * to, waste hatched. Physical: x to the right and y upwards as it lies on the saw, never mirrored.
 */
export const SheetDrawing = memo(function SheetDrawing({
  board,
  root,
  steps,
  label,
  now,
  textPx = 12,
}: SheetDrawingProps) {
  const f = useFormat();
  const t = useWords(drawingWords);
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    setWidth(element.clientWidth);
    return () => watch.disconnect();
  }, []);

  const px = width > 0 ? board.length / width : 4; // mm per px
  const up = (y: number, height = 0): number => board.width - y - height;
  const size = (a: number, b: number): string => f.size(hmm(a), hmm(b));
  const { leaves, lines } = useMemo(() => shapesOf(root), [root]);
  const freed = useMemo(() => stepOfPieces(root, steps), [root, steps]);
  const boxOf = (leaf: DrawnNode): Box => ({
    x: leaf.x,
    y: up(leaf.y, leaf.width),
    width: leaf.length,
    height: leaf.width,
  });
  const boxesOf = (which: (leaf: DrawnNode) => boolean): string => boxes(leaves.filter(which).map(boxOf));
  const isNow = (piece: DrawnNode): boolean => now !== undefined && freed.get(piece) === now;
  const strokes = (which: readonly Line[]): string =>
    which.map((line) => `M${line.x1} ${up(line.y1)}L${line.x2} ${up(line.y2)}`).join('');
  const first = lines.filter((line) => line.depth === 0);
  const grain = board.grain === 'width' ? 'across' : 'along';
  return (
    <div ref={frame} className="pr-sheet">
      <svg
        viewBox={`${-px} ${-px} ${board.length + 2 * px} ${board.width + 2 * px}`}
        role="img"
        aria-label={label}
      >
        <defs>
          <pattern
            id={`${id}-waste`}
            width={9 * px}
            height={9 * px}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2={9 * px} className="pr-hatch" strokeWidth={1.4 * px} />
          </pattern>
          <pattern id={`${id}-along`} width={GRAIN_MM * 8} height={GRAIN_MM} patternUnits="userSpaceOnUse">
            <line
              x1="0"
              y1={GRAIN_MM / 2}
              x2={GRAIN_MM * 8}
              y2={GRAIN_MM / 2}
              className="pr-grain"
              strokeWidth={px}
            />
          </pattern>
          <pattern id={`${id}-across`} width={GRAIN_MM} height={GRAIN_MM * 8} patternUnits="userSpaceOnUse">
            <line
              y1="0"
              x1={GRAIN_MM / 2}
              y2={GRAIN_MM * 8}
              x2={GRAIN_MM / 2}
              className="pr-grain"
              strokeWidth={px}
            />
          </pattern>
        </defs>
        <rect x="0" y="0" width={board.length} height={board.width} className="pr-board" strokeWidth={px} />
        {KINDS.map((kind) => (
          <path
            key={kind}
            d={boxesOf((leaf) => kindOf(leaf) === kind)}
            className={`pr-${kind}`}
            strokeWidth={px}
          />
        ))}
        <path d={boxesOf((leaf) => kindOf(leaf) === 'waste')} fill={`url(#${id}-waste)`} />
        {board.grain !== 'none' && (
          <path d={boxesOf((leaf) => kindOf(leaf) !== 'waste')} fill={`url(#${id}-${grain})`} />
        )}
        {now !== undefined && (
          <path
            d={boxesOf((leaf) => isNow(leaf) && kindOf(leaf) !== 'waste')}
            className="pr-now"
            strokeWidth={3 * px}
          />
        )}
        {leaves.map((leaf) => {
          const kind = kindOf(leaf);
          if (kind === 'waste') return null;
          const sides = leaf.rotated ? size(leaf.width, leaf.length) : size(leaf.length, leaf.width);
          const name =
            kind === 'part'
              ? leaf.part!
              : leaf.kept
                ? `${leaf.kept.code} → ${leaf.kept.rack}`
                : t('production.draw.offcut');
          return (
            <Label
              key={`${leaf.x} ${leaf.y}`}
              box={boxOf(leaf)}
              px={px}
              textPx={textPx}
              lines={[name, sides]}
            />
          );
        })}
        {now === undefined &&
          leaves
            .filter((leaf) => leaf.part !== undefined && freed.has(leaf))
            .filter((leaf) => Math.min(leaf.length, leaf.width) > 60 * px)
            .map((leaf) => (
              <text
                key={`${leaf.x} ${leaf.y}`}
                x={leaf.x + 4 * px}
                y={up(leaf.y, leaf.width) + 12 * px}
                fontSize={10 * px}
                className="pr-no"
              >
                {freed.get(leaf)}
              </text>
            ))}
        <path
          d={strokes(lines.filter((line) => line.depth > 0 && !isNow(line.child)))}
          className="pr-kerf"
          strokeWidth={px}
        />
        <path
          d={strokes(first.filter((line) => !isNow(line.child)))}
          className={now === undefined ? 'pr-cut' : 'pr-kerf'}
          strokeWidth={2 * px}
        />
        {now !== undefined && (
          <path
            d={strokes(lines.filter((line) => isNow(line.child)))}
            className="pr-cut"
            strokeWidth={4 * px}
          />
        )}
        {now === undefined &&
          first.map((line) => (
            <LineNumber
              key={`${line.x1} ${line.y1}`}
              line={line}
              px={px}
              up={up}
              no={freed.get(line.child)}
              board={board}
            />
          ))}
      </svg>
    </div>
  );
});

/** Code and size in the middle of a piece, turned where it stands, left out where it would not be readable. */
function Label({
  box,
  lines,
  px,
  textPx,
}: {
  readonly box: Box;
  readonly lines: readonly string[];
  readonly px: number;
  readonly textPx: number;
}) {
  const stands = box.height > box.width * 1.2;
  const [long, short] = stands ? [box.height, box.width] : [box.width, box.height];
  const fitsIn = (text: string): number => (long * 0.92) / (text.length * 0.6);
  const both = lines.every((text) => fitsIn(text) >= textPx * px * 0.75) && short >= textPx * px * 2.6;
  const shown = both ? lines : lines.slice(0, 1);
  const height = Math.min(textPx * px, ...shown.map(fitsIn), short * 0.8);
  if (height < 7 * px) return null;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const place = {
    x,
    y,
    textAnchor: 'middle',
    fontSize: height,
    transform: stands ? `rotate(-90 ${x} ${y})` : undefined,
  } as const;
  if (!both)
    return (
      <text {...place} dy="0.35em" className="pr-label pr-code">
        {shown[0]}
      </text>
    );
  return (
    <text {...place} className="pr-label">
      <tspan dy="-0.1em" className="pr-code">
        {shown[0]}
      </tspan>
      <tspan x={x} dy="1.2em" className="pr-size">
        {shown[1]}
      </tspan>
    </text>
  );
}

function LineNumber({
  line,
  px,
  up,
  no,
  board,
}: {
  readonly line: Line;
  readonly px: number;
  readonly up: (y: number) => number;
  readonly no: number | undefined;
  readonly board: { readonly length: number; readonly width: number };
}) {
  if (no === undefined) return null;
  const lies = line.y1 === line.y2;
  const x = lies ? board.length - 12 * px : line.x1;
  const y = lies ? up(line.y1) : 12 * px;
  return (
    <g>
      <circle cx={x} cy={y} r={9 * px} className="pr-chip" />
      <text x={x} y={y + 4 * px} fontSize={11 * px} textAnchor="middle" className="pr-chip-text">
        {no}
      </text>
    </g>
  );
}

/** What the colours and hatchings of a drawing mean. */
export function SheetLegend({ grain }: { readonly grain: string }) {
  const t = useWords(drawingWords);
  return (
    <ul className="pr-legend">
      <li data-kind="part">{t('production.draw.part')}</li>
      {grain !== 'none' && <li data-kind="grain">{t('production.draw.grain')}</li>}
      <li data-kind="offcut">{t('production.draw.offcutKept')}</li>
      <li data-kind="waste">{t('production.draw.waste')}</li>
      <li data-kind="cut">{t('production.draw.firstCut')}</li>
      <li data-kind="no">{t('production.draw.no')}</li>
    </ul>
  );
}
