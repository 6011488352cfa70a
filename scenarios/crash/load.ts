import { setTimeout as sleep } from 'node:timers/promises';
import { createCustomer, signInDemo } from '#modules/accounts/contract.ts';
import { listProducts } from '#modules/catalog/contract.ts';
import { acceptOrder, addProductLine, createOrder, quoteOrder } from '#modules/orders/contract.ts';
import { receiveBoards } from '#modules/stock/contract.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import {
  createClient,
  OfflineError,
  ProblemError,
  type CallInput,
  type Client,
} from '#platform/http/client.ts';
import { chance, type Chance } from './chance.ts';
import type { Deed, Ledger } from './ledger.ts';

export interface LoadOptions {
  readonly ledger: Ledger;
  /** where the server answers at this moment */
  origin(): string;
  readonly clients: number;
  readonly seed: number;
  /** every how many rounds a client takes an order through; 0: never */
  readonly orderEvery: number;
}

export interface Load {
  /** asks the clients to begin nothing new; resolves when each has finished what it was at */
  stop(): Promise<void>;
  /** the same, but whoever is in doubt goes away instead of asking again */
  abandon(): Promise<void>;
  /** rejects when a client was refused what must not be refused */
  readonly failed: Promise<never>;
}

const RETRY_MS = 100;
/** A request that hangs is in doubt, too. */
const REQUEST_MS = 20_000;
/** Of a hundred requests that come into doubt so many are given up: a client that never comes back. */
const GIVEN_UP_PERCENT = 20;
const MATERIALS = ['W18', 'D18', 'D25', 'H3'];

/** Several clients at once, each doing one thing after another and repeating with the same key what was not answered. */
export async function startLoad(options: LoadOptions): Promise<Load> {
  const patience = { ended: false };
  let stopped = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  const workers = await Promise.all(
    Array.from({ length: options.clients }, async (_, no) => {
      const visitor = await signedIn(options, patience, chance(options.seed * 1000 + no), no);
      return async () => {
        for (let round = 1; !stopped; round++) await visitor.round(round);
      };
    }),
  );
  const all = Promise.all(workers.map((work) => work())).catch((error: unknown) => {
    stopped = true;
    fail(error);
  });
  const stop = async (): Promise<void> => {
    stopped = true;
    await Promise.race([all, failed]);
  };
  return {
    failed,
    stop,
    abandon: () => {
      patience.ended = true;
      return stop();
    },
  };
}

async function signedIn(
  options: LoadOptions,
  patience: Patience,
  dice: Chance,
  no: number,
): Promise<Visitor> {
  const visitor = new Visitor(options, patience, clientOf(options.origin), dice, no);
  await visitor.prepare();
  return visitor;
}

interface Patience {
  ended: boolean;
}

class Visitor {
  readonly #options: LoadOptions;
  readonly #patience: Patience;
  readonly #client: Client;
  readonly #dice: Chance;
  readonly #no: number;
  #customers: string[] = [];
  #product = '';

  constructor(options: LoadOptions, patience: Patience, client: Client, dice: Chance, no: number) {
    this.#options = options;
    this.#patience = patience;
    this.#client = client;
    this.#dice = dice;
    this.#no = no;
  }

  async prepare(): Promise<void> {
    await this.#client.call(signInDemo, { body: { role: 'owner' } });
    const { products } = await this.#client.call(listProducts);
    this.#product = products.find(({ code }) => code === 'BASE600')!.id;
  }

  async round(round: number): Promise<void> {
    const { orderEvery } = this.#options;
    if (orderEvery > 0 && round % orderEvery === 0 && this.#customers.length > 0) return this.#takeOrder();
    if (this.#dice.below(3) === 0) return this.#receiveBoards();
    return this.#takeOnCustomer();
  }

  async #takeOnCustomer(): Promise<void> {
    const { deed, mark } = this.#begin('customer', (mark) => ({
      name: `Customer ${mark}`,
      city: `City ${mark}`,
      days: this.#dice.below(60),
    }));
    const { name, city, days } = deed.facts;
    const body = { name, city, email: `${mark}@customer.example`, paymentDays: days } as never;
    const made = await this.#send(deed, createCustomer, { body });
    if (made) this.#customers = [...this.#customers.slice(-9), made.id];
  }

  async #receiveBoards(): Promise<void> {
    // The price is this deed's own, so that its movement is found among all the others.
    const { deed } = this.#begin('boards', () => ({
      material: this.#dice.pick(MATERIALS),
      quantity: 1 + this.#dice.below(9),
    }));
    const { material, quantity } = deed.facts;
    const cost = `${100 + deed.no}.00`;
    await this.#send(deed, receiveBoards, {
      body: { materialCode: material, length: 2800, width: 2070, quantity, costPerSheet: cost } as never,
    });
  }

  /** Draft, a line or two, quote, acceptance: a client that goes away leaves the order where it was. */
  async #takeOrder(): Promise<void> {
    const customerId = this.#dice.pick(this.#customers);
    const { deed } = this.#begin('order', (mark) => ({ reference: `Ref ${mark}`, customerId }));
    const order = await this.#send(deed, createOrder, {
      body: { customerId, reference: deed.facts['reference'], wantedOn: null } as never,
    });
    if (!order) return;
    const lines = 1 + this.#dice.below(2);
    for (let line = 1; line <= lines; line++) {
      const quantity = 1 + this.#dice.below(2);
      const { deed: adding } = this.#begin('line', () => ({ orderId: order.id, line, quantity }));
      const params = { orderId: order.id };
      const body = {
        productId: this.#product,
        parameters: { width: 400 + 50 * this.#dice.below(9) },
        quantity,
        unitNet: null,
      } as never;
      if (!(await this.#send(adding, addProductLine, { params, body }))) return;
    }
    const { deed: quoting } = this.#begin('quote', () => ({ orderId: order.id }));
    if (!(await this.#send(quoting, quoteOrder, { params: { orderId: order.id }, body: {} }))) return;
    const { deed: accepting } = this.#begin('accept', () => ({ orderId: order.id }));
    await this.#send(accepting, acceptOrder, { params: { orderId: order.id }, body: {} });
  }

  #begin(kind: Deed['kind'], facts: (mark: string) => Deed['facts']): { deed: Deed; mark: string } {
    const { ledger } = this.#options;
    const mark = `${this.#no}-${ledger.deeds.length + 1}`;
    return { deed: ledger.open(kind, this.#dice.key(), facts(mark)), mark };
  }

  /** @returns the answer, or null when the client gave up while the deed was in doubt */
  async #send<T extends AnyRoute>(deed: Deed, route: T, input: CallInput<T>): Promise<{ id: string } | null> {
    const { ledger } = this.#options;
    for (;;) {
      deed.sends += 1;
      try {
        const call = { ...input, idempotencyKey: deed.key, signal: AbortSignal.timeout(REQUEST_MS) };
        const answer = (await this.#client.call(route, call)) as { id: string };
        ledger.acknowledge(deed, answer.id);
        return answer;
      } catch (error) {
        const code = doubtOf(error);
        if (code === null)
          throw new Error(
            `${deed.kind} ${deed.no} was refused: ${String(error)} ${JSON.stringify((error as ProblemError).problem)}`,
            { cause: error },
          );
        ledger.doubt(code);
        if (this.#patience.ended || (deed.sends === 1 && this.#dice.below(100) < GIVEN_UP_PERCENT)) {
          deed.state = 'gone';
          return null;
        }
        await sleep(RETRY_MS);
      }
    }
  }
}

/** @returns null when the server said no in so many words, which must not happen here */
function doubtOf(error: unknown): string | null {
  if (error instanceof OfflineError) return 'offline';
  if ((error as Error).name === 'TimeoutError' || (error as Error).name === 'AbortError')
    return 'no answer in time';
  // An answer that broke off in the middle.
  if (error instanceof TypeError || error instanceof SyntaxError) return 'broken answer';
  if (error instanceof ProblemError && error.problem.status >= 500)
    return `${error.problem.status} ${error.problem.code}`;
  return null;
}

/** A client with its own cookie, which finds the server wherever it listens at this moment. */
function clientOf(origin: () => string): Client {
  let cookie = '';
  return createClient({
    origin: 'http://tenon.test',
    fetch: async (address, init) => {
      const { pathname, search } = new URL(String(address));
      const headers = { ...(init?.headers as Record<string, string>), ...(cookie ? { cookie } : {}) };
      const answer = await fetch(origin() + pathname + search, { ...init, headers });
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return answer;
    },
  });
}
