/** Remainder by 97 of a text whose letters count as 10 … 35 (ISO 7064 MOD 97-10). */
function remainder97(text: string): number {
  let rest = 0;
  for (const letter of text)
    for (const digit of parseInt(letter, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/**
 * Structured creditor reference (ISO 11649): `RF`, two check digits, at most 21 letters and digits.
 *
 * @param text a number of a document; everything but letters and digits is left out
 * @returns undefined when nothing or more than 21 characters are left
 */
export function makeCreditorReference(text: string): string | undefined {
  const body = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
  if (body === '' || body.length > 21) return undefined;
  const check = 98 - remainder97(`${body}RF00`);
  return `RF${check.toString().padStart(2, '0')}${body}`;
}

/** The reference without spaces, in capitals, where its check digits are right; otherwise undefined. */
export function readCreditorReference(text: string): string | undefined {
  const plain = text.replace(/\s/g, '').toUpperCase();
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(plain)) return undefined;
  return remainder97(plain.slice(4) + plain.slice(0, 4)) === 1 ? plain : undefined;
}
