import { compare, decimal } from '#domain/money/fraction.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import { signed } from '../complete.ts';
import type { InvoiceDocument, LineTax, TaxRow } from '../document.ts';
import { blank, each, when, type Breach, type Rule, type Said } from './rule.ts';
import { amountText, rowTax } from './sums.ts';

type Place = 'line' | 'allowance' | 'charge';
interface Use {
  readonly place: Place;
  readonly tax: LineTax;
  readonly field: string;
  /** what it adds to the taxable amount */
  readonly netMinor: bigint;
}

/** Everything that a tax category stands on. */
function uses(document: InvoiceDocument): readonly Use[] {
  return [
    ...document.lines.map(({ tax, netMinor }, at): Use => ({
      place: 'line',
      tax,
      netMinor,
      field: `lines.${at}.tax`,
    })),
    ...(document.adjustments ?? []).map((one, at): Use => ({
      place: one.kind,
      tax: one.tax,
      netMinor: signed(one),
      field: `adjustments.${at}.tax`,
    })),
  ];
}

/** Whether the parties carry the tax numbers that a category asks for. @returns the field that lacks one */
const PARTIES: Readonly<Record<TaxCategory, (document: InvoiceDocument) => string | undefined>> = {
  S: sellerNumber,
  Z: sellerNumber,
  E: sellerNumber,
  AE: (d) =>
    sellerNumber(d) ?? (blank(d.buyer.vatId) && blank(d.buyer.registration?.id) ? 'buyer.vatId' : undefined),
  K: (d) => sellerVatId(d) ?? (blank(d.buyer.vatId) ? 'buyer.vatId' : undefined),
  G: sellerVatId,
  O: (d) =>
    !blank(d.seller.vatId)
      ? 'seller.vatId'
      : !blank(d.taxRepresentative?.vatId)
        ? 'taxRepresentative.vatId'
        : !blank(d.buyer.vatId)
          ? 'buyer.vatId'
          : undefined,
};

function sellerNumber(d: InvoiceDocument): string | undefined {
  return blank(d.seller.taxNumber) ? sellerVatId(d) : undefined;
}

function sellerVatId(d: InvoiceDocument): string | undefined {
  return blank(d.seller.vatId) && blank(d.taxRepresentative?.vatId) ? 'seller.vatId' : undefined;
}

interface Category {
  readonly category: TaxCategory;
  /** as the rules are called; intra-community supply is IC there and K in the documents */
  readonly name: string;
  readonly en: string;
  readonly de: string;
  readonly needs: { readonly en: Said; readonly de: Said };
  readonly rate: 'above 0' | '0' | 'none';
  readonly exemption: 'needed' | 'forbidden';
}

const SELLER_NUMBER = {
  en: [
    '{what} is taxed as "{category}", and the seller has neither a VAT number nor a tax number.',
    'Enter the number of the seller.',
  ],
  de: [
    '{what} ist „{category}“, und der Verkäufer hat weder USt-IdNr. noch Steuernummer.',
    'Geben Sie die Nummer des Verkäufers an.',
  ],
} as const;
const BOTH_NUMBERS = {
  en: [
    '{what} is taxed as "{category}", and the number of seller or buyer is missing ({missing}).',
    'Enter the VAT numbers of both.',
  ],
  de: [
    '{what} ist „{category}“, und die Nummer von Verkäufer oder Käufer fehlt ({missing}).',
    'Geben Sie die USt-IdNr. beider an.',
  ],
} as const;
const NO_NUMBERS = {
  en: [
    '{what} is outside the scope of tax, so no VAT number may be shown ({missing}).',
    'Take the VAT numbers off, or choose another tax category.',
  ],
  de: [
    '{what} ist nicht steuerbar, daher darf keine USt-IdNr. stehen ({missing}).',
    'Entfernen Sie die USt-IdNr., oder wählen Sie eine andere Steuerkategorie.',
  ],
} as const;

const CATEGORIES: readonly Category[] = [
  {
    category: 'S',
    name: 'S',
    en: 'standard rate',
    de: 'Regelsatz',
    needs: SELLER_NUMBER,
    rate: 'above 0',
    exemption: 'forbidden',
  },
  {
    category: 'Z',
    name: 'Z',
    en: 'zero rate',
    de: 'Nullsatz',
    needs: SELLER_NUMBER,
    rate: '0',
    exemption: 'forbidden',
  },
  {
    category: 'E',
    name: 'E',
    en: 'exempt',
    de: 'steuerbefreit',
    needs: SELLER_NUMBER,
    rate: '0',
    exemption: 'needed',
  },
  {
    category: 'AE',
    name: 'AE',
    en: 'reverse charge',
    de: 'Steuerschuld des Empfängers',
    needs: BOTH_NUMBERS,
    rate: '0',
    exemption: 'needed',
  },
  {
    category: 'K',
    name: 'IC',
    en: 'intra-community supply',
    de: 'innergemeinschaftliche Lieferung',
    needs: BOTH_NUMBERS,
    rate: '0',
    exemption: 'needed',
  },
  {
    category: 'G',
    name: 'G',
    en: 'export',
    de: 'Ausfuhr',
    needs: SELLER_NUMBER,
    rate: '0',
    exemption: 'needed',
  },
  {
    category: 'O',
    name: 'O',
    en: 'outside the scope of tax',
    de: 'nicht steuerbar',
    needs: NO_NUMBERS,
    rate: 'none',
    exemption: 'needed',
  },
];

const PLACES: readonly (readonly [place: Place, number: number, en: string, de: string])[] = [
  ['line', 0, 'A line', 'Eine Position'],
  ['allowance', 1, 'An allowance', 'Ein Abzug'],
  ['charge', 2, 'A charge', 'Ein Zuschlag'],
];

const fill = ([sentence, remedy]: Said, what: string, category: string): Said => [
  sentence.replace('{what}', what).replace('{category}', category),
  remedy,
];

function ruleOf(of: Category, number: string, en: Said, de: Said, broken: Rule['broken']): Rule {
  return { id: `BR-${of.name}-${number}`, en, de, broken };
}

/** BR-x-02 … 04 (numbers of the parties) and BR-x-05 … 07 (rates), for lines, allowances and charges. */
function placeRules(of: Category): Rule[] {
  const { category, needs, rate } = of;
  const wrongRate = ({ percent }: LineTax): boolean =>
    rate === 'none'
      ? percent !== undefined
      : rate === '0'
        ? percent === undefined || decimal(percent).n !== 0n
        : percent === undefined || decimal(percent).n <= 0n;
  const [en, de] = {
    'above 0': ['a rate above 0 %', 'einem Satz über 0 %'],
    '0': ['the rate 0 %', 'dem Satz 0 %'],
    none: ['no rate', 'keinem Satz'],
  }[rate];
  const numbers = PLACES.map(([place, at, placeEn, placeDe]) =>
    ruleOf(of, `0${2 + at}`, fill(needs.en, placeEn, of.en), fill(needs.de, placeDe, of.de), (d) => {
      const missing = uses(d).some((use) => use.place === place && use.tax.category === category)
        ? PARTIES[category](d)
        : undefined;
      return when(missing !== undefined, missing ?? '', { missing: missing ?? '' });
    }),
  );
  const rates = PLACES.map(([place, at, placeEn, placeDe]) =>
    ruleOf(
      of,
      `0${5 + at}`,
      [`${placeEn} with "${of.en}" goes with ${en}.`, 'Correct the rate or the tax category.'],
      [`${placeDe} mit „${of.de}“ geht mit ${de}.`, 'Berichtigen Sie Satz oder Steuerkategorie.'],
      (d) =>
        uses(d).flatMap((use) =>
          when(
            use.place === place && use.tax.category === category && wrongRate(use.tax),
            `${use.field}.percent`,
          ),
        ),
    ),
  );
  return [...numbers, ...rates];
}

/** Keyed by the value of the rate: 19 and 19.0 are one. */
const sameRate = (a: LineTax, b: LineTax): boolean =>
  a.category === b.category &&
  (a.category !== 'S' || compare(decimal(a.percent ?? '0'), decimal(b.percent ?? '0')) === 0);

function rowsOf(d: InvoiceDocument, category: TaxCategory): readonly (readonly [TaxRow, string])[] {
  return d.taxes.flatMap((row, at) => (row.category === category ? [[row, `taxes.${at}`] as const] : []));
}

/** BR-x-01 and 08 … 10: the tax rows. */
function rowRules(of: Category): Rule[] {
  const { category } = of;
  const overRows =
    (breach: (row: TaxRow, at: string, d: InvoiceDocument) => readonly Breach[]) => (d: InvoiceDocument) =>
      rowsOf(d, category).flatMap(([row, at]) => breach(row, at, d));
  return [
    ruleOf(
      of,
      '01',
      [
        `There must be ${category === 'S' ? 'a tax row for each rate' : 'exactly one tax row'} with "${of.en}".`,
        'Let Tenon work out the tax rows again.',
      ],
      [
        `Es muss ${category === 'S' ? 'je Satz eine Steuerzeile' : 'genau eine Steuerzeile'} mit „${of.de}“ geben.`,
        'Lassen Sie Tenon die Steuerzeilen neu rechnen.',
      ],
      (d) => {
        const used = uses(d).some((use) => use.tax.category === category);
        const rows = rowsOf(d, category).length;
        return when(
          used ? rows === 0 || (category !== 'S' && rows > 1) : rows > 0 && category !== 'S',
          'taxes',
        );
      },
    ),
    ruleOf(
      of,
      '08',
      [
        `The taxable amount {is} with "${of.en}" is not the sum of its lines, allowances and charges: {should}.`,
        'Let Tenon work it out again, or ask the sender.',
      ],
      [
        `Der Steuerbetrag bezieht sich bei „${of.de}“ auf {is}; Positionen, Abzüge und Zuschläge ergeben {should}.`,
        'Lassen Sie Tenon neu rechnen, oder fragen Sie den Absender.',
      ],
      overRows((row, at, d) => {
        const should = uses(d)
          .filter((use) => sameRate(use.tax, row))
          .reduce((all, use) => all + use.netMinor, 0n);
        const facts = { is: amountText(d, row.netMinor), should: amountText(d, should) };
        return when(row.netMinor !== should, `${at}.netMinor`, facts);
      }),
    ),
    ruleOf(
      of,
      '09',
      [
        `The tax with "${of.en}" is {is} instead of {should}.`,
        'Let Tenon work it out again, or ask the sender.',
      ],
      [
        `Die Steuer bei „${of.de}“ ist {is} statt {should}.`,
        'Lassen Sie Tenon neu rechnen, oder fragen Sie den Absender.',
      ],
      overRows((row, at, d) => {
        const should = category === 'S' ? rowTax(row.netMinor, row.percent) : 0n;
        const facts = { is: amountText(d, row.taxMinor), should: amountText(d, should) };
        return when(row.taxMinor !== should, `${at}.taxMinor`, facts);
      }),
    ),
    of.exemption === 'needed'
      ? ruleOf(
          of,
          '10',
          [
            `With "${of.en}" the document must say why no tax is charged.`,
            'Enter the text of the exemption or its code.',
          ],
          [
            `Bei „${of.de}“ muss das Dokument sagen, warum keine Steuer anfällt.`,
            'Geben Sie den Text der Befreiung oder ihren Code an.',
          ],
          overRows((row, at) =>
            when(blank(row.exemptionText) && blank(row.exemptionCode), `${at}.exemptionText`),
          ),
        )
      : ruleOf(
          of,
          '10',
          [`With "${of.en}" there is no exemption to explain.`, 'Take its text and code off.'],
          [`Bei „${of.de}“ gibt es keine Befreiung zu begründen.`, 'Entfernen Sie Text und Code.'],
          overRows((row, at) =>
            when(!blank(row.exemptionText) || !blank(row.exemptionCode), `${at}.exemptionText`),
          ),
        ),
  ];
}

const outside = (d: InvoiceDocument): boolean => d.taxes.some((row) => row.category === 'O');
const OTHER: { readonly en: Said; readonly de: Said } = {
  en: [
    'What is outside the scope of tax stands alone: no other tax category may be on the document.',
    'Issue two documents.',
  ],
  de: [
    'Nicht Steuerbares steht allein: Das Dokument darf keine andere Steuerkategorie haben.',
    'Stellen Sie zwei Dokumente aus.',
  ],
};

/** Rules per tax category (BR-S, Z, E, AE, IC, G, O). */
export const CATEGORY_RULES: readonly Rule[] = [
  ...CATEGORIES.flatMap((of) => [...placeRules(of), ...rowRules(of)]),
  {
    id: 'BR-IC-11',
    en: ['An intra-community supply needs the day of delivery or the billing period.', 'Enter one of them.'],
    de: [
      'Eine innergemeinschaftliche Lieferung braucht Liefertag oder Abrechnungszeitraum.',
      'Geben Sie eines davon an.',
    ],
    broken: (d) =>
      when(
        d.taxes.some((row) => row.category === 'K') && blank(d.delivery?.on) && d.period === undefined,
        'delivery.on',
      ),
  },
  {
    id: 'BR-IC-12',
    en: [
      'An intra-community supply needs the country of the delivery.',
      'Enter the address of the delivery.',
    ],
    de: [
      'Eine innergemeinschaftliche Lieferung braucht das Land der Lieferung.',
      'Geben Sie die Lieferanschrift an.',
    ],
    broken: (d) =>
      when(
        d.taxes.some((row) => row.category === 'K') && blank(d.delivery?.address?.country),
        'delivery.address.country',
      ),
  },
  {
    id: 'BR-O-11',
    ...OTHER,
    broken: (d) =>
      outside(d) ? each(d.taxes, 'taxes', (row, at) => when(row.category !== 'O', `${at}.category`)) : [],
  },
  ...PLACES.map(([place, at]): Rule => ({
    id: `BR-O-${12 + at}`,
    ...OTHER,
    broken: (d) =>
      outside(d)
        ? uses(d).flatMap((use) =>
            when(use.place === place && use.tax.category !== 'O', `${use.field}.category`),
          )
        : [],
  })),
];
