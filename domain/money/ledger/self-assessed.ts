import { minor, type Minor } from '#domain/kernel/units.ts';
import { totalsOfNets } from '../tax.ts';
import type { Chart } from './chart.ts';
import type { EntryLine } from './entry.ts';
import type { TaxAmounts } from './posting.ts';

/** Tax that the buyer owes because the supplier charged none: AE under reverse charge, K on goods from another member state. */
export interface SelfAssessed {
  readonly category: 'AE' | 'K';
  /** decimal text; the buyer's own rate, since the document has none */
  readonly percent: string;
  /** owed to the tax office, and deducted as input tax in the same return */
  readonly taxMinor: Minor;
}

type Row = Pick<TaxAmounts, 'category' | 'netMinor'>;

/** Whether a supplier left the tax of a document to its buyer. */
export function isLeftToBuyer(row: Pick<Row, 'category'>): row is Row & { category: 'AE' | 'K' } {
  return row.category === 'AE' || row.category === 'K';
}

/**
 * What the buyer owes on a supplier's document: its own rate on the net of each row that was left to it, rounded per row as every
 * document does.
 *
 * @param percent decimal text between 0 and 100
 * @throws RangeError when it is none
 * @see Directive 2006/112/EC, articles 194–200 (who owes the tax) and 168 (what is deducted); § 13b, § 1a, § 15 UStG
 */
export function selfAssess(rows: readonly Row[], percent: string): SelfAssessed[] {
  return rows.filter(isLeftToBuyer).map(({ category, netMinor }) => {
    const { taxMinor } = totalsOfNets([{ netMinor, tax: { category: 'S', percent } }]);
    return { category, percent, taxMinor };
  });
}

/** Its lines: tax owed against tax deducted, so that what is owed to the supplier stays as it is. */
export function selfAssessedLines(of: readonly SelfAssessed[], sign: bigint, chart: Chart): EntryLine[] {
  return of.flatMap(({ category, percent, taxMinor }) => {
    const [input, output] =
      category === 'AE'
        ? [chart.roles['input-tax-reverse'], chart.roles['output-tax-reverse']]
        : [chart.roles['input-tax-acquired'], chart.roles['output-tax-acquired']];
    const tax = `${category} ${percent}`;
    return [
      { account: input, amountMinor: minor(sign * taxMinor), tax },
      { account: output, amountMinor: minor(-sign * taxMinor), tax },
    ];
  });
}
