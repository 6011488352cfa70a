import { useCallback, useEffect, useRef, useState } from 'react';
import { useOutbox } from '#platform/web-kit/outbox-view.tsx';
import { sendCommand, type StationAnswerView, type StationCommand } from '../../contract.ts';

/** Something the server did not take as it was said: nothing changed, a person chooses. */
export interface Conflict {
  readonly id: string;
  readonly centre: string;
  readonly command: StationCommand;
  readonly label: string;
  readonly answer: StationAnswerView;
}

export interface Commands {
  /** stores the tap; resolves when it is safe on this device */
  send(command: StationCommand, label: string): Promise<void>;
  /** what was tapped last and is safe */
  readonly saved: string | null;
  /** subjects (codes, sheets, units) that are done as far as this device knows */
  readonly done: ReadonlySet<string>;
  /** forgets subjects that the server's list no longer has */
  forget(still: (subject: string) => boolean): void;
  readonly conflicts: readonly Conflict[];
  settle(conflict: Conflict): void;
  /** offcuts to be labelled and put away, as the server named them */
  readonly offcuts: StationAnswerView['offcuts'];
  putAway(): void;
}

const CONFLICTS = 'production.conflicts';
const doneKey = (centre: string): string => `production.done ${centre}`;

/** The subject that disappears from the list once it is done. */
function subjectOf(command: StationCommand): string | null {
  switch (command.do) {
    case 'sheet-done':
    case 'sheet-damaged':
      return command.sheetId;
    case 'part-done':
    case 'bad-part':
      return command.code;
    case 'unit-done':
      return command.unitId;
    default:
      return null;
  }
}

/**
 * Taps of one station: stored first, shown as saved then, sent whenever there is a connection. What the device knows to
 * be done stays hidden through reloads without a connection; an answer with a conflict brings it back with a choice.
 */
export function useCommands(centre: string): Commands {
  const outbox = useOutbox();
  const { kept } = outbox;
  const [saved, setSaved] = useState<string | null>(null);
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([]);
  const [offcuts, setOffcuts] = useState<StationAnswerView['offcuts']>([]);
  const latest = useRef({ done, conflicts });
  latest.current = { done, conflicts };

  const keepDone = useCallback(
    (next: ReadonlySet<string>) => {
      latest.current.done = next;
      setDone(next);
      void kept.set(doneKey(centre), [...next]);
    },
    [kept, centre],
  );
  const keepConflicts = useCallback(
    (next: readonly Conflict[]) => {
      latest.current.conflicts = next;
      setConflicts(next);
      void kept.set(CONFLICTS, next);
    },
    [kept],
  );

  useEffect(() => {
    let gone = false;
    void kept.get(doneKey(centre)).then((before) => {
      if (!gone && Array.isArray(before)) setDone((now) => new Set([...now, ...(before as string[])]));
    });
    void kept.get(CONFLICTS).then((before) => {
      if (!gone && Array.isArray(before)) setConflicts(before as Conflict[]);
    });
    return () => {
      gone = true;
    };
  }, [kept, centre]);

  useEffect(
    () =>
      outbox.onSent((sent, answer) => {
        if (sent.route.path !== sendCommand.path) return;
        const told = answer as StationAnswerView;
        const { command } = sent.body as { command: StationCommand };
        if (told.offcuts.length > 0) setOffcuts((now) => [...now, ...told.offcuts]);
        if (told.outcome !== 'conflict') return;
        const where = (sent.params as { centre: string }).centre;
        keepConflicts([
          ...latest.current.conflicts,
          { id: sent.key, centre: where, command, label: sent.label, answer: told },
        ]);
        const subject = subjectOf(command);
        if (subject !== null && where === centre)
          keepDone(new Set([...latest.current.done].filter((one) => one !== subject)));
      }),
    [outbox, centre, keepConflicts, keepDone],
  );

  const send = useCallback(
    async (command: StationCommand, label: string) => {
      const body = { key: crypto.randomUUID(), at: new Date().toISOString(), command };
      await outbox.add(sendCommand, { params: { centre }, body }, label);
      setSaved(label);
      const subject = subjectOf(command);
      if (subject !== null) keepDone(new Set([...latest.current.done, subject]));
      navigator.vibrate?.(60);
    },
    [outbox, centre, keepDone],
  );
  const forget = useCallback(
    (still: (subject: string) => boolean) => {
      const next = [...latest.current.done].filter(still);
      if (next.length !== latest.current.done.size) keepDone(new Set(next));
    },
    [keepDone],
  );
  return {
    send,
    saved,
    done,
    forget,
    conflicts,
    offcuts,
    settle: (conflict) => keepConflicts(latest.current.conflicts.filter((one) => one.id !== conflict.id)),
    putAway: () => setOffcuts([]),
  };
}
