import { mm, type Hmm } from '#domain/kernel/units.ts';
import type { BoardMaterial } from '#domain/product/factory.ts';
import type { Part } from '#domain/product/parts.ts';

export interface PartTooLarge {
  readonly code: 'part_larger_than_boards';
  readonly field: string;
  /** the part's name */
  readonly part: string;
  /** cut size in mm, `2810 × 600` */
  readonly value: string;
  readonly material: string;
  /** largest usable sheet in mm */
  readonly expected: string;
  readonly [fact: string]: unknown;
}

/**
 * Whether a piece of this cut size can lie on one of the material's sheets after the trim of each side. Without grain
 * on either it may be turned; with grain on both, the grain decides how it lies.
 */
export function fitsSomeBoard(
  part: Pick<Part, 'cut' | 'grain'>,
  board: Pick<BoardMaterial, 'formats' | 'grain'>,
  trim: Hmm,
): boolean {
  const { length, width } = part.cut;
  return board.formats.some((sheet) => {
    const usable = { length: sheet.length - 2 * trim, width: sheet.width - 2 * trim };
    const along = length <= usable.length && width <= usable.width;
    const across = length <= usable.width && width <= usable.length;
    if (part.grain === 'none' || board.grain === 'none') return along || across;
    return part.grain === 'length' ? along : across;
  });
}

/** The first part that no sheet of its material can hold; null when all can be cut. Parts of unknown materials are not judged here. */
export function partTooLarge(
  parts: readonly Part[],
  shop: { readonly boards: ReadonlyMap<string, BoardMaterial>; readonly saw: { readonly trim: Hmm } },
  field: string,
): PartTooLarge | null {
  for (const part of parts) {
    const board = shop.boards.get(part.material);
    if (!board || fitsSomeBoard(part, board, shop.saw.trim)) continue;
    const largest = [...board.formats].sort((a, b) => b.length * b.width - a.length * a.width)[0];
    return {
      code: 'part_larger_than_boards',
      field,
      part: part.label,
      value: `${mm(part.cut.length)} × ${mm(part.cut.width)}`,
      material: board.code,
      expected: largest
        ? `${mm((largest.length - 2 * shop.saw.trim) as Hmm)} × ${mm((largest.width - 2 * shop.saw.trim) as Hmm)}`
        : '0 × 0',
    };
  }
  return null;
}
