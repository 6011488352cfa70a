import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { dayIn, instantAt, type Instant } from '#domain/kernel/days.ts';
import { Button } from '#platform/web-kit/button.tsx';
import { useGo } from '#platform/web-kit/navigate.tsx';
import { StateTag } from '#platform/web-kit/signs.tsx';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import type { ScheduleRow, ScheduleView } from '../contract.ts';
import { daysOnBoard, machinesWithWork, neighbour } from './board-lines.ts';
import { MovePanel } from './MovePanel.tsx';
import { useMove } from './use-move.ts';
import { officeWords } from './words.ts';
import './board.css';

/** From a week at a glance to single operations. */
const PX_PER_HOUR = [14, 40, 110] as const;
/** One press of an arrow key while something is moved, and the grid a drag falls into. */
const STEP_MINUTES = [120, 60, 15] as const;
const DRAG_GRID_MINUTES = 15;
/** A hand that trembles while it clicks drags nothing. */
const DRAG_FROM_PX = 5;
const HOUR_MS = 3_600_000;
/** Bars this far outside the window are drawn as well, so that a short scroll finds them there. */
const MARGIN_PX = 300;
const KINDS = ['saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery'] as const;

/**
 * Machines over time. Only what is in the window is in the document, so thousands of operations stay quick; one of them
 * is in the tab order, and the arrow keys go on from there. `m` or a drag moves the operation itself: who gets late by
 * that is said before Enter or the button makes it so.
 */
export function Board({ view }: { readonly view: ScheduleView }) {
  const t = useWords(officeWords);
  const f = useFormat();
  const go = useGo();
  const frame = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, width: 1200 });
  const begin = useMemo(
    () =>
      instantAt(
        f.zone,
        dayIn(
          f.zone,
          view.rows.reduce((least, row) => (row.from < least ? row.from : least), view.now),
        ),
      ),
    [view, f.zone],
  );
  const moving = useMove(view);
  const { target } = moving;
  const centre = target?.row.centre ?? null;
  const machines = useMemo(() => machinesWithWork(view, centre), [view, centre]);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = target?.row ?? view.rows.find((row) => row.operation === chosen);
  const drag = useRef<{ row: ScheduleRow; x: number; on: boolean } | null>(null);
  const [at, setAt] = useState<string | null>(null);
  const [zoom, setZoom] = useState(1);
  const perHour = PX_PER_HOUR[zoom] ?? PX_PER_HOUR[1];
  const stepMinutes = STEP_MINUTES[zoom] ?? STEP_MINUTES[1];
  const focused =
    at !== null && view.rows.some((row) => row.operation === at)
      ? at
      : (machines.find((machine) => machine.rows.length > 0)?.rows[0]?.operation ?? null);
  const left = (moment: Instant): number => ((Date.parse(moment) - Date.parse(begin)) / HOUR_MS) * perHour;
  const end = view.rows.reduce(
    (latest, row) => (row.until > latest ? row.until : latest),
    target && target.startAt > view.now ? target.startAt : view.now,
  );
  const total = left(end) + perHour * 6;
  const boardEnd = new Date(Date.parse(end) + 6 * HOUR_MS).toISOString();
  const late = useMemo(
    () => new Set(view.orders.filter((order) => order.lateMinutes > 0).map((order) => order.orderId)),
    [view.orders],
  );
  const nowLeft = left(view.now);

  const scrolled = (): void => {
    const element = frame.current;
    if (element) setRange({ from: element.scrollLeft, width: element.clientWidth });
  };
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    element.scrollLeft = Math.max(0, nowLeft - 80);
    scrolled();
  }, [nowLeft]);

  const show = (row: ScheduleRow): void => {
    setAt(row.operation);
    const element = frame.current;
    if (!element) return;
    const x = left(row.from);
    if (x < element.scrollLeft || x > element.scrollLeft + element.clientWidth - 160)
      element.scrollLeft = Math.max(0, x - 80);
    scrolled();
    requestAnimationFrame(() =>
      element.querySelector<HTMLElement>(`[data-operation="${CSS.escape(row.operation)}"]`)?.focus(),
    );
  };
  const keyWhileMoving = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? moving.day : moving.step;
    const one = event.shiftKey ? 1 : stepMinutes;
    if (event.key === 'ArrowRight') by(one);
    else if (event.key === 'ArrowLeft') by(-one);
    else if (event.key === 'ArrowDown') moving.machine(1);
    else if (event.key === 'ArrowUp') moving.machine(-1);
    else if (event.key === 'Enter') moving.apply(t('production.move.byHand'));
    else if (event.key === 'Escape') moving.leave();
    else return;
    event.preventDefault();
  };
  /** Follows the pointer over machines of the same centre; elsewhere the operation stays on its own. */
  const dragTo = (event: PointerEvent<HTMLElement>): void => {
    const now = drag.current;
    if (!now || (!now.on && Math.abs(event.clientX - now.x) < DRAG_FROM_PX)) return;
    if (!now.on) moving.begin(now.row);
    now.on = true;
    const line = document
      .elementsFromPoint(event.clientX, event.clientY)
      .map((element) => element.closest<HTMLElement>('[data-machine]')?.dataset['machine'])
      .find(Boolean);
    const machine = machines.find((one) => one.id === line && one.centre === now.row.centre)?.id;
    const grid = DRAG_GRID_MINUTES * 60_000;
    const ms = Date.parse(now.row.from) + ((event.clientX - now.x) / perHour) * HOUR_MS;
    moving.to(machine ?? now.row.machine, new Date(Math.round(ms / grid) * grid).toISOString());
  };
  const move = (event: KeyboardEvent, row: ScheduleRow): void => {
    if (target) return keyWhileMoving(event);
    const next = neighbour(machines, row, event.key);
    if (event.key === 'Enter') go(`/orders/${row.orderId}`);
    else if (event.key === 'm') moving.begin(row);
    else if (event.key === 'z') moving.undoLast();
    else if (event.key === 'PageDown' || event.key === 'PageUp') scrollDay(event.key === 'PageDown' ? 1 : -1);
    else if (next) show(next);
    else return;
    event.preventDefault();
  };
  const scrollDay = (days: number): void => {
    frame.current?.scrollBy({ left: days * 24 * perHour });
  };

  const from = range.from - MARGIN_PX;
  const until = range.from + range.width + MARGIN_PX;
  const days = daysOnBoard(begin, end, f.zone);
  const inside = (span: { readonly from: Instant; readonly until: Instant }): boolean =>
    left(span.until) >= from && left(span.from) <= until;
  useEffect(() => {
    const element = frame.current;
    if (!element || !target || drag.current?.on) return;
    const x = ((Date.parse(target.startAt) - Date.parse(begin)) / HOUR_MS) * perHour;
    if (x < element.scrollLeft || x > element.scrollLeft + element.clientWidth - 120)
      element.scrollLeft = Math.max(0, x - element.clientWidth / 3);
  }, [target, begin, perHour]);
  return (
    <div className="pr-board-frame">
      <div className="pr-board-tools">
        <p className="tn-small tn-muted">{t('production.board.keys')}</p>
        <div className="tn-row">
          <Button disabled={zoom === 0} onClick={() => setZoom(Math.max(0, zoom - 1))}>
            {t('production.board.wider')}
          </Button>
          <Button
            disabled={zoom === PX_PER_HOUR.length - 1}
            onClick={() => setZoom(Math.min(PX_PER_HOUR.length - 1, zoom + 1))}
          >
            {t('production.board.closer')}
          </Button>
          <Button onClick={() => scrollDay(-1)}>{t('production.board.earlier')}</Button>
          <Button onClick={() => frame.current?.scrollTo({ left: Math.max(0, nowLeft - 80) })}>
            {t('production.board.now')}
          </Button>
          <Button onClick={() => scrollDay(1)}>{t('production.board.later')}</Button>
        </div>
      </div>
      {shown && (
        <MovePanel
          key={shown.operation}
          row={shown}
          view={view}
          moving={moving}
          stepMinutes={stepMinutes}
          onClose={() => setChosen(null)}
        />
      )}
      <div className="pr-board-body">
        <ul className="pr-board-names">
          {machines.map((machine) => (
            <li key={machine.id}>
              <span className="tn-strong">{machine.id}</span>
              {machine.stopped ? (
                <StateTag tone="stopped">
                  {t('production.stopped', { reason: machine.stopped.reason })}
                </StateTag>
              ) : (
                <span className="tn-small tn-muted">{machine.name}</span>
              )}
            </li>
          ))}
        </ul>
        {/* Scrolled by keyboard as well: its operations take the focus. */}
        <div className="pr-board-scroll" ref={frame} onScroll={scrolled}>
          <div style={{ width: total }} className="pr-board-time">
            <div className="pr-board-days" aria-hidden="true">
              {days.map((day) => (
                <span key={day} style={{ left: left(instantAt(f.zone, day)), width: 24 * perHour }}>
                  {f.day(day)}
                </span>
              ))}
            </div>
            {machines.map((machine) => (
              <ul key={machine.id} className="pr-board-row" aria-label={machine.id} data-machine={machine.id}>
                {(view.closed.find((one) => one.centre === machine.centre)?.spans ?? [])
                  .filter((span) => inside(span) && span.from < boardEnd)
                  .map((span) => (
                    <li
                      key={span.from}
                      className="pr-closed"
                      aria-hidden="true"
                      style={{
                        left: left(span.from),
                        width: Math.min(total, left(span.until)) - left(span.from),
                      }}
                    />
                  ))}
                {target?.machine === machine.id && (
                  <li
                    className="pr-ghost"
                    aria-hidden="true"
                    data-refused={moving.told ? moving.told.refused !== null : undefined}
                    style={{
                      left: left(target.startAt),
                      width: Math.max(6, left(moving.told?.until ?? ghostEnd(target)) - left(target.startAt)),
                    }}
                  />
                )}
                {machine.rows
                  .filter((row) => inside(row) || row.operation === target?.row.operation)
                  .map((row) => {
                    const kind = KINDS.find((one) => one === row.kind) ?? 'saw';
                    const rests =
                      row.run?.state === 'paused'
                        ? `, ${t('production.board.paused', { reason: row.run.reason ?? '' })}`
                        : '';
                    const text = t('production.board.bar', {
                      name: `${t(`production.work.${kind}`)} ${row.name}`,
                      order: row.orderNumber,
                      from: f.instant(row.from),
                      until: f.instant(row.until),
                    });
                    return (
                      <li key={row.operation}>
                        <button
                          type="button"
                          className="pr-bar"
                          data-operation={row.operation}
                          data-late={late.has(row.orderId)}
                          data-pinned={row.pinned}
                          data-paused={row.run?.state === 'paused'}
                          data-moving={row.operation === target?.row.operation}
                          tabIndex={row.operation === focused ? 0 : -1}
                          aria-label={text + rests}
                          title={text + rests}
                          style={{
                            left: left(row.from),
                            width: Math.max(3, left(row.until) - left(row.from) - 1),
                          }}
                          onFocus={() => setAt(row.operation)}
                          onKeyDown={(event) => move(event, row)}
                          onClick={() => {
                            if (!target) setChosen(row.operation);
                          }}
                          onDoubleClick={() => go(`/orders/${row.orderId}`)}
                          onPointerDown={(event) => {
                            // A finger scrolls the board; it moves work with the buttons of the panel.
                            if (event.button !== 0 || event.pointerType === 'touch') return;
                            drag.current = { row, x: event.clientX, on: false };
                            event.currentTarget.setPointerCapture(event.pointerId);
                          }}
                          onPointerMove={dragTo}
                          onPointerUp={() => {
                            drag.current = null;
                          }}
                          onPointerCancel={() => {
                            drag.current = null;
                          }}
                        >
                          <span>
                            {row.pinned ? '⚲ ' : ''}
                            {row.run ? (row.run.state === 'paused' ? '‖ ' : '▸ ') : ''}
                            {late.has(row.orderId) ? '▲ ' : ''}
                            {row.orderNumber}
                          </span>
                        </button>
                      </li>
                    );
                  })}
              </ul>
            ))}
            <span className="pr-board-now" style={{ left: nowLeft }} aria-hidden="true" />
          </div>
        </div>
      </div>
    </div>
  );
}

/** As long as it is now, until the answer says how long it takes there. */
function ghostEnd(target: { readonly row: ScheduleRow; readonly startAt: Instant }): Instant {
  const length = Date.parse(target.row.until) - Date.parse(target.row.from);
  return new Date(Date.parse(target.startAt) + length).toISOString();
}
