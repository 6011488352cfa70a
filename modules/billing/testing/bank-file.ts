/** A movement for a statement file; amounts in cents, below zero goes out. */
export interface Movement {
  readonly cents: number;
  readonly name: string;
  readonly text: string;
  readonly iban?: string;
  /** the bank's own reference of the booking */
  readonly reference?: string;
  /** as the order had it; comes back with what it moved */
  readonly endToEndId?: string;
  /** ISO 20022 reason of a returned payment */
  readonly returned?: string;
}

const decimal = (cents: number): string => (Math.abs(cents) / 100).toFixed(2);
const side = (cents: number): string => (cents < 0 ? 'DBIT' : 'CRDT');
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A camt.053.001.08 file of one day, as a bank sends it. */
export function camtFile(
  movements: readonly Movement[],
  more: {
    readonly id?: string;
    readonly on?: string;
    readonly currency?: string;
    readonly account?: string;
  } = {},
): Buffer {
  const { id = 'STMT-1', on = '2026-03-02', currency = 'EUR', account = 'DE02120300000000202051' } = more;
  const amount = (cents: number): string =>
    `<Amt Ccy="${currency}">${decimal(cents)}</Amt><CdtDbtInd>${side(cents)}</CdtDbtInd>`;
  const balance = (code: string, cents: number): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(cents)}<Dt><Dt>${on}</Dt></Dt></Bal>`;
  const entries = movements.map(
    ({ cents, name, text, iban, reference, returned, endToEndId = 'NOTPROVIDED' }, at) => {
      const role = cents < 0 ? 'Cdtr' : 'Dbtr';
      return `<Ntry>${amount(cents)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${on}</Dt></BookgDt><ValDt><Dt>${on}</Dt></ValDt>
      <AcctSvcrRef>${reference ?? `${on}-${at}`}</AcctSvcrRef>
      <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
      <NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs>${amount(cents)}
      <RltdPties><${role}><Pty><Nm>${escaped(name)}</Nm></Pty></${role}>${iban ? `<${role}Acct><Id><IBAN>${iban}</IBAN></Id></${role}Acct>` : ''}</RltdPties>
      <RmtInf><Ustrd>${escaped(text)}</Ustrd></RmtInf>${returned ? `<RtrInf><Rsn><Cd>${returned}</Cd></Rsn></RtrInf>` : ''}</TxDtls></NtryDtls></Ntry>`;
    },
  );
  const opening = 1_000_00;
  const closing = movements.reduce((sum, { cents }) => sum + cents, opening);
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>${on}T20:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${on}T20:00:00Z</CreDtTm><Acct><Id><IBAN>${account}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', opening)}${balance('CLBD', closing)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`);
}
