/** A federal state (01 … 16) or the federation (99), its further address, perhaps an office of its own, two check digits. */
const FORM = /^(0[1-9]|1[0-6]|99)\d{0,10}(-[A-Z0-9]{1,30})?-\d{2}$/;

/** Whether a text looks like a Leitweg-ID, the address of a German authority (BT-10); other buyers' references do not. */
export function looksLikeLeitwegId(text: string): boolean {
  return FORM.test(text.trim().toUpperCase());
}

/**
 * Whether the check digits of a Leitweg-ID are right: ISO 7064 MOD 97-10 over all letters and digits, letters as 10 … 35.
 *
 * @see KoSIT, Format-Spezifikation Leitweg-ID 2.0.2
 */
export function isLeitwegId(text: string): boolean {
  const plain = text.trim().toUpperCase();
  if (!FORM.test(plain)) return false;
  let rest = 0;
  for (const letter of plain.replaceAll('-', ''))
    for (const digit of parseInt(letter, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
