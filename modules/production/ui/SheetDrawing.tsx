import { useId, useLayoutEffect, useRef, useState } from 'react';
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

/**
 * One board true to scale: parts with code and size, grain, saw lines with their number, offcuts with the rack they go
 * to, waste hatched. Physical: x to the right and y upwards as it lies on the saw, never mirrored.
 */
export function SheetDrawing({ board, root, steps, label, now, textPx = 12 }: SheetDrawingProps) {
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
  const { leaves, lines } = shapesOf(root);
  const freed = stepOfPieces(root, steps);
  const first = lines.filter((line) => line.depth === 0);
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
        {leaves.map((leaf) => {
          const kind = leaf.part !== undefined ? 'part' : leaf.offcut ? 'offcut' : 'waste';
          const isNow = now !== undefined && freed.get(leaf) === now;
          const box = { x: leaf.x, y: up(leaf.y, leaf.width), width: leaf.length, height: leaf.width };
          return (
            <g key={`${leaf.x} ${leaf.y}`}>
              <rect {...box} className={`pr-${kind}`} data-now={isNow} strokeWidth={(isNow ? 3 : 1) * px} />
              {kind === 'waste' && <rect {...box} fill={`url(#${id}-waste)`} />}
              {kind !== 'waste' && board.grain !== 'none' && (
                <rect {...box} fill={`url(#${id}-${board.grain === 'width' ? 'across' : 'along'})`} />
              )}
              {kind === 'part' && (
                <Label
                  box={box}
                  px={px}
                  textPx={textPx}
                  lines={[
                    leaf.part!,
                    leaf.rotated ? size(leaf.width, leaf.length) : size(leaf.length, leaf.width),
                  ]}
                />
              )}
              {kind === 'offcut' && (
                <Label
                  box={box}
                  px={px}
                  textPx={textPx}
                  lines={[
                    leaf.kept ? `${leaf.kept.code} → ${leaf.kept.rack}` : t('production.draw.offcut'),
                    size(leaf.length, leaf.width),
                  ]}
                />
              )}
              {kind === 'part' &&
                freed.has(leaf) &&
                now === undefined &&
                Math.min(leaf.length, leaf.width) > 60 * px && (
                  <text x={box.x + 4 * px} y={box.y + 12 * px} fontSize={10 * px} className="pr-no">
                    {freed.get(leaf)}
                  </text>
                )}
            </g>
          );
        })}
        {lines.map((line) => {
          const isNow = now !== undefined && freed.get(line.child) === now;
          return (
            <line
              key={`${line.x1} ${line.y1} ${line.x2} ${line.y2}`}
              x1={line.x1}
              x2={line.x2}
              y1={up(line.y1)}
              y2={up(line.y2)}
              className={isNow || (line.depth === 0 && now === undefined) ? 'pr-cut' : 'pr-kerf'}
              strokeWidth={(isNow ? 4 : line.depth === 0 ? 2 : 1) * px}
            />
          );
        })}
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
}

/** Code and size in the middle of a piece, turned where it stands, left out where it would not be readable. */
function Label({
  box,
  lines,
  px,
  textPx,
}: {
  readonly box: { x: number; y: number; width: number; height: number };
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
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return (
    <text
      x={x}
      y={y}
      textAnchor="middle"
      fontSize={height}
      transform={stands ? `rotate(-90 ${x} ${y})` : undefined}
      className="pr-label"
    >
      <title>{lines.join(', ')}</title>
      {height >= 7 * px &&
        shown.map((text, i) => (
          <tspan
            key={text + String(i)}
            x={x}
            dy={i === 0 ? (shown.length > 1 ? '-0.1em' : '0.35em') : '1.2em'}
            className={i === 0 ? 'pr-code' : 'pr-size'}
          >
            {text}
          </tspan>
        ))}
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
  readonly line: { x1: number; y1: number; x2: number; y2: number };
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
