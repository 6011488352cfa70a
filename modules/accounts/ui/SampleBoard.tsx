/** A board of 2800 × 2070 mm as a cut plan lays it out: parts in rips, an offcut, waste hatched. In millimetres. */
const BOARD = { length: 2800, width: 2070 };
const KERF = 8;
const RIPS = [
  { width: 720, parts: [720, 720, 720, 564] },
  { width: 560, parts: [880, 880, 880] },
  { width: 396, parts: [716, 716, 716, 560] },
  { width: 300, parts: [964, 964] },
];

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function layOut(): { parts: Piece[]; rests: Piece[] } {
  const parts: Piece[] = [];
  const rests: Piece[] = [];
  let y = 10;
  for (const rip of RIPS) {
    let x = 10;
    for (const length of rip.parts) {
      parts.push({ x, y, w: length, h: rip.width });
      x += length + KERF;
    }
    if (BOARD.length - 10 - x > 0) rests.push({ x, y, w: BOARD.length - 10 - x, h: rip.width });
    y += rip.width + KERF;
  }
  rests.push({ x: 10, y, w: BOARD.length - 20, h: BOARD.width - 10 - y });
  return { parts, rests };
}

const { parts, rests } = layOut();
/** Long enough for a person to hang on to: the rest of the last rip goes back to the rack. */
const OFFCUT_MM = 700;

export function SampleBoard() {
  return (
    <svg viewBox={`-14 -14 ${BOARD.length + 28} ${BOARD.width + 28}`} role="presentation">
      <defs>
        <pattern id="si-grain" width="900" height="46" patternUnits="userSpaceOnUse">
          <path
            d="M0 12 C 220 4 420 22 900 10 M0 34 C 300 42 600 26 900 36"
            fill="none"
            stroke="var(--wood-grain)"
            strokeWidth="5"
          />
        </pattern>
        <pattern
          id="si-hatch"
          width="34"
          height="34"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0V34" stroke="var(--hatch)" strokeWidth="6" />
        </pattern>
      </defs>
      <rect
        width={BOARD.length}
        height={BOARD.width}
        fill="var(--board)"
        stroke="var(--line-strong)"
        strokeWidth="5"
      />
      {rests.map((piece) => (
        <rect
          key={`${piece.x} ${piece.y}`}
          x={piece.x}
          y={piece.y}
          width={piece.w}
          height={piece.h}
          fill={piece.w > OFFCUT_MM && piece.h > 200 ? 'var(--offcut)' : 'url(#si-hatch)'}
          stroke="var(--line-strong)"
          strokeWidth="3"
        />
      ))}
      {parts.map((piece) => (
        <g key={`${piece.x} ${piece.y}`}>
          <rect x={piece.x} y={piece.y} width={piece.w} height={piece.h} fill="var(--wood)" />
          <rect
            x={piece.x}
            y={piece.y}
            width={piece.w}
            height={piece.h}
            fill="url(#si-grain)"
            stroke="var(--wood-line)"
            strokeWidth="5"
          />
          <path d={`M${piece.x} ${piece.y + 5}h${piece.w}`} stroke="var(--edge)" strokeWidth="12" />
          <text
            x={piece.x + piece.w / 2}
            y={piece.y + piece.h / 2}
            textAnchor="middle"
            dominantBaseline="middle"
            fontSize="58"
            fontWeight="600"
            fill="var(--wood-ink)"
          >{`${piece.w} × ${piece.h}`}</text>
        </g>
      ))}
    </svg>
  );
}
