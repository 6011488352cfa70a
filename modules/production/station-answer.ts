/** Every sentence a station can be told, `production.station.<code>` in words.ts. */
export type StationCode =
  | 'sheet_cut'
  | 'sheet_cut_before'
  | 'sheet_was_damaged'
  | 'sheet_was_withdrawn'
  | 'sheet_damaged'
  | 'sheet_damaged_before'
  | 'sheet_was_cut'
  | 'sheet_unknown'
  | 'sheet_not_in_stock'
  | 'part_done'
  | 'part_ready'
  | 'part_done_before'
  | 'part_unknown'
  | 'part_was_remade'
  | 'part_not_for_here'
  | 'part_not_cut_yet'
  | 'part_remade_before'
  | 'part_remade_from_offcut'
  | 'part_remade_next_batch'
  | 'unit_unknown'
  | 'unit_not_for_here'
  | 'unit_done_before'
  | 'unit_parts_missing'
  | 'unit_step_before'
  | 'unit_assembled'
  | 'unit_step_done'
  | 'unit_finished'
  | 'machine_unknown'
  | 'machine_stopped'
  | 'machine_stopped_before'
  | 'machine_started'
  | 'machine_runs_already'
  | 'help_called'
  | 'work_begun'
  | 'work_resumed'
  | 'work_runs_already'
  | 'work_paused'
  | 'work_paused_before'
  | 'work_unknown'
  | 'undo_done'
  | 'undo_part'
  | 'undo_nothing'
  | 'undo_too_late'
  | 'undo_pause_anew';

/** What a station is told: done, done before, or that the world has changed and a person must choose. */
export type StationOutcome = 'done' | 'already' | 'conflict';

/** What a worker may choose; the label is a sentence of the catalogue, `production.choice.<id>`. */
export type StationChoice = 'ok' | 'force' | 'use-new' | 'scrap' | 'bad-part' | 'help';

export interface StationAnswer {
  readonly outcome: StationOutcome;
  /** sentence of the catalogue, `production.station.<code>` */
  readonly code: StationCode;
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

export function done(
  code: StationCode,
  facts: Facts = {},
  offcuts: StationAnswer['offcuts'] = [],
): StationAnswer {
  return { outcome: 'done', code, facts, choices: [], offcuts };
}

/** Somebody else, or this station before, has said the same: nothing changes and nothing is wrong. */
export function already(code: StationCode, facts: Facts = {}): StationAnswer {
  return { outcome: 'already', code, facts, choices: [], offcuts: [] };
}

/** Nothing was changed: one sentence, and at most two buttons. */
export function conflict(code: StationCode, facts: Facts, choices: readonly StationChoice[]): StationAnswer {
  return { outcome: 'conflict', code, facts, choices, offcuts: [] };
}
