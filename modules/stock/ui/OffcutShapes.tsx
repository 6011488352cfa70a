import { hmm } from '#domain/kernel/units.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { OffcutRow } from '../contract.ts';
import './stock.css';
import { stockUiWords } from './words.ts';

/** A sheet of 2.8 m would be drawn this long. */
const SHEET_MM = 2800;
const SHEET_PX = 240;

export interface OffcutShapesProps {
  readonly offcuts: readonly OffcutRow[];
  readonly onChoose: (offcut: OffcutRow) => void;
}

/** Offcuts true to one scale, with number, size and rack: what one would see in front of the rack. */
export function OffcutShapes({ offcuts, onChoose }: OffcutShapesProps) {
  const t = useWords(stockUiWords);
  const f = useFormat();
  return (
    <ul className="stk-offcuts" aria-label={t('stock.toScale')}>
      {offcuts.map((offcut) => (
        <li key={offcut.id}>
          <button
            type="button"
            className="stk-offcut"
            aria-label={t('stock.scrap.open', { code: offcut.code })}
            onClick={() => onChoose(offcut)}
          >
            <Shape offcut={offcut} />
          </button>
          <span className="tn-small tn-strong">{offcut.code}</span>
          <span className="tn-small tn-num">{f.size(hmm(offcut.length), hmm(offcut.width))}</span>
          <span className="tn-small tn-muted">{offcut.rack}</span>
        </li>
      ))}
    </ul>
  );
}

function Shape({ offcut }: { readonly offcut: OffcutRow }) {
  const scale = SHEET_PX / SHEET_MM;
  const [width, height] = [offcut.length * scale, offcut.width * scale];
  const lines = offcut.grain === 'length' ? [0.2, 0.4, 0.6, 0.8] : [];
  return (
    <svg
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      width={width + 2}
      height={height + 2}
      aria-hidden="true"
    >
      <rect className="stk-board" width={width} height={height} />
      {lines.map((at) => (
        <line key={at} className="stk-grain" x1="0" x2={width} y1={height * at} y2={height * at} />
      ))}
    </svg>
  );
}
