import { codeSvg } from '#platform/documents/codes.ts';

/** Paper of a label printer, as the trade names the roll. */
export type LabelSize = '50x30' | '62x100';

/** Data of `plain-labels.typ`: one label per part or offcut. */
export interface PlainLabelsData {
  readonly language: string;
  readonly title: string;
  readonly size: LabelSize;
  readonly labels: readonly PlainLabel[];
}

export interface PlainLabel {
  /** what is scanned or typed, largest on the label, at most 12 characters */
  readonly number: string;
  /** finished size, or that of the offcut */
  readonly size: string;
  /** at most 4 on the small label */
  readonly lines: readonly string[];
  /** SVG text of the code that stations scan */
  readonly codeSvg: string;
}

export function samplePlainLabels(size: LabelSize, count: number): PlainLabelsData {
  return {
    language: 'en',
    title: 'Offcut labels',
    size,
    labels: Array.from({ length: count }, (_, i) => {
      const number = `R-${String(i + 1).padStart(4, '0')}`;
      return {
        number,
        size: '610 × 480 × 18',
        lines: ['Melamine chipboard 18 white', 'Rack B3', 'Sheet 7, batch B-12'],
        codeSvg: codeSvg('qr', number),
      };
    }),
  };
}
