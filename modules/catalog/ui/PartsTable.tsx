import { hmm } from '#domain/kernel/units.ts';
import type { Read } from '#platform/web-kit/data.ts';
import { Lines } from '#platform/web-kit/lines.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { PartRow } from '../contract.ts';
import { catalogUiWords } from './words.ts';

const SIDES = ['L1', 'L2', 'W1', 'W2'] as const;

/** A cut list: finished and cut size, material, four edges, grain. */
export function PartsTable({ parts }: { readonly parts: readonly PartRow[] }) {
  const t = useWords(catalogUiWords);
  const f = useFormat();
  const read: Read<readonly PartRow[]> = {
    state: 'ready',
    data: parts,
    problem: null,
    again: () => undefined,
  };
  /** L1 L2 W1 W2; the same band all round is told once. */
  const edges = (part: PartRow): string => {
    const codes = SIDES.map((side) => part.edges[side]?.code ?? '–');
    return new Set(codes).size === 1 && codes[0] !== '–' ? `4 × ${codes[0]}` : codes.join(' ');
  };
  return (
    <Lines
      label={t('catalog.parts')}
      read={read}
      rows={(all) => all.map((part, i) => ({ ...part, key: `${i} ${part.label}` }))}
      rowKey={(part) => part.key}
      empty={{ sentence: t('catalog.noParts') }}
      columns={[
        { key: 'part', head: t('catalog.part'), cell: (part) => part.label, phone: 'title' },
        {
          key: 'pieces',
          head: t('catalog.pieces'),
          cell: (part) => f.count(part.quantity),
          align: 'end',
          phone: 'side',
        },
        {
          key: 'finished',
          head: t('catalog.finished'),
          cell: (part) => f.size(hmm(part.finished.length), hmm(part.finished.width), hmm(part.thickness)),
          align: 'end',
        },
        {
          key: 'cut',
          head: t('catalog.cut'),
          cell: (part) => f.size(hmm(part.cut.length), hmm(part.cut.width)),
          align: 'end',
        },
        { key: 'material', head: t('catalog.material'), cell: (part) => part.material },
        { key: 'edges', head: t('catalog.edges'), cell: edges },
        {
          key: 'grain',
          head: t('catalog.grain'),
          cell: (part) => t(`catalog.grain.${part.grain as 'none' | 'length' | 'width'}`),
        },
        { key: 'holes', head: t('catalog.holes'), cell: (part) => f.count(part.holes), align: 'end' },
      ]}
    />
  );
}
