import { hmm } from '#domain/kernel/units.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { PartRow } from '../contract.ts';
import './drawing.css';
import { catalogUiWords } from './words.ts';

/** The longest part is drawn this long; all others to the same scale. */
const LONGEST_PX = 132;
const SMALLEST_PX = 3;

/** Every part once, true to one scale: grain as fine lines, banded edges thick. */
export function PartsDrawing({ parts }: { readonly parts: readonly PartRow[] }) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const longest = Math.max(1, ...parts.map((part) => Math.max(part.finished.length, part.finished.width)));
  const scale = LONGEST_PX / longest;
  return (
    <ul className="cat-parts" aria-label={t('catalog.toScale')}>
      {parts.map((part, i) => (
        <li key={`${part.label}-${i}`}>
          <PartShape part={part} scale={scale} />
          <span className="tn-small tn-strong">
            {part.quantity > 1 ? `${f.count(part.quantity)} × ` : ''}
            {part.label}
          </span>
          <span className="tn-small tn-muted tn-num">
            {f.size(hmm(part.finished.length), hmm(part.finished.width))}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One part lying with its length to the right, as it lies on the sheet. */
function PartShape({ part, scale }: { readonly part: PartRow; readonly scale: number }) {
  const width = Math.max(SMALLEST_PX, part.finished.length * scale);
  const height = Math.max(SMALLEST_PX, part.finished.width * scale);
  const { L1, L2, W1, W2 } = part.edges;
  const lines = part.grain === 'none' ? [] : [0.2, 0.4, 0.6, 0.8];
  return (
    <svg
      viewBox={`-2 -2 ${width + 4} ${height + 4}`}
      width={width + 4}
      height={height + 4}
      aria-hidden="true"
    >
      <rect x="0" y="0" width={width} height={height} className="cat-wood" />
      {lines.map((at) =>
        part.grain === 'length' ? (
          <line key={at} x1="0" x2={width} y1={height * at} y2={height * at} className="cat-grain" />
        ) : (
          <line key={at} y1="0" y2={height} x1={width * at} x2={width * at} className="cat-grain" />
        ),
      )}
      {L1 && <line x1="0" x2={width} y1={height} y2={height} className="cat-edge" />}
      {L2 && <line x1="0" x2={width} y1="0" y2="0" className="cat-edge" />}
      {W1 && <line x1="0" x2="0" y1="0" y2={height} className="cat-edge" />}
      {W2 && <line x1={width} x2={width} y1="0" y2={height} className="cat-edge" />}
    </svg>
  );
}
