import { codeSvg } from '#platform/documents/codes.ts';
import type { PaperFact } from '#platform/documents/paper.ts';

/** Data of `part-labels.typ`: one label of 100 × 62 mm per physical part, in the order in which they are cut. */
export interface PartLabelsData {
  readonly language: string;
  readonly title: string;
  readonly parts: readonly PartLabel[];
}

export interface PartLabel {
  /** the part's number, largest on the label, at most 12 characters */
  readonly number: string;
  readonly name: string;
  /** finished size as text, `716 × 396 × 18 mm` */
  readonly size: string;
  readonly material: string;
  /** finished length and width in mm, for the drawing only; the length lies along the label */
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly grain: 'length' | 'width' | 'none';
  /** name of the band on each banded side; a side that is absent is bare */
  readonly edges: {
    readonly front?: string;
    readonly back?: string;
    readonly left?: string;
    readonly right?: string;
  };
  /** order, customer, sheet, pattern and position …, at most 5 */
  readonly facts: readonly PaperFact[];
  /** SVG text of the code that stations scan */
  readonly codeSvg: string;
}

export function samplePartLabels(count: number): PartLabelsData {
  return {
    language: 'en',
    title: 'Part labels, batch B-0107',
    parts: sampleParts(
      count,
      ['Left side', 'Bottom', 'Door', 'Plinth'],
      ['Order', 'Customer', 'Sheet', 'Position', 'Next'],
    ),
  };
}

export function samplePartLabelsGerman(count: number): PartLabelsData {
  return {
    language: 'de',
    title: 'Teileetiketten, Los B-0107',
    parts: sampleParts(
      count,
      ['Seite links', 'Boden', 'Tür', 'Sockelblende'],
      ['Auftrag', 'Kunde', 'Platte', 'Lage', 'Weiter'],
    ),
  };
}

function sampleParts(count: number, names: readonly string[], labels: readonly string[]): PartLabel[] {
  const shapes = [
    { lengthMm: 720, widthMm: 560, grain: 'length', edges: { front: 'ABS 1.0 oak' } },
    { lengthMm: 564, widthMm: 560, grain: 'none', edges: { front: 'ABS 0.4 white', back: 'ABS 0.4 white' } },
    {
      lengthMm: 396,
      widthMm: 716,
      grain: 'width',
      edges: { front: 'ABS 1.0 oak', back: 'ABS 1.0 oak', left: 'ABS 1.0 oak', right: 'ABS 1.0 oak' },
    },
    { lengthMm: 2400, widthMm: 100, grain: 'length', edges: {} },
  ] as const;
  return Array.from({ length: count }, (_, i) => {
    const shape = shapes[i % shapes.length]!;
    const number = `1042-${String(i + 1).padStart(3, '0')}`;
    const values = ['K-1042', 'Forest House', '3 / 9', `2 · 1-${(i % 9) + 1}`, 'Edge bander'];
    return {
      ...shape,
      number,
      name: names[i % names.length]!,
      size: `${shape.lengthMm} × ${shape.widthMm} × 18 mm`,
      material: 'Oak decor H1145, 18 mm',
      facts: labels.map((label, n) => ({ label, value: values[n]! })),
      codeSvg: codeSvg('qr', `P:${number}`),
    };
  });
}
