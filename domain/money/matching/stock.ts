import { plainIban } from '../iban.ts';
import { readCreditorReference } from './creditor-reference.ts';
import { foldName, numbersIn, plainNumber, wordsOf } from './fold.ts';
import type { LearnedRule, MatchItem, MatchLine, MatchParty, MatchReason } from './types.ts';

/** Digits alone are a reference only where they are many. */
const DIGITS_MIN = 6;

/** An item with what is left of it while lines are matched. */
export interface Stocked {
  readonly item: MatchItem;
  left: bigint;
}

/** How sure it is who paid: by account or confirmed rule (certain), by name or number, or not at all. */
export interface Payer {
  readonly party: string;
  readonly certain: boolean;
  readonly reason: MatchReason;
}

/** Items and parties by everything that a bank entry may name. */
export class Stock {
  readonly #references = new Map<string, Stocked[]>();
  readonly #numbers = new Map<string, Stocked[]>();
  readonly #byParty = new Map<string, Stocked[]>();
  readonly #byAmount = new Map<string, Stocked[]>();
  readonly #accounts = new Map<string, string | null>();
  readonly #names = new Map<string, string | null>();
  readonly #customers = new Map<string, string>();
  readonly #learned = new Map<string, LearnedRule>();
  readonly #currencies = new Set<string>();

  constructor(items: readonly MatchItem[], parties: readonly MatchParty[], rules: readonly LearnedRule[]) {
    for (const item of [...items].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0))) {
      const stocked: Stocked = { item, left: item.openMinor };
      const add = (to: Map<string, Stocked[]>, key: string): void => {
        const there = to.get(key);
        if (there) there.push(stocked);
        else to.set(key, [stocked]);
      };
      const number = plainNumber(item.number);
      add(this.#numbers, number);
      const digits = number.replace(/\D/g, '');
      if (digits.length >= DIGITS_MIN && digits !== number) add(this.#numbers, digits);
      const reference = item.creditorReference && readCreditorReference(item.creditorReference);
      if (reference) add(this.#references, reference);
      add(this.#byParty, item.party);
      add(this.#byAmount, `${item.currency} ${item.openMinor}`);
      this.#currencies.add(item.currency);
    }
    // An account or a name of two parties says nothing; null keeps that in mind.
    const once = (to: Map<string, string | null>, key: string, party: string): void => {
      const there = to.get(key);
      if (key !== '') to.set(key, there === undefined || there === party ? party : null);
    };
    for (const party of parties) {
      for (const account of party.accounts ?? []) once(this.#accounts, plainIban(account), party.id);
      once(this.#names, foldName(party.name), party.id);
      if (party.number !== undefined) this.#customers.set(plainNumber(party.number), party.id);
    }
    for (const rule of rules) {
      const key = `${rule.by} ${rule.key}`;
      if (rule.weight > (this.#learned.get(key)?.weight ?? 0)) this.#learned.set(key, rule);
    }
  }

  hasCurrency(currency: string): boolean {
    return this.#currencies.has(currency);
  }

  /** Items that the line names itself, on the line's side, with something left. */
  named(line: MatchLine): { readonly found: Stocked[]; readonly reason: MatchReason } | undefined {
    const reference = line.creditorReference && readCreditorReference(line.creditorReference);
    const numbers = numbersIn(line.remittance);
    const byReference = new Set(reference ? this.#references.get(reference) : []);
    for (const number of numbers)
      if (number.startsWith('RF')) for (const one of this.#references.get(number) ?? []) byReference.add(one);
    const onSide = (all: Iterable<Stocked>): Stocked[] => [...all].filter((one) => this.#fits(one, line));
    if (onSide(byReference).length > 0)
      return { found: onSide(byReference), reason: { code: 'creditor_reference', value: reference ?? '' } };
    const byId = this.#numbers.get(plainNumber(line.endToEndId ?? '')) ?? [];
    if (onSide(byId).length > 0)
      return { found: onSide(byId), reason: { code: 'end_to_end_id', value: line.endToEndId ?? '' } };
    const byNumber = new Set<Stocked>();
    for (const number of numbers) {
      const there = onSide(this.#numbers.get(number) ?? []);
      // Digits that several items share name none of them.
      if (there.length === 1) byNumber.add(there[0]!);
    }
    if (byNumber.size === 0) return undefined;
    const found = [...byNumber];
    return {
      found,
      reason: { code: 'number_in_text', value: found.map((one) => one.item.number).join(', ') },
    };
  }

  /** Who paid, by the surest sign there is. */
  payer(line: MatchLine): Payer | undefined {
    const account = line.account && plainIban(line.account);
    const byAccount = account && this.#accounts.get(account);
    if (byAccount)
      return { party: byAccount, certain: true, reason: { code: 'payer_account', value: account } };
    const name = foldName(line.name ?? '');
    const words = wordsOf(line.remittance.slice(0, 200));
    const learned = [
      account && this.#learned.get(`account ${account}`),
      name && this.#learned.get(`name ${name}`),
      ...words.map((word) => this.#learned.get(`words ${word}`)),
    ].find((rule) => !!rule);
    if (learned)
      return {
        party: learned.party,
        certain: learned.by === 'account',
        reason: { code: 'payer_learned', value: learned.key },
      };
    const byName = name && this.#names.get(name);
    if (byName)
      return { party: byName, certain: false, reason: { code: 'payer_name', value: line.name ?? '' } };
    for (const number of numbersIn(line.remittance)) {
      const party = this.#customers.get(number);
      if (party !== undefined)
        return { party, certain: false, reason: { code: 'payer_number', value: number } };
    }
    return undefined;
  }

  /** Items of a party on the line's side with something left, the earliest due first. */
  ofParty(party: string, line: MatchLine): Stocked[] {
    return (this.#byParty.get(party) ?? []).filter((one) => this.#fits(one, line));
  }

  /** Untouched items of exactly this amount. */
  ofAmount(line: MatchLine): Stocked[] {
    return (this.#byAmount.get(`${line.currency} ${line.amountMinor}`) ?? []).filter(
      (one) => one.left === line.amountMinor,
    );
  }

  #fits({ item, left }: Stocked, line: MatchLine): boolean {
    return item.currency === line.currency && (line.amountMinor > 0n ? left > 0n : left < 0n);
  }
}
