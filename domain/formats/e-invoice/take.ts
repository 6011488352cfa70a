import { isDay, type Day } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { minor } from '#domain/kernel/units.ts';
import type { XmlElement } from '#domain/kernel/xml.ts';
import { isCurrency, parseAmount } from '#domain/money/currency.ts';
import { parseDecimal } from '#domain/money/fraction.ts';
import { plainDecimal } from './complete.ts';
import type { Decimal } from './document.ts';

/** Why an invoice cannot be taken in. `field` is the path of the element. */
export type ReadInvoiceRefusal =
  | { readonly code: 'invoice_root_unknown'; readonly value: string }
  | { readonly code: 'invoice_currency_unknown'; readonly field: string; readonly value: string }
  | {
      readonly code: 'invoice_currency_mixed';
      readonly field: string;
      readonly value: string;
      readonly expected: string;
    }
  | { readonly code: 'invoice_field_missing'; readonly field: string }
  | { readonly code: 'invoice_field_unreadable'; readonly field: string; readonly value: string }
  | {
      readonly code: 'invoice_amount_too_fine';
      readonly field: string;
      readonly value: string;
      readonly currency: string;
    };

/** Something of the file that the model has no place for. */
export interface Extra {
  readonly path: string;
  readonly text: string;
}

/**
 * Reads a tree element by element and remembers what was read, so that the rest can be listed. The first fault is kept;
 * after it the values returned mean nothing.
 */
export class Taking {
  fault: ReadInvoiceRefusal | undefined;
  currency = '';
  readonly #taken = new Set<XmlElement>();
  readonly #parents = new Map<XmlElement, XmlElement>();
  readonly #root: XmlElement;
  readonly #spaces: ReadonlySet<string>;

  constructor(root: XmlElement, spaces: readonly string[]) {
    this.#root = root;
    this.#spaces = new Set(spaces);
    const walk = (element: XmlElement): void => {
      for (const child of element.children) {
        this.#parents.set(child, element);
        walk(child);
      }
    };
    walk(root);
  }

  /** All children of that name. */
  all(from: XmlElement | undefined, name: string): XmlElement[] {
    return (from?.children ?? []).filter((child) => child.name === name && this.#spaces.has(child.ns));
  }

  /** The first element on a path of names. */
  one(from: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
    let at = from;
    for (const name of path) {
      at = at?.children.find((child) => child.name === name && this.#spaces.has(child.ns));
      if (!at) return undefined;
    }
    return at;
  }

  /** Marks an element as read. */
  take(element: XmlElement | undefined): XmlElement | undefined {
    if (element) this.#taken.add(element);
    return element;
  }

  /** Text of the first element on a path; undefined when there is none or it is empty. */
  text(from: XmlElement | undefined, ...path: readonly string[]): string | undefined {
    return this.take(this.one(from, ...path))?.text || undefined;
  }

  needed(from: XmlElement | undefined, ...path: readonly string[]): string {
    const text = this.text(from, ...path);
    if (text === undefined) this.#missing(from, path);
    return text ?? '';
  }

  /** `2026-05-01`, or format 102: `20260501`. */
  day(from: XmlElement | undefined, ...path: readonly string[]): Day | undefined {
    const element = this.take(this.one(from, ...path));
    if (!element?.text) return undefined;
    const on = element.text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    if (isDay(on)) return on;
    this.unreadable(element);
    return undefined;
  }

  neededDay(from: XmlElement | undefined, ...path: readonly string[]): Day {
    const on = this.day(from, ...path);
    if (on === undefined) this.#missing(from, path);
    return on ?? '';
  }

  /** An amount of the document's currency, or of `currency`. */
  amount(from: XmlElement | undefined, path: readonly string[], currency = this.currency): Minor | undefined {
    const element = this.take(this.one(from, ...path));
    if (!element?.text) return undefined;
    const named = element.attributes['currencyID'];
    if (named !== undefined && named !== currency) {
      this.fault ??= {
        code: 'invoice_currency_mixed',
        field: this.path(element),
        value: named,
        expected: currency,
      };
    }
    if (!isCurrency(currency)) return undefined;
    const read = parseAmount(element.text.replace(/^\+/, ''), currency);
    if (read.ok) return read.value;
    if (read.refusal.code === 'amount_too_fine') {
      const { text: value } = element;
      this.fault ??= { code: 'invoice_amount_too_fine', field: this.path(element), value, currency };
    } else this.unreadable(element);
    return undefined;
  }

  neededAmount(from: XmlElement | undefined, ...path: readonly string[]): Minor {
    const amount = this.amount(from, path);
    if (amount === undefined) this.#missing(from, path);
    return amount ?? minor(0n);
  }

  decimal(from: XmlElement | undefined, ...path: readonly string[]): Decimal | undefined {
    const element = this.take(this.one(from, ...path));
    if (!element?.text) return undefined;
    // 60 digits are more than any price has; without a bound one number could cost minutes.
    if (element.text.length <= 60 && parseDecimal(element.text)) return plainDecimal(element.text);
    this.unreadable(element);
    return undefined;
  }

  neededDecimal(from: XmlElement | undefined, ...path: readonly string[]): Decimal {
    const number = this.decimal(from, ...path);
    if (number === undefined) this.#missing(from, path);
    return number ?? '0';
  }

  /** One of the values that the model knows. */
  oneOf<T extends string>(
    values: readonly T[],
    from: XmlElement | undefined,
    ...path: readonly string[]
  ): T | undefined {
    const element = this.take(this.one(from, ...path));
    if (!element?.text) return undefined;
    const found = values.find((value) => value === element.text);
    if (found === undefined) this.unreadable(element);
    return found;
  }

  unreadable(element: XmlElement): void {
    this.fault ??= {
      code: 'invoice_field_unreadable',
      field: this.path(element),
      value: element.text.slice(0, 80),
    };
  }

  #missing(from: XmlElement | undefined, path: readonly string[]): void {
    const at = from ? `${this.path(from)}/` : '';
    this.fault ??= { code: 'invoice_field_missing', field: `${at}${path.join('/')}` };
  }

  /** Names from the root, with a number where there are several of a name: `Invoice/InvoiceLine[2]/ID`. */
  path(element: XmlElement): string {
    const parent = this.#parents.get(element);
    if (!parent) return element.name;
    const alike = parent.children.filter((child) => child.name === element.name);
    const number = alike.length > 1 ? `[${alike.indexOf(element) + 1}]` : '';
    return `${this.path(parent)}/${element.name}${number}`;
  }

  /** Every text that nobody took, at most `max`. */
  extras(max = Infinity): Extra[] {
    const found: Extra[] = [];
    const walk = (element: XmlElement): void => {
      if (found.length >= max) return;
      if (element.text !== '' && !this.#taken.has(element))
        found.push({ path: this.path(element), text: element.text });
      element.children.forEach(walk);
    };
    walk(this.#root);
    return found;
  }
}

/** An object without the members that are undefined; undefined when nothing is left. */
export function some<T extends object>(members: T): Defined<T> | undefined {
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : (Object.fromEntries(given) as Defined<T>);
}

/** The same, where the object stands in any case. */
export function only<T extends object>(members: T): Defined<T> {
  return some(members) ?? ({} as Defined<T>);
}

type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
/** Members that may be undefined become members that may be absent. */
export type Defined<T> = { [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  [K in OptionalKeys<T>]?: Exclude<T[K], undefined>;
};

/** A list, or undefined where it is empty. */
export function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
