/** What a station is told: done, done before, or that the world has changed and a person must choose. */
export type StationOutcome = 'done' | 'already' | 'conflict';

/** What a worker may choose; the label is a sentence of the catalogue, `production.choice.<id>`. */
export type StationChoice = 'ok' | 'force' | 'use-new' | 'scrap' | 'bad-part' | 'help';

export interface StationAnswer {
  readonly outcome: StationOutcome;
  /** sentence of the catalogue, `production.station.<code>` */
  readonly code: string;
  /** the facts of the sentence */
  readonly facts: Readonly<Record<string, string | number>>;
  readonly choices: readonly StationChoice[];
  /** offcuts that were put away, for their labels */
  readonly offcuts: readonly {
    readonly code: string;
    readonly rack: string;
    readonly length: number;
    readonly width: number;
  }[];
}

type Facts = StationAnswer['facts'];

export function done(code: string, facts: Facts = {}, offcuts: StationAnswer['offcuts'] = []): StationAnswer {
  return { outcome: 'done', code, facts, choices: [], offcuts };
}

/** Somebody else, or this station before, has said the same: nothing changes and nothing is wrong. */
export function already(code: string, facts: Facts = {}): StationAnswer {
  return { outcome: 'already', code, facts, choices: [], offcuts: [] };
}

/** Nothing was changed: one sentence, and at most two buttons. */
export function conflict(code: string, facts: Facts, choices: readonly StationChoice[]): StationAnswer {
  return { outcome: 'conflict', code, facts, choices, offcuts: [] };
}
