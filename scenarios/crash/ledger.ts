/** One unsafe request of a client, from the first time it was sent until it was answered or given up. */
export interface Deed {
  readonly no: number;
  readonly kind: 'customer' | 'boards' | 'order' | 'line' | 'quote' | 'accept';
  readonly key: string;
  /** what was asked, as far as it is looked for in the database afterwards */
  readonly facts: Readonly<Record<string, string | number>>;
  /** `open` is in doubt; `gone`: the client went away while it was in doubt, so it is done wholly or not at all */
  state: 'open' | 'done' | 'gone';
  sends: number;
  /** id in the answer */
  id: string;
}

/** What the clients know: the only witness of what was acknowledged. It lives in a process that is never killed. */
export class Ledger {
  readonly deeds: Deed[] = [];
  /** answers of the kind "nothing came back, or 503", by their code */
  readonly doubts = new Map<string, number>();
  #acknowledged = 0;
  #waiting: { count: number; done: () => void }[] = [];

  open(kind: Deed['kind'], key: string, facts: Deed['facts'] = {}): Deed {
    const deed: Deed = { no: this.deeds.length + 1, kind, key, facts, state: 'open', sends: 0, id: '' };
    this.deeds.push(deed);
    return deed;
  }

  acknowledge(deed: Deed, id: string): void {
    deed.state = 'done';
    deed.id = id;
    this.#acknowledged += 1;
    const due = this.#waiting.filter(({ count }) => count <= this.#acknowledged);
    this.#waiting = this.#waiting.filter(({ count }) => count > this.#acknowledged);
    for (const { done } of due) done();
  }

  doubt(code: string): void {
    this.doubts.set(code, (this.doubts.get(code) ?? 0) + 1);
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Resolves when so many deeds have been acknowledged since the beginning. */
  whenAcknowledged(count: number): Promise<void> {
    if (this.#acknowledged >= count) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ count, done }));
  }

  done(kind: Deed['kind']): Deed[] {
    return this.deeds.filter((deed) => deed.kind === kind && deed.state === 'done');
  }

  of(kind: Deed['kind']): Deed[] {
    return this.deeds.filter((deed) => deed.kind === kind);
  }
}
