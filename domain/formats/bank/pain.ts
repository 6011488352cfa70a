import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { xml, xmlText, type XmlElement } from '#domain/kernel/xml.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { plainIban } from '#domain/money/iban.ts';
import { readCreditorReference } from '#domain/money/matching/creditor-reference.ts';
import { faultOfDebits, faultOfTransfers, sepaText } from './sepa-rules.ts';
import type { Debit, DebitOrder, SepaAccount, SepaRefusal, TransferOrder } from './sepa.ts';

export type TransferVersion = 'pain.001.001.09' | 'pain.001.001.03';
export type DebitVersion = 'pain.008.001.08' | 'pain.008.001.02';
type Part = XmlElement | undefined;

/** Elements of one version; the newer ones write BICFI, and the day of execution inside `Dt`. */
class Writer {
  readonly ns: string;
  readonly #bic: 'BIC' | 'BICFI';
  constructor(version: string) {
    this.ns = `urn:iso:std:iso:20022:tech:xsd:${version}`;
    this.#bic = /\.(03|02)$/.test(version) ? 'BIC' : 'BICFI';
  }
  leaf = (name: string, text: string | undefined, attributes?: Record<string, string>): Part =>
    xml(this.ns, name, text, attributes);
  group = (name: string, ...children: readonly Part[]): Part => xml(this.ns, name, children);
  /** A chain of elements around one. */
  within = (path: string, child: Part): Part =>
    path.split('/').reduceRight<Part>((inner, name) => this.group(name, inner), child);

  amount = (name: string, amount: Minor): Part =>
    this.leaf(name, formatAmount(amount, 'EUR'), { Ccy: 'EUR' });
  agent = (name: string, bic: string | undefined): Part =>
    this.within(
      `${name}/FinInstnId`,
      bic === undefined
        ? this.group('Othr', this.leaf('Id', 'NOTPROVIDED'))
        : this.leaf(this.#bic, bic.replace(/\s/g, '').toUpperCase()),
    );
  party = (name: string, of: SepaAccount): Part =>
    this.group(
      name,
      this.leaf('Nm', sepaText(of.name)),
      this.group(
        'PstlAdr',
        this.leaf('TwnNm', of.town === undefined ? undefined : sepaText(of.town)),
        this.leaf('Ctry', of.country),
      ),
    );
  account = (name: string, of: SepaAccount): Part =>
    this.within(`${name}/Id`, this.leaf('IBAN', plainIban(of.iban)));
  /** Number of payments and their sum, which the bank compares. */
  sums = (amounts: readonly Minor[]): Part[] => [
    this.leaf('NbOfTxs', `${amounts.length}`),
    this.leaf('CtrlSum', formatAmount(minor(amounts.reduce<bigint>((all, one) => all + one, 0n)), 'EUR')),
  ];
  remittance = (text: string | undefined, reference?: string): Part => {
    if (reference === undefined)
      return text === undefined ? undefined : this.group('RmtInf', this.leaf('Ustrd', sepaText(text)));
    return this.within(
      'RmtInf/Strd',
      this.group(
        'CdtrRefInf',
        this.group('Tp', this.within('CdOrPrtry', this.leaf('Cd', 'SCOR')), this.leaf('Issr', 'ISO')),
        this.leaf('Ref', readCreditorReference(reference)),
      ),
    );
  };
  text = (root: string, children: readonly Part[]): string =>
    xmlText(this.group('Document', this.group(root, ...children))!, { [this.ns]: '' });
}

/**
 * SEPA credit transfers as pain.001: one payment instruction of one account and day.
 *
 * @returns XML text, or the first field that a bank would refuse; umlauts and accents are written as plain letters
 */
export function writeTransfers(
  order: TransferOrder,
  version: TransferVersion = 'pain.001.001.09',
): Result<string, SepaRefusal> {
  const fault = faultOfTransfers(order);
  if (fault) return refuse(fault);
  const w = new Writer(version);
  const sums = w.sums(order.transfers.map((one) => one.amountMinor));
  const day = w.leaf('Dt', order.executeOn);
  return ok(
    w.text('CstmrCdtTrfInitn', [
      w.group(
        'GrpHdr',
        w.leaf('MsgId', order.messageId),
        w.leaf('CreDtTm', order.createdAt),
        ...sums,
        w.group('InitgPty', w.leaf('Nm', sepaText(order.from.name))),
      ),
      w.group(
        'PmtInf',
        w.leaf('PmtInfId', order.messageId),
        w.leaf('PmtMtd', 'TRF'),
        w.leaf('BtchBookg', 'false'),
        ...sums,
        w.within('PmtTpInf/SvcLvl', w.leaf('Cd', 'SEPA')),
        version === 'pain.001.001.03' ? w.leaf('ReqdExctnDt', order.executeOn) : w.group('ReqdExctnDt', day),
        w.party('Dbtr', order.from),
        w.account('DbtrAcct', order.from),
        w.agent('DbtrAgt', order.from.bic),
        w.leaf('ChrgBr', 'SLEV'),
        ...order.transfers.map((one) =>
          w.group(
            'CdtTrfTxInf',
            w.group('PmtId', w.leaf('EndToEndId', one.endToEndId)),
            w.group('Amt', w.amount('InstdAmt', one.amountMinor)),
            one.to.bic === undefined ? undefined : w.agent('CdtrAgt', one.to.bic),
            w.party('Cdtr', one.to),
            w.account('CdtrAcct', one.to),
            w.remittance(one.remittance, one.creditorReference),
          ),
        ),
      ),
    ]),
  );
}

/**
 * SEPA direct debits as pain.008: one payment instruction for each scheme and sequence, because banks take them apart.
 *
 * @returns XML text, or the first field that a bank would refuse
 */
export function writeDebits(
  order: DebitOrder,
  version: DebitVersion = 'pain.008.001.08',
): Result<string, SepaRefusal> {
  const fault = faultOfDebits(order);
  if (fault) return refuse(fault);
  const w = new Writer(version);
  const groups = new Map<string, Debit[]>();
  for (const debit of order.debits) {
    const key = `${debit.mandate.scheme} ${debit.mandate.sequence}`;
    groups.set(key, [...(groups.get(key) ?? []), debit]);
  }
  const creditor = w.within(
    'CdtrSchmeId/Id/PrvtId',
    w.group(
      'Othr',
      w.leaf('Id', order.creditorId.replace(/\s/g, '').toUpperCase()),
      w.group('SchmeNm', w.leaf('Prtry', 'SEPA')),
    ),
  );
  return ok(
    w.text('CstmrDrctDbtInitn', [
      w.group(
        'GrpHdr',
        w.leaf('MsgId', order.messageId),
        w.leaf('CreDtTm', order.createdAt),
        ...w.sums(order.debits.map((one) => one.amountMinor)),
        w.group('InitgPty', w.leaf('Nm', sepaText(order.to.name))),
      ),
      ...[...groups.values()].map((debits, index) =>
        w.group(
          'PmtInf',
          w.leaf('PmtInfId', `${order.messageId}-${index + 1}`),
          w.leaf('PmtMtd', 'DD'),
          w.leaf('BtchBookg', 'false'),
          ...w.sums(debits.map((one) => one.amountMinor)),
          w.group(
            'PmtTpInf',
            w.within('SvcLvl', w.leaf('Cd', 'SEPA')),
            w.within('LclInstrm', w.leaf('Cd', debits[0]!.mandate.scheme)),
            w.leaf('SeqTp', debits[0]!.mandate.sequence),
          ),
          w.leaf('ReqdColltnDt', order.collectOn),
          w.party('Cdtr', order.to),
          w.account('CdtrAcct', order.to),
          w.agent('CdtrAgt', order.to.bic),
          w.leaf('ChrgBr', 'SLEV'),
          creditor,
          ...debits.map((one) =>
            w.group(
              'DrctDbtTxInf',
              w.group('PmtId', w.leaf('EndToEndId', one.endToEndId)),
              w.amount('InstdAmt', one.amountMinor),
              w.within(
                'DrctDbtTx',
                w.group(
                  'MndtRltdInf',
                  w.leaf('MndtId', one.mandate.id),
                  w.leaf('DtOfSgntr', one.mandate.signedOn),
                ),
              ),
              w.agent('DbtrAgt', one.from.bic),
              w.party('Dbtr', one.from),
              w.account('DbtrAcct', one.from),
              w.remittance(one.remittance),
            ),
          ),
        ),
      ),
    ]),
  );
}
