import { hmm } from '#domain/kernel/units.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { StationPart } from '../../contract.ts';
import { stationUiWords } from './words.ts';

/** A rail would become a line: beyond this the drawing stops being to scale and only shows the edges. */
const SLIM_MAX = 5;
const GRAIN_LINES = 7;

/** The part with its length to the right and its front edge (L1) below, as it is held: banded edges thick, with their band. */
export function PartDrawing({ part }: { readonly part: StationPart }) {
  const t = useWords(stationUiWords);
  const f = useFormat();
  const { length, width, edges } = part;
  const height = Math.max(width, length / SLIM_MAX);
  const long = Math.max(length, height / 1.15);
  const unit = long / 100;
  const band = 3.2 * unit;
  const label = t('production.st.drawing', { label: part.label, size: f.size(hmm(length), hmm(width)) });
  const name = (edge: StationPart['edges']['L1']): string => (edge ? edge.name : t('production.st.noEdge'));
  const lines = Array.from({ length: GRAIN_LINES }, (_, i) => (i + 1) / (GRAIN_LINES + 1));
  return (
    <figure className="ps-drawing" aria-label={label}>
      <figcaption data-edge={edges.L2 !== null}>{name(edges.L2)}</figcaption>
      <div>
        {edges.W1 && (
          <span className="ps-side" data-edge="true">
            {edges.W1.name}
          </span>
        )}
        <svg viewBox={`${-band} ${-band} ${length + 2 * band} ${height + 2 * band}`} aria-hidden="true">
          <rect x="0" y="0" width={length} height={height} className="pr-part" strokeWidth={0.4 * unit} />
          {part.grain !== 'none' &&
            lines.map((at) =>
              part.grain === 'length' ? (
                <line
                  key={at}
                  x1={2 * unit}
                  x2={length - 2 * unit}
                  y1={height * at}
                  y2={height * at}
                  className="pr-grain"
                  strokeWidth={0.5 * unit}
                />
              ) : (
                <line
                  key={at}
                  y1={2 * unit}
                  y2={height - 2 * unit}
                  x1={length * at}
                  x2={length * at}
                  className="pr-grain"
                  strokeWidth={0.5 * unit}
                />
              ),
            )}
          {part.holes.flatMap((group, g) =>
            group.at.map((hole, i) => (
              <circle
                key={`${g} ${i}`}
                cx={hole.x}
                cy={height - (hole.y * height) / width}
                r={Math.max(group.diameter / 2, unit)}
                className="ps-hole"
                strokeWidth={0.5 * unit}
              />
            )),
          )}
          {edges.L1 && <rect x="0" y={height - band / 2} width={length} height={band} className="ps-edge" />}
          {edges.L2 && <rect x="0" y={-band / 2} width={length} height={band} className="ps-edge" />}
          {edges.W1 && <rect x={-band / 2} y="0" width={band} height={height} className="ps-edge" />}
          {edges.W2 && <rect x={length - band / 2} y="0" width={band} height={height} className="ps-edge" />}
        </svg>
        {edges.W2 && (
          <span className="ps-side" data-edge="true">
            {edges.W2.name}
          </span>
        )}
      </div>
      <figcaption data-edge={edges.L1 !== null}>
        {t('production.st.front')}: {name(edges.L1)}
      </figcaption>
    </figure>
  );
}
