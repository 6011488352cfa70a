import { maskCardNumbers } from './masking.ts';

/** A value as JSON has it, without card numbers. */
export interface MaskedValue {
  readonly value: unknown;
  /** how many card numbers were taken out */
  readonly masked: number;
  /** where they stood, as dotted paths, `lines.2.note` */
  readonly fields: readonly string[];
}

/** Names of fields that hold a card's verification code; they count only beside a number that was masked. */
const CODE_FIELD =
  /^(cvv2?|cvc2?|cvn2?|csc|cid|(card)?(security|verification)(code|number|value)|pr(ü|ue)f(ziffer|nummer)|sicherheitscode)$/i;
const DEPTH_MAX = 64;

/**
 * Masks card numbers in every text of a value: members, their names, elements, and whole numbers of 13 digits and more.
 * What holds none is handed back as it is; other objects than plain ones (bytes, dates) are not looked into.
 * @param beside name under which the value was sent
 */
export function maskCardNumbersIn(value: unknown, beside = ''): MaskedValue {
  const fields: string[] = [];
  let masked = 0;

  function text(given: string, name: string, path: string): string {
    const result = maskCardNumbers(given, { beside: name });
    if (result.masked > 0) fields.push(path);
    masked += result.masked;
    return result.text;
  }

  function visit(given: unknown, name: string, path: string, depth: number): unknown {
    if (typeof given === 'string') return text(given, name, path);
    if (typeof given === 'number' || typeof given === 'bigint') {
      if (typeof given === 'number' && !Number.isSafeInteger(given)) return given;
      const spelled = String(given);
      const shown = spelled.length < 13 ? spelled : text(spelled, name, path);
      return shown === spelled ? given : shown;
    }
    if (given === null || typeof given !== 'object' || depth > DEPTH_MAX) return given;
    const under = (step: string | number): string => (path === '' ? String(step) : `${path}.${step}`);
    if (Array.isArray(given)) {
      const list = given.map((one: unknown, i) => visit(one, name, under(i), depth + 1));
      return list.some((one, i) => one !== given[i]) ? list : given;
    }
    const kind: unknown = Object.getPrototypeOf(given);
    if (kind !== Object.prototype && kind !== null) return given;
    return members(given as Record<string, unknown>, under, depth);
  }

  function members(given: Record<string, unknown>, under: (step: string) => string, depth: number): unknown {
    const before = masked;
    const entries = Object.entries(given);
    const shown = entries.map(([name, one]): [string, unknown] => {
      const path = under(name);
      return [text(name, '', path), visit(one, name, path, depth + 1)];
    });
    if (masked === before) return given;
    return Object.fromEntries(
      shown.map(([name, one]) => [
        name,
        CODE_FIELD.test(name) && /^\d{3,4}$/.test(String(one)) ? '•••' : one,
      ]),
    );
  }

  return { value: visit(value, beside, '', 0), masked, fields };
}
