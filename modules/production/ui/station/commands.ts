import { useCallback, useEffect, useRef, useState } from 'react';
import { useOutbox } from '#platform/web-kit/outbox-view.tsx';
import { sendCommand, type StationAnswerView, type StationCommand } from '../../station-contract.ts';

/** Something the server did not take as it was said: nothing changed, a person chooses. */
export interface Conflict {
  readonly id: string;
  readonly centre: string;
  readonly command: StationCommand;
  readonly label: string;
  readonly answer: StationAnswerView;
}

/** The tap that can still be taken back. */
interface LastTap {
  /** of the command: what the server knows it by */
  readonly tap: string;
  /** of the queue on this device */
  readonly queued: string;
  readonly command: StationCommand;
  readonly label: string;
}

export interface Commands {
  /** stores the tap; resolves when it is safe on this device */
  send(command: StationCommand, label: string): Promise<void>;
  /** the last tap, for ten seconds */
  readonly last: LastTap | null;
  /** takes the last tap back: out of the queue when it was not sent, else by a command of its own */
  undo(): Promise<void>;
  /** what was tapped last and is safe */
  readonly saved: string | null;
  /** subjects (codes, sheets, units) that are done as far as this device knows */
  readonly done: ReadonlySet<string>;
  /** forgets subjects that the server's list no longer has */
  forget(still: (subject: string) => boolean): void;
  readonly conflicts: readonly Conflict[];
  settle(conflict: Conflict): void;
  /** offcuts to be labelled and put away, as the server named them */
  readonly offcuts: readonly (StationAnswerView['offcuts'][number] & { readonly sheetId: string })[];
  putAway(): void;
}

const CONFLICTS = 'production.conflicts';
const doneKey = (centre: string): string => `production.done ${centre}`;

const UNDO_MS = 10_000;

/**
 * What moves boards, offcuts, orders or packages is kept on the device while it can be taken back: nobody is told of a
 * sheet that was not cut. Everything else is sent at once and unsaid by a second command.
 */
const KEPT_BACK: ReadonlySet<StationCommand['do']> = new Set([
  'sheet-done',
  'sheet-damaged',
  'bad-part',
  'unit-done',
]);

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
  const [offcuts, setOffcuts] = useState<Commands['offcuts']>([]);
  const [last, setLast] = useState<LastTap | null>(null);
  const lastTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
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
        if (told.offcuts.length > 0 && command.do === 'sheet-done')
          setOffcuts((now) => [
            ...now,
            ...told.offcuts.map((offcut) => ({ ...offcut, sheetId: command.sheetId })),
          ]);
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
      const holdMs = KEPT_BACK.has(command.do) ? UNDO_MS : 0;
      const queued = await outbox.add(sendCommand, { params: { centre }, body }, label, holdMs);
      setSaved(label);
      clearTimeout(lastTimer.current);
      setLast(command.do === 'undo' ? null : { tap: body.key, queued, command, label });
      lastTimer.current = setTimeout(() => setLast(null), UNDO_MS);
      const subject = subjectOf(command);
      if (subject !== null) keepDone(new Set([...latest.current.done, subject]));
      navigator.vibrate?.(60);
    },
    [outbox, centre, keepDone],
  );
  const undo = useCallback(async () => {
    if (!last) return;
    setLast(null);
    const subject = subjectOf(last.command);
    if (subject !== null) keepDone(new Set([...latest.current.done].filter((one) => one !== subject)));
    if (await outbox.withdraw(last.queued)) setSaved(null);
    else await send({ do: 'undo', tap: last.tap }, `↶ ${last.label}`);
  }, [last, outbox, send, keepDone]);
  // Whoever goes elsewhere is not offered to take it back there.
  useEffect(() => () => void outbox.release(), [outbox]);
  const forget = useCallback(
    (still: (subject: string) => boolean) => {
      const next = [...latest.current.done].filter(still);
      if (next.length !== latest.current.done.size) keepDone(new Set(next));
    },
    [keepDone],
  );
  return {
    send,
    last,
    undo,
    saved,
    done,
    forget,
    conflicts,
    offcuts,
    settle: (conflict) => keepConflicts(latest.current.conflicts.filter((one) => one.id !== conflict.id)),
    putAway: () => setOffcuts([]),
  };
}
