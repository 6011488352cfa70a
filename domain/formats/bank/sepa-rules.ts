import { isDay } from '#domain/kernel/days.ts';
import { readBic, readIban } from '#domain/money/iban.ts';
import { readCreditorReference } from '#domain/money/matching/creditor-reference.ts';
import type { DebitOrder, SepaAccount, SepaRefusal, TransferOrder } from './sepa.ts';

/** Letters that SEPA has no place for, as people write them without. */
const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'Ae',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  '&': '+',
  _: '-',
  '–': '-',
  '’': "'",
  '\n': ' ',
};

/** Text in the characters of SEPA (EPC217-08): umlauts and accents become plain letters; what has none stays and is refused. */
export function sepaText(text: string): string {
  return [...text.normalize('NFC')]
    .map((letter) => LETTERS[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

const ALLOWED = /^[a-zA-Z0-9/\-?:().,'+ ]*$/;
/** 999,999,999.99 EUR: the largest amount of the SEPA rulebooks. */
const AMOUNT_MAX = 99_999_999_999n;

type Fault = SepaRefusal | undefined;

function textFault(text: string | undefined, field: string, max: number): Fault {
  const plain = sepaText(text ?? '');
  if (plain === '') return { code: 'sepa_missing', field };
  if (!ALLOWED.test(plain)) {
    const value = [...plain].filter((letter) => !ALLOWED.test(letter)).join('');
    return { code: 'sepa_characters', field, value };
  }
  return plain.length > max ? { code: 'sepa_too_long', field, value: plain, max } : undefined;
}

/** Identifiers go through as they are: no letter may be replaced, and no slash may stand outside or double. */
function idFault(id: string, field: string, max = 35): Fault {
  if (id.trim() === '') return { code: 'sepa_missing', field };
  if (!ALLOWED.test(id) || id !== id.trim() || /^\/|\/$|\/\//.test(id))
    return { code: 'sepa_characters', field, value: id };
  return id.length > max ? { code: 'sepa_too_long', field, value: id, max } : undefined;
}

function accountFault(of: SepaAccount, field: string): Fault {
  if (!readIban(of.iban).ok) return { code: 'sepa_iban', field: `${field}.iban`, value: of.iban };
  if (of.bic !== undefined && readBic(of.bic) === null)
    return { code: 'sepa_bic', field: `${field}.bic`, value: of.bic };
  if (of.country !== undefined && !/^[A-Z]{2}$/.test(of.country))
    return { code: 'sepa_characters', field: `${field}.country`, value: of.country };
  return (
    textFault(of.name, `${field}.name`, 70) ??
    (of.town === undefined ? undefined : textFault(of.town, `${field}.town`, 35))
  );
}

function amountFault(amount: bigint, field: string): Fault {
  return amount < 1n || amount > AMOUNT_MAX
    ? { code: 'sepa_amount', field, value: amount.toString() }
    : undefined;
}

function orderFault(
  order: { readonly messageId: string; readonly createdAt: string },
  on: string,
  dayField: string,
  ids: readonly string[],
  list: string,
  idMax: number,
): Fault {
  if (ids.length === 0) return { code: 'sepa_empty' };
  const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
  return (
    idFault(order.messageId, 'messageId', idMax) ??
    (isDay(on) ? undefined : { code: 'sepa_day', field: dayField, value: on }) ??
    (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(order.createdAt)
      ? undefined
      : { code: 'sepa_day', field: 'createdAt', value: order.createdAt }) ??
    (twice < 0
      ? undefined
      : { code: 'sepa_duplicate', field: `${list}.${twice}.endToEndId`, value: ids[twice]! })
  );
}

function firstOf<T>(list: readonly T[], fault: (one: T, at: number) => Fault): Fault {
  for (const [at, one] of list.entries()) {
    const found = fault(one, at);
    if (found) return found;
  }
  return undefined;
}

/** The first thing a bank would refuse, or undefined. */
export function faultOfTransfers(order: TransferOrder): Fault {
  const ids = order.transfers.map((one) => one.endToEndId);
  return (
    orderFault(order, order.executeOn, 'executeOn', ids, 'transfers', 35) ??
    accountFault(order.from, 'from') ??
    firstOf(order.transfers, (one, at) => {
      const path = `transfers.${at}`;
      const reference = one.creditorReference;
      return (
        idFault(one.endToEndId, `${path}.endToEndId`) ??
        amountFault(one.amountMinor, `${path}.amountMinor`) ??
        accountFault(one.to, `${path}.to`) ??
        (reference !== undefined && readCreditorReference(reference) === undefined
          ? { code: 'sepa_reference', field: `${path}.creditorReference`, value: reference }
          : undefined) ??
        (one.remittance === undefined ? undefined : textFault(one.remittance, `${path}.remittance`, 140))
      );
    })
  );
}

/** Creditor identifier: country, check digits (MOD 97-10 without the three of the business), national part. */
export function isCreditorId(text: string): boolean {
  const id = text.replace(/\s/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(id)) return false;
  let rest = 0;
  for (const letter of id.slice(7) + id.slice(0, 4))
    for (const digit of parseInt(letter, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** The first thing a bank would refuse, or undefined. */
export function faultOfDebits(order: DebitOrder): Fault {
  const ids = order.debits.map((one) => one.endToEndId);
  return (
    // Two places are kept for the number of the payment instruction.
    orderFault(order, order.collectOn, 'collectOn', ids, 'debits', 33) ??
    accountFault(order.to, 'to') ??
    (isCreditorId(order.creditorId)
      ? undefined
      : { code: 'sepa_creditor_id', field: 'creditorId', value: order.creditorId }) ??
    firstOf(order.debits, (one, at) => {
      const path = `debits.${at}`;
      return (
        idFault(one.endToEndId, `${path}.endToEndId`) ??
        amountFault(one.amountMinor, `${path}.amountMinor`) ??
        accountFault(one.from, `${path}.from`) ??
        idFault(one.mandate.id, `${path}.mandate.id`) ??
        (isDay(one.mandate.signedOn)
          ? undefined
          : { code: 'sepa_day', field: `${path}.mandate.signedOn`, value: one.mandate.signedOn }) ??
        (one.remittance === undefined ? undefined : textFault(one.remittance, `${path}.remittance`, 140))
      );
    })
  );
}
