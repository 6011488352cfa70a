import { useEffect, useRef, useState } from 'react';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { useChange, useRead } from '#platform/web-kit/data.ts';
import { toast } from '#platform/web-kit/toasts.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ScheduleRow, ScheduleView } from '../contract.ts';
import { dropMove, moveOperation, undoMove, whatIf, type WhatIfAnswer } from '../move-contract.ts';
import { stepped, steppedDay, type ClosedSpan } from './move-steps.ts';
import { officeWords } from './words.ts';

/** Where an operation is about to go. */
export interface Target {
  readonly row: ScheduleRow;
  readonly machine: string;
  readonly startAt: Instant;
}

export interface Moving {
  readonly target: Target | null;
  /** what would happen; null while it is asked or nothing was moved yet */
  readonly told: WhatIfAnswer | null;
  /** the answer is on its way */
  readonly asking: boolean;
  readonly begin: (row: ScheduleRow) => void;
  readonly to: (machine: string, startAt: Instant) => void;
  /** one step of so many minutes, a day (`1`, `-1` with `day`), or to the next machine of the centre */
  readonly step: (minutes: number) => void;
  readonly day: (days: number) => void;
  readonly machine: (by: number) => void;
  readonly leave: () => void;
  readonly apply: (reason: string) => void;
  readonly busy: boolean;
  /** takes back what was moved last on this page */
  readonly undoLast: () => void;
  readonly letGo: (moveId: string) => void;
}

/** A held arrow key asks once it rests. */
const REST_MS = 80;
const NOWHERE = { subject: '-', machine: '-', startAt: '2000-01-01T00:00:00.000Z' };

/** One operation on its way to another place: nothing is changed before it is applied, and then it can be taken back. */
export function useMove(view: ScheduleView): Moving {
  const t = useWords(officeWords);
  const [target, setTarget] = useState<Target | null>(null);
  const [rested, setRested] = useState<Target | null>(null);
  const last = useRef<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(target), REST_MS);
    return () => clearTimeout(timer);
  }, [target]);
  const moved =
    target !== null && (target.machine !== target.row.machine || target.startAt !== target.row.from);
  const read = useRead(
    whatIf,
    {
      query: rested
        ? { subject: rested.row.operation, machine: rested.machine, startAt: rested.startAt }
        : NOWHERE,
    },
    { when: moved && rested !== null, live: ['schedule.', 'pin.', 'machine.'] },
  );
  const undo = useChange(undoMove, { onDone: () => toast({ title: t('production.move.undone') }) });
  const drop = useChange(dropMove, { onDone: () => toast({ title: t('production.move.dropped') }) });
  const send = useChange(moveOperation, {
    onDone: ({ moveId }) => {
      last.current = moveId;
      setTarget(null);
      toast({
        title: t('production.move.done'),
        undo: () => void undo.send({ params: { pinId: moveId as Id } }),
      });
    },
  });
  const current = moved && rested === target;
  const told = current && read.data ? read.data : null;
  const closedAt = (machine: string): readonly ClosedSpan[] => {
    const centre = view.machines.find((one) => one.id === machine)?.centre;
    return view.closed.find((one) => one.centre === centre)?.spans ?? [];
  };
  const change = (next: (now: Target) => Partial<Target>): void =>
    setTarget((now) => (now ? { ...now, ...next(now) } : now));
  return {
    target,
    told,
    asking: moved && told === null && read.state !== 'failed' && read.state !== 'offline',
    begin: (row) => setTarget({ row, machine: row.machine, startAt: row.from }),
    to: (machine, startAt) => change(() => ({ machine, startAt })),
    step: (minutes) => change((now) => ({ startAt: stepped(now.startAt, minutes, closedAt(now.machine)) })),
    day: (days) => change((now) => ({ startAt: steppedDay(now.startAt, days, closedAt(now.machine)) })),
    machine: (by) =>
      change((now) => {
        const twins = view.machines.filter((one) => one.centre === now.row.centre);
        const next = twins[twins.findIndex((one) => one.id === now.machine) + by];
        return next ? { machine: next.id } : {};
      }),
    leave: () => setTarget(null),
    apply: (reason) => {
      if (!target || !told || told.refused) return;
      void send.send({
        body: { subject: target.row.operation, machine: target.machine, startAt: target.startAt, reason },
      });
    },
    busy: send.busy,
    undoLast: () => {
      if (last.current) void undo.send({ params: { pinId: last.current as Id } });
      last.current = null;
    },
    letGo: (moveId) => void drop.send({ params: { pinId: moveId as Id } }),
  };
}
