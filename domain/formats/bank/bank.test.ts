import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { xml, type XmlElement } from '#domain/kernel/xml.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { addDays } from '#domain/kernel/days.ts';
import { readCamt053 } from './camt053.ts';
import { readMt940 } from './mt940.ts';
import { writeDebits, writeTransfers } from './pain.ts';
import { sepaText } from './sepa-rules.ts';
import type { DebitOrder, TransferOrder } from './sepa.ts';
import { bankWords } from './words.ts';

const IBAN = 'DE89370400440532013000';
type Node = string | readonly (readonly [name: string, content: Node, attributes?: Record<string, string>])[];

function tree(
  version: string,
  name: string,
  content: Node,
  attributes: Record<string, string> = {},
): XmlElement {
  const ns = `urn:iso:std:iso:20022:tech:xsd:${version}`;
  const children =
    typeof content === 'string'
      ? content
      : content.map(([tag, inner, more]) => tree(version, tag, inner, more));
  return xml(ns, name, children, attributes)!;
}

const eur = (amount: number | bigint) => formatAmount(minor(amount), 'EUR');
const amount = (of: number, currency = 'EUR') => ['Amt', eur(Math.abs(of)), { Ccy: currency }] as const;
const side = (of: number) => ['CdtDbtInd', of < 0 ? 'DBIT' : 'CRDT'] as const;
const balance = (code: string, of: number, on: string) =>
  ['Bal', [['Tp', [['CdOrPrtry', [['Cd', code]]]]], amount(of), side(of), ['Dt', [['Dt', on]]]]] as const;

interface Movement {
  readonly sum: number;
  readonly name: string;
  readonly text: string;
  readonly id?: string;
}

/** A statement as a bank writes it in one of the two versions. */
function camt(
  version: '02' | '08',
  movements: readonly Movement[],
  change: { closing?: number; currency?: string } = {},
) {
  const full = `camt.053.001.${version}`;
  const sum = movements.reduce((all, one) => all + one.sum, 0);
  const entries = movements.map(({ sum: of, name, text, id }) => {
    const role = of < 0 ? 'Cdtr' : 'Dbtr';
    const party: Node = [['Nm', name]];
    const status: Node = version === '08' ? [['Cd', 'BOOK']] : 'BOOK';
    const detail: Node = [
      ['Refs', [['EndToEndId', id ?? 'NOTPROVIDED']]],
      [
        'RltdPties',
        [
          [role, version === '08' ? [['Pty', party]] : party],
          [`${role}Acct`, [['Id', [['IBAN', IBAN]]]]],
        ],
      ],
      ['RmtInf', [['Ustrd', text]]],
    ];
    return [
      'Ntry',
      [
        amount(of),
        side(of),
        ['Sts', status],
        ['BookgDt', [['Dt', '2026-05-04']]],
        ['ValDt', [['DtTm', '2026-05-05T00:30:00+02:00']]],
        ['AcctSvcrRef', 'REF-1'],
        [
          'BkTxCd',
          [
            [
              'Domn',
              [
                ['Cd', 'PMNT'],
                [
                  'Fmly',
                  [
                    ['Cd', 'RCDT'],
                    ['SubFmlyCd', 'ESCT'],
                  ],
                ],
              ],
            ],
          ],
        ],
        ['NtryDtls', [['TxDtls', detail]]],
      ],
    ] as const;
  });
  return tree(full, 'Document', [
    [
      'BkToCstmrStmt',
      [
        ['GrpHdr', [['MsgId', 'M1']]],
        [
          'Stmt',
          [
            ['Id', 'STMT-7'],
            ['ElctrncSeqNb', '7'],
            [
              'Acct',
              [
                ['Id', [['IBAN', IBAN]]],
                ['Ccy', change.currency ?? 'EUR'],
              ],
            ],
            balance('OPBD', 1000, '2026-05-01'),
            balance('CLBD', change.closing ?? 1000 + sum, '2026-05-31'),
            ...entries,
          ],
        ],
      ],
    ],
  ]);
}
const MOVEMENTS: readonly Movement[] = [
  { sum: 129700, name: 'Brandt KG', text: 'INV-2026-0101', id: 'E2E-9' },
  { sum: -4990, name: 'Kronospan', text: 'RE 5' },
];

describe('camt.053', () => {
  test.each(['02', '08'] as const)('version %s: entries with who, why and when', (version) => {
    const [read] = must(readCamt053(camt(version, MOVEMENTS), { account: IBAN, currency: 'EUR' }));
    expect(read).toMatchObject({
      format: `camt.053.001.${version}`,
      id: 'STMT-7',
      number: '7',
      account: IBAN,
      opening: { on: '2026-05-01', amountMinor: 1000n },
      closing: { on: '2026-05-31', amountMinor: 125710n },
      extras: [{ path: 'Document/BkToCstmrStmt/GrpHdr/MsgId', text: 'M1' }],
    });
    expect(read!.entries).toEqual([
      {
        position: '1',
        bookedOn: '2026-05-04',
        valueOn: '2026-05-05',
        amountMinor: 129700n,
        reversal: false,
        counterparty: { name: 'Brandt KG', account: IBAN },
        remittance: 'INV-2026-0101',
        endToEndId: 'E2E-9',
        bankReference: 'REF-1',
        kind: 'PMNT/RCDT/ESCT',
      },
      expect.objectContaining({ amountMinor: -4990n, counterparty: { name: 'Kronospan', account: IBAN } }),
    ]);
    expect(read!.entries[1]).not.toHaveProperty('endToEndId');
  });

  test('a batch becomes its details where they add up, and stays whole where they do not', () => {
    const batch = (parts: readonly number[]) => {
      const root = camt('08', [{ sum: 300, name: 'x', text: 'y' }]);
      const detail = (of: number): XmlElement =>
        tree('camt.053.001.08', 'TxDtls', [
          ['Refs', [['EndToEndId', `P${of}`]]],
          amount(of),
          [
            'RmtInf',
            [
              ['Ustrd', `part ${of}`],
              ['Strd', [['CdtrRefInf', [['Ref', 'RF18539007547034']]]]],
            ],
          ],
          ['RtrInf', [['Rsn', [['Cd', 'AC04']]]]],
        ]);
      const swap = (at: XmlElement): XmlElement =>
        at.name === 'NtryDtls'
          ? { ...at, children: parts.map(detail) }
          : { ...at, children: at.children.map(swap) };
      return must(readCamt053(swap(root)))[0]!.entries;
    };
    expect(
      batch([100, 200]).map(({ position, amountMinor, endToEndId }) => [position, amountMinor, endToEndId]),
    ).toEqual([
      ['1.1', 100n, 'P100'],
      ['1.2', 200n, 'P200'],
    ]);
    expect(batch([100, 200])[0]).toMatchObject({
      remittance: 'part 100 RF18539007547034',
      creditorReference: 'RF18539007547034',
      returnReason: 'AC04',
    });
    expect(batch([100, 100]).map((one) => one.amountMinor)).toEqual([300n]);
  });

  test('what is refused, with the place', () => {
    const code = (root: XmlElement, expected = {}) => {
      const read = readCamt053(root, expected);
      return read.ok ? 'ok' : read.refusal;
    };
    const good = camt('08', MOVEMENTS);
    expect(code({ ...good, ns: 'urn:other' })).toMatchObject({ code: 'statement_not_recognised' });
    expect(code(tree('camt.053.001.04', 'Document', [['BkToCstmrStmt', [['Stmt', 'x']]]]))).toEqual({
      code: 'statement_version',
      value: 'camt.053.001.04',
    });
    expect(code(good, { currency: 'CHF' })).toMatchObject({
      code: 'statement_currency',
      value: 'EUR',
      expected: 'CHF',
    });
    expect(code(camt('08', MOVEMENTS, { currency: 'XXX' }))).toMatchObject({
      code: 'statement_currency',
      value: 'XXX',
    });
    expect(code(camt('08', MOVEMENTS, { currency: 'USD' }))).toMatchObject({
      code: 'statement_currency',
      value: 'EUR',
      expected: 'USD',
    });
    expect(code(good, { account: 'GB29NWBK60161331926819' })).toMatchObject({
      code: 'statement_account',
      value: IBAN,
    });
    expect(code(camt('08', MOVEMENTS, { closing: 125711 }))).toMatchObject({
      code: 'statement_balance',
      value: '1257.11',
      expected: '1257.10',
    });
    const without = (name: string) => {
      const cut = (at: XmlElement): XmlElement => ({
        ...at,
        children: at.children.filter((one) => one.name !== name).map(cut),
      });
      return code(cut(good));
    };
    expect(without('Stmt')).toMatchObject({ code: 'statement_field_missing' });
    expect(without('Bal')).toMatchObject({ code: 'statement_field_missing' });
    expect(without('CdtDbtInd')).toMatchObject({ code: 'statement_field_missing' });
    expect(without('Id')).toMatchObject({ code: 'statement_field_missing' });
  });

  test('property: sums of every size and sign come back, and one changed cent is noticed', () => {
    const movement = fc.record({
      sum: fc.integer({ min: -10_000_000, max: 10_000_000 }).filter((n) => n !== 0),
      name: fc.stringMatching(/^[A-Za-z]{1,20}$/),
      text: fc.stringMatching(/^[A-Za-z0-9]{1,30}$/),
    });
    fc.assert(
      fc.property(
        fc.array(movement, { maxLength: 8 }),
        fc.constantFrom('02' as const, '08' as const),
        (list, version) => {
          const [read] = must(readCamt053(camt(version, list)));
          expect(
            read!.entries.map((one) => [Number(one.amountMinor), one.counterparty.name, one.remittance]),
          ).toEqual(list.map(({ sum, name, text }) => [sum, name, text]));
          const off = 1001 + list.reduce((all, one) => all + one.sum, 0);
          expect(readCamt053(camt(version, list, { closing: off })).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const MT940 = `:20:STARTUMSE
:25:37040044/0532013000
:28C:00007/001
:60F:C260501EUR1000,00
:61:2605050504CR1297,00NTRFNONREF//BANK-1
:86:166?00GUTSCHRIFT?109310?20EREF+E2E-9?21MREF+M-1?22SVWZ+INV-2026-
?230101 Danke?30COBADEFFXXX?31DE89370400440532013000?32Brandt K
?33G
:61:260506D49,9NDDT12345
:86:free text
over two lines
:61:2601020102RC1,NTRFNONREF
:86:109?00RUECKLASTSCHRIFT?20SVWZ+Retoure?34901
:62F:C260531EUR2246,10
-`;

describe('MT940', () => {
  test('German details, free text, a reversal', () => {
    const [read] = must(readMt940(MT940, { account: IBAN, currency: 'EUR' }));
    expect(read).toMatchObject({
      format: 'MT940',
      id: 'STARTUMSE 00007/001',
      account: '37040044/0532013000',
    });
    expect(read!.entries).toEqual([
      {
        position: '1',
        bookedOn: '2026-05-04',
        valueOn: '2026-05-05',
        amountMinor: 1297_00n,
        reversal: false,
        counterparty: { name: 'Brandt KG', account: IBAN, bic: 'COBADEFFXXX' },
        remittance: 'INV-2026-0101 Danke',
        endToEndId: 'E2E-9',
        mandateId: 'M-1',
        bankReference: 'BANK-1',
        kind: 'NTRF 166',
      },
      {
        position: '2',
        bookedOn: '2026-05-06',
        valueOn: '2026-05-06',
        amountMinor: -49_90n,
        reversal: false,
        counterparty: {},
        remittance: 'free text over two lines',
        endToEndId: '12345',
        kind: 'NDDT',
      },
      expect.objectContaining({
        amountMinor: -1_00n,
        reversal: true,
        returnReason: '901',
        remittance: 'Retoure',
      }),
    ]);
  });

  test('the booking day of a value day across the new year', () => {
    const text = MT940.replace('2605050504', '2512310102');
    expect(must(readMt940(text))[0]!.entries[0]).toMatchObject({
      valueOn: '2025-12-31',
      bookedOn: '2026-01-02',
    });
  });

  test('every cut of the file is refused: the balance or a field is missing', () => {
    const end = MT940.indexOf(':62F:') + ':62F:C260531EUR2246,1'.length;
    for (let length = 0; length < end; length += 3)
      expect(readMt940(MT940.slice(0, length)), MT940.slice(0, length).slice(-20)).toMatchObject({
        ok: false,
      });
    expect(readMt940('Hello').ok).toBe(false);
    expect(readMt940(MT940.replace('1297,00N', '12x97,00N'))).toMatchObject({
      refusal: { code: 'statement_field_unreadable', field: ':61: (line 5)' },
    });
    expect(readMt940(MT940, { currency: 'CHF' })).toMatchObject({ refusal: { code: 'statement_currency' } });
    expect(readMt940(MT940, { account: 'GB29NWBK60161331926819' })).toMatchObject({
      refusal: { code: 'statement_account' },
    });
    expect(readMt940(MT940.replace('2246,10', '2246,11'))).toMatchObject({
      refusal: { code: 'statement_balance', expected: '2246.10' },
    });
  });
});

const seller = {
  name: 'Larch Lane Möbel GmbH & Co',
  iban: IBAN,
  bic: 'COBADEFFXXX',
  country: 'DE',
  town: 'Köln',
};
const transfers: TransferOrder = {
  messageId: 'MSG-1',
  createdAt: '2026-05-04T09:15:00.000Z',
  from: seller,
  executeOn: '2026-05-05',
  transfers: [
    {
      endToEndId: 'CN-1',
      amountMinor: minor(81550),
      to: { name: 'Zoë Brandt', iban: 'AT61 1904 3002 3457 3201' },
      remittance: 'Gutschrift CN-1',
    },
    {
      endToEndId: 'S-9',
      amountMinor: minor(1),
      to: { ...seller, name: 'Kronospan' },
      creditorReference: 'RF18 5390 0754 7034',
    },
  ],
};
const mandate = { id: 'M-1', signedOn: '2026-01-01', scheme: 'CORE', sequence: 'RCUR' } as const;
const debits: DebitOrder = {
  messageId: 'MSG-2',
  createdAt: '2026-05-04T09:15:00.000Z',
  to: seller,
  creditorId: 'DE98ZZZ09999999999',
  collectOn: '2026-05-11',
  debits: [
    {
      endToEndId: 'I-1',
      amountMinor: minor(100_00),
      mandate,
      from: { name: 'Brandt', iban: IBAN },
      remittance: 'INV-1',
    },
    {
      endToEndId: 'I-2',
      amountMinor: minor(50_50),
      mandate: { ...mandate, id: 'M-2', sequence: 'FRST' },
      from: { name: 'Ole', iban: IBAN, bic: 'COBADEFF' },
    },
    {
      endToEndId: 'I-3',
      amountMinor: minor(1_00),
      mandate: { ...mandate, id: 'M-3' },
      from: { name: 'Mia', iban: IBAN },
    },
  ],
};

describe('SEPA orders', () => {
  test('a transfer order: number, sum, plain letters, structured reference', () => {
    const text = must(writeTransfers(transfers));
    expect(text).toContain('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">');
    expect(text.match(/<NbOfTxs>2<\/NbOfTxs>\s*<CtrlSum>815\.51<\/CtrlSum>/g)).toHaveLength(2);
    expect(text).toContain('<Nm>Larch Lane Moebel GmbH + Co</Nm>');
    expect(text).toContain('<Nm>Zoe Brandt</Nm>');
    expect(text).toMatch(
      /<Cd>SCOR<\/Cd>\s*<\/CdOrPrtry>\s*<Issr>ISO<\/Issr>\s*<\/Tp>\s*<Ref>RF18539007547034<\/Ref>/,
    );
    expect(text).toMatch(/<ReqdExctnDt>\s*<Dt>2026-05-05<\/Dt>/);
    const older = must(writeTransfers(transfers, 'pain.001.001.03'));
    expect(older).toContain('<ReqdExctnDt>2026-05-05</ReqdExctnDt>');
    expect(older).toContain('<BIC>COBADEFFXXX</BIC>');
  });

  test('debits are grouped by scheme and sequence, each group with its own sum', () => {
    const text = must(writeDebits(debits));
    expect(text.match(/<PmtInfId>MSG-2-\d<\/PmtInfId>/g)).toEqual([
      '<PmtInfId>MSG-2-1</PmtInfId>',
      '<PmtInfId>MSG-2-2</PmtInfId>',
    ]);
    expect([...text.matchAll(/<CtrlSum>([\d.]+)</g)].map((one) => one[1])).toEqual([
      '151.50',
      '101.00',
      '50.50',
    ]);
    expect([...text.matchAll(/<SeqTp>(\w+)</g)].map((one) => one[1])).toEqual(['RCUR', 'FRST']);
    expect(must(writeDebits(debits, 'pain.008.001.02'))).toContain('<BIC>COBADEFF</BIC>');
  });

  const changed = (of: object) =>
    writeTransfers({ ...transfers, transfers: [{ ...transfers.transfers[0]!, ...of }] });
  const to = transfers.transfers[0]!.to;
  test.each([
    ['sepa_empty', writeTransfers({ ...transfers, transfers: [] })],
    [
      'sepa_duplicate',
      writeTransfers({ ...transfers, transfers: [transfers.transfers[0]!, transfers.transfers[0]!] }),
    ],
    ['sepa_iban', changed({ to: { ...to, iban: 'AT611904300234573202' } })],
    ['sepa_bic', changed({ to: { ...to, bic: 'NOPE' } })],
    ['sepa_characters', changed({ to: { ...to, country: 'de' } })],
    ['sepa_characters', changed({ to: { ...to, name: '木 GmbH' } })],
    ['sepa_characters', changed({ endToEndId: 'a//b' })],
    ['sepa_too_long', changed({ endToEndId: 'x'.repeat(36) })],
    ['sepa_too_long', changed({ remittance: 'x'.repeat(141) })],
    ['sepa_missing', changed({ to: { ...to, name: ' ' } })],
    ['sepa_amount', changed({ amountMinor: minor(0) })],
    ['sepa_amount', changed({ amountMinor: minor(100_000_000_000) })],
    ['sepa_reference', changed({ creditorReference: 'RF19539007547034' })],
    ['sepa_day', writeTransfers({ ...transfers, executeOn: '2026-02-30' })],
    ['sepa_day', writeTransfers({ ...transfers, createdAt: 'today' })],
    ['sepa_too_long', writeDebits({ ...debits, messageId: 'x'.repeat(34) })],
    ['sepa_creditor_id', writeDebits({ ...debits, creditorId: 'DE97ZZZ09999999999' })],
    [
      'sepa_day',
      writeDebits({ ...debits, debits: [{ ...debits.debits[0]!, mandate: { ...mandate, signedOn: '' } }] }),
    ],
    [
      'sepa_missing',
      writeDebits({ ...debits, debits: [{ ...debits.debits[0]!, mandate: { ...mandate, id: '' } }] }),
    ],
  ])('%s is refused with a sentence', (code, read) => {
    expect(read).toMatchObject({ ok: false, refusal: { code } });
    for (const words of [bankWords.en, bankWords.de] as readonly Record<string, string>[]) {
      expect(words[`refusal.${code}`]).toBeTruthy();
      expect(words[`refusal.${code}.remedy`]).toBeTruthy();
    }
  });

  test('property: whatever is written keeps to the characters of SEPA, and its sums are those of its payments', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const payments = fc.array(fc.tuple(fc.integer({ min: 1, max: 9_999_999 }), name), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(payments, fc.integer({ min: 0, max: 500 }), (list, days) => {
        const order: TransferOrder = {
          ...transfers,
          executeOn: addDays('2026-01-01', days),
          transfers: list.map(([cents, who], at) => ({
            endToEndId: `E-${at}`,
            amountMinor: minor(cents),
            to: { name: who, iban: IBAN },
            remittance: `payment ${at}`,
          })),
        };
        const written = writeTransfers(order);
        if (!written.ok) {
          expect(['sepa_characters', 'sepa_too_long', 'sepa_missing']).toContain(written.refusal.code);
          return;
        }
        for (const [, text] of written.value.matchAll(/<(?:Nm|Ustrd)>([^<]*)</g))
          expect(text).toMatch(/^[a-zA-Z0-9/\-?:().,'+ ]{1,140}$/);
        const sum = list.reduce((all, [cents]) => all + cents, 0);
        expect(written.value).toContain(`<CtrlSum>${eur(sum)}</CtrlSum>`);
      }),
      { numRuns: 500 },
    );
  });

  test('letters without their marks', () => {
    expect(sepaText('Müller & Søn, Łódź – Ça_va’\nÉté ẞ')).toBe("Mueller + Son, Lodz - Ca-va' Ete SS");
  });
});
