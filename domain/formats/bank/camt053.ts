import type { Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { XmlElement } from '#domain/kernel/xml.ts';
import { isCurrency } from '#domain/money/currency.ts';
import { plainIban } from '#domain/money/iban.ts';
import { listed, only, Taking } from '../e-invoice/take.ts';
import { closes } from './closes.ts';
import type {
  Balance,
  BankEntry,
  BankStatement,
  Counterparty,
  StatementExpectation,
  StatementRefusal,
} from './statement.ts';

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:';
const VERSIONS = ['camt.053.001.02', 'camt.053.001.08'] as const;
/** More leftovers than that are noise: the first ones show what a bank adds. */
const EXTRAS_MAX = 200;
type At = XmlElement | undefined;

/**
 * The statements of a camt.053 file. Booked entries only: what is pending or for information changes no balance and is listed
 * among the extras. Details of a batch become entries of their own where they add up to it.
 *
 * @param root as `platform/xml` reads it
 * @param expected the account and currency that the caller uploads for
 */
export function readCamt053(
  root: XmlElement,
  expected: StatementExpectation = {},
): Result<BankStatement[], StatementRefusal> {
  const version = root.ns.startsWith(NAMESPACE) ? root.ns.slice(NAMESPACE.length) : '';
  if (root.name !== 'Document' || version === '')
    return refuse({ code: 'statement_not_recognised', value: `{${root.ns}}${root.name}`.slice(0, 160) });
  const format = VERSIONS.find((one) => one === version);
  if (!format) return refuse({ code: 'statement_version', value: version.slice(0, 40) });
  const take = new Taking(root, [root.ns]);
  const found = take.all(take.one(root, 'BkToCstmrStmt'), 'Stmt');
  if (found.length === 0)
    return refuse({ code: 'statement_field_missing', field: 'Document/BkToCstmrStmt/Stmt' });
  const statements: BankStatement[] = [];
  for (const at of found) {
    const read = statement(take, at, format, expected);
    if (!read.ok) return read;
    statements.push(read.value);
  }
  const extras = take.extras(EXTRAS_MAX);
  return ok(statements.map((one, index) => (index === 0 ? { ...one, extras } : one)));
}

function statement(
  take: Taking,
  at: XmlElement,
  format: BankStatement['format'],
  expected: StatementExpectation,
): Result<BankStatement, StatementRefusal> {
  const account = plainIban(accountOf(take, take.one(at, 'Acct')) ?? '');
  const opening = take.all(at, 'Bal').find((one) => ['OPBD', 'PRCD'].includes(balanceType(take, one)));
  const closing = take.all(at, 'Bal').find((one) => balanceType(take, one) === 'CLBD');
  const currency = take.text(at, 'Acct', 'Ccy') ?? take.one(closing, 'Amt')?.attributes['Ccy'] ?? '';
  if (account === '') take.needed(at, 'Acct', 'Id', 'IBAN');
  if (!isCurrency(currency) || (expected.currency !== undefined && currency !== expected.currency))
    return refuse({
      code: 'statement_currency',
      field: `${take.path(at)}/Acct/Ccy`,
      value: currency.slice(0, 10),
      expected: expected.currency ?? '',
    });
  if (expected.account !== undefined && account !== '' && account !== plainIban(expected.account))
    return refuse({ code: 'statement_account', value: account, expected: plainIban(expected.account) });
  take.currency = currency;
  const from = balance(take, opening, at, 'OPBD');
  const to = balance(take, closing, at, 'CLBD');
  const entries = take
    .all(at, 'Ntry')
    .filter((one) => {
      const status = take.text(one, 'Sts', 'Cd') ?? take.text(one, 'Sts');
      return status === 'BOOK';
    })
    .flatMap((one, index) => entriesOf(take, one, `${index + 1}`));
  const made: BankStatement = only({
    format,
    id: take.needed(at, 'Id'),
    number: take.text(at, 'LglSeqNb') ?? take.text(at, 'ElctrncSeqNb'),
    account,
    currency,
    opening: from,
    closing: to,
    entries,
    extras: [],
  });
  const fault = faultOf(take);
  return fault ? refuse(fault) : closes(made, take.path(at));
}

/** What the shared reader of elements objects to, in the words of statements. */
function faultOf({ fault }: Taking): StatementRefusal | undefined {
  if (!fault) return undefined;
  if (fault.code === 'invoice_field_missing') return { code: 'statement_field_missing', field: fault.field };
  if (fault.code === 'invoice_currency_mixed')
    return { code: 'statement_currency', field: fault.field, value: fault.value, expected: fault.expected };
  const field = 'field' in fault ? fault.field : '';
  return { code: 'statement_field_unreadable', field, value: fault.value };
}

function accountOf(take: Taking, at: At): string | undefined {
  return take.text(at, 'Id', 'IBAN') ?? take.text(at, 'Id', 'Othr', 'Id');
}

function balanceType(take: Taking, at: XmlElement): string {
  return take.text(at, 'Tp', 'CdOrPrtry', 'Cd') ?? '';
}

function dayOf(take: Taking, at: At): Day | undefined {
  const moment = take.take(take.one(at, 'DtTm'))?.text;
  // The bank's own clock decides the day: the date is cut off, not moved to another zone.
  return moment === undefined ? take.day(at, 'Dt') : moment.slice(0, 10);
}

function signedAmount(take: Taking, at: XmlElement): Minor {
  const element = take.one(at, 'Amt');
  const named = element?.attributes['Ccy'];
  if (element && named !== undefined && named !== take.currency)
    take.fault ??= {
      code: 'invoice_currency_mixed',
      field: take.path(element),
      value: named,
      expected: take.currency,
    };
  const amount = take.neededAmount(at, 'Amt');
  const side = take.oneOf(['CRDT', 'DBIT'], at, 'CdtDbtInd') ?? take.needed(at, 'CdtDbtInd');
  return side === 'DBIT' ? minor(-amount) : amount;
}

function balance(take: Taking, at: At, statementAt: XmlElement, kind: string): Balance {
  if (!at) {
    take.needed(statementAt, `Bal(${kind})`);
    return { on: '', amountMinor: minor(0n) };
  }
  return {
    on: dayOf(take, take.one(at, 'Dt')) ?? take.neededDay(at, 'Dt', 'Dt'),
    amountMinor: signedAmount(take, at),
  };
}

function entriesOf(take: Taking, at: XmlElement, position: string): BankEntry[] {
  const amountMinor = signedAmount(take, at);
  const bookedOn = dayOf(take, take.one(at, 'BookgDt'));
  const valueOn = dayOf(take, take.one(at, 'ValDt'));
  if (bookedOn === undefined && valueOn === undefined) take.neededDay(at, 'BookgDt', 'Dt');
  const information = take.text(at, 'AddtlNtryInf');
  const common = {
    bookedOn: bookedOn ?? valueOn ?? '',
    valueOn: valueOn ?? bookedOn ?? '',
    reversal: take.text(at, 'RvslInd') === 'true',
    bankReference: take.text(at, 'AcctSvcrRef'),
    kind: kindOf(take, take.one(at, 'BkTxCd')),
    feeMinor: take.amount(take.one(at, 'Chrgs'), ['TtlChrgsAndTaxAmt']),
  };
  const details = take.all(at, 'NtryDtls').flatMap((one) => take.all(one, 'TxDtls'));
  const split = details.length > 1 ? splitAmounts(take, details, amountMinor) : undefined;
  if (split)
    return details.map((one, index) =>
      only({
        ...common,
        position: `${position}.${index + 1}`,
        amountMinor: split[index]!,
        ...detailOf(take, one, split[index]!, information),
      }),
    );
  const first = detailOf(take, details[0], amountMinor, information);
  const others = details.slice(1).map((one) => detailOf(take, one, amountMinor, undefined).remittance);
  const remittance = [first.remittance, ...others].filter((text) => text !== '').join(' ');
  return [only({ ...common, position, amountMinor, ...first, remittance })];
}

/** Amounts of the details with the entry's sign, where all are in the account's currency and add up to it. */
function splitAmounts(take: Taking, details: readonly XmlElement[], whole: Minor): Minor[] | undefined {
  const amounts = details.map((one) => {
    const at = take.one(one, 'Amt') ?? take.one(one, 'AmtDtls', 'TxAmt', 'Amt');
    if (!at || at.attributes['Ccy'] !== take.currency) return undefined;
    const holder = { ...one, children: [at] };
    const amount = take.amount(holder, [at.name]);
    const side = take.text(one, 'CdtDbtInd') ?? (whole < 0n ? 'DBIT' : 'CRDT');
    return amount === undefined ? undefined : minor(side === 'DBIT' ? -amount : amount);
  });
  const known = amounts.filter((amount) => amount !== undefined);
  const sum = known.reduce<bigint>((all, amount) => all + amount, 0n);
  return known.length === details.length && sum === whole ? known : undefined;
}

function kindOf(take: Taking, at: At): string | undefined {
  const domain = take.one(at, 'Domn');
  const codes = [
    take.text(domain, 'Cd'),
    take.text(domain, 'Fmly', 'Cd'),
    take.text(domain, 'Fmly', 'SubFmlyCd'),
  ].filter((code) => code !== undefined);
  return codes.length > 0 ? codes.join('/') : take.text(at, 'Prtry', 'Cd');
}

function detailOf(take: Taking, at: At, amountMinor: bigint, information: string | undefined) {
  const remittance = take.one(at, 'RmtInf');
  const free = take.all(remittance, 'Ustrd').map((one) => take.take(one)!.text);
  const structured = take.all(remittance, 'Strd');
  const references = structured
    .map((one) => take.text(one, 'CdtrRefInf', 'Ref'))
    .filter((one) => one !== undefined);
  const endToEndId = take.text(at, 'Refs', 'EndToEndId');
  return {
    counterparty: counterparty(take, at, amountMinor),
    remittance: [...free, ...references].join(' ') || information || '',
    creditorReference: listed(references)?.[0],
    endToEndId: endToEndId === 'NOTPROVIDED' ? undefined : endToEndId,
    mandateId: take.text(at, 'Refs', 'MndtId'),
    returnReason: take.text(at, 'RtrInf', 'Rsn', 'Cd') ?? take.text(at, 'RtrInf', 'Rsn', 'Prtry'),
  };
}

/** Who paid, or who was paid. Version 08 has one more level, `Pty`, around a name. */
function counterparty(take: Taking, at: At, amountMinor: bigint): Counterparty {
  const parties = take.one(at, 'RltdPties');
  const agents = take.one(at, 'RltdAgts');
  const of = (role: 'Dbtr' | 'Cdtr') => {
    const agent = take.one(agents, `${role}Agt`, 'FinInstnId');
    const account = accountOf(take, take.one(parties, `${role}Acct`));
    return only({
      name: take.text(parties, role, 'Nm') ?? take.text(parties, role, 'Pty', 'Nm'),
      account: account === undefined ? undefined : plainIban(account),
      bic: take.text(agent, 'BIC') ?? take.text(agent, 'BICFI'),
    });
  };
  const sides = amountMinor < 0n ? (['Cdtr', 'Dbtr'] as const) : (['Dbtr', 'Cdtr'] as const);
  const found = sides.map(of);
  return found.find((one) => one.name !== undefined || one.account !== undefined) ?? {};
}
